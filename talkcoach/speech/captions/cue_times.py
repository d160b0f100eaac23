"""Times of captions put right: every cue gets a place between its neighbours, and a cut stream starts at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from talkcoach.domain import Span
from talkcoach.speech.captions.written_cue import WrittenCue

_LETTERS_A_SECOND = 15.0
"""How fast English is spoken, letters and spaces; for cues whose end is not known."""

_ASTRAY = 60.0
"""Seconds beyond all other cues from which on a cue in the middle of a file has a mistyped time."""

_LONGEST, _SLOWEST = 60.0, 1.0
"""A cue that is shown for more seconds, at fewer letters a second, ends too late."""

_LATE = 300.0
"""Seconds after which nobody has yet to say the first word: the captions were cut from a longer stream."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A caption with a span."""

    span: Span
    text: str
    voice: str


def placed(cues: Sequence[WrittenCue]) -> tuple[tuple[Placed, ...], int]:
    """Captions in order of time, and how many of them had times that cannot be right.

    ::

        as written    |--1--|   ?2?   |--3--|            |--4--|<
        placed        |--1--||---2---||--3--|            |-4-|
    """
    astray = _astray(cues)
    starts = [None if n in astray else cue.start for n, cue in enumerate(cues)]
    found: list[Placed] = []
    repaired, reached = 0, 0.0
    for cue, start, following in zip(cues, starts, _followings(starts), strict=True):
        if start is None:
            start = reached if following is None else min(reached, following)
        end = _end(cue, start, following)
        repaired += (start, end) != (cue.start, cue.end)
        reached = max(start, end)
        found.append(Placed(Span(start, end), cue.text, cue.voice))
    return tuple(sorted(found, key=lambda each: each.span)), repaired


def late_start(cues: Sequence[Placed]) -> float:
    """Seconds at which the clock of captions begins, where they were clearly cut from a longer stream; else 0."""
    first = cues[0].span.start if cues else 0.0
    return first if first >= _LATE else 0.0


def earlier(cues: Sequence[Placed], seconds: float) -> tuple[Placed, ...]:
    """The same captions on a clock that began so many seconds later."""
    return tuple(replace(cue, span=cue.span.shifted(-seconds)) for cue in cues) if seconds else tuple(cues)


def _followings(starts: Sequence[float | None]) -> list[float | None]:
    """For every cue the next start that is known; None where none follows."""
    found: list[float | None] = []
    following: float | None = None
    for start in reversed(starts):
        found.append(following)
        following = following if start is None else start
    return found[::-1]


def _astray(cues: Sequence[WrittenCue]) -> set[int]:
    """Cues whose time lies beyond all others although they stand between them: an hour too many, or too few."""
    known = sorted((cue.start, n) for n, cue in enumerate(cues) if cue.start is not None)
    if len(known) < 4:
        return set()
    (first, earliest), (second, _) = known[:2]
    (last_but_one, _), (last, latest) = known[-2:]
    beyond = {latest} if last > last_but_one + _ASTRAY and latest != len(cues) - 1 else set()
    before = {earliest} if first < second - _ASTRAY and earliest != 0 else set()
    return beyond | before


def _end(cue: WrittenCue, start: float, following: float | None) -> float:
    """The end of a cue: its own where that can be right, else as its letters and the next cue allow."""
    spoken = start + len(cue.text) / _LETTERS_A_SECOND
    if cue.end is not None and cue.end >= start and cue.start == start:
        seconds = cue.end - start
        return cue.end if seconds <= _LONGEST or len(cue.text) >= _SLOWEST * seconds else spoken
    return min(spoken, following) if following is not None and following > start else spoken
