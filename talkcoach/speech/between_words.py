"""Places between words, and what is listened to around them.

Conventions: a place is the number of words before it, 0 to all of them; times are seconds. The times of words are
about right, so that what stands between two words may seem to be in one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from talkcoach.domain import Span, Word

_BEFORE, _AFTER = 2.0, 0.7
"""Seconds of speech around a place that are listened to with it: they tell where in the text the sound is."""

_LONGEST = 5.0
"""Seconds of sound that are listened to at once, if a place does not need more."""

_MOST = 28.0
"""Seconds that can be: the model's window is 30. Of a longer silence only the beginning is listened to."""

_LEAD = 4.0
"""Seconds of silence next to a word that are listened to with it."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is listened to at once: some sound, the words ``first`` up to ``last`` in it, and places among them."""

    sound: Span
    first: int
    last: int
    places: tuple[int, ...]


def around(text: Sequence[Word], place: int, duration: float) -> Span:
    """From the start of the word before a place to the end of the word after it, in a sound of some duration."""
    before = text[place - 1].span.start if place else max(0.0, text[0].span.start - _LEAD)
    after = text[place].span.end if place < len(text) else min(duration, text[-1].span.end + _LEAD)
    return Span(before, max(before, after))


def windows(places: Iterable[int], text: Sequence[Word], duration: float) -> Iterator[Window]:
    """What is listened to for places that are given in order: neighbouring ones together, as far as there is room.

    ::

        words     one  two  three      four  five  six  seven
        places                   |    |
        window       |-----------------------------|
    """
    rest = list(places)
    while rest:
        first = _first(text, rest[0])
        start = _cut(text, first, duration, at_end=False)
        count = 1
        while count < len(rest) and _end(text, rest[count], duration) - start <= _LONGEST:
            count += 1
        end = min(_end(text, rest[count - 1], duration), start + _MOST)
        yield Window(Span(start, max(start, end)), first, _last(text, rest[count - 1]), tuple(rest[:count]))
        rest = rest[count:]


def _first(text: Sequence[Word], place: int) -> int:
    """The first of the words before a place that are listened to with it: at least one, if there is one."""
    if not place:
        return 0
    first, end = place - 1, text[place - 1].span.end
    while first and end - text[first - 1].span.start <= _BEFORE:
        first -= 1
    return first


def _last(text: Sequence[Word], place: int) -> int:
    """The end of the words after a place that are listened to with it: at least one is, if there is one."""
    if place == len(text):
        return place
    last, start = place + 1, text[place].span.start
    while last < len(text) and text[last].span.end - start <= _AFTER:
        last += 1
    return last


def _end(text: Sequence[Word], place: int, duration: float) -> float:
    """Where a window ends whose last place it is."""
    return _cut(text, _last(text, place), duration, at_end=True)


def _cut(text: Sequence[Word], place: int, duration: float, *, at_end: bool) -> float:
    """Where a window begins or ends at a place: halfway between two words, not far out into a silence."""
    if not place:
        return max(0.0, text[0].span.start - _LEAD)
    before = text[place - 1].span.end
    if place == len(text):
        return min(duration, before + _LEAD)
    after = text[place].span.start
    middle = (before + after) / 2
    return min(middle, before + _LEAD) if at_end else max(middle, after - _LEAD)
