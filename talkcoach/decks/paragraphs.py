"""Text of DrawingML paragraphs, which are the same in shapes, tables, charts, SmartArt and notes."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from talkcoach.decks.letters import readable
from talkcoach.decks.openxml import tag

_TEXT, _BREAK, _MATHS = tag("a:t"), tag("a:br"), tag("m:t")
# Fields with the number or the date of a slide are not content.
_PAGE_FIELDS = ("slidenum", "datetime")


def paragraph_text(paragraph: etree._Element) -> str:
    """A paragraph on one line: line breaks and the boundaries between runs of a formula become spaces."""
    pieces: list[str] = []
    for node in paragraph.iter(_TEXT, _BREAK, _MATHS):
        if node.tag == _TEXT and not _is_page_field(node.getparent()):
            pieces.append(node.text or "")
        elif node.tag == _BREAK:
            pieces.append(" ")
        elif node.tag == _MATHS:
            pieces.append(f" {node.text or ''} ")
    return readable("".join(pieces))


def lines(paragraphs: Iterable[etree._Element]) -> list[str]:
    """A line for every paragraph that has text."""
    return [text for paragraph in paragraphs if (text := paragraph_text(paragraph))]


def _is_page_field(parent: etree._Element | None) -> bool:
    if parent is None or parent.tag != tag("a:fld"):
        return False
    return str(parent.get("type", "")).startswith(_PAGE_FIELDS)
