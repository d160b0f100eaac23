"""The visible text of a slide in an Open XML presentation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from talkcoach.decks.graphics import chart_lines, diagram_lines
from talkcoach.decks.openxml import DamagedPartError, Package, Relationship, select, tag
from talkcoach.decks.paragraphs import lines, paragraph_text
from talkcoach.decks.placing import Placing, is_shown, own_box
from talkcoach.decks.reading_order import Box, reading_order

_SHAPES = {tag(f"p:{name}") for name in ("sp", "grpSp", "graphicFrame")}
_TITLES = {"title", "ctrTitle"}
_PAGE_PLACEHOLDERS = {"dt", "ftr", "hdr", "sldNum"}
_DEFAULT_POINTS = 18.0  # the size of a text box that states none, in PowerPoint's default theme
_TITLE_WORDS, _TITLE_LETTERS = 12, 3
_COVER_POINTS = 24.0  # on a title slide the title may stand anywhere, but it is large

LAYOUT, GRAPHIC = "damaged-layout", "damaged-graphic"
"""Kinds of damage: a layout, which places text; a chart or SmartArt."""

_Boxes = dict[tuple[str, str], Box]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """The lines of one shape; ``box`` is None inside a group, ``points`` is the size of the largest text.

    ``shown`` is whether it is on the slide, and not parked outside.
    """

    lines: tuple[str, ...]
    placeholder: str
    points: float
    box: Box | None
    shown: bool


@dataclass(frozen=True, slots=True)
class SlideText:
    """The title of a slide and its whole text, title first, one line per paragraph or table row.

    ``damage`` names the kinds of parts that could not be read whole.
    """

    title: str
    text: str
    damage: frozenset[str] = frozenset()


class SlideReader:
    """Reads the text of slides; the placeholder positions of each layout are cached.

    Args:
        package: the open presentation.
        width: width of a slide, in EMU.
        height: height of a slide, in EMU.
    """

    def __init__(self, package: Package, width: float, height: float) -> None:
        self._package = package
        self._width, self._height = width, height
        self._layouts: dict[str, tuple[_Boxes, bool]] = {}

    def read(
        self, root: etree._Element, relationships: dict[str, Relationship], *, is_cover: bool = False
    ) -> SlideText:
        """The text of a slide, given its root element and its relationships.

        A title placeholder outside the slide names it all the same: that is how PowerPoint hides a title.
        """
        layout = next((r.target for r in relationships.values() if r.kind == "slideLayout"), "")
        inherited, is_whole = self._placeholder_boxes(layout)
        damage = set() if is_whole else {LAYOUT}
        moving = {str(target.get("spid")) for target in select(root, "p:timing//p:animMotion//p:spTgt")}

        def graphic(frame: etree._Element) -> list[str]:
            found, is_whole = self._graphic(frame, relationships)
            damage.update(() if is_whole else (GRAPHIC,))
            return found

        def shown(shape: etree._Element, box: Box) -> bool:
            return is_shown(box, self._width, self._height) or not moving.isdisjoint(_identities(shape))

        trees = select(root, "p:cSld/p:spTree")
        blocks = [block for tree in trees for block in _blocks(tree, inherited, graphic, shown)]
        titles = sorted((b for b in blocks if b.placeholder in _TITLES), key=lambda b: not b.shown)
        blocks = [block for block in blocks if block.shown]
        title = next(iter(titles), None) or self._likely_title(blocks, is_cover)
        rest = [line for block in blocks if block is not title for line in block.lines]
        name = " ".join(title.lines) if title else ""
        return SlideText(name, "\n".join([name, *rest] if name else rest), frozenset(damage))

    def _graphic(self, frame: etree._Element, relationships: dict[str, Relationship]) -> tuple[list[str], bool]:
        """The lines of a graphic frame (a table, a chart or SmartArt), and whether all of it could be read."""
        found = [line for table in select(frame, ".//a:tbl") for line in _table_lines(table)]
        is_whole = True
        for links, attribute, read in (
            (".//c:chart | .//cx:chart", "r:id", chart_lines),
            (".//dgm:relIds", "r:dm", diagram_lines),
        ):
            targets = (relationships.get(link.get(tag(attribute), "")) for link in select(frame, links))
            for target in targets:
                if target and not target.external:
                    part = self._package.salvage(target.target)
                    is_whole = is_whole and part.whole
                    found += [] if part.root is None else read(part.root)
        return found, is_whole

    def _placeholder_boxes(self, layout: str) -> tuple[_Boxes, bool]:
        """The boxes of placeholders in a layout and its master, by type and by index; whether both are whole."""
        if layout not in self._layouts:
            boxes: _Boxes = {}
            is_whole = True
            for name in (self._master(layout), layout):
                part = self._package.salvage(name or "")
                is_whole = is_whole and part.whole and name is not None
                for shape in () if part.root is None else select(part.root, "p:cSld/p:spTree/p:sp[.//p:ph]"):
                    box = own_box(shape)
                    if box:
                        boxes |= dict.fromkeys(_placeholder_keys(shape, inheriting=name == layout), box)
            self._layouts[layout] = boxes, is_whole
        return self._layouts[layout]

    def _master(self, layout: str) -> str | None:
        """The name of a layout's master; empty where there is none, None where it cannot be known."""
        try:
            return self._package.related(layout, "slideMaster") or ""
        except DamagedPartError:
            return None

    def _likely_title(self, blocks: list[TextBlock], is_cover: bool) -> TextBlock | None:
        """The largest short text in the top third of a slide without a title placeholder, if it is not small.

        On a title slide it may stand anywhere, if it is large.
        """
        short = [
            b
            for b in blocks
            if len(b.lines) <= 2
            and len(" ".join(b.lines).split()) <= _TITLE_WORDS
            and sum(map(str.isalpha, "".join(b.lines))) >= _TITLE_LETTERS
        ]
        high = [
            b
            for b in short
            if b.box and b.box.top + b.box.height / 2 < self._height / 3 and b.points >= _DEFAULT_POINTS
        ]
        large = [b for b in short if is_cover and b.points >= _COVER_POINTS]
        return max(high or large, key=lambda b: (b.points, -b.box.top if b.box else 0.0), default=None)


def _blocks(
    tree: etree._Element,
    inherited: _Boxes,
    graphic: Callable[[etree._Element], list[str]],
    shown: Callable[[etree._Element, Box], bool],
    placing: Placing | None = None,
) -> Iterator[TextBlock]:
    """The shapes of a tree that have text, including those in groups, in reading order."""
    shapes = [shape for shape in tree if shape.tag in _SHAPES and _is_shown(shape)]
    boxes = [own_box(shape) or _inherited_box(shape, inherited) for shape in shapes]
    known = [box for box in boxes if box]
    order = reading_order(known) if len(known) == len(boxes) else range(len(shapes))
    for index in order:
        shape, box = shapes[index], boxes[index]
        if shape.tag == tag("p:grpSp"):
            yield from _blocks(shape, inherited, graphic, shown, (placing or Placing()).within(shape))
            continue
        found = graphic(shape) if shape.tag == tag("p:graphicFrame") else lines(select(shape, "p:txBody/a:p"))
        if found:
            is_here = box is None or shown(shape, (placing or Placing()).on_slide(box))
            own = None if placing else box
            yield TextBlock(tuple(found), _placeholder_type(shape), _largest_points(shape), own, is_here)


def _identities(shape: etree._Element) -> set[str]:
    """The ids of a shape and of the groups that hold it."""
    return {str(name.get("id")) for name in select(shape, "ancestor-or-self::*/*[1]/p:cNvPr")}


def _is_shown(shape: etree._Element) -> bool:
    hidden = select(shape, "*[1]/p:cNvPr[@hidden='1' or @hidden='true']")
    return not hidden and _placeholder_type(shape) not in _PAGE_PLACEHOLDERS


def _table_lines(table: etree._Element) -> list[str]:
    """A line per row of a table, the cells joined by a bar, without those that a merged cell covers."""
    rows = (
        [
            " ".join(paragraph_text(p) for p in cell.iter(tag("a:p"))).strip()
            for cell in select(row, "a:tc[not(@hMerge='1' or @hMerge='true' or @vMerge='1' or @vMerge='true')]")
        ]
        for row in select(table, "a:tr")
    )
    return [" | ".join(cells) for cells in rows if any(cells)]


def _placeholder(shape: etree._Element) -> etree._Element | None:
    return next(iter(select(shape, "*[1]/p:nvPr/p:ph")), None)


def _placeholder_type(shape: etree._Element) -> str:
    placeholder = _placeholder(shape)
    return "" if placeholder is None else str(placeholder.get("type", "obj"))


def _placeholder_keys(shape: etree._Element, inheriting: bool = True) -> list[tuple[str, str]]:
    """The keys by which a placeholder inherits its box from a layout (index, then type) or a master (type)."""
    placeholder = _placeholder(shape)
    if placeholder is None:
        return []
    by_type = ("type", _MASTER_TYPES.get(_placeholder_type(shape), "body"))
    index = placeholder.get("idx")
    return [("index", str(index)), by_type] if inheriting and index else [by_type]


_MASTER_TYPES = {"title": "title", "ctrTitle": "title"}


def _inherited_box(shape: etree._Element, inherited: _Boxes) -> Box | None:
    return next((inherited[key] for key in _placeholder_keys(shape) if key in inherited), None)


def _largest_points(shape: etree._Element) -> float:
    """The largest stated text size in points."""
    sizes = (str(run.get("sz")) for run in select(shape, ".//a:rPr[@sz]"))
    return max((float(size) / 100 for size in sizes if size.isdecimal()), default=_DEFAULT_POINTS)
