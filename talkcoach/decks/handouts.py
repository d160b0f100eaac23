"""Hand-outs: several slides printed on one page, in rows and columns, found by where their titles stand.

Conventions: positions and sizes are shares of the page. On most pages of a hand-out the titles, which are larger
than the other text, stand at the same places, one above and beside the other at equal distances.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from talkcoach.decks.letters import readable
from talkcoach.decks.page_text import Page, Region, Sheet, TextPiece

_TITLE_RATIO = 1.15
_SAME_SIZE = 0.05
_LETTERS = 3
_MOST = 0.5
"""The share of pages on which a title stands where slides are: the last page lacks some, and so do pictures."""

_EVEN = 0.06
"""By how much the distances between rows may differ."""

_NEXT_LINE = 2.0
"""Heights of a title within which the next line still belongs to it."""

_SHAPES, _MOST_UPRIGHT = (0.65, 2.8), 4.5
"""Width by height of what a slide gets of a page, its margins included; the most on upright pages, which are no
slides themselves."""

_PAPERS = (2**0.5, 11 / 8.5)
"""Width by height of A4 and Letter lying down, on which two slides stand beside each other."""

_SAME_SHAPE = 0.012
_SMALLER = 0.9
_BELOW = 8.0
"""Heights of a title within which the text below it begins."""

_LAST = 0.93
"""Below this share of the page stand its number and date."""

_FOOT = 0.28
"""The lower share of a slide in which it ends: below the last line, above the next slide's title."""


def handout_slides(sheets: Sequence[Sheet]) -> tuple[tuple[Page, ...], int]:
    """The slides of a hand-out, row by row, and how many are on a page; none unless the pages are those of one."""
    tops, columns = _rows_and_columns(sheets)
    if not tops:
        return (), 0
    regions = _regions(tops, columns, sheets)
    pages = [sheet.page(region) for sheet in _without_furniture(sheets, tops[0]) for region in regions]
    # The last page may have room for more slides than there are, where it has its own number.
    while pages and not any(map(str.isalpha, "".join(line.text for line in pages[-1].lines))):
        pages.pop()
    return tuple(pages), len(regions)


def _rows_and_columns(sheets: Sequence[Sheet]) -> tuple[list[float], int]:
    """Where, from the top, the titles of each row stand, and the number of columns; none for other pages."""
    if not sheets:
        return [], 0
    aspect = statistics.median(sheet.aspect for sheet in sheets)
    for size in _title_sizes(sheets):
        titles = [_titles(sheet, size) for sheet in sheets]
        tops = _with_text_below(_rows(titles, size), size, sheets)
        columns = _columns(titles, tops, size)
        if len(tops) * columns > 1 and _is_plausible(tops, columns, aspect, sheets):
            return tops, columns
    return [], 0


def _title_sizes(sheets: Sequence[Sheet]) -> Iterator[float]:
    """Sizes that titles may have, the largest first: those larger than usual that are on most pages."""
    sizes = [segment.size for sheet in sheets for segment in sheet.segments]
    usual = statistics.median(sizes or [0.0])
    tried = float("inf")
    for size in sorted(sizes, reverse=True):
        if size < _TITLE_RATIO * usual:
            return
        if size > (1 - _SAME_SIZE / 2) * tried:
            continue
        tried = size
        if sum(any(_is_title(segment, size) for segment in sheet.segments) for sheet in sheets) > _MOST * len(
            sheets
        ):
            yield size


def _is_title(segment: TextPiece, size: float) -> bool:
    is_large = abs(segment.size - size) <= _SAME_SIZE * size
    return is_large and sum(map(str.isalpha, readable(segment.text))) >= _LETTERS


def _titles(sheet: Sheet, size: float) -> list[TextPiece]:
    """The first lines of the titles on a page."""
    found: list[TextPiece] = []
    for segment in sorted(sheet.segments, key=lambda segment: segment.top):
        if _is_title(segment, size) and not any(_continues(above, segment, size) for above in found):
            found.append(segment)
    return found


def _continues(above: TextPiece, segment: TextPiece, size: float) -> bool:
    beside = segment.left < above.right and above.left < segment.right
    return beside and 0 < segment.top - above.top < _NEXT_LINE * size


def _rows(titles: Sequence[Sequence[TextPiece]], size: float) -> list[float]:
    """Where, from the top, titles stand on most of the pages."""
    tops = sorted((segment.top, page) for page, found in enumerate(titles) for segment in found)
    rows: list[list[tuple[float, int]]] = []
    for top, page in tops:
        if rows and top - rows[-1][0][0] <= size / 2:
            rows[-1].append((top, page))
        else:
            rows.append([(top, page)])
    often = [row for row in rows if len({page for _, page in row}) >= _MOST * len(titles)]
    return [statistics.median(top for top, _ in row) for row in often]


def _columns(titles: Sequence[Sequence[TextPiece]], tops: Sequence[float], size: float) -> int:
    """How many titles most often stand beside each other in a row."""
    counts = Counter(
        count
        for found in titles
        for top in tops
        if (count := sum(abs(segment.top - top) <= size / 2 for segment in found))
    )
    return max(counts, key=lambda count: (counts[count], count), default=0)


def _is_plausible(tops: Sequence[float], columns: int, aspect: float, sheets: Sequence[Sheet]) -> bool:
    """Whether rows are even, what each slide gets has its shape, and no line goes on from one to the next."""
    distances = [below - above for above, below in pairwise(tops)]
    if distances:
        pitch = statistics.median(distances)
        is_even = all(abs(each - pitch) <= _EVEN * pitch for each in distances)
        least, most = _SHAPES if aspect >= 1 else (_SHAPES[0], _MOST_UPRIGHT)
        has_shape = least <= aspect / columns / pitch <= most
    else:
        is_even = True
        has_shape = aspect / columns >= 1.0 or any(abs(aspect - each) <= _SAME_SHAPE for each in _PAPERS)
    return is_even and has_shape and not _crosses(columns, sheets)


def _with_text_below(tops: Sequence[float], size: float, sheets: Sequence[Sheet]) -> list[float]:
    """The rows below whose titles stands something smaller, as on slides: no headers, and no notes."""

    def is_smaller(segment: TextPiece) -> bool:
        return segment.size < _SMALLER * size and sum(map(str.isalpha, segment.text)) >= _LETTERS

    kept = []
    for top, following in pairwise((*tops, 1.0)):
        end = min(following, top + _BELOW * size)
        found = sum(any(top < s.top < end and is_smaller(s) for s in sheet.segments) for sheet in sheets)
        if 2 * found >= _MOST * len(sheets):
            kept.append(top)
    return kept


def _without_furniture(sheets: Sequence[Sheet], first: float) -> list[Sheet]:
    """The pages without what is printed above and below the slides on most of them: headers and numbers."""

    def is_outside(segment: TextPiece) -> bool:
        return segment.bottom < first or segment.top > _LAST

    def key(segment: TextPiece) -> tuple[str, int]:
        return re.sub(r"\d+", "#", segment.text.strip()), round(segment.top * 50)

    counts = Counter(each for sheet in sheets for each in {key(s) for s in sheet.segments if is_outside(s)})
    often = {each for each, count in counts.items() if count > 1 and count >= _MOST * len(sheets)}
    return [
        replace(sheet, segments=tuple(s for s in sheet.segments if not is_outside(s) or key(s) not in often))
        for sheet in sheets
    ]


def _crosses(columns: int, sheets: Sequence[Sheet]) -> bool:
    """Whether text of more than a few pages reaches from one column into the next."""
    edges = [column / columns for column in range(1, columns)]
    crossed = sum(
        any(segment.left < edge < segment.right for segment in sheet.segments for edge in edges)
        for sheet in sheets
    )
    return crossed > _EVEN * len(sheets)


def _regions(tops: Sequence[float], columns: int, sheets: Sequence[Sheet]) -> tuple[Region, ...]:
    width = 1 / columns
    if len(tops) == 1:
        rows = [(0.0, 1.0)]
    else:
        pitch = statistics.median(below - above for above, below in pairwise(tops))
        margin = _margin(tops, pitch, sheets)
        rows = [(top - margin, pitch) for top in tops]
    return tuple(Region(column * width, top, width, height) for top, height in rows for column in range(columns))


def _margin(tops: Sequence[float], pitch: float, sheets: Sequence[Sheet]) -> float:
    """How far above its title a slide begins: in the blank between the foot of a slide and the next title.

    Rows are mostly in the middle of the page, which decides where in the blank.
    """
    first, last = tops[0], tops[-1]
    bottoms = [
        min((segment.bottom - first) % pitch, pitch)
        for sheet in sheets
        for segment in sheet.segments
        if first < segment.top < last + pitch and (segment.top - first) % pitch > (1 - _FOOT) * pitch
    ]
    foot = max((each for each in bottoms if each > (1 - _FOOT) * pitch), default=(1 - _FOOT) * pitch)
    in_the_middle = first - (1 - len(tops) * pitch) / 2
    return in_the_middle if 0 < in_the_middle < pitch - foot else (pitch - foot) / 2
