"""Control of a recording from another process: start it, find a running one, pause, mark and stop it."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkcoach.errors import InputError, RecordingError
from talkcoach.jobs.processes import start_module, within
from talkcoach.store import recorder
from talkcoach.store.marks import append_mark
from talkcoach.store.recorder import RecorderStatus

if TYPE_CHECKING:
    from talkcoach.audio.decode import Samples
    from talkcoach.audio.levels import Level

START_SECONDS = 20.0
"""How long to wait for a recorder to start; it waits ten seconds for its microphone itself."""

STALE_SECONDS = 2.0
"""The position is extrapolated from a status up to this age; a recorder writes five a second."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording in a folder; ``process`` is the recorder where this process started it."""

    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None, compare=False)

    @property
    def runs(self) -> bool:
        """Whether the recorder is running."""
        if self.process:
            self.process.poll()  # reaps a process that has ended
        return recorder.is_recording(self.folder)

    def status(self) -> RecorderStatus:
        """The current status; ``stopped``, with an error, when the recorder crashed."""
        runs = self.runs
        status = recorder.read_status(self.folder) or RecorderStatus("starting" if runs else "failed")
        if runs or status.state in ("stopped", "failed"):
            return status
        return replace(status, state="stopped", error=_DIED)

    def position(self) -> float:
        """The current position in the recording, in seconds."""
        status = recorder.read_status(self.folder) or RecorderStatus("starting")
        if status.state not in ("recording", "waiting"):
            return status.seconds
        return status.seconds + min(max(0.0, time.time() - status.at), STALE_SECONDS)

    def pause(self) -> None:
        """Pause the recording and close the microphone until `resume`."""
        recorder.ask(self.folder, "pause")

    def resume(self) -> None:
        """Continue after `pause`."""
        recorder.ask(self.folder, "record")

    def mark(self, event: str, **more: Any) -> float:
        """Write an event, as in ``mark("slide", slide=3)``; returns its position in the recording, in seconds."""
        moment = self.position()
        append_mark(self.folder, event, moment, **more)
        return moment

    def stop(self, timeout: float = 10.0) -> RecorderStatus:
        """Stop the recording and wait until everything is on the disk.

        A recorder that does not stop within ``timeout`` seconds is killed, and its file repaired.

        Raises:
            RecordingError: when it does not stop and this process did not start it.
        """
        recorder.ask(self.folder, "stop")
        if not within(timeout, lambda: not self.runs):
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
        from talkcoach.store.wav import repair

        with suppress(InputError):
            repair(self.folder / recorder.RECORDING)


_DIED = "The recorder ended unexpectedly. What was recorded until then is kept."


def start(folder: Path, device: str | None = None, owner: int | None = None) -> Recording:
    """Start a recorder in a process of its own; returns when it receives sound.

    Args:
        folder: the folder of the rehearsal, which exists. An existing recording is continued.
        device: the name of a microphone, or a part of it; None for the system's default.
        owner: id of a process; when it ends, the recording ends as well.

    Raises:
        RecordingError: when the recording cannot begin, with the reason.
    """
    if recorder.is_recording(folder):
        raise RecordingError(f"{folder} is being recorded already", "Stop that recording first")
    with suppress(OSError):
        (folder / recorder.STATUS).unlink(missing_ok=True)
    with tempfile.TemporaryFile() as stderr:
        options = [*(("--device", device) if device else ()), *(("--owner", str(owner)) if owner else ())]
        process = start_module("talkcoach.audio.recorder.process", str(folder), *options, stderr=stderr)
        recording = Recording(folder, process)
        if not within(START_SECONDS, lambda: _has_begun(recording)):
            recording.stop()
            raise RecordingError(f"the recorder does not begin in {folder}", "Try another microphone")
        if recording.process and recording.process.poll():
            stderr.seek(0)
            raise _refusal(stderr.read().decode(errors="replace"))
    return recording


def attach(folder: Path) -> Recording | None:
    """The running recording in a folder, whichever process started it; None where there is none."""
    return Recording(folder) if recorder.is_recording(folder) else None


def listen(
    device: str | None = None, seconds: float = 5.0, on_level: Callable[[Level], None] | None = None
) -> Samples:
    """Record some seconds into memory; ``on_level`` is called with the level ten times a second.

    Raises:
        RecordingError: when there is no such microphone, or nothing comes from it.
    """
    import numpy as np

    from talkcoach.audio.decode import Samples
    from talkcoach.audio.devices import find_device
    from talkcoach.audio.levels import FULL_SCALE, level
    from talkcoach.audio.microphone import Microphone
    from talkcoach.audio.recorder.capture import FIRST_BLOCK_SECONDS, STEP_SECONDS
    from talkcoach.store.wav import RATE

    microphone = Microphone(find_device(device))
    values = np.zeros(0, np.int16)
    deadline = time.monotonic() + seconds + FIRST_BLOCK_SECONDS
    try:
        while len(values) < seconds * RATE:
            time.sleep(STEP_SECONDS)
            if time.monotonic() > deadline or not microphone.active:
                what = f"the microphone {microphone.device.name} gives no sound"
                raise RecordingError(what, "See that it is plugged in and switched on, or choose another")
            if block := microphone.read():
                values = np.concatenate([values, block.values])
                if on_level:
                    on_level(level(block.values))
    finally:
        microphone.close()
    return Samples(values[: round(seconds * RATE)].astype(np.float32) / np.float32(FULL_SCALE))


def _has_begun(recording: Recording) -> bool:
    """Whether the recorder receives sound, or has ended."""
    status = recorder.read_status(recording.folder)
    ended = recording.process is not None and recording.process.poll() is not None
    return ended or (status is not None and status.state == "recording")


def _refusal(stderr: str) -> RecordingError:
    """The error that a recorder exited with, from its stderr."""
    line = (stderr.strip().splitlines() or ["it said nothing"])[-1]
    _, ours, error = line.partition("talkcoach: error: ")
    if not ours:
        return RecordingError(f"the recorder could not begin ({line})", "Run talkcoach doctor")
    what, _, remedy = error.partition(". ")
    return RecordingError(what, remedy.rstrip("."))
