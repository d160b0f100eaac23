"""Reading a WAV file while it is recorded: its length follows from the file's size, not yet from its header."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from talkcoach.audio.decode import Samples
from talkcoach.errors import InputError
from talkcoach.store.paths import status_of
from talkcoach.store.wav import HEADER_BYTES, RATE, SAMPLE_BYTES

_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class LiveWav:
    """A mono WAV file at `RATE` that may still be growing; ``is_over`` returns whether its recorder has ended."""

    path: Path
    is_over: Callable[[], bool]

    @property
    def seconds(self) -> float:
        """Duration of the sound in the file so far; 0 while there is no file."""
        return self._samples() / RATE

    def read(self, start: int, seconds: float) -> Samples:
        """The sound from the sample ``start`` on, once it is there; shorter or empty only at the end of the
        recording.

        Raises:
            InputError: when the recording has ended and there is no file.
        """
        count = round(seconds * RATE)
        while True:
            over = self.is_over()  # before looking at the file, which is complete then
            if over or self._samples() >= start + count:
                break
            time.sleep(_POLL_SECONDS)
        if over:
            status_of(self.path, "recording", InputError)
        count = max(0, min(count, self._samples() - start))
        if not count:
            return Samples(np.zeros(0, np.float32))
        values = np.fromfile(self.path, "<i2", count, offset=HEADER_BYTES + SAMPLE_BYTES * start)
        return Samples(values.astype(np.float32) / np.float32(32768))

    def _samples(self) -> int:
        try:
            return max(0, self.path.stat().st_size - HEADER_BYTES) // SAMPLE_BYTES
        except FileNotFoundError:
            return 0
