"""The lines of text on a page of a PDF, with their size and position, through pdfium."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import pypdfium2
import pypdfium2.raw as pdfium

# pdfium's code for a hyphen at the end of a line, which replaces the line break.
_HYPHEN_AT_END = "\x02"
_BULLET = re.compile(r"^[•◦‣▪▫■□●○►▶∙](\s+|$)")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; ``size`` is its height and ``top`` its upper edge, as shares of the page's height."""

    text: str
    size: float
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``index`` from 0, the page ``label`` (may be empty), and the lines in content order."""

    index: int
    label: str
    lines: tuple[TextLine, ...]


def page_lines(page: pypdfium2.PdfPage) -> tuple[TextLine, ...]:
    """The lines of a page in the order of its content stream."""
    text_page = page.get_textpage()
    _, bottom, _, top = page.get_bbox()
    height = (top - bottom) or 1.0
    found = []
    for characters in _runs(text_page):
        text = _clean("".join(character for character, _ in characters))
        boxes = [text_page.get_charbox(i, loose=True) for c, i in characters if not c.isspace()]
        if text and boxes:
            size = statistics.median(box[3] - box[1] for box in boxes)
            found.append(TextLine(text, size / height, (top - max(box[3] for box in boxes)) / height))
    return tuple(found)


def _runs(text_page: pypdfium2.PdfTextPage) -> Iterator[list[tuple[str, int]]]:
    """The characters of each line with their index; a line that ends in a hyphen includes the next line."""
    characters = [chr(pdfium.FPDFText_GetUnicode(text_page, i)) for i in range(text_page.count_chars())]
    run: list[tuple[str, int]] = []
    for index, (character, following) in enumerate(zip_longest(characters, characters[1:], fillvalue="")):
        if character == _HYPHEN_AT_END and following.islower():
            continue
        if character == _HYPHEN_AT_END:
            run.append(("-", index))
        elif character not in "\r\n":
            run.append((character, index))
            continue
        yield run
        run = []
    yield run


def _clean(text: str) -> str:
    """Text on one line, with surrogates joined, ligatures expanded, and without bullets and control characters."""
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    opened = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in joined)
    visible = (c for c in opened if c.isspace() or not unicodedata.category(c).startswith("C"))
    return _BULLET.sub("", " ".join("".join(visible).split()))
