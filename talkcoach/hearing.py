"""From a rehearsal's files to what was said and shown: here it is chosen how each kind of input is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from talkcoach.decks import is_presentation, read_deck, read_narration
from talkcoach.domain import Deck, Span, Transcript, Visit
from talkcoach.errors import InputError
from talkcoach.paths import is_file
from talkcoach.rehearsal import RECORDING, Rehearsal
from talkcoach.serial import load, parsed, structured
from talkcoach.speech.subtitles import SUFFIXES, read_subtitles

if TYPE_CHECKING:
    from concurrent.futures import Future

    from talkcoach.audio.decode import Samples

Speech = tuple[Span, ...]
"""Where speech is heard, in order and apart."""

Progress = Callable[[float, float], None]
"""Called with the seconds of sound that are done and the seconds in all."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """How to listen: the speech model by name or folder, and the language's ISO 639-1 code, None to find out."""

    model: str = "base"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """What was recorded. ``visits`` are those that a narrated deck tells exactly."""

    samples: Samples
    visits: tuple[Visit, ...] = ()
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said. ``visits`` are those known exactly; ``title`` is what an earlier report called the talk."""

    transcript: Transcript
    visits: tuple[Visit, ...]
    duration: float
    caveats: tuple[str, ...] = ()
    title: str = ""


def slides_of(rehearsal: Rehearsal) -> Deck:
    """The slides of a rehearsal; none where it has no deck. A narrated deck is its own.

    Raises:
        DeckError: when the deck cannot be read.
        InputError: when a narrated deck comes with another deck, or with marks.
    """
    narrated = is_presentation(rehearsal.spoken)
    if narrated and (rehearsal.deck or rehearsal.marks):
        raise InputError(f"{rehearsal.spoken} is a narrated deck and tells its slides itself", "Give it alone")
    path = rehearsal.spoken if narrated else rehearsal.deck
    return read_deck(path) if path else Deck(())


def sound_of(rehearsal: Rehearsal) -> Sound | None:
    """The sound of a rehearsal; None where there is only a text of it.

    Raises:
        TalkcoachError: for a file that cannot be read.
    """
    spoken = rehearsal.spoken
    if is_presentation(spoken):
        return _narrated(spoken)
    if spoken.suffix.lower() in {*SUFFIXES, ".json"}:
        return None
    from talkcoach.audio.decode import decode

    samples = decode(spoken)
    return Sound(samples, caveats=_said_of(samples))


def hear(
    rehearsal: Rehearsal,
    sound: Sound | None,
    deck: Deck,
    hearing: Hearing,
    progress: Progress | None = None,
    speech: Future[Speech] | None = None,
) -> Heard:
    """Find out what was said in a rehearsal, transcribing where nobody has yet; the deck helps with its words.

    ``speech`` is where speech is heard in the sound, waited for only where it is transcribed; None to find out.

    Raises:
        TalkcoachError: for a file that cannot be read, or a speech model that cannot be had.
    """
    if sound is None:
        spoken = rehearsal.spoken
        return _written(read_subtitles(spoken)) if spoken.suffix.lower() in SUFFIXES else _reread(spoken)
    known = _remembered(rehearsal, hearing) or _continued(rehearsal, deck, hearing, progress)
    transcript = known or _transcribed(sound.samples, speech, deck, hearing, progress)
    return Heard(transcript, sound.visits, sound.samples.duration, sound.caveats)


def _remembered(rehearsal: Rehearsal, hearing: Hearing) -> Transcript | None:
    """The transcript of last time, if the same model made it and the recording has not changed since."""
    path = rehearsal.transcript
    if not path or path.stat().st_mtime < rehearsal.spoken.stat().st_mtime:
        return None
    transcript = load(_text(path), Transcript, path)
    same_language = hearing.language in (None, transcript.language)
    return transcript if same_language and transcript.model == Path(hearing.model).name else None


def _continued(rehearsal: Rehearsal, deck: Deck, hearing: Hearing, progress: Progress | None) -> Transcript | None:
    """The transcript that was begun while the rehearsal was recorded, brought to its end; None where none was."""
    from talkcoach.audio.control import is_recording
    from talkcoach.speech.live import JOURNAL, Listening, finish
    from talkcoach.speech.terms import distinctive_terms

    folder = rehearsal.folder
    if not folder or not is_file(folder / JOURNAL):
        return None
    if is_recording(folder):
        raise InputError(f"{folder} is still being recorded", "Stop the recording first")
    listening = Listening(hearing.model, hearing.language, deck.language, distinctive_terms(deck))
    return finish(folder, listening, lambda: True, progress)


def _reread(path: Path) -> Heard:
    """A transcript alone; or the one in a report, with the slides that were known exactly and the length."""
    data = parsed(_text(path), path)
    heard = _written(structured(data.get("transcript", data), Transcript, path))
    if "transcript" not in data:
        return heard
    visits = structured(data.get("slides", []), tuple[Visit, ...], path)
    # The talk's clock, which the timing is by, stands while the audience asks.
    asked = structured(data.get("interruptions", []), tuple[Span, ...], path)
    length = structured(data.get("timing", {}).get("duration", 0.0), float, path)
    return replace(
        heard,
        visits=tuple(visit for visit in visits if visit.source != "speech"),
        duration=max(heard.duration, length + sum(span.duration for span in asked)),
        title=str(data.get("title", "")),
    )


def _written(transcript: Transcript) -> Heard:
    duration = max((sentence.span.end for sentence in transcript.sentences), default=0.0)
    return Heard(transcript, (), duration)


def _narrated(path: Path) -> Sound:
    """The narration of a deck, slide after slide, as one recording."""
    import numpy as np

    from talkcoach.audio.decode import Samples, decode_bytes

    narration = read_narration(path)
    if not narration:
        raise InputError(
            f"{path} holds no narration", f"Give the recording, and the slides with --deck {path.name}"
        )
    pieces = [decode_bytes(part.audio, part.name) for part in narration]
    ends = np.cumsum([piece.duration for piece in pieces]).tolist()
    visits = tuple(
        Visit(Span(end - piece.duration, end), part.slide, 1.0, "narration")
        for part, piece, end in zip(narration, pieces, ends, strict=True)
        if piece.duration
    )
    samples = Samples(np.concatenate([piece.values for piece in pieces]), pieces[0].rate)
    return Sound(samples, visits, tuple(caveat for piece in pieces for caveat in _said_of(piece)))


def _transcribed(
    samples: Samples, speech: Future[Speech] | None, deck: Deck, hearing: Hearing, progress: Progress | None
) -> Transcript:
    from talkcoach.speech.terms import distinctive_terms
    from talkcoach.speech.transcriber import transcribe

    return transcribe(
        samples,
        speech=speech.result() if speech else None,
        model=hearing.model,
        language=hearing.language,
        deck_language=deck.language,
        terms=distinctive_terms(deck),
        progress=progress,
    )


def _said_of(samples: Samples) -> tuple[str, ...]:
    return (samples.caveat,) if samples.caveat else ()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path} is not a text file that can be read", f"Give the {RECORDING} instead") from None
