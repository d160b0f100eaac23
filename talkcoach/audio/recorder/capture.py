"""One recording from the first block to the last, in real time even when the microphone is unplugged meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from talkcoach.audio.devices import Device, find_device, rescan
from talkcoach.audio.levels import Level, LevelMonitor, level
from talkcoach.audio.microphone import AudioBlock, Microphone
from talkcoach.errors import RecordingError
from talkcoach.store import recorder
from talkcoach.store.marks import append_mark, mend_marks
from talkcoach.store.recorder import RecorderStatus, State
from talkcoach.store.wav import RATE, WavFile

STEP_SECONDS = 0.1
SYNC_SECONDS = 0.4
STATUS_SECONDS = 0.2

FIRST_BLOCK_SECONDS = 10.0
"""How long to wait for the first sound of a microphone that was opened; wireless ones take some seconds."""

LOST_SECONDS = 2.0
"""A microphone that gives no sound for this long is gone; the system buffers a fraction of that."""

RETRY_SECONDS = 1.0

SAME_DEVICE_SECONDS = 5.0
"""How long to wait for the same microphone; after that any other is used."""

BACKLOG_SECONDS = 1.0
"""How far behind the clock silence is written, since the first block of a microphone that is back begins earlier.
"""


class Capture:
    """A recording into a folder by a microphone, or by another one when that is unplugged.

    ``ended`` is polled ten times a second; when it returns True or raises, the recording ends.

    Times in seconds of ``time.monotonic``: ``_filled``, up to which the file is written; ``_alive``, when the
    microphone was opened or last gave sound; ``_tried``, when a microphone was last searched for. ``_gap`` is the
    position in the file, in seconds, at which the microphone was unplugged, None while there is one.
    """

    def __init__(self, folder: Path, device: str | None, ended: Callable[[], bool]) -> None:
        self._folder, self._name, self._ended = folder, device, ended
        self._wav: WavFile | None = None
        self._microphone: Microphone | None = None
        self._state: State = "starting"
        self._began = False
        self._gap: float | None = None
        self._filled = self._alive = self._tried = time.monotonic()
        self._level, self._watch = Level(), LevelMonitor()
        self._dropped, self._device = 0, ""

    @property
    def seconds(self) -> float:
        """Duration of the recording so far."""
        return self._wav.seconds if self._wav else 0.0

    def record(self) -> None:
        """Record until a stop is requested.

        Raises:
            RecordingError: when there is no microphone at the start.
            InputError: when the recording in the folder cannot be continued.
            OSError: when the folder can no longer be written to.
        """
        recorder.ask(self._folder, "record")
        self._open(find_device(self._name))
        try:
            self._wav = _file(self._folder)
            self._run(self._wav)
        finally:
            self._end()

    def report(self, state: State, error: str = "") -> None:
        """Write the status."""
        grows = state in ("recording", "waiting")
        status = RecorderStatus(
            state=state,
            seconds=self.seconds,
            at=time.time() - (time.monotonic() - self._filled if grows else 0.0),
            level_db=round(self._level.rms, 1),
            peak_db=round(self._level.peak, 1),
            warning=self._warning(state),
            dropped=self._dropped,
            device=self._device,
            pid=os.getpid(),
            error=error,
        )
        with suppress(OSError):  # the recording does not depend on it
            recorder.write_status(self._folder, status)

    def _run(self, wav: WavFile) -> None:
        synced = reported = time.monotonic()
        self.report(self._state)
        while not self._ended() and (asked := recorder.wanted(self._folder)) != "stop":
            time.sleep(STEP_SECONDS)
            before, now = self._state, time.monotonic()
            self._step(wav, asked)
            if now - synced >= SYNC_SECONDS:
                wav.sync()
                synced = now
            if now - reported >= STATUS_SECONDS or self._state != before:
                self.report(self._state)
                reported = now

    def _step(self, wav: WavFile, asked: recorder.Wanted) -> None:
        if asked == "pause":
            self._pause(wav)
        elif self._state == "paused":
            self._resume()
        elif self._microphone:
            self._read(wav, self._microphone)
        elif time.monotonic() - self._tried >= RETRY_SECONDS:
            self._search()
        if self._gap is not None:
            self._fill(wav, time.monotonic() - BACKLOG_SECONDS)

    def _read(self, wav: WavFile, microphone: Microphone) -> None:
        patience = LOST_SECONDS if self._state == "recording" else FIRST_BLOCK_SECONDS
        if block := microphone.read():
            self._take(wav, block)
        elif not microphone.active or time.monotonic() - self._alive > patience:
            microphone.close()
            self._lose()

    def _take(self, wav: WavFile, block: AudioBlock) -> None:
        self._end_gap(wav, block.start)
        wav.write(block.values)
        self._filled = self._alive = block.end
        self._began, self._state = True, "recording"
        self._dropped += block.overflows
        self._level = level(block.values)
        self._watch = self._watch.after(self._level, len(block.values) / RATE)

    def _pause(self, wav: WavFile) -> None:
        """Close the microphone while nothing is recorded."""
        if self._state != "paused":
            self._release(wav)
            append_mark(self._folder, "pause", self.seconds)
            self._state = "paused"

    def _resume(self) -> None:
        append_mark(self._folder, "resume", self.seconds)
        self._state, self._filled = "starting", time.monotonic()
        self._search()

    def _search(self) -> None:
        away = time.monotonic() - self._filled if self._gap is None else self.seconds - self._gap
        try:
            rescan()
            self._open(_found(self._name, other=away > SAME_DEVICE_SECONDS))
        except RecordingError:
            self._lose()

    def _open(self, device: Device) -> None:
        self._microphone = Microphone(device)
        self._device, self._alive = device.name, time.monotonic()

    def _lose(self) -> None:
        """Note that the microphone is gone; the recording continues with silence."""
        if not self._began:
            what = f"the microphone {self._device} gives no sound"
            raise RecordingError(what, "See that it is plugged in and switched on, or choose another")
        if self._gap is None:
            self._gap = self.seconds
        self._state, self._microphone, self._tried = "waiting", None, time.monotonic()

    def _release(self, wav: WavFile) -> None:
        """Write the rest of the microphone's sound, and close it."""
        microphone, self._microphone = self._microphone, None
        if microphone and (block := microphone.finish()):
            self._take(wav, block)
        self._end_gap(wav, time.monotonic())

    def _end_gap(self, wav: WavFile, until: float) -> None:
        if self._gap is not None:
            self._fill(wav, until)
            seconds = round(self.seconds - self._gap, 3)
            append_mark(self._folder, "gap", self._gap, seconds=seconds)
            self._gap = None

    def _fill(self, wav: WavFile, until: float) -> None:
        """Write silence up to a moment."""
        missing = max(0, round((until - self._filled) * RATE))
        wav.write(np.zeros(missing, np.int16))
        self._filled += missing / RATE

    def _warning(self, state: State) -> str:
        if state == "waiting":
            return "The microphone is gone. The recording goes on when it, or another one, is there."
        return self._watch.warning if state == "recording" else ""

    def _end(self) -> None:
        """Close the microphone and the file; an empty file is deleted."""
        wav = self._wav
        if wav is None:
            if self._microphone:
                self._microphone.close()
            return
        try:
            self._release(wav)
        finally:
            wav.close()
            if not wav.seconds:
                (self._folder / recorder.RECORDING).unlink()


def _file(folder: Path) -> WavFile:
    """A new recording, or the existing one, continued after a pause."""
    path = folder / recorder.RECORDING
    mend_marks(folder)
    if not path.exists():
        return WavFile.create(path)
    wav = WavFile.append(path)
    if wav.seconds:
        append_mark(folder, "pause", wav.seconds)
        append_mark(folder, "resume", wav.seconds)
    return wav


def _found(name: str | None, other: bool) -> Device:
    """The microphone by name, or any one if ``other`` is allowed."""
    try:
        return find_device(name)
    except RecordingError:
        if not other:
            raise
        return find_device(None)
