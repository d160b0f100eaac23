"""Where a shape is on its slide: groups have coordinates of their own, and what is parked outside is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from talkcoach.decks.openxml import select, tag
from talkcoach.decks.reading_order import Box

_SEEN_SHARE = 0.2
"""A box whose middle is outside counts as shown from this share of it: its text may begin on the slide."""

_QUARTER = 90 * 60_000
"""A quarter turn in 60,000ths of a degree (ECMA-376 Part 1, 20.1.10.3)."""


@dataclass(frozen=True, slots=True)
class Placing:
    """How coordinates inside a group become those of the slide: scaled, then moved."""

    across: float = 1.0
    down: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def on_slide(self, box: Box) -> Box:
        """A box in coordinates of the slide."""
        return Box(
            self.left + self.across * box.left,
            self.top + self.down * box.top,
            abs(self.across * box.width),
            abs(self.down * box.height),
        )

    def within(self, group: etree._Element) -> Placing:
        """The placing of what is in a group, which is itself placed by this."""
        outer = own_box(group)
        inner = _box(group, "p:grpSpPr/a:xfrm[a:chOff and a:chExt][1]", "a:chOff", "a:chExt")
        if outer is None or inner is None:
            return self
        across = outer.width / inner.width if inner.width else 1.0
        down = outer.height / inner.height if inner.height else 1.0
        corner = self.on_slide(Box(outer.left - across * inner.left, outer.top - down * inner.top, 0.0, 0.0))
        return Placing(self.across * across, self.down * down, corner.left, corner.top)


def own_box(shape: etree._Element) -> Box | None:
    """The box of a shape itself, in EMU of the slide or of the group that contains it, as it is turned."""
    path = "(p:spPr/a:xfrm | p:grpSpPr/a:xfrm | p:xfrm)[a:off and a:ext][1]"
    box = _box(shape, path, "a:off", "a:ext")
    turned = next((str(frame.get("rot", "0")) for frame in select(shape, path)), "0")
    is_on_its_side = turned.lstrip("-").isdecimal() and round(int(turned) / _QUARTER) % 2 == 1
    return _on_its_side(box) if box and is_on_its_side else box


def is_shown(box: Box, width: float, height: float) -> bool:
    """Whether a box is on a slide of a width and a height, or enough of it is."""
    middle = (box.left + box.width / 2, box.top + box.height / 2)
    if 0 <= middle[0] <= width and 0 <= middle[1] <= height:
        return True
    return _shared(box.left, box.width, width) * _shared(box.top, box.height, height) >= _SEEN_SHARE


def _shared(start: float, length: float, whole: float) -> float:
    """The share of an extent that is between 0 and ``whole``."""
    length = max(length, 1.0)
    return max(min(start + length, whole) - max(start, 0.0), 0.0) / length


def _on_its_side(box: Box) -> Box:
    moved = (box.width - box.height) / 2
    return Box(box.left + moved, box.top - moved, box.height, box.width)


def _box(shape: etree._Element, path: str, corner: str, extent: str) -> Box | None:
    for frame in select(shape, path):
        at, size = frame.find(tag(corner)), frame.find(tag(extent))
        try:
            return Box(float(at.get("x")), float(at.get("y")), float(size.get("cx")), float(size.get("cy")))
        except (TypeError, ValueError):
            return None
    return None
