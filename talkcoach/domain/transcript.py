"""What was said: words, sentences, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass

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
class Speaker:
    """Who is heard, by the name that captions give, and what they say, in order; the name may be empty."""

    name: str
    sentences: tuple[Sentence, ...]

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
    others: tuple[Speaker, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word with a time of its own, in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @property
    def text(self) -> str:
        """All that was said, on one line."""
        return " ".join(sentence.text for sentence in self.sentences)
