"""Loudness according to ITU-R BS.1770-4, block by block, with pyloudnorm's filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR = -100.0
"""LUFS that stand for digital silence; one quantisation step of 16 bits is -90 dBFS."""

_OFFSET = -0.691
"""The constant of BS.1770-4, which makes the loudness of a 1 kHz sine equal its level."""

_FILTERS = ((4.0, 2**-0.5, 1500.0, "high_shelf"), (0.0, 0.5, 38.0, "high_pass"))
"""Gain in dB, Q, frequency in Hz and type of the two K-weighting filters, as in pyloudnorm's meter."""


class Weighting:
    """K-weighting of a stream of blocks; the filter's state carries over from block to block.

    Args:
        rate: samples per second.
    """

    def __init__(self, rate: int) -> None:
        from pyloudnorm import IIRfilter

        filters = [IIRfilter(gain, q, hertz, rate, kind) for gain, q, hertz, kind in _FILTERS]
        self._sections = np.array([[*one.b, *one.a] for one in filters])
        self._state = np.zeros((len(filters), 2))

    def __call__(self, block: NDArray[np.float32]) -> NDArray[np.float64]:
        """The weighted samples of the next block, shape ``(n,)``."""
        from scipy.signal import sosfilt

        weighted: NDArray[np.float64]
        weighted, self._state = sosfilt(self._sections, block, zi=self._state)
        return weighted


def lufs(power: NDArray[np.float64]) -> NDArray[np.float32]:
    """Loudness in LUFS, at least `FLOOR`, for the mean power of weighted sound; any shape."""
    least = 10 ** ((FLOOR - _OFFSET) / 10)
    return (_OFFSET + 10 * np.log10(np.maximum(power, least))).astype(np.float32)


def mean_lufs(loudness: NDArray[np.float32]) -> float:
    """The loudness in LUFS of one or more segments of equal length together: the mean of their powers."""
    return float(10 * np.log10(np.mean(10 ** (loudness.astype(np.float64) / 10))))
