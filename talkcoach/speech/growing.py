"""Reading a recording while it is being written: the header's sizes are not right yet, the file's own is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from talkcoach.audio.decode import Samples
from talkcoach.audio.wav import HEADER_BYTES, RATE, SAMPLE_BYTES
from talkcoach.errors import InputError
from talkcoach.paths import status_of

_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class GrowingSound:
    """A mono WAV file of `RATE` that a recorder may still be writing to; ``over`` tells when it no longer is."""

    path: Path
    over: Callable[[], bool]

    @property
    def seconds(self) -> float:
        """How much sound is in the file by now; none while there is no file."""
        return self._samples() / RATE

    def look(self, start: int, seconds: float) -> Samples:
        """The sound from a sample on, which is waited for; shorter, or none, only where the recording is over.

        Only this much is in memory.

        Raises:
            InputError: when the recording is over and there is no file.
        """
        count = round(seconds * RATE)
        while True:
            over = self.over()  # asked first: what is in the file then is all there will be
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
