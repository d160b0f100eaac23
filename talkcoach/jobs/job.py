"""A job: work on one folder in a process of its own, which anybody can watch or cancel from another process.

The process holds a lock in the folder as long as it lives and writes there how far it is. So a reload, a closed
tab or a crashed page does it no harm, and what a crash left behind is not taken for work under way.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from talkcoach.errors import InputError, OutputError, TalkcoachError
from talkcoach.jobs.processes import ask_to_end, outlive_terminal, start_module, within
from talkcoach.store.codec import dump, load
from talkcoach.store.files import check_writable, read_text, write_text
from talkcoach.store.locks import is_held, only_one
from talkcoach.store.paths import is_file

START_SECONDS = 20.0
"""A process that does not say by then that it is at work never will."""

_PAUSE = 0.5
"""Seconds between two writes on how far it is: a bar needs no more, and each is synced to the disk."""

Progress = Callable[[float, float], None]
"""Called with the seconds of sound that are done and the seconds in all."""


@dataclass(frozen=True, slots=True)
class Status:
    """How far a job is.

    ``seconds`` of sound out of ``total`` were done at the unix time ``at``. The count began at ``since``, with
    ``before`` seconds done already. ``error`` and ``remedy`` tell why it failed. ``pid`` is the process's.
    """

    state: Literal["none", "running", "done", "failed"] = "none"
    seconds: float = 0.0
    total: float = 0.0
    at: float = 0.0
    since: float = 0.0
    before: float = 0.0
    error: str = ""
    remedy: str = ""
    pid: int = 0

    @property
    def is_running(self) -> bool:
        """Whether the work goes on."""
        return self.state == "running"

    @property
    def is_finishing(self) -> bool:
        """Whether all the sound is done, and only what takes no count is left."""
        return self.is_running and 0 < self.total <= self.seconds

    @property
    def share(self) -> float:
        """How much of the sound is done, 0 to 1."""
        return min(self.seconds / self.total, 1.0) if self.total > 0 else 0.0

    def seconds_left(self, now: float) -> float | None:
        """How long the sound will still take at its pace so far; None while that cannot be told."""
        done, took = self.seconds - self.before, self.at - self.since
        if not self.is_running or self.is_finishing or done <= 0 or took <= 0:
            return None
        return max((self.total - self.seconds) * took / done - (now - self.at), 0.0)


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work in one folder. ``module`` is run with the folder as its argument and calls `work`.

    ``name`` is that of its files there.
    """

    folder: Path
    name: str
    module: str

    @property
    def _status(self) -> Path:
        return self.folder / f"{self.name}.json"

    @property
    def _lock(self) -> Path:
        return self.folder / f"{self.name}.lock"

    def start(self) -> None:
        """Start it; where it is running already nothing happens.

        Raises:
            OutputError: when the folder cannot be written to, or the work does not begin.
        """
        if is_held(self._lock):
            return
        check_writable(self._status)
        self._status.unlink(missing_ok=True)
        process = start_module(self.module, str(self.folder))
        if not within(START_SECONDS, lambda: is_file(self._status) or process.poll() is not None):
            process.kill()
            raise OutputError(f"the {self.name} of {self.folder.name} does not begin", "Try again")

    def status(self) -> Status:
        """How far it is; ``failed`` when it ended without a word."""
        status = self._read()
        if not status.is_running or is_held(self._lock):
            return status
        last = self._read()  # it may have come to its end between the two looks
        if last.is_running:
            remedy = "Try again: the recording is kept"
            return Status("failed", error=f"the {self.name} ended unexpectedly", remedy=remedy)
        return last

    def cancel(self) -> None:
        """Call it off. What it kept so far stays.

        Raises:
            OutputError: when it does not end.
        """
        status = self._read()
        if status.pid and is_held(self._lock):
            ask_to_end(status.pid)
            if not within(START_SECONDS, lambda: not is_held(self._lock)):
                raise OutputError(
                    f"the {self.name} of {self.folder.name} does not end", f"End process {status.pid}"
                )
        if self.status().state != "done":
            self._status.unlink(missing_ok=True)

    def work(self, do: Callable[[Progress], None]) -> None:
        """Do the work, for the process that `start` started; does nothing where another is at it."""
        outlive_terminal()
        with only_one(self._lock) as is_mine:
            if not is_mine:
                return
            try:
                do(_Teller(self))
            except TalkcoachError as error:
                self._tell(Status("failed", error=error.what, remedy=error.remedy))
            else:
                self._tell(Status("done"))

    def _tell(self, status: Status) -> None:
        write_text(self._status, dump(status))

    def _read(self) -> Status:
        with suppress(InputError):
            if is_file(self._status):
                return load(read_text(self._status), Status, self._status)
        return Status()


class _Teller:
    """Called with the seconds that are done and those in all; it writes them down, but not too often."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._last = Status("running", at=time.time(), pid=os.getpid())
        job._tell(self._last)

    def __call__(self, seconds: float, total: float) -> None:
        now, last = time.time(), self._last
        status = replace(last, seconds=seconds, total=total, at=now)
        begins = status.is_finishing != last.is_finishing or not last.total
        if begins:
            status = replace(status, since=now, before=seconds)
        if begins or now - last.at >= _PAUSE:
            self._last = status
            self._job._tell(status)
