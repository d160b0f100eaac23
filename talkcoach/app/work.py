"""Coaching in the background: beginning it, seeing how far it is from any page, and calling it off.

It is done by a process of its own (`talkcoach.app.coaching`), which tells in the rehearsal's folder how it stands
and holds a lock there as long as it lives. So a reload, a closed tab or a crashed page does it no harm.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from talkcoach.errors import InputError, OutputError
from talkcoach.locks import is_held
from talkcoach.paths import is_file
from talkcoach.serial import dump, load
from talkcoach.storage import check_writable, write_text

COACHING, LOCK = "coaching.json", "coaching.lock"
"""The files of this in a rehearsal's folder."""

BEGIN_SECONDS = 20.0
"""A process that does not say by then that it is at work never will."""

_GLANCE = 0.05


@dataclass(frozen=True, slots=True)
class Work:
    """How the coaching of a rehearsal stands.

    ``seconds`` of sound out of ``total`` were heard at the unix time ``at``. The count began at ``since``, with
    ``before`` seconds of sound heard already. ``error`` and ``remedy`` tell why it failed. ``pid`` is the
    process's.
    """

    state: Literal["none", "listening", "judging", "done", "failed"] = "none"
    seconds: float = 0.0
    total: float = 0.0
    at: float = 0.0
    since: float = 0.0
    before: float = 0.0
    error: str = ""
    remedy: str = ""
    pid: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether a report is being made."""
        return self.state in ("listening", "judging")

    @property
    def share(self) -> float:
        """How much of the sound is heard, 0 to 1."""
        return min(self.seconds / self.total, 1.0) if self.total > 0 else 0.0

    def seconds_left(self, now: float) -> float | None:
        """How long the listening will still take at its pace so far; None while that cannot be told."""
        heard, took = self.seconds - self.before, self.at - self.since
        if self.state != "listening" or heard <= 0 or took <= 0:
            return None
        return max((self.total - self.seconds) * took / heard - (now - self.at), 0.0)


def begin_coaching(folder: Path) -> None:
    """Coach the rehearsal in a folder, as its meta says; where that is being done already nothing happens.

    Raises:
        OutputError: when the folder cannot be written to, or the work does not begin.
    """
    if is_held(folder / LOCK):
        return
    check_writable(folder / COACHING)
    (folder / COACHING).unlink(missing_ok=True)
    apart: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        apart = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    command = [sys.executable, "-m", "talkcoach.app.coaching", str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **apart)
    if not _within(BEGIN_SECONDS, lambda: is_file(folder / COACHING) or process.poll() is not None):
        process.kill()
        raise OutputError(f"the coaching of {folder.name} does not begin", "Try again")


def state_of(folder: Path) -> Work:
    """How the coaching of the rehearsal in a folder stands; ``failed`` when it ended without a word."""
    work = _read(folder)
    if not work.goes_on or is_held(folder / LOCK):
        return work
    last = _read(folder)  # it may have come to its end between the two looks
    if last.goes_on:
        return Work("failed", error="the coaching ended unexpectedly", remedy="Try again: the recording is kept")
    return last


def cancel(folder: Path) -> None:
    """Call the coaching off. The recording stays, and what is transcribed of it.

    Raises:
        OutputError: when it does not end.
    """
    work = _read(folder)
    if work.pid and is_held(folder / LOCK):
        with suppress(ProcessLookupError):
            os.kill(work.pid, signal.SIGTERM)
        if not _within(BEGIN_SECONDS, lambda: not is_held(folder / LOCK)):
            raise OutputError(f"the coaching of {folder.name} does not end", f"End process {work.pid}")
    if state_of(folder).state != "done":
        (folder / COACHING).unlink(missing_ok=True)


def tell(folder: Path, work: Work) -> None:
    """Say how the work stands, for `state_of`; only for the process that does it.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / COACHING, dump(work))


def _read(folder: Path) -> Work:
    path = folder / COACHING
    with suppress(InputError, OSError, UnicodeDecodeError):
        if is_file(path):
            return load(path.read_text(encoding="utf-8"), Work, path)
    return Work()


def _within(seconds: float, come: Callable[[], bool]) -> bool:
    """Whether something came true in time."""
    deadline = time.monotonic() + seconds
    while not come():
        if time.monotonic() > deadline:
            return False
        time.sleep(_GLANCE)
    return True
