"""The sound of a microphone while it comes in: one channel of 16 bits at the rate of a recording."""

from __future__ import annotations

import itertools
import queue
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from talkcoach.audio.devices import Device, portaudio, without_native_messages
from talkcoach.audio.wav import RATE
from talkcoach.errors import RecordingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

LATENCY = 0.2
"""Seconds of sound that the system may hold back, and so forgives a busy machine."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Sound as it came in: int16 ``values`` of shape (n,) at `RATE`, heard from ``start`` to ``end``.

    Both are in seconds of ``time.monotonic``, later than the truth by what the system held back. ``overflows``
    counts the times at which the system lost sound meanwhile.
    """

    values: NDArray[np.int16]
    start: float
    end: float
    overflows: int = 0


class Microphone:
    """A microphone that listens from now on, until `finish` or `close`.

    Raises:
        RecordingError: when the system does not let it be used.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        # The callback runs in PortAudio's own thread, which must never wait: it hands over and returns.
        self._incoming: queue.SimpleQueue[tuple[bytes, float, bool]] = queue.SimpleQueue()
        with without_native_messages():
            self._stream = _first_that_opens(device, self._receive)
        self._rate = int(self._stream.samplerate)
        self._to_mono = Mono(self._rate, self._stream.channels)

    @property
    def active(self) -> bool:
        """Whether the system still holds the stream open; a microphone can fall silent before that ends."""
        return bool(self._stream.active)

    def read(self) -> Block | None:
        """What came in since the last call; None when nothing did."""
        return self._block(last=False)

    def finish(self) -> Block | None:
        """Stop listening; what came in until then."""
        with without_native_messages():
            self._stream.stop()
        self.close()
        return self._block(last=True)

    def close(self) -> None:
        """Stop listening at once."""
        with without_native_messages():
            self._stream.abort()
            self._stream.close()

    def _receive(self, data: Any, _frames: int, _time: Any, status: Any) -> None:
        self._incoming.put((bytes(data), time.monotonic(), bool(status.input_overflow)))

    def _block(self, last: bool) -> Block | None:
        pieces = []
        while not self._incoming.empty():
            pieces.append(self._incoming.get())
        if not pieces:
            return None
        first, arrived, _ = pieces[0]
        values = self._to_mono(b"".join(data for data, _, _ in pieces), last)
        overflows = sum(overflow for _, _, overflow in pieces)
        return Block(values, arrived - self._to_mono.seconds(first), pieces[-1][1], overflows)


class Mono:
    """Interleaved channels at a device's rate to one channel at `RATE`, block by block."""

    def __init__(self, rate: int, channels: int) -> None:
        import soxr  # type: ignore[import-untyped]

        self._rate, self._channels = rate, channels
        self._resampler = None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, dtype="int16")

    def __call__(self, data: bytes, last: bool) -> NDArray[np.int16]:
        """The next block; the ``last`` one brings what the resampler still holds."""
        values: NDArray[np.int16] = np.frombuffer(data, np.int16)
        if self._channels > 1:  # a microphone is on the first channel or the first two, whatever else there is
            values = values.reshape(-1, self._channels)[:, :2].mean(axis=1).round().astype(np.int16)
        return self._resampler.resample_chunk(values, last=last) if self._resampler else values

    def seconds(self, data: bytes) -> float:
        """How long a block as the device gives it lasts."""
        return len(data) / (2 * self._channels * self._rate)


def _first_that_opens(device: Device, callback: Any) -> Any:
    """A stream at `RATE` and of one channel if the device can, else as it can; it is listening already."""
    error = portaudio().PortAudioError
    channels = dict.fromkeys((1, min(2, device.channels), device.channels))
    reason = ""
    for count, rate in itertools.product(channels, dict.fromkeys((RATE, device.rate))):
        try:
            return _listening(device.index, count, rate, callback)
        except error as refusal:
            reason = reason or str(refusal.args[0]).rpartition(": ")[2]
    raise RecordingError(
        f"the microphone {device.name} cannot be used ({reason})",
        "See that it is plugged in and that the system lets this program use it, or choose another",
    )


def _listening(index: int, channels: int, rate: int, callback: Any) -> Any:
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
