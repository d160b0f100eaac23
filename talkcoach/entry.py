"""One rehearsal of the collection: what its folder tells of it before it is opened.

Whatever is damaged is told as such in its entry, so that one folder cannot hide the others.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Literal

from talkcoach.analysis.pace import WINDOW
from talkcoach.audio.control import RECORDING, is_recording, read_status
from talkcoach.audio.wav import BYTES_A_SECOND, HEADER_BYTES
from talkcoach.errors import InputError
from talkcoach.paths import is_file
from talkcoach.phrases import speak
from talkcoach.rehearsal import RECORDING as SOUND
from talkcoach.rehearsal import REPORT
from talkcoach.report import SCHEMA, Report, from_json
from talkcoach.serial import load, parsed

State = Literal["recording", "cut off", "recorded", "coached", "damaged"]
"""``cut off`` is a recording that was not ended by anybody; ``damaged`` one that cannot be opened from here."""

META = "meta.json"


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
class Entry:
    """One rehearsal of the collection. ``seconds`` is the length of its sound; 0 for a file not listened to yet.

    ``meta`` is None where it cannot be read; ``problem`` tells what is damaged. ``depth`` is that of the
    limitations, 0 to 4, None where it was not judged yet or cannot be.
    """

    id: str
    folder: Path
    state: State
    when: datetime
    seconds: float
    meta: Meta | None
    depth: int | None = None
    problem: str = ""


def entry_of(folder: Path) -> Entry:
    """What a rehearsal's folder tells of it."""
    meta, problem = _meta(folder)
    judged = _judged(*_version(folder / REPORT)) if _is_current(folder) else None
    return Entry(
        id=folder.name,
        folder=folder,
        state=_state(folder, problem, is_coached=judged is not None),
        when=meta.when if meta else datetime.fromtimestamp(folder.stat().st_mtime).astimezone(),
        seconds=judged[0] if judged else _seconds(folder / RECORDING),
        meta=meta,
        depth=judged[1] if judged else None,
        problem=problem,
    )


def meta_of(folder: Path) -> Meta:
    """What was known when the recording in a folder began.

    Raises:
        InputError: when nobody wrote it down there, or it cannot be read.
    """
    path = folder / META
    return load(_text(path), Meta, path)


def report_of(entry: Entry) -> Report | None:
    """The report as it is remembered; None where there is none, or none that still holds for the recording."""
    if _is_current(entry.folder):
        path = entry.folder / REPORT
        with suppress(InputError):
            return from_json(_text(path), path)
    return None


def sound_in(folder: Path) -> Path | None:
    """What was said in a rehearsal: the recorder's `RECORDING`, or a file of another kind; None without either."""
    return next((path for path in sorted(folder.glob(f"{SOUND}.*")) if is_file(path)), None)


def was_stopped(folder: Path) -> bool:
    """Whether somebody ended the recording, or its recorder did; not when it was cut off."""
    status = read_status(folder)
    return status is not None and status.state == "stopped"


def _state(folder: Path, problem: str, *, is_coached: bool) -> State:
    if is_recording(folder):
        return "recording"
    if problem:
        return "damaged"
    if is_coached:
        return "coached"
    return "recorded" if was_stopped(folder) else "cut off"


def _meta(folder: Path) -> tuple[Meta | None, str]:
    """What is known of a rehearsal, and what is wrong with it."""
    try:
        meta = meta_of(folder)
    except InputError:
        return None, f"{META} cannot be read"
    return meta, "" if sound_in(folder) else f"{RECORDING} is missing"


def _is_current(folder: Path) -> bool:
    """Whether there is a report, and the recording has not gone on since."""
    report, audio = folder / REPORT, sound_in(folder)
    return is_file(report) and audio is not None and report.stat().st_mtime >= audio.stat().st_mtime


def _version(path: Path) -> tuple[Path, int, int]:
    """A file and what tells that it is still the same."""
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=1024)
def _judged(path: Path, modified: int, size: int) -> tuple[float, int | None] | None:  # noqa: ARG001
    """Length in seconds and depth of limitations, from the report's JSON: its thousands of words stay unmade.

    Remembered, since the app asks for all rehearsals with every click.
    """
    try:
        data = parsed(_text(path), path)
        seconds, level = float(data["timing"]["duration"]), int(data["limitations"]["level"])
        spoken = data["transcript"]
        is_judged = bool(spoken["sentences"]) and seconds >= WINDOW and speak(spoken["language"])
    except (InputError, KeyError, TypeError, ValueError):
        return None
    if data.get("schema") != SCHEMA or not isfinite(seconds):
        return None
    return seconds, level if is_judged else None


def _seconds(audio: Path) -> float:
    """The length by the file's size: its header says nothing yet where a recording goes on or was cut off."""
    with suppress(OSError):
        return max(audio.stat().st_size - HEADER_BYTES, 0) / BYTES_A_SECOND
    return 0.0


def _text(path: Path) -> str:
    """The text of an ordinary file: to read a pipe would be to wait for its writer."""
    if not is_file(path):
        raise InputError(f"there is no file {path}", "Check the folder")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path} is not a text file that can be read", "Check the folder") from None
