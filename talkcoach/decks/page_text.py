"""The text on a page of a PDF, with its size and position, through pdfium."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

import pypdfium2
import pypdfium2.raw as pdfium

from talkcoach.decks.letters import readable

# pdfium's code for a hyphen at the end of a line, which replaces the line break.
_HYPHEN_AT_END = "\x02"
_BULLET = re.compile(r"^[•◦‣▪▫■□●○►▶∙](\s+|$)")
_GAP = 2.5
"""Heights of a letter between two letters of a line that stand apart, as beside each other on two slides."""


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a page, in shares of its width and height from the upper left corner."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0

    def holds(self, across: float, down: float) -> bool:
        """Whether a point of the page is in it."""
        return 0 <= across - self.left < self.width and 0 <= down - self.top < self.height


WHOLE = Region()


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; ``size`` is its height and ``top`` its upper edge, as shares of the page's height."""

    text: str
    size: float
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown: the lines in content order, and what the speaker noted for it.

    ``index`` is the PDF page from 0 on which it is found, within ``region``; ``label`` may be empty.
    """

    index: int
    label: str
    lines: tuple[TextLine, ...]
    region: Region = WHOLE
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Letters that stand together on one line, in shares of the page; ``line`` tells segments of one line."""

    text: str
    line: int
    size: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle: across and down."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a PDF as it is: ``index`` from 0, the page ``label``, width by height, and all visible text."""

    index: int
    label: str
    aspect: float
    segments: tuple[TextPiece, ...]

    def page(self, region: Region = WHOLE, label: str = "") -> Page:
        """What is shown in a region."""
        return Page(self.index, label, lines_in(self.segments, region), region)

    def pieces(self, region: Region = WHOLE) -> tuple[TextLine, ...]:
        """The text in a region, what stands far apart on one line as lines of its own."""
        parted = [replace(segment, line=number) for number, segment in enumerate(self.segments)]
        return lines_in(parted, region)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A character and its box, in shares of the page; what pdfium adds between words has no box of its own."""

    character: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_shown(self) -> bool:
        """Whether it is a space, or its middle lies within the page."""
        middle = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        return self.character.isspace() or WHOLE.holds(*middle)

    def stands_apart(self, before: _Letter, aspect: float) -> bool:
        """Whether there is a wide gap between a letter of the same line and this one, on a page of an aspect.

        A word that goes on in the next line does not stand apart.
        """
        if self.top >= before.bottom:
            return False
        gap = self.left - before.right if self.left >= before.left else before.left - self.right
        return gap * aspect > _GAP * (before.bottom - before.top)


def read_sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet:
    """A page of a document with its text in the order of its content stream.

    What lies outside the crop box is not visible, and left out.
    """
    with closing(document[index]) as page:
        width, height = page.get_size()
        aspect = width / height if height else 1.0
        return Sheet(index, str(document.get_page_label(index)), aspect, tuple(_segments(page, aspect)))


def lines_in(segments: Sequence[TextPiece], region: Region = WHOLE) -> tuple[TextLine, ...]:
    """The lines in a region, sizes and positions as shares of its height."""
    inside = [segment for segment in segments if region.holds(*segment.middle)]
    found = []
    for _, parts in groupby(inside, key=lambda segment: segment.line):
        line = tuple(parts)
        text = _BULLET.sub("", readable("".join(part.text for part in line)))
        if text:
            size = statistics.median(part.size for part in line for _ in part.text)
            top = min(part.top for part in line)
            found.append(TextLine(text, size / region.height, (top - region.top) / region.height))
    return tuple(found)


def _segments(page: pypdfium2.PdfPage, aspect: float) -> Iterator[TextPiece]:
    text_page = page.get_textpage()
    place = _placing(page)
    for number, run in enumerate(_runs(text_page)):
        letters = (_Letter(character, *place(text_page.get_charbox(i, loose=True))) for character, i in run)
        for part in _apart([letter for letter in letters if letter.is_shown], aspect):
            boxes = [letter for letter in part if not letter.character.isspace()]
            yield TextPiece(
                "".join(letter.character for letter in part),
                number,
                statistics.median(letter.bottom - letter.top for letter in boxes),
                min(letter.left for letter in boxes),
                min(letter.top for letter in boxes),
                max(letter.right for letter in boxes),
                max(letter.bottom for letter in boxes),
            )


def _apart(letters: Iterable[_Letter], aspect: float) -> Iterator[list[_Letter]]:
    """The letters of a line in groups without a wide gap, each with something to see."""
    group: list[_Letter] = []
    last: _Letter | None = None
    for letter in letters:
        if not letter.character.isspace():
            if last and letter.stands_apart(last, aspect):
                yield group
                group = []
            last = letter
        group.append(letter)
    if any(not letter.character.isspace() for letter in group):
        yield group


_Corners = tuple[float, float, float, float]


def _placing(page: pypdfium2.PdfPage) -> Callable[[_Corners], _Corners]:
    """How a box of the page (left, bottom, right, top) becomes shares of what is seen, as the page is turned."""
    left, bottom, right, top = page.get_bbox()
    width, height = (right - left) or 1.0, (top - bottom) or 1.0
    turn = _TURNS[page.get_rotation() % 360]

    def place(box: _Corners) -> _Corners:
        one = turn((box[0] - left) / width, (top - box[3]) / height)
        other = turn((box[2] - left) / width, (top - box[1]) / height)
        across, down = sorted((one[0], other[0])), sorted((one[1], other[1]))
        return across[0], down[0], across[1], down[1]

    return place


_TURNS: dict[int, Callable[[float, float], tuple[float, float]]] = {
    0: lambda across, down: (across, down),
    90: lambda across, down: (1 - down, across),
    180: lambda across, down: (1 - across, 1 - down),
    270: lambda across, down: (down, 1 - across),
}
"""Where a point of a page goes when the page is turned clockwise, by degrees."""


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
