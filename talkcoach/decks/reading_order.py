"""The reading order of boxes on a slide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Boxes often overlap a little; the margin, a share of the extent on either side, is ignored.
_MARGIN = 0.1
_MAX_CUTS = 20


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; any unit, x to the right and y downwards."""

    left: float
    top: float
    width: float
    height: float


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The indices of boxes from top to bottom, columns from left to right; in the given order where that is
    ambiguous.

    The recursive X-Y cut (Nagy and Seth, "Hierarchical representation of optically scanned documents", 1984):
    the page is cut along blank stripes, first horizontal, then vertical ones.

    ::

        |----- 0 -----|
        |-2-|   |--1--|      0 2 3 1
        |-3-|   |     |
    """
    return _cut(list(range(len(boxes))), boxes, _MAX_CUTS)


def _cut(indices: list[int], boxes: Sequence[Box], cuts: int) -> list[int]:
    if len(indices) < 2 or not cuts:
        return indices
    rows = _stripes(indices, [(b.top, b.height) for b in boxes])
    stripes = rows if len(rows) > 1 else _stripes(indices, [(b.left, b.width) for b in boxes])
    if len(stripes) == 1:
        return indices
    return [index for stripe in stripes for index in _cut(stripe, boxes, cuts - 1)]


def _stripes(indices: Iterable[int], extents: Sequence[tuple[float, float]]) -> list[list[int]]:
    """Indices grouped by overlapping extents (start, length), in order of the starts."""
    stripes: list[list[int]] = []
    reach = float("-inf")
    for index in sorted(indices, key=lambda i: extents[i][0]):
        start, length = extents[index]
        if start + _MARGIN * length < reach:
            stripes[-1].append(index)
        else:
            stripes.append([index])
        reach = max(reach, start + (1 - _MARGIN) * length)
    return [sorted(stripe) for stripe in stripes]
