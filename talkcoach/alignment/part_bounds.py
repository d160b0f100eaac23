"""Between which seconds the time of each part lies, as sure as the chances of its sentences are.

A verdict on the minutes of a part is given only where both ends allow it (`talkcoach.analysis.timing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from talkcoach.alignment.runs import edges
from talkcoach.alignment.sections import part_chances
from talkcoach.domain import Deck, Transcript, Visit
from talkcoach.rubric import OTHER, Rubric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOGETHER = 10
"""Sentences that are right or wrong together: errors come by the stretch, not by the sentence."""

WIDTH = 1.5
"""Standard deviations to each side. With these two numbers the verdicts that are given on talks that the model
never saw are right as often as `training/parts.py --cross-validate` prints (docs/accuracy.md)."""


def part_bounds(
    transcript: Transcript,
    deck: Deck,
    visits: Sequence[Visit],
    rubric: Rubric,
    corrections: Mapping[int, str] | None = None,
) -> dict[str, tuple[float, float]]:
    """The least and the most seconds of each part, by key, `OTHER` included.

    The arguments are those of `find_sections`.
    """
    import numpy as np

    if not transcript.sentences:
        return {}
    chances = part_chances(transcript, deck, visits, rubric, corrections)
    seconds = np.array([after - before for before, after in pairwise(edges(transcript.sentences))])
    least, most = bounds(seconds, chances)
    return {
        key: (float(low), float(high)) for key, low, high in zip((*rubric.keys, OTHER), least, most, strict=True)
    }


def bounds(
    seconds: NDArray[np.float64], chances: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the most seconds of each part.

    Args:
        seconds: the time of each sentence.
        chances: of each part at each sentence, shape (sentences, parts).
    """
    import numpy as np

    middle = seconds @ chances
    spread = seconds[:, None] * np.sqrt(chances * (1 - chances))
    stretches = [spread[first : first + TOGETHER].sum(axis=0) for first in range(0, len(spread), TOGETHER)]
    deviation = np.sqrt(np.square(stretches).sum(axis=0))
    return np.maximum(middle - WIDTH * deviation, 0.0), np.minimum(middle + WIDTH * deviation, seconds.sum())
