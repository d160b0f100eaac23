"""A recording seen by who steers it: beginning one, finding one that runs, and what can be asked of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from talkcoach.audio import control
from talkcoach.audio.control import Status
from talkcoach.errors import InputError, RecordingError

if TYPE_CHECKING:
    from talkcoach.audio.decode import Samples
    from talkcoach.audio.levels import Level

START_SECONDS = 20.0
"""A recorder that neither records nor gives up by then never will: it gives a microphone ten seconds itself."""

STALE_SECONDS = 2.0
"""A recorder tells how it stands five times a second; what it would say after so long a silence is not guessed."""

_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording in a folder, and the process that makes it where this one started it."""

    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None, compare=False)

    @property
    def runs(self) -> bool:
        """Whether the recorder still lives."""
        if self.process:
            self.process.poll()  # lets the system forget a process that has ended
        return control.is_recording(self.folder)

    def status(self) -> Status:
        """How it stands; ``stopped``, with an error, when the recorder died without a word."""
        runs = self.runs
        status = control.read_status(self.folder) or Status("starting" if runs else "failed")
        if runs or status.state in ("stopped", "failed"):
            return status
        return replace(status, state="stopped", error=_DIED)

    def position(self) -> float:
        """The moment of the recording that is now, in seconds."""
        status = control.read_status(self.folder) or Status("starting")
        if status.state not in ("recording", "waiting"):
            return status.seconds
        return status.seconds + min(max(0.0, time.time() - status.at), STALE_SECONDS)

    def pause(self) -> None:
        """Record nothing, with the microphone off, until `resume`."""
        control.ask(self.folder, "pause")

    def resume(self) -> None:
        """Go on after `pause`."""
        control.ask(self.folder, "record")

    def mark(self, event: str, **more: Any) -> float:
        """Note that something happens now, such as ``mark("slide", slide=3)``; the moment, in seconds."""
        moment = self.position()
        control.append_mark(self.folder, event, moment, **more)
        return moment

    def stop(self, timeout: float = 10.0) -> Status:
        """End the recording and wait until everything is on the disk.

        A recorder that does not follow within ``timeout`` seconds is ended, and its file put right.

        Raises:
            RecordingError: when it does not follow and this process did not start it.
        """
        control.ask(self.folder, "stop")
        if not _within(timeout, lambda: not self.runs):
            self._kill()
        return self.status()

    def _kill(self) -> None:
        if self.process is None:
            pid = self.status().pid
            raise RecordingError(
                f"the recorder of {self.folder} does not stop", f"End process {pid}; nothing is lost"
            )
        self.process.kill()
        self.process.wait()
        from talkcoach.audio.wav import repair

        with suppress(InputError):
            repair(self.folder / control.RECORDING)


_DIED = "The recorder ended unexpectedly. What was recorded until then is kept."


def start(folder: Path, device: str | None = None, owner: int | None = None) -> Recording:
    """Record into a folder, in a process of its own; returns when sound comes in.

    Args:
        folder: the rehearsal's, which exists. A recording that is there already is gone on with.
        device: a microphone's name or part of it; None is the system's choice.
        owner: a process whose end ends the recording as well.

    Raises:
        RecordingError: when it cannot begin; says why.
    """
    if control.is_recording(folder):
        raise RecordingError(f"{folder} is being recorded already", "Stop that recording first")
    with suppress(OSError):
        (folder / control.STATUS).unlink(missing_ok=True)
    with tempfile.TemporaryFile() as told:
        recording = Recording(folder, _spawned(folder, device, owner, told))
        if not _within(START_SECONDS, lambda: _has_begun(recording)):
            recording.stop()
            raise RecordingError(f"the recorder does not begin in {folder}", "Try another microphone")
        if recording.process and recording.process.poll():
            told.seek(0)
            raise _refusal(told.read().decode(errors="replace"))
    return recording


def attach(folder: Path) -> Recording | None:
    """The recording that runs in a folder, whoever began it; None when none does."""
    return Recording(folder) if control.is_recording(folder) else None


def listen(
    device: str | None = None, seconds: float = 5.0, on_level: Callable[[Level], None] | None = None
) -> Samples:
    """What a microphone hears for some seconds, kept nowhere; ``on_level`` is told the level ten times a second.

    Raises:
        RecordingError: when there is no such microphone, or nothing comes from it.
    """
    import numpy as np

    from talkcoach.audio.capture import FIRST_BLOCK_SECONDS, STEP_SECONDS
    from talkcoach.audio.decode import Samples
    from talkcoach.audio.devices import find_device
    from talkcoach.audio.levels import FULL_SCALE, level
    from talkcoach.audio.microphone import Microphone
    from talkcoach.audio.wav import RATE

    microphone = Microphone(find_device(device))
    heard = np.zeros(0, np.int16)
    deadline = time.monotonic() + seconds + FIRST_BLOCK_SECONDS
    try:
        while len(heard) < seconds * RATE:
            time.sleep(STEP_SECONDS)
            if time.monotonic() > deadline or not microphone.active:
                what = f"the microphone {microphone.device.name} gives no sound"
                raise RecordingError(what, "See that it is plugged in and switched on, or choose another")
            if block := microphone.read():
                heard = np.concatenate([heard, block.values])
                if on_level:
                    on_level(level(block.values))
    finally:
        microphone.close()
    return Samples(heard[: round(seconds * RATE)].astype(np.float32) / np.float32(FULL_SCALE))


def _spawned(folder: Path, device: str | None, owner: int | None, told: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "talkcoach.audio.recorder", str(folder)]
    command += ["--device", device] if device else []
    command += ["--owner", str(owner)] if owner else []
    # A group of its own: a terminal's Ctrl+C and its closing are for who steers the recording.
    apart: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        apart = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=told, **apart)


def _has_begun(recording: Recording) -> bool:
    """Whether sound comes in, or the recorder has ended."""
    status = control.read_status(recording.folder)
    ended = recording.process is not None and recording.process.poll() is not None
    return ended or (status is not None and status.state == "recording")


def _refusal(told: str) -> RecordingError:
    """The error that a recorder ended with, from what it wrote."""
    line = (told.strip().splitlines() or ["it said nothing"])[-1]
    _, ours, error = line.partition("talkcoach: error: ")
    if not ours:
        return RecordingError(f"the recorder could not begin ({line})", "Run talkcoach doctor")
    what, _, remedy = error.partition(". ")
    return RecordingError(what, remedy.rstrip("."))


def _within(seconds: float, come: Callable[[], bool]) -> bool:
    """Whether something came true in time."""
    deadline = time.monotonic() + seconds
    while not come():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True
