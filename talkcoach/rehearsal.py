"""A rehearsal on disk: which files it consists of, and what the speaker and the user said about them.

A rehearsal is a recording with what belongs to it, or a folder that holds all of it under fixed names.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from talkcoach.domain import Mark, Span, Visit, merged
from talkcoach.errors import InputError
from talkcoach.paths import is_file, is_folder, status_of
from talkcoach.serial import parsed, structured
from talkcoach.stays import read_stays
from talkcoach.storage import write_text

RECORDING, TRANSCRIPT, DECK, MARKS, CORRECTIONS = (
    "audio",
    "transcript.json",
    "deck",
    "marks.jsonl",
    "corrections.yaml",
)
"""The names in a rehearsal folder; recording and deck go by any suffix."""

REPORT = "report.json"

ENDLESS = 1e9
"""Seconds: where something ends that lasts to the end of a recording whose length is not known yet."""


EventKind = Literal["slide", "pause", "resume", "question", "answered", "gap"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened while a rehearsal was recorded, ``time`` seconds into the recording.

    ``slide`` is the number of the slide shown from then on, for the kind ``slide``; ``seconds`` how long the
    microphone was gone, for the kind ``gap``. A question goes on until it is ``answered``: the recording runs,
    the talk's clock stands. Between ``pause`` and ``resume`` nothing is recorded, so they have the same time.
    """

    time: float
    kind: EventKind
    slide: int | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The files of one rehearsal. ``spoken`` is what was said: sound, subtitles, transcript or narrated deck.

    ``corrections`` gives the rubric's key for the slides, by number, of which the user knows better, and ``stays``
    which slide was up when. ``folder`` is where results are remembered, None for loose files; ``transcript`` is
    what was remembered of the sound. ``title`` is what the talk is called where the deck does not tell.

    ``interruptions`` are the questions from the audience, and ``gaps`` where the microphone was gone; the last of
    them may end behind the recording.
    """

    spoken: Path
    deck: Path | None = None
    marks: tuple[Mark, ...] = ()
    corrections: Mapping[int, str] = field(default_factory=dict)
    folder: Path | None = None
    transcript: Path | None = None
    interruptions: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    title: str = ""
    stays: tuple[Visit, ...] = ()


def open_rehearsal(
    path: Path, deck: Path | None = None, marks: Path | None = None, corrections: Path | None = None
) -> Rehearsal:
    """The rehearsal at a path: a file, or a folder whose files are used where no others are given.

    Corrections that are given go before those that the folder, or a report, remembers.

    Raises:
        InputError: when there is nothing at the path, the folder has no recording, or a file has a mistake.
    """
    status_of(path, "file", InputError)
    given = read_corrections(corrections) if corrections else {}
    events = read_events(marks) if marks else ()
    if not is_folder(path):
        alone = _of_report(path) if path.suffix.lower() == ".json" else Rehearsal(path)
        alone = replace(alone, deck=deck, corrections={**alone.corrections, **given})
        return _marked(alone, events) if events else alone
    _repair(path)
    own, own_marks = _existing(path / CORRECTIONS), _existing(path / MARKS)
    rehearsal = Rehearsal(
        spoken=_spoken(path),
        deck=deck or deck_in(path),
        corrections={**(read_corrections(own) if own else {}), **given},
        folder=path,
        transcript=_existing(path / TRANSCRIPT),
        stays=read_stays(path),
    )
    return _marked(rehearsal, read_events(own_marks) if own_marks and not marks else events)


def deck_in(folder: Path) -> Path | None:
    """The deck in a rehearsal's folder; None where there is none."""
    return _named(folder, DECK)


def remember(rehearsal: Rehearsal, transcript: str, report: str) -> None:
    """Keep in a rehearsal's folder what was found, so that the next look needs no transcription.

    Args:
        rehearsal: one with a folder; loose files are left as they are.
        transcript: JSON text; empty when nothing was said.
        report: JSON text.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    if rehearsal.folder is None:
        return
    if transcript:
        write_text(rehearsal.folder / TRANSCRIPT, transcript)
    write_text(rehearsal.folder / REPORT, report)
    if rehearsal.corrections:
        write_text(rehearsal.folder / CORRECTIONS, corrections_text(rehearsal.corrections))


def read_events(path: Path) -> tuple[Event, ...]:
    """What happened while a rehearsal was recorded, from its marks file, in order of time.

    Every line is a JSON object with ``time`` in seconds and ``event``; a ``slide`` has its 1-based number under
    that name, a ``gap`` its length under ``seconds``. Events of other kinds are passed over, and so is a last
    line without its end, which is what a crash leaves.

    Raises:
        InputError: naming the line with a mistake.
    """
    lines = _text(path).split("\n")
    events = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            if entry["event"] in get_args(EventKind):
                events.append(_event(entry))
        except json.JSONDecodeError:
            if number == len(lines):
                break
            raise _mistaken_mark(path, number) from None
        except (KeyError, TypeError, ValueError):
            raise _mistaken_mark(path, number) from None
    return tuple(sorted(events, key=lambda event: event.time))


def slide_marks(events: Sequence[Event]) -> tuple[Mark, ...]:
    """The changes of slide among events."""
    return tuple(Mark(event.time, event.slide) for event in events if event.slide is not None)


def interruptions(events: Sequence[Event], until: float) -> tuple[Span, ...]:
    """The questions from the audience among events in order of time; one that is still open lasts to ``until``.

    A question that is marked while another is open belongs to that one.
    """
    found: list[Span] = []
    asked: float | None = None
    for event in events:
        if event.kind == "question" and asked is None:
            asked = event.time
        elif event.kind == "answered" and asked is not None:
            found.append(Span(asked, event.time))
            asked = None
    if asked is not None:
        found.append(Span(asked, max(asked, until)))
    return tuple(span for span in found if span)


def _marked(rehearsal: Rehearsal, events: Sequence[Event]) -> Rehearsal:
    """A rehearsal with what the events of its recording, which is over, tell of it."""
    gaps = (Span(event.time, event.time + event.seconds) for event in events if event.kind == "gap")
    return replace(
        rehearsal,
        marks=slide_marks(events),
        interruptions=merged(_ended(interruptions(events, ENDLESS), slide_marks(events))),
        gaps=merged(gap for gap in gaps if gap),
    )


def _ended(asked: Sequence[Span], marks: Sequence[Mark]) -> tuple[Span, ...]:
    """Questions of which one that nobody marked as answered lasts to the next change of slide, or to the end.

    The talk went on with that slide: leaving out too little costs less than leaving out the rest of the talk.
    """
    return tuple(
        Span(span.start, next((mark.time for mark in marks if mark.time > span.start), span.end))
        if span.end == ENDLESS
        else span
        for span in asked
    )


def _event(entry: dict[str, Any]) -> Event:
    return Event(
        time=_seconds(entry["time"]),
        kind=entry["event"],
        slide=_slide_number(entry["slide"]) if entry["event"] == "slide" else None,
        seconds=_seconds(entry["seconds"]) if entry["event"] == "gap" else 0.0,
    )


def read_corrections(path: Path) -> dict[int, str]:
    """Which slide belongs to which part, from a YAML or JSON mapping of slide numbers to keys of the rubric.

    The mapping stands at the top or under ``corrections``, as it does in a report.

    Raises:
        InputError: when the file holds no such mapping.
    """
    import yaml

    try:
        data: Any = yaml.safe_load(_text(path)) or {}
        mapping = data.get("corrections", data)
        return {_slide_number(slide): str(key) for slide, key in mapping.items()}
    except (yaml.YAMLError, AttributeError, TypeError, ValueError):
        remedy = "Write one line per slide, such as 9: approach"
        raise InputError(f"{path} is not a mapping of slide numbers to parts of the talk", remedy) from None


def corrections_text(corrections: Mapping[int, str]) -> str:
    """Corrections as the YAML that `read_corrections` reads."""
    return "".join(f"{slide}: {key}\n" for slide, key in sorted(corrections.items()))


def _of_report(path: Path) -> Rehearsal:
    """A report with what it remembers of its rehearsal; a transcript, which remembers nothing."""
    data = parsed(_text(path), path)
    return Rehearsal(
        path,
        corrections=structured(data.get("corrections", {}), dict[int, str], path),
        interruptions=structured(data.get("interruptions", []), tuple[Span, ...], path),
        gaps=structured(data.get("gaps", []), tuple[Span, ...], path),
    )


def _spoken(folder: Path) -> Path:
    found = _named(folder, RECORDING) or _existing(folder / TRANSCRIPT)
    if not found:
        raise InputError(
            f"{folder} is a folder without a rehearsal",
            f"Give a recording, or a folder that holds {RECORDING}.wav or {TRANSCRIPT}",
        )
    return found


def _named(folder: Path, stem: str) -> Path | None:
    """The one file with that name and any suffix; the first by suffix when there are several."""
    return next((path for path in sorted(folder.glob(f"{stem}.*")) if path.is_file()), None)


def _existing(path: Path) -> Path | None:
    return path if is_file(path) else None


def _text(path: Path) -> str:
    status_of(path, "file", InputError)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path} is not a text file that can be read", "Check the path") from None


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not 0 <= seconds < float("inf"):
        raise ValueError
    return seconds


def _slide_number(value: Any) -> int:
    if isinstance(value, bool) or int(value) != float(value) or int(value) < 1:
        raise ValueError
    return int(value)


def _mistaken_mark(path: Path, line: int) -> InputError:
    return InputError(
        f"{path} has a mistake in line {line}",
        'A mark is a line such as {"time": 61.2, "event": "slide", "slide": 3}',
    )


def _repair(folder: Path) -> None:
    """Put the header right of a recording that was cut off; it has not changed for that.

    Its time stays what it was, so that a transcript of it still holds.
    """
    from talkcoach.audio.control import RECORDING as WAV
    from talkcoach.audio.control import is_recording
    from talkcoach.audio.wav import repair

    recording = folder / WAV
    if is_file(recording) and not is_recording(folder):
        before = recording.stat()
        with suppress(InputError):  # a sound file of another making is read as it is
            repair(recording)
            os.utime(recording, ns=(before.st_atime_ns, before.st_mtime_ns))
