"""A rehearsal on disk: which files it consists of, and what the speaker and the user said about them.

A rehearsal is a recording with what belongs to it, or a folder that holds all of it under fixed names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from talkcoach.domain import Mark
from talkcoach.errors import InputError
from talkcoach.paths import is_file, is_folder, status_of
from talkcoach.serial import parsed
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


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The files of one rehearsal. ``spoken`` is what was said: sound, subtitles, transcript or narrated deck.

    ``corrections`` gives the rubric's key for the slides, by number, of which the user knows better. ``folder``
    is where results are remembered, None for loose files; ``transcript`` is what was remembered of the sound.
    """

    spoken: Path
    deck: Path | None = None
    marks: tuple[Mark, ...] = ()
    corrections: Mapping[int, str] = field(default_factory=dict)
    folder: Path | None = None
    transcript: Path | None = None


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
    if not is_folder(path):
        remembered = _of_report(path) if path.suffix.lower() == ".json" else {}
        return Rehearsal(path, deck, read_marks(marks) if marks else (), {**remembered, **given})
    marks = marks or _existing(path / MARKS)
    own = _existing(path / CORRECTIONS)
    return Rehearsal(
        spoken=_spoken(path),
        deck=deck or _named(path, DECK),
        marks=read_marks(marks) if marks else (),
        corrections={**(read_corrections(own) if own else {}), **given},
        folder=path,
        transcript=_existing(path / TRANSCRIPT),
    )


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


def read_marks(path: Path) -> tuple[Mark, ...]:
    """The changes of slide in a marks file, in order of time.

    Every line is a JSON object with ``time`` in seconds and ``event``; those whose event is ``slide`` have the
    1-based number under ``slide``. A last line without its end is what a crash leaves, and is passed over.

    Raises:
        InputError: naming the line with a mistake.
    """
    lines = _text(path).split("\n")
    marks = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            if entry["event"] == "slide":
                marks.append(Mark(_seconds(entry["time"]), _slide_number(entry["slide"])))
        except json.JSONDecodeError:
            if number == len(lines):
                break
            raise _mistaken_mark(path, number) from None
        except (KeyError, TypeError, ValueError):
            raise _mistaken_mark(path, number) from None
    return tuple(sorted(marks, key=lambda mark: mark.time))


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


def _of_report(path: Path) -> dict[int, str]:
    """The corrections that a report remembers; a transcript has none."""
    corrections = parsed(_text(path), path).get("corrections", {})
    return {_slide_number(slide): str(key) for slide, key in corrections.items()}


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
