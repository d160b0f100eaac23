"""What a recorder and those who steer it tell each other: small files in the rehearsal's folder.

One recorder holds the folder's lock as long as it lives, so nobody has to believe a file that a crash left behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from talkcoach.errors import OutputError, RecordingError
from talkcoach.store.files import replace_bytes
from talkcoach.store.locks import is_held, only_one

State = Literal["starting", "recording", "paused", "waiting", "stopped", "failed"]
Wanted = Literal["record", "pause", "stop"]

RECORDING, STATUS, CONTROL, LOCK = "audio.wav", "recorder.json", "control.json", "recorder.lock"
"""The recorder's files in a rehearsal folder, beside the marks."""


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """What a recorder says of itself.

    ``seconds`` is the length of the recording at the unix time ``at``; while the state is ``recording`` or
    ``waiting`` (for a microphone to come back) it grows with the clock. ``level_db`` and ``peak_db`` are the last
    block's in dBFS. ``dropped`` counts the times at which the system lost sound. ``error`` says why a recording
    ended that nobody stopped, ``warning`` what the speaker should put right now.
    """

    state: State
    seconds: float = 0.0
    at: float = 0.0
    level_db: float = -100.0
    peak_db: float = -100.0
    warning: str = ""
    dropped: int = 0
    device: str = ""
    pid: int = 0
    error: str = ""


def read_status(folder: Path) -> RecorderStatus | None:
    """What the folder's recorder said last, whether or not it still lives; None when nothing can be read."""
    data = _read(folder / STATUS)
    known = {field.name for field in fields(RecorderStatus)}
    try:
        return RecorderStatus(**{key: value for key, value in data.items() if key in known})
    except TypeError:
        return None


def write_status(folder: Path, status: RecorderStatus) -> None:
    """Replace the status in one step; on a full disk it is written over the last one.

    It is not synced: it is told five times a second, and worth nothing after the computer went down.

    Raises:
        OSError: when neither can be done.
    """
    _write(folder / STATUS, asdict(status))


def ask(folder: Path, wanted: Wanted) -> None:
    """Ask the folder's recorder for something; it follows within a tenth of a second.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    try:
        _write(folder / CONTROL, {"wanted": wanted})
    except OSError as error:
        raise _unwritable(folder / CONTROL, error) from None


def wanted(folder: Path) -> Wanted:
    """What the folder's recorder was asked for last; to record, when nothing can be read."""
    asked: Wanted = _read(folder / CONTROL).get("wanted", "record")
    return asked if asked in get_args(Wanted) else "record"


def is_recording(folder: Path) -> bool:
    """Whether a recorder is at work in a folder; never raises."""
    return is_held(folder / LOCK)


@contextmanager
def only_recorder(folder: Path) -> Iterator[None]:
    """Hold the folder's lock.

    Raises:
        RecordingError: when another recorder holds it, or the folder cannot be written to.
    """
    try:
        with only_one(folder / LOCK) as is_mine:
            if not is_mine:
                raise RecordingError(
                    f"{folder} is being recorded already", "Stop that recording first, or begin a new rehearsal"
                )
            yield
    except OSError as error:
        raise RecordingError(
            f"{folder} cannot be recorded to ({error.strerror})", "Choose another folder"
        ) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write(path: Path, data: dict[str, Any]) -> None:
    content = json.dumps(data).encode()
    try:
        replace_bytes(path, content, synced=False)
    except OSError:
        # A full disk has no room for a second file, and Windows replaces none that somebody reads.
        with path.open("r+b", buffering=0) as file:
            file.write(content.ljust(path.stat().st_size))


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path} cannot be written ({error.strerror})", "Check the disk and the folder's permissions"
    )
