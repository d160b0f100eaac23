"""How the channels of a recording relate: alike, opposed, or one of them dead or with something else on it.

Conventions: correlation of the samples as they are, since the mean of sound is zero; levels are in decibels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ALIKE = 0.5
"""Correlation from which mixing loses nothing: stereo microphones are above, two voices on two channels below."""

_DEAD_DB = 20.0
"""Decibels below the loudest channel from which another is as good as silent."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of a recording.

    Attributes:
        count: how many there are.
        correlation: the least correlation of any with the loudest, from -1 to 1; silent channels have none.
        spread_db: how far the quietest is below the loudest, in decibels.
    """

    count: int = 1
    correlation: float = 1.0
    spread_db: float = 0.0

    @property
    def differ(self) -> bool:
        """Whether their mean may be quieter than one of them, or cover it with something else."""
        return self.correlation < _ALIKE or self.spread_db > _DEAD_DB

    @property
    def cancel(self) -> bool:
        """Whether one is another upside down, so that in their mean both vanish."""
        return self.correlation < -_ALIKE


class ChannelStatistics:
    """What is needed of channels to tell how they relate, gathered block by block."""

    def __init__(self) -> None:
        self._products: NDArray[np.float64] = np.zeros((1, 1))

    def add(self, block: NDArray[np.float32]) -> None:
        """Take in samples of shape ``(channels, n)``; where the number of channels changes, the most are kept."""
        products = np.asarray(block @ block.T, dtype=np.float64)
        if len(products) > len(self._products):
            self._products = products
        elif len(products) == len(self._products):
            self._products += products

    def channels(self) -> Channels:
        """How they relate."""
        powers = self._products.diagonal()
        loudest = int(powers.argmax())
        if len(powers) < 2 or not powers[loudest]:
            return Channels(len(powers))
        sounding = np.flatnonzero(powers > 0)
        correlations = self._products[loudest, sounding] / np.sqrt(powers[loudest] * powers[sounding])
        quietest = powers.min()
        spread = 10 * math.log10(powers[loudest] / quietest) if quietest else math.inf
        return Channels(len(powers), float(correlations.min()), spread)
