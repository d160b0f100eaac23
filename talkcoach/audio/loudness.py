"""Loudness as ITU-R BS.1770-4 weighs it, block by block, with pyloudnorm's filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR = -100.0
"""LUFS that stand for no sound at all; a single step of 16 bits is -90 dBFS."""

_OFFSET = -0.691
"""What BS.1770-4 adds, so that a sine at 1 kHz has the loudness of its level."""

_FILTERS = ((4.0, 2**-0.5, 1500.0, "high_shelf"), (0.0, 0.5, 38.0, "high_pass"))
"""Gain in dB, Q, Hz and kind of the two filters of K-weighting, as pyloudnorm's meter has them."""


class Weighting:
    """The K-weighting of a stream of blocks, each going on where the last one ended."""

    def __init__(self, rate: int) -> None:
        from pyloudnorm import IIRfilter

        filters = [IIRfilter(gain, q, hertz, rate, kind) for gain, q, hertz, kind in _FILTERS]
        self._sections = np.array([[*one.b, *one.a] for one in filters])
        self._state = np.zeros((len(filters), 2))

    def __call__(self, block: NDArray[np.float32]) -> NDArray[np.float64]:
        """The next block, shape ``(n,)``, weighted."""
        from scipy.signal import sosfilt

        weighted: NDArray[np.float64]
        weighted, self._state = sosfilt(self._sections, block, zi=self._state)
        return weighted


def lufs(power: NDArray[np.float64]) -> NDArray[np.float32]:
    """The loudness of a mean power of weighted sound, at least `FLOOR`."""
    least = 10 ** ((FLOOR - _OFFSET) / 10)
    return (_OFFSET + 10 * np.log10(np.maximum(power, least))).astype(np.float32)


def mean_lufs(loudness: NDArray[np.float32]) -> float:
    """The loudness of stretches of equal length taken together: the mean of their powers; of at least one."""
    return float(10 * np.log10(np.mean(10 ** (loudness.astype(np.float64) / 10))))
