"""The frames of a PDF talk from its pages: overlays grouped, running headers removed, titles detected."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from talkcoach.decks.page_text import WHOLE, Page, Region, TextLine

# A title is at least this much larger than the deck's ordinary text; Beamer's is 1.3 times (14.4 to 11 points).
_TITLE_RATIO = 1.15
_SAME_SIZE = 0.05
_TITLE_WORDS = 12
_MARGIN = 0.12  # of the page's height, in which running headers and footers are
_LEAST_PAGES = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a talk: its title, its other lines, and its pages (from 0), one per overlay.

    ``region`` is where on its last page it is, ``notes`` what the speaker noted, a line each.
    """

    title: str
    body: tuple[str, ...]
    pages: tuple[int, ...]
    region: Region = WHOLE
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text, title first, one line per line on the page."""
        return "\n".join([self.title, *self.body] if self.title else self.body)


@dataclass(frozen=True, slots=True)
class _Titled:
    """A page, its text separated into title, body, and the numbers in its running headers and footers."""

    page: Page
    title: str
    body: tuple[str, ...]
    numbers: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        return len(self.title) + sum(map(len, self.body))


def frames(pages: Sequence[Page]) -> tuple[Frame, ...]:
    """The frames of some pages, each with the text of its page with most text, the last one of equals."""
    usual = _usual_size(pages)
    running = _running_lines(pages, usual)
    titled = [_titled(page, running, usual) for page in pages]
    groups: list[list[_Titled]] = []
    for page in titled:
        if groups and _is_overlay(groups[-1][-1], page):
            groups[-1].append(page)
        else:
            groups.append([page])
    return tuple(_frame(group) for group in groups)


def _frame(group: Sequence[_Titled]) -> Frame:
    fullest = max(reversed(group), key=lambda page: page.length)
    notes = dict.fromkeys(line for each in group for line in each.page.notes)
    pages = tuple(each.page.index for each in group)
    return Frame(fullest.title, fullest.body, pages, group[-1].page.region, tuple(notes))


def _is_overlay(before: _Titled, after: _Titled) -> bool:
    """Whether a page is an overlay of the same frame as the page before it.

    Beamer gives one label to all overlays of a frame, but also to a frame without a number that follows it, so
    that the text is compared as well. Without labels, the page must have the same title and printed number, and
    all the words of the one before.
    """
    if before.page.label and after.page.label:
        return before.page.label == after.page.label and _is_alike(before, after)
    shown, grown = (Counter(" ".join(each.body).split()) for each in (before, after))
    is_same = bool(before.title) and before.title == after.title and before.numbers == after.numbers
    return is_same and bool(grown) and shown <= grown


def _is_alike(before: _Titled, after: _Titled) -> bool:
    if before.title == after.title or not before.length or not after.length:
        return True
    words = [set(" ".join([t.title, *t.body]).split()) for t in (before, after)]
    return len(words[0] & words[1]) >= min(map(len, words)) / 2


def _titled(page: Page, running: set[tuple[str, int]], usual: float) -> _Titled:
    lines = tuple(line for line in page.lines if _key(line) not in running)
    numbers = tuple(re.findall(r"\d+", " ".join(line.text for line in page.lines if _key(line) in running)))
    first = _title_line(lines, usual)
    if first is None:
        return _Titled(page, "", tuple(line.text for line in lines), numbers)
    last = first + 1
    while last < len(lines) and _continues(lines[last - 1], lines[last]):
        last += 1
    title = " ".join(line.text for line in lines[first:last])
    return _Titled(page, title, tuple(line.text for line in lines[:first] + lines[last:]), numbers)


def _title_line(lines: Sequence[TextLine], usual: float) -> int | None:
    """The index of the largest line if it is larger than usual, else of a short line at the top of the page."""
    words = [i for i, line in enumerate(lines) if sum(map(str.isalpha, line.text)) >= 3]
    if not words:
        return None
    largest = max(lines[i].size for i in words)
    if largest >= _TITLE_RATIO * usual:
        return min((i for i in words if _same(lines[i].size, largest)), key=lambda i: lines[i].top)
    top = min(words, key=lambda i: lines[i].top)
    is_heading = lines[top].top < 1 / 3 and len(lines[top].text.split()) <= _TITLE_WORDS
    return top if is_heading else None


def _continues(line: TextLine, below: TextLine) -> bool:
    """Whether a title continues in the next line."""
    return _same(line.size, below.size) and 0 < below.top - line.top < 2 * line.size


def _same(size: float, other: float) -> bool:
    return abs(size - other) <= _SAME_SIZE * other


def _usual_size(pages: Sequence[Page]) -> float:
    """The median text size of the lines of the deck."""
    return statistics.median([line.size for page in pages for line in page.lines] or [0.0])


def _running_lines(pages: Sequence[Page], usual: float) -> set[tuple[str, int]]:
    """Headers, footers and page numbers: small lines at the edge that most pages share, apart from digits."""
    seen: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    upper, lower = _edges(pages)
    for page in pages:
        for line in page.lines:
            at_edge = line.top < upper or line.top + line.size > lower
            if at_edge and line.size <= usual * (1 + _SAME_SIZE):
                seen[_key(line)].add(_identity(page))
    distinct = len(set(map(_identity, pages)))
    return {key for key, where in seen.items() if len(where) >= max(_LEAST_PAGES, distinct / 2)}


def _identity(page: Page) -> str:
    """What tells one slide from another where running lines are counted: overlays share a label."""
    return page.label or f"{page.index} {page.region}"


def _edges(pages: Sequence[Page]) -> tuple[float, float]:
    """Above the one and below the other are running lines; what is printed smaller has a margin around it."""
    printed = [page.lines for page in pages if page.region != WHOLE and page.lines]
    first = statistics.median([min(line.top for line in lines) for lines in printed] or [0.0])
    last = statistics.median([max(line.top + line.size for line in lines) for lines in printed] or [1.0])
    margin = _MARGIN * (last - first)
    return first + margin, last - margin


def _key(line: TextLine) -> tuple[str, int]:
    """Identifies a line across pages: its text without numbers, and its position on the page."""
    return re.sub(r"\d+", "#", line.text), round(line.top * 50)
