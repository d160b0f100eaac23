"""In which order an audience reads boxes on a slide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Boxes are often drawn a little into each other: only their inner part decides what stands below what.
_MARGIN = 0.1
_MAX_CUTS = 20


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in any unit, x to the right and y downwards."""

    left: float
    top: float
    width: float
    height: float


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The indices of boxes from top to bottom, columns from left to right; as they came where nothing tells.

    The recursive X-Y cut (Nagy and Seth, "Hierarchical representation of optically scanned documents", 1984):
    cut where a blank stripe crosses the page, first across, then down.

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
    """Indices grouped where their extents (start, length) overlap, in order of their starts."""
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
