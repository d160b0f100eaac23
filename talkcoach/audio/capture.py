"""One recording from its first block to its last: the microphone comes and goes, the file's clock stays true."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from talkcoach.audio import control
from talkcoach.audio.control import State, Status
from talkcoach.audio.devices import Device, find_device, rescan
from talkcoach.audio.levels import Level, Watch, level
from talkcoach.audio.microphone import Block, Microphone
from talkcoach.audio.wav import RATE, WavFile
from talkcoach.errors import RecordingError

STEP_SECONDS = 0.1
SYNC_SECONDS = 0.4
STATUS_SECONDS = 0.2

FIRST_BLOCK_SECONDS = 10.0
"""A microphone that gives nothing for so long after it was opened never will; wireless ones take some."""

LOST_SECONDS = 2.0
"""A microphone that gave sound and then none for so long has gone: the system holds back a fraction of that."""

RETRY_SECONDS = 1.0

SAME_DEVICE_SECONDS = 5.0
"""For so long the microphone that went is waited for; after that, any other is better than silence."""

BACKLOG_SECONDS = 1.0
"""Silence is written so far behind the clock: a microphone that is back brings what it heard before it tells."""


class Capture:
    """A recording into a folder by a microphone, or whichever is there when that one has gone.

    ``ended`` is asked ten times a second whether it is over; what it raises ends it as well.

    The moments, in seconds of ``time.monotonic``: ``_filled``, up to which the file tells what was heard;
    ``_alive``, when the microphone last gave something, or was opened; ``_tried``, when one was last looked for.
    ``_gap`` is where in the file, in seconds, the microphone went, None while it is there.
    """

    def __init__(self, folder: Path, device: str | None, ended: Callable[[], bool]) -> None:
        self._folder, self._name, self._ended = folder, device, ended
        self._wav: WavFile | None = None
        self._microphone: Microphone | None = None
        self._state: State = "starting"
        self._began = False
        self._gap: float | None = None
        self._filled = self._alive = self._tried = time.monotonic()
        self._level, self._watch = Level(), Watch()
        self._dropped, self._device = 0, ""

    @property
    def seconds(self) -> float:
        """Length of the recording so far."""
        return self._wav.seconds if self._wav else 0.0

    def record(self) -> None:
        """Record until asked to stop.

        Raises:
            RecordingError: when there is no microphone to begin with.
            InputError: when what is in the folder cannot be gone on with.
            OSError: when the folder cannot be written to any more.
        """
        control.ask(self._folder, "record")
        self._open(find_device(self._name))
        try:
            self._wav = _file(self._folder)
            self._go_on(self._wav)
        finally:
            self._end()

    def report(self, state: State, error: str = "") -> None:
        """Tell how the recording stands."""
        grows = state in ("recording", "waiting")
        status = Status(
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
            control.write_status(self._folder, status)

    def _go_on(self, wav: WavFile) -> None:
        synced = told = time.monotonic()
        self.report(self._state)
        while not self._ended() and (asked := control.wanted(self._folder)) != "stop":
            time.sleep(STEP_SECONDS)
            before, now = self._state, time.monotonic()
            self._step(wav, asked)
            if now - synced >= SYNC_SECONDS:
                wav.sync()
                synced = now
            if now - told >= STATUS_SECONDS or self._state != before:
                self.report(self._state)
                told = now

    def _step(self, wav: WavFile, asked: control.Wanted) -> None:
        if asked == "pause":
            self._pause(wav)
        elif self._state == "paused":
            self._resume()
        elif self._microphone:
            self._listen(wav, self._microphone)
        elif time.monotonic() - self._tried >= RETRY_SECONDS:
            self._search()
        if self._gap is not None:
            self._fill(wav, time.monotonic() - BACKLOG_SECONDS)

    def _listen(self, wav: WavFile, microphone: Microphone) -> None:
        patience = LOST_SECONDS if self._state == "recording" else FIRST_BLOCK_SECONDS
        if block := microphone.read():
            self._take(wav, block)
        elif not microphone.active or time.monotonic() - self._alive > patience:
            microphone.close()
            self._lose()

    def _take(self, wav: WavFile, block: Block) -> None:
        self._end_gap(wav, block.start)
        wav.write(block.values)
        self._filled = self._alive = block.end
        self._began, self._state = True, "recording"
        self._dropped += block.overflows
        self._level = level(block.values)
        self._watch = self._watch.after(self._level, len(block.values) / RATE)

    def _pause(self, wav: WavFile) -> None:
        """The microphone is off while nothing is recorded."""
        if self._state != "paused":
            self._leave(wav)
            control.append_mark(self._folder, "pause", self.seconds)
            self._state = "paused"

    def _resume(self) -> None:
        control.append_mark(self._folder, "resume", self.seconds)
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
        """There is no microphone: the clock goes on, and with it the file, in silence."""
        if not self._began:
            what = f"the microphone {self._device} gives no sound"
            raise RecordingError(what, "See that it is plugged in and switched on, or choose another")
        if self._gap is None:
            self._gap = self.seconds
        self._state, self._microphone, self._tried = "waiting", None, time.monotonic()

    def _leave(self, wav: WavFile) -> None:
        """Take what the microphone still has, and switch it off."""
        microphone, self._microphone = self._microphone, None
        if microphone and (block := microphone.finish()):
            self._take(wav, block)
        self._end_gap(wav, time.monotonic())

    def _end_gap(self, wav: WavFile, until: float) -> None:
        if self._gap is not None:
            self._fill(wav, until)
            seconds = round(self.seconds - self._gap, 3)
            control.append_mark(self._folder, "gap", self._gap, seconds=seconds)
            self._gap = None

    def _fill(self, wav: WavFile, until: float) -> None:
        """Silence up to a moment that is not filled yet."""
        missing = max(0, round((until - self._filled) * RATE))
        wav.write(np.zeros(missing, np.int16))
        self._filled += missing / RATE

    def _warning(self, state: State) -> str:
        if state == "waiting":
            return "The microphone is gone. The recording goes on when it, or another one, is there."
        return self._watch.warning if state == "recording" else ""

    def _end(self) -> None:
        """Keep everything; a file in which nothing ever was goes."""
        wav = self._wav
        if wav is None:
            if self._microphone:
                self._microphone.close()
            return
        try:
            self._leave(wav)
        finally:
            wav.close()
            if not wav.seconds:
                (self._folder / control.RECORDING).unlink()


def _file(folder: Path) -> WavFile:
    """A new recording, or the one that is there, to be gone on with after a pause."""
    path = folder / control.RECORDING
    control.mend_marks(folder)
    if not path.exists():
        return WavFile.create(path)
    wav = WavFile.append(path)
    if wav.seconds:
        control.append_mark(folder, "pause", wav.seconds)
        control.append_mark(folder, "resume", wav.seconds)
    return wav


def _found(name: str | None, other: bool) -> Device:
    """The microphone by a name, or any other where that will do."""
    try:
        return find_device(name)
    except RecordingError:
        if not other:
            raise
        return find_device(None)
