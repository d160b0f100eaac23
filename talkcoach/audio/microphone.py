"""Live input from a microphone: mono 16-bit samples at the rate of a recording."""

from __future__ import annotations

import itertools
import queue
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from talkcoach.audio.devices import Device, portaudio, without_native_messages
from talkcoach.errors import RecordingError
from talkcoach.store.wav import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

LATENCY = 0.2
"""Seconds of sound that the system buffers, so that a busy machine loses none."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioBlock:
    """Recorded samples: int16 ``values`` of shape ``(n,)`` at `RATE`, from ``start`` to ``end``.

    Both are in seconds of ``time.monotonic`` and late by the system's buffering. ``overflows`` counts how often
    the system lost sound meanwhile.
    """

    values: NDArray[np.int16]
    start: float
    end: float
    overflows: int = 0


class Microphone:
    """An open microphone, which records until `finish` or `close`.

    Raises:
        RecordingError: when it cannot be opened.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        # The callback runs in PortAudio's thread, which must never wait: it only fills the queue.
        self._incoming: queue.SimpleQueue[tuple[bytes, float, bool]] = queue.SimpleQueue()
        with without_native_messages():
            self._stream = _first_that_opens(device, self._receive)
        self._rate = int(self._stream.samplerate)
        self._to_mono = Mono(self._rate, self._stream.channels)

    @property
    def active(self) -> bool:
        """Whether the stream is open; an unplugged microphone may be silent before this turns false."""
        return bool(self._stream.active)

    def read(self) -> AudioBlock | None:
        """The sound since the last call; None when there is none."""
        return self._block(last=False)

    def finish(self) -> AudioBlock | None:
        """Stop recording, and return the rest of the sound."""
        with without_native_messages():
            self._stream.stop()
        self.close()
        return self._block(last=True)

    def close(self) -> None:
        """Stop recording at once; the rest of the sound is discarded."""
        with without_native_messages():
            self._stream.abort()
            self._stream.close()

    def _receive(self, data: Any, _frames: int, _time: Any, status: Any) -> None:
        self._incoming.put((bytes(data), time.monotonic(), bool(status.input_overflow)))

    def _block(self, last: bool) -> AudioBlock | None:
        chunks = []
        while not self._incoming.empty():
            chunks.append(self._incoming.get())
        if not chunks:
            return None
        first, arrived, _ = chunks[0]
        values = self._to_mono(b"".join(data for data, _, _ in chunks), last)
        overflows = sum(overflow for _, _, overflow in chunks)
        return AudioBlock(values, arrived - self._to_mono.seconds(first), chunks[-1][1], overflows)


class Mono:
    """Conversion of interleaved 16-bit channels at a device's rate to mono at `RATE`, block by block."""

    def __init__(self, rate: int, channels: int) -> None:
        import soxr  # type: ignore[import-untyped]

        self._rate, self._channels = rate, channels
        self._resampler = None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, dtype="int16")

    def __call__(self, data: bytes, last: bool) -> NDArray[np.int16]:
        """The next block as mono samples, shape ``(n,)``; the ``last`` one flushes the resampler."""
        values: NDArray[np.int16] = np.frombuffer(data, np.int16)
        if self._channels > 1:  # a microphone uses the first channel or the first two
            values = values.reshape(-1, self._channels)[:, :2].mean(axis=1).round().astype(np.int16)
        return self._resampler.resample_chunk(values, last=last) if self._resampler else values

    def seconds(self, data: bytes) -> float:
        """The duration of a block of the device's samples."""
        return len(data) / (2 * self._channels * self._rate)


def _first_that_opens(device: Device, callback: Any) -> Any:
    """A started stream, mono at `RATE` if the device supports it, otherwise with its own channels and rate."""
    error = portaudio().PortAudioError
    channels = dict.fromkeys((1, min(2, device.channels), device.channels))
    reason = ""
    for count, rate in itertools.product(channels, dict.fromkeys((RATE, device.rate))):
        try:
            return _started(device.index, count, rate, callback)
        except error as refusal:
            reason = reason or str(refusal.args[0]).rpartition(": ")[2]
    raise RecordingError(
        f"the microphone {device.name} cannot be used ({reason})",
        "See that it is plugged in and that the system lets this program use it, or choose another",
    )


def _started(index: int, channels: int, rate: int, callback: Any) -> Any:
    stream = portaudio().RawInputStream(
        **{"device": index, "channels": channels, "samplerate": rate, "dtype": "int16"},
        **{"latency": LATENCY, "callback": callback},
    )
    try:
        stream.start()
    except portaudio().PortAudioError:
        stream.close()
        raise
    return stream
