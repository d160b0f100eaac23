"""One recorded rehearsal: a folder with its sound, deck, marks, corrections, and what was found.

Whatever is damaged is told as such, so that one folder cannot hide the others.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Literal

from talkcoach.errors import InputError
from talkcoach.store.codec import load, parsed
from talkcoach.store.files import read_text
from talkcoach.store.paths import is_file
from talkcoach.store.recorder import RECORDING, is_recording, read_status
from talkcoach.store.wav import BYTES_A_SECOND, HEADER_BYTES, repair

State = Literal["recording", "cut off", "recorded", "coached", "damaged"]
"""``cut off`` is a recording that was not ended by anybody; ``damaged`` one that cannot be opened from here."""

META, TRANSCRIPT, REPORT, SUMMARY = "meta.json", "transcript.json", "report.json", "summary.json"
"""Files in a rehearsal's folder, beside those of the recorder, the marks and the corrections."""

SOUND, DECK = "audio", "deck"
"""The names of files in a rehearsal's folder that go by any suffix."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What was known when the recording began. ``started`` is ISO 8601 with its zone.

    ``rubric`` is a name, or an absolute path; ``language`` is an ISO 639-1 code, None to find out. ``talk`` is the
    id of the prepared talk that was rehearsed, empty when there is none.

    Raises:
        ValueError: for a moment without a zone, or a slot that no talk can have.
    """

    title: str
    started: str
    slot_minutes: float
    rubric: str = "research_talk"
    model: str = "base"
    language: str | None = None
    talk: str = ""

    def __post_init__(self) -> None:
        if self.when.tzinfo is None:
            raise ValueError(f"{self.started} has no zone")
        if not (isfinite(self.slot_minutes) and self.slot_minutes > 0):
            raise ValueError(f"a slot of {self.slot_minutes} minutes is not possible")

    @property
    def when(self) -> datetime:
        """The moment when the recording began, in the zone where it did."""
        return datetime.fromisoformat(self.started)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One rehearsal of the library. ``seconds`` is the length of its recording; 0 for a file from elsewhere.

    ``meta`` is None where it cannot be read; ``problem`` tells what is damaged.
    """

    id: str
    folder: Path
    state: State
    when: datetime
    seconds: float
    meta: Meta | None
    problem: str = ""


def rehearsal_in(folder: Path) -> Rehearsal:
    """The rehearsal in a folder."""
    meta, problem = _meta(folder)
    return Rehearsal(
        id=folder.name,
        folder=folder,
        state=_state(folder, problem),
        when=meta.when if meta else datetime.fromtimestamp(folder.stat().st_mtime).astimezone(),
        seconds=_seconds(folder / RECORDING),
        meta=meta,
        problem=problem,
    )


def meta_of(folder: Path) -> Meta:
    """What was known when the recording in a folder began.

    Raises:
        InputError: when nobody wrote it down there, or it cannot be read.
    """
    path = folder / META
    return load(read_text(path, remedy="Check the folder"), Meta, path)


def sound_in(folder: Path) -> Path | None:
    """What was said in a rehearsal: the recorder's `RECORDING`, or a file of another kind; None without either."""
    return _named(folder, SOUND)


def deck_in(folder: Path) -> Path | None:
    """The deck in the folder of a rehearsal or a prepared talk; None where there is none."""
    return _named(folder, DECK)


def was_stopped(folder: Path) -> bool:
    """Whether somebody ended the recording, or its recorder did; not when it was cut off."""
    status = read_status(folder)
    return status is not None and status.state == "stopped"


def is_current(result: Path, source: Path | None) -> bool:
    """Whether a file that was made from another is there, and the other has not changed since."""
    return source is not None and is_file(result) and result.stat().st_mtime >= source.stat().st_mtime


def repair_recording(folder: Path) -> None:
    """Put right the header of a recording that was cut off.

    The file's time stays what it was, so that a transcript of it still holds.
    """
    recording = folder / RECORDING
    if is_file(recording) and not is_recording(folder):
        before = recording.stat()
        with suppress(InputError):  # a sound file of another making is read as it is
            repair(recording)
            os.utime(recording, ns=(before.st_atime_ns, before.st_mtime_ns))


def _state(folder: Path, problem: str) -> State:
    if is_recording(folder):
        return "recording"
    if problem:
        return "damaged"
    if _has_report(folder):
        return "coached"
    return "recorded" if was_stopped(folder) else "cut off"


def _has_report(folder: Path) -> bool:
    """Whether there is a report that holds: a current summary tells it, else one look into the report."""
    report = folder / REPORT
    if not is_current(report, sound_in(folder)):
        return False
    status = report.stat()
    return is_current(folder / SUMMARY, report) or _is_report(report, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1024)
def _is_report(path: Path, modified: int, size: int) -> bool:  # noqa: ARG001 -- they tell when to look again
    with suppress(InputError):
        return {"schema", "timing", "transcript", "findings"} <= parsed(read_text(path), path).keys()
    return False


def _meta(folder: Path) -> tuple[Meta | None, str]:
    """What is known of a rehearsal, and what is wrong with it."""
    try:
        meta = meta_of(folder)
    except InputError:
        return None, f"{META} cannot be read"
    return meta, "" if sound_in(folder) else f"{RECORDING} is missing"


def _named(folder: Path, stem: str) -> Path | None:
    """The one file with that name and any suffix; the first by suffix when there are several."""
    return next((path for path in sorted(folder.glob(f"{stem}.*")) if is_file(path)), None)


def _seconds(audio: Path) -> float:
    """The length by the file's size: its header says nothing yet where a recording goes on or was cut off."""
    with suppress(OSError):
        return max(audio.stat().st_size - HEADER_BYTES, 0) / BYTES_A_SECOND
    return 0.0
