"""Text in paragraphs of DrawingML, the same in shapes, tables, charts, SmartArt and notes."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from talkcoach.decks.openxml import tag

_TEXT, _BREAK, _MATHS = tag("a:t"), tag("a:br"), tag("m:t")
# Fields that number or date a slide are furniture, not words.
_FURNITURE_FIELDS = ("slidenum", "datetime")


def paragraph_text(paragraph: etree._Element) -> str:
    """A paragraph on one line: line breaks are spaces, and so are the seams between the runs of a formula."""
    pieces: list[str] = []
    for node in paragraph.iter(_TEXT, _BREAK, _MATHS):
        if node.tag == _TEXT and not _is_furniture(node.getparent()):
            pieces.append(node.text or "")
        elif node.tag == _BREAK:
            pieces.append(" ")
        elif node.tag == _MATHS:
            pieces.append(f" {node.text or ''} ")
    return " ".join("".join(pieces).split())


def lines(paragraphs: Iterable[etree._Element]) -> list[str]:
    """A line for every paragraph that says something."""
    return [text for paragraph in paragraphs if (text := paragraph_text(paragraph))]


def _is_furniture(parent: etree._Element | None) -> bool:
    if parent is None or parent.tag != tag("a:fld"):
        return False
    return str(parent.get("type", "")).startswith(_FURNITURE_FIELDS)
