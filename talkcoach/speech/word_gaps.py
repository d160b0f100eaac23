"""Gaps between words, and windows of sound and words around them.

Conventions: a gap is the number of words before it, from 0 to the number of words; times are in seconds. Word
times are approximate, so that a sound between two words may overlap one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from talkcoach.domain import Span, Word

_BEFORE, _AFTER = 2.0, 0.7
"""Seconds of words before and after a gap that belong to its window: they anchor the sound in the text."""

_LONGEST = 5.0
"""Seconds of a window with several gaps."""

_MOST = 28.0
"""The most seconds of a window, since that of the model is 30. Of a longer silence only the beginning is used."""

_LEAD = 4.0
"""The most seconds of silence before or after the words of a window."""


@dataclass(frozen=True, slots=True)
class Window:
    """A span of sound, the words from ``first`` up to, not including, ``last`` in it, and gaps among them."""

    sound: Span
    first: int
    last: int
    gaps: tuple[int, ...]


def reach(text: Sequence[Word], gap: int, duration: float) -> Span:
    """From the start of the word before a gap to the end of the word after it; ``duration`` is the sound's."""
    before = text[gap - 1].span.start if gap else max(0.0, text[0].span.start - _LEAD)
    after = text[gap].span.end if gap < len(text) else min(duration, text[-1].span.end + _LEAD)
    return Span(before, max(before, after))


def windows(gaps: Iterable[int], text: Sequence[Word], duration: float) -> Iterator[Window]:
    """The windows of gaps that are given in order: neighbouring gaps share one as long as it is short.

    ::

        words     one  two  three      four  five  six  seven
        gaps                     |    |
        window       |-----------------------------|
    """
    rest = list(gaps)
    while rest:
        first = _first(text, rest[0])
        start = _cut(text, first, duration, at_end=False)
        count = 1
        while count < len(rest) and _end(text, rest[count], duration) - start <= _LONGEST:
            count += 1
        end = min(_end(text, rest[count - 1], duration), start + _MOST)
        yield Window(Span(start, max(start, end)), first, _last(text, rest[count - 1]), tuple(rest[:count]))
        rest = rest[count:]


def _first(text: Sequence[Word], gap: int) -> int:
    """The first word of the window of a gap: at least one word before the gap, if there is one."""
    if not gap:
        return 0
    first, end = gap - 1, text[gap - 1].span.end
    while first and end - text[first - 1].span.start <= _BEFORE:
        first -= 1
    return first


def _last(text: Sequence[Word], gap: int) -> int:
    """The end of the words of the window of a gap: at least one word after the gap, if there is one."""
    if gap == len(text):
        return gap
    last, start = gap + 1, text[gap].span.start
    while last < len(text) and text[last].span.end - start <= _AFTER:
        last += 1
    return last


def _end(text: Sequence[Word], gap: int, duration: float) -> float:
    """The end of a window whose last gap this is."""
    return _cut(text, _last(text, gap), duration, at_end=True)


def _cut(text: Sequence[Word], gap: int, duration: float, *, at_end: bool) -> float:
    """Where a window begins or ends at a gap: halfway between two words, at most `_LEAD` seconds from one."""
    if not gap:
        return max(0.0, text[0].span.start - _LEAD)
    before = text[gap - 1].span.end
    if gap == len(text):
        return min(duration, before + _LEAD)
    after = text[gap].span.start
    middle = (before + after) / 2
    return min(middle, before + _LEAD) if at_end else max(middle, after - _LEAD)
