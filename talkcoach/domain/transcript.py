"""What was said: words, sentences, and all of them together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from talkcoach.domain.span import Span


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word as it was recognised; ``probability`` is the recogniser's own, 0 to 1."""

    span: Span
    text: str
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One spoken sentence. ``words`` is empty where the source has no word times (most subtitles)."""

    span: Span
    text: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedVoice:
    """Who is heard, by the name that captions give, and what they say, in order; the name may be empty.

    ``is_in`` is whether the user took them into the talk.
    """

    name: str
    sentences: tuple[Sentence, ...]
    is_in: bool = False

    @property
    def text(self) -> str:
        """All that they say, on one line."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said by the speaker, in order.

    ``removed`` holds what the recogniser wrote but nobody said (invented tails, loops), so that a report can
    tell of it; ``filled`` are filled pauses that were heard beside the words, in order. ``language`` is an ISO
    639-1 code, empty when unknown; ``model`` names the recogniser. ``speaker`` is the speaker's name and
    ``others`` are further voices, where captions tell voices apart.
    """

    sentences: tuple[Sentence, ...]
    language: str = ""
    model: str = ""
    removed: tuple[Sentence, ...] = ()
    filled: tuple[Word, ...] = ()
    speaker: str = ""
    others: tuple[NamedVoice, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word with a time of its own, in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    def with_voices(self, names: Collection[str]) -> Transcript:
        """The same with those of the others in the talk who are named, and nobody else."""
        out = {sentence for voice in self.others if voice.is_in for sentence in voice.sentences}
        others = tuple(replace(voice, is_in=voice.name in names) for voice in self.others)
        taken = [sentence for voice in others if voice.is_in for sentence in voice.sentences]
        own = [sentence for sentence in self.sentences if sentence not in out]
        sentences = tuple(sorted((*own, *taken), key=lambda sentence: sentence.span))
        return replace(self, sentences=sentences, others=others)

    def led_by(self, name: str) -> Transcript:
        """The same with one of the others as the speaker, who then is one of the others."""
        voices = (NamedVoice(self.speaker, self.sentences), *self.others)
        speaker = next(voice for voice in voices if voice.name == name)
        others = tuple(voice for voice in voices if voice is not speaker)
        return replace(self, sentences=speaker.sentences, speaker=name, others=others)

    @property
    def text(self) -> str:
        """All that was said, on one line."""
        return " ".join(sentence.text for sentence in self.sentences)
