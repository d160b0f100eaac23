"""The marks of a rehearsal, ``marks.jsonl``: a line for everything that happened while it was recorded."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from talkcoach.domain import Event, EventKind
from talkcoach.errors import InputError, OutputError
from talkcoach.store.files import read_text
from talkcoach.store.paths import is_file

MARKS = "marks.jsonl"
"""The file in a rehearsal's folder."""


def read_events(path: Path) -> tuple[Event, ...]:
    """What happened while a rehearsal was recorded, from its marks file, in order of time.

    Every line is a JSON object with ``time`` in seconds and ``event``; a ``slide`` has its 1-based number under
    that name, a ``gap`` its length under ``seconds``. Events of other kinds are skipped, and so is a last line
    without its end, which is what a crash leaves.

    Raises:
        InputError: naming the line with a mistake.
    """
    lines = read_text(path).split("\n")
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


def events_in(folder: Path) -> tuple[Event, ...]:
    """The events in a rehearsal's folder; none where nothing was marked.

    Raises:
        InputError: naming the line with a mistake.
    """
    path = folder / MARKS
    return read_events(path) if is_file(path) else ()


def append_mark(folder: Path, event: str, time: float, **more: Any) -> None:
    """Add a line to the marks and sync it. ``time`` is in seconds of the recording; ``more`` goes with it.

    Raises:
        OutputError: when the file cannot be written.
    """
    at = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    line = json.dumps({"time": round(time, 3), "event": event, **more, "at": at}, ensure_ascii=False) + "\n"
    try:
        file = os.open(folder / MARKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            os.write(file, line.encode())  # one call: what two processes append does not mix
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise OutputError(
            f"{folder / MARKS} cannot be written ({error.strerror})", "Check the disk and the folder's permissions"
        ) from None


def mend_marks(folder: Path) -> None:
    """Drop a last line without its end, which a crash leaves, so that the next mark gets a line of its own.

    Only for who holds the lock.

    Raises:
        OSError: when the file cannot be written.
    """
    with suppress(FileNotFoundError), (folder / MARKS).open("r+b") as file:
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)


def slide_number(value: Any) -> int:
    """A slide's 1-based number from JSON or YAML.

    Raises:
        ValueError: when it is none.
    """
    if isinstance(value, bool) or int(value) != float(value) or int(value) < 1:
        raise ValueError
    return int(value)


def _event(entry: dict[str, Any]) -> Event:
    return Event(
        time=_seconds(entry["time"]),
        kind=entry["event"],
        slide=slide_number(entry["slide"]) if entry["event"] == "slide" else None,
        seconds=_seconds(entry["seconds"]) if entry["event"] == "gap" else 0.0,
    )


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not 0 <= seconds < float("inf"):
        raise ValueError
    return seconds


def _mistaken_mark(path: Path, line: int) -> InputError:
    return InputError(
        f"{path} has a mistake in line {line}",
        'A mark is a line such as {"time": 61.2, "event": "slide", "slide": 3}',
    )
