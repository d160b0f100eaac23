"""The visible text of a slide in an Open XML presentation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from talkcoach.decks.graphics import chart_lines, diagram_lines
from talkcoach.decks.openxml import Package, Relationship, select, tag
from talkcoach.decks.paragraphs import lines, paragraph_text
from talkcoach.decks.reading_order import Box, reading_order

_SHAPES = {tag(f"p:{name}") for name in ("sp", "grpSp", "graphicFrame")}
_TITLES = {"title", "ctrTitle"}
_PAGE_PLACEHOLDERS = {"dt", "ftr", "hdr", "sldNum"}
_DEFAULT_POINTS = 18.0  # the size of a text box that states none, in PowerPoint's default theme
_TITLE_WORDS, _TITLE_LETTERS = 12, 3

_Boxes = dict[tuple[str, str], Box]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """The lines of one shape; ``box`` is None inside a group, ``points`` is the size of the largest text."""

    lines: tuple[str, ...]
    placeholder: str
    points: float
    box: Box | None


@dataclass(frozen=True, slots=True)
class SlideText:
    """The title of a slide and its whole text, title first, one line per paragraph or table row."""

    title: str
    text: str


class SlideReader:
    """Reads the text of slides; the placeholder positions of each layout are cached.

    Args:
        package: the open presentation.
        height: height of a slide, in EMU.
    """

    def __init__(self, package: Package, height: float) -> None:
        self._package = package
        self._height = height
        self._layouts: dict[str, _Boxes] = {}

    def read(self, root: etree._Element, relationships: dict[str, Relationship]) -> SlideText:
        """The text of a slide, given its root element and its relationships."""
        layout = next((r.target for r in relationships.values() if r.kind == "slideLayout"), "")
        inherited = self._placeholder_boxes(layout)
        blocks = [
            block
            for tree in select(root, "p:cSld/p:spTree")
            for block in _blocks(tree, inherited, lambda frame: self._graphic(frame, relationships))
        ]
        title = next((b for b in blocks if b.placeholder in _TITLES), None) or self._likely_title(blocks)
        rest = [line for block in blocks if block is not title for line in block.lines]
        name = " ".join(title.lines) if title else ""
        return SlideText(name, "\n".join([name, *rest] if name else rest))

    def _graphic(self, frame: etree._Element, relationships: dict[str, Relationship]) -> list[str]:
        """The lines of a graphic frame: a table, a chart or SmartArt."""
        tables = [line for table in select(frame, ".//a:tbl") for line in _table_lines(table)]
        charts = self._related_lines(select(frame, ".//c:chart | .//cx:chart"), "r:id", relationships, chart_lines)
        diagrams = self._related_lines(select(frame, ".//dgm:relIds"), "r:dm", relationships, diagram_lines)
        return tables + charts + diagrams

    def _related_lines(
        self,
        links: list[etree._Element],
        attribute: str,
        relationships: dict[str, Relationship],
        read: Callable[[etree._Element], list[str]],
    ) -> list[str]:
        targets = (relationships.get(link.get(tag(attribute), "")) for link in links)
        roots = (self._package.xml(target.target) for target in targets if target and not target.external)
        return [line for root in roots if root is not None for line in read(root)]

    def _placeholder_boxes(self, layout: str) -> _Boxes:
        """The boxes of placeholders in a layout and its master, by type and by index."""
        if layout not in self._layouts:
            master = self._package.related(layout, "slideMaster") or ""
            boxes: _Boxes = {}
            for part in (master, layout):
                root = self._package.xml(part)
                for shape in () if root is None else select(root, "p:cSld/p:spTree/p:sp[.//p:ph]"):
                    box = _own_box(shape)
                    if box:
                        boxes |= dict.fromkeys(_placeholder_keys(shape, inheriting=part == layout), box)
            self._layouts[layout] = boxes
        return self._layouts[layout]

    def _likely_title(self, blocks: list[TextBlock]) -> TextBlock | None:
        """The largest short text in the top third of a slide without a title placeholder, if it is not small."""
        short = [
            b
            for b in blocks
            if b.box
            and b.box.top + b.box.height / 2 < self._height / 3
            and len(b.lines) <= 2
            and len(" ".join(b.lines).split()) <= _TITLE_WORDS
            and sum(map(str.isalpha, "".join(b.lines))) >= _TITLE_LETTERS
            and b.points >= _DEFAULT_POINTS
        ]
        return max(short, key=lambda b: (b.points, -b.box.top if b.box else 0.0), default=None)


def _blocks(
    tree: etree._Element, inherited: _Boxes, graphic: Callable[[etree._Element], list[str]], grouped: bool = False
) -> Iterator[TextBlock]:
    """The shapes of a tree that have text, including those in groups, in reading order."""
    shapes = [shape for shape in tree if shape.tag in _SHAPES and _is_shown(shape)]
    boxes = [_own_box(shape) or _inherited_box(shape, inherited) for shape in shapes]
    known = [box for box in boxes if box]
    order = reading_order(known) if len(known) == len(boxes) else range(len(shapes))
    for index in order:
        shape = shapes[index]
        if shape.tag == tag("p:grpSp"):
            yield from _blocks(shape, inherited, graphic, grouped=True)
            continue
        found = graphic(shape) if shape.tag == tag("p:graphicFrame") else lines(select(shape, "p:txBody/a:p"))
        if found:
            box = None if grouped else boxes[index]
            yield TextBlock(tuple(found), _placeholder_type(shape), _largest_points(shape), box)


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


def _own_box(shape: etree._Element) -> Box | None:
    """The box of a shape itself, in EMU of the slide or of the group that contains it."""
    for frame in select(shape, "(p:spPr/a:xfrm | p:grpSpPr/a:xfrm | p:xfrm)[a:off and a:ext][1]"):
        offset, extent = frame.find(tag("a:off")), frame.find(tag("a:ext"))
        try:
            return Box(*(float(e.get(k)) for e, k in zip((offset, offset, extent, extent), _EDGES, strict=True)))
        except (TypeError, ValueError):
            return None
    return None


_EDGES = ("x", "y", "cx", "cy")


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
