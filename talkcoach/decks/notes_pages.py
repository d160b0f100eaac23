"""Notes in a PDF: beside each slide, below or above it, or on pages of their own after it.

Beamer puts them on a second screen, right, left, below or above, or on pages of their own, with or without a small
picture of the slide; PowerPoint and others print them below the slide. Positions are shares of the page.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from talkcoach.decks.page_text import Page, Region, Sheet, TextLine, TextPiece

_WIDE = (2.35, 3.75)
"""Width by height of two slides beside each other: from 5:4 to 16:9 each, with some room."""

_HIGH = (0.55, 1.0)
"""Width by height of a slide above its notes; A4 and Letter standing up are among them."""

_PAPERS = (0.5**0.5, 8.5 / 11, 7.5 / 10)
"""Width by height of A4, Letter, and PowerPoint's own page of notes."""

_SAME_SHAPE = 0.012
_MIDDLE = 0.5
_BLANK = (0.3, 0.66)
"""Between these shares of the height a printed slide ends and its notes begin."""

_LEAST_BLANK = 0.012
_FEW = 0.1
_SMALLER = 0.5
"""The size of a line in a small picture of a slide, in sizes of the same line on the slide, at most; a quarter in
Beamer."""

_TITLE_RATIO = 1.15
_SAME_SIZE = 0.05
_LEAST_PAGES = 2
_MOST = 0.8
_WORD = re.compile(r"\w+")


def beside(sheets: Sequence[Sheet]) -> tuple[Region, Region] | None:
    """Where on each page the slide is and where its notes are; None unless notes are beside, below or above."""
    if not sheets:
        return None
    aspect = statistics.median(sheet.aspect for sheet in sheets)
    if _WIDE[0] <= aspect <= _WIDE[1]:
        halves = Region(width=_MIDDLE), Region(left=_MIDDLE, width=_MIDDLE)
        if _crossed(sheets) > _FEW * len(sheets):
            return None
    elif _HIGH[0] <= aspect <= _HIGH[1] and (edge := _edge(sheets, aspect)):
        halves = Region(height=edge), Region(top=edge, height=1 - edge)
    else:
        return None
    if not all(any(_inside(sheet, half) for sheet in sheets) for half in halves):
        return None
    is_first = _is_paper(aspect) or sum(_evidence(sheet, *halves) for sheet in sheets) >= 0
    return halves if is_first else (halves[1], halves[0])


def _is_paper(aspect: float) -> bool:
    """Whether pages have the shape of paper, on which notes are printed below the slide."""
    return any(abs(aspect - paper) <= _SAME_SHAPE for paper in _PAPERS)


def is_upright(sheets: Sequence[Sheet]) -> bool:
    """Whether pages stand upright, as slides never do."""
    return bool(sheets) and statistics.median(sheet.aspect for sheet in sheets) < 1


def with_notes(sheets: Sequence[Sheet], slide: Region, notes: Region) -> tuple[Page, ...]:
    """The slides in one region of each page, each with the notes in another."""
    noted = [sheet.pieces(notes) for sheet in sheets]
    running = _running(noted)
    pages = [sheet.page(slide, sheet.label) for sheet in sheets]
    return tuple(
        replace(page, notes=_notes(lines, page, notes.height / slide.height, running))
        for page, lines in zip(pages, noted, strict=True)
    )


def without_notes_pages(sheets: Sequence[Sheet]) -> tuple[Page, ...]:
    """The slides among some pages, each with what is on the pages of notes that follow it."""
    pages = [sheet.page(label=sheet.label) for sheet in sheets]
    noted = [sheet.pieces() if each else () for sheet, each in zip(sheets, _notes_pages(pages), strict=True)]
    running = _running(noted)
    found: list[Page] = []
    for page, lines in zip(pages, noted, strict=True):
        if lines:
            notes = (*found[-1].notes, *_notes(lines, found[-1], 1.0, running))
            found[-1] = replace(found[-1], notes=notes)
        else:
            found.append(page)
    return tuple(found)


def _notes_pages(pages: Sequence[Page]) -> list[bool]:
    """Which pages hold the notes of the slide before them."""
    titled = _titled(pages)
    found: list[bool] = []
    slide: Page | None = None
    for page, has_title in zip(pages, titled, strict=True):
        is_next = slide is not None and not has_title and _belongs(page, slide)
        found.append(is_next)
        slide = slide if is_next else page
    if sum(found) >= _LEAST_PAGES:
        return found
    return [not each for each in titled] if _alternate(pages, titled) else [False] * len(pages)


def _titled(pages: Sequence[Page]) -> list[bool]:
    """Which pages have a line as large as the titles of the deck: the largest size on a third of the pages."""
    largest = [max((line.size for line in page.lines if _words(line.text)), default=0.0) for page in pages]
    alike = {size: sum(abs(size - other) <= _SAME_SIZE * size for other in largest) for size in largest}
    often = [size for size, count in alike.items() if count >= max(_LEAST_PAGES, len(pages) / 3)]
    least = (1 - _SAME_SIZE) * max(often, default=0.0)
    return [size >= least for size in largest]


def _belongs(page: Page, slide: Page) -> bool:
    """Whether a page without a title is one of notes: it shows its slide in small, or has only its label.

    Beamer gives a page of notes the label of its slide.
    """
    if _is_pictured(slide, page, 1.0):
        return True
    ours, theirs = _all_words(page), _all_words(slide)
    alike = len(ours & theirs) >= min(len(ours), len(theirs)) / 2
    return bool(slide.label) and page.label == slide.label and bool(page.lines) and not alike


def _is_pictured(slide: Page, page: Page, scale: float) -> bool:
    """Whether the slide's largest line is on the page in small; ``scale`` is the page's height by the slide's."""
    largest = max(slide.lines, key=lambda line: line.size, default=None)
    if largest is None or not _words(largest.text):
        return False
    small = [line for line in page.lines if line.size * scale <= _SMALLER * largest.size]
    return _words(largest.text) <= {word for line in small for word in _words(line.text)}


def _alternate(pages: Sequence[Page], titled: Sequence[bool]) -> bool:
    """Whether every slide is followed by a page of notes, overlays of a slide before it.

    Without labels and small pictures nothing else tells a page of notes from a slide without a title.
    """
    if not pages or not titled[0] or titled.count(False) <= _LEAST_PAGES:
        return False
    follows = [
        not after or _titles(page) == _titles(following)
        for page, following, before, after in zip(pages, pages[1:], titled, titled[1:], strict=False)
        if before
    ]
    is_doubled = any(not one and not other for one, other in pairwise(titled))
    return not is_doubled and not titled[-1] and all(follows)


def _titles(page: Page) -> str:
    return max(page.lines, key=lambda line: line.size).text if page.lines else ""


def _notes(lines: Sequence[TextLine], slide: Page, scale: float, running: frozenset[str]) -> tuple[str, ...]:
    """What the speaker noted: without the small picture of the slide, running lines, and page numbers."""
    pictured = _all_words(slide)
    largest = max((line.size for line in slide.lines), default=0.0)
    kept = []
    for line in lines:
        words = _words(line.text)
        is_picture = words <= pictured and line.size * scale <= _SMALLER * _size_on(slide, words, largest)
        if not words or all(word.isdecimal() for word in words) or is_picture or _plain(line.text) in running:
            continue
        kept.append(line.text)
    return tuple(kept)


def _size_on(slide: Page, words: frozenset[str], largest: float) -> float:
    """The size in which a slide has a line with all of some words; that of its largest line where it has none."""
    return max((line.size for line in slide.lines if words <= _words(line.text)), default=largest)


def _running(noted: Sequence[Sequence[TextLine]]) -> frozenset[str]:
    """Lines that stand on most of several places for notes, apart from numbers, such as the name of the talk."""
    counts = Counter(text for lines in noted for text in {_plain(line.text) for line in lines})
    filled = sum(bool(lines) for lines in noted)
    return frozenset(text for text, count in counts.items() if count > max(_LEAST_PAGES, filled / 2))


def _plain(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _all_words(page: Page) -> frozenset[str]:
    return frozenset(word for line in page.lines for word in _words(line.text))


def _inside(sheet: Sheet, region: Region) -> list[TextPiece]:
    return [segment for segment in sheet.segments if region.holds(*segment.middle)]


def _crossed(sheets: Sequence[Sheet]) -> int:
    """How many pages have text that reaches over their middle line from left to right."""
    return sum(any(segment.left < _MIDDLE < segment.right for segment in sheet.segments) for sheet in sheets)


def _edge(sheets: Sequence[Sheet], aspect: float) -> float | None:
    """Where slide and notes part on upright pages, from the top; None where they do not.

    Two screens, one above the other, part in the middle; on paper the widest blank that all pages share decides.
    """
    if not _is_paper(aspect):
        is_crossed = sum(
            any(segment.top < _MIDDLE < segment.bottom for segment in sheet.segments) for sheet in sheets
        )
        return _MIDDLE if is_crossed <= _FEW * len(sheets) else None
    taken = sorted((segment.top, segment.bottom) for sheet in sheets for segment in sheet.segments)
    blanks, reach = [], _BLANK[0]
    for top, bottom in [*taken, (_BLANK[1], _BLANK[1])]:
        if min(top, _BLANK[1]) - reach >= _LEAST_BLANK:
            blanks.append((reach, min(top, _BLANK[1])))
        reach = max(reach, bottom)
    start, end = max(blanks, key=lambda blank: blank[1] - blank[0], default=(0.0, 0.0))
    return (start + end) / 2 or None


def _evidence(sheet: Sheet, first: Region, second: Region) -> int:
    """Above 0 where the first of two regions of a page is the slide, below 0 where the second is."""
    one, other = sheet.page(first), sheet.page(second)
    if not one.lines or not other.lines:
        return 0
    scale = second.height / first.height
    pictured = _is_pictured(one, other, scale) - _is_pictured(other, one, 1 / scale)
    sizes = [[line.size * each for line in page.lines] for page, each in ((one, 1.0), (other, scale))]
    has_title = [max(found) > _TITLE_RATIO * min(found) for found in sizes]
    larger = (max(sizes[0]) > _TITLE_RATIO * max(sizes[1])) - (max(sizes[1]) > _TITLE_RATIO * max(sizes[0]))
    return 4 * pictured + 2 * (has_title[0] - has_title[1]) + larger
