"""Stretches of time, in float seconds from the start of the recording, and their algebra."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time ``[start, end)`` in seconds; empty, and falsy, when it ends where it starts.

    Raises:
        ValueError: when ``end`` lies before ``start``, or either is not a finite number.
    """

    start: float
    end: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end)):
            raise ValueError(f"a span needs finite ends, not {self.start} and {self.end}")
        if self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")

    @property
    def duration(self) -> float:
        """Seconds from start to end."""
        return self.end - self.start

    @property
    def middle(self) -> float:
        """The moment halfway, in seconds."""
        return (self.start + self.end) / 2

    def __bool__(self) -> bool:
        return self.end > self.start

    def __contains__(self, moment: float) -> bool:
        return self.start <= moment < self.end

    def __and__(self, other: Span) -> Span:
        """What two spans share; empty, at the later start, when they share nothing.

        ::

            self   |---------|
            other       |---------|
            &           |----|
        """
        start = max(self.start, other.start)
        return Span(start, max(start, min(self.end, other.end)))

    def __or__(self, other: Span) -> Span:
        """The shortest span that covers both, the gap between them included.

        ::

            self   |----|
            other           |----|
            |      |-------------|
        """
        return Span(min(self.start, other.start), max(self.end, other.end))

    def overlap(self, other: Span) -> float:
        """Seconds that both spans cover."""
        return (self & other).duration

    def shifted(self, seconds: float) -> Span:
        """The same stretch, later by ``seconds``."""
        return Span(self.start + seconds, self.end + seconds)


def merged(spans: Iterable[Span], gap: float = 0.0) -> tuple[Span, ...]:
    """Spans in order, those that touch or lie at most ``gap`` seconds apart joined into one.

    ::

        spans   |---|  |---|          |--|
                    |----|
        merged  |----------|          |--|
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start - joined[-1].end <= gap:
            joined[-1] = joined[-1] | span
        else:
            joined.append(span)
    return tuple(joined)


def outside(span: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of a span, in order, when holes are cut out of it.

    ::

        span     |--------------------|
        holes  |---|     |--|  |-|
        outside    |-----|  |--| |----|
    """
    pieces, reached = [], span.start
    for hole in merged(holes):
        if hole & span:
            pieces.append(Span(reached, max(hole.start, reached)))
            reached = max(min(hole.end, span.end), reached)
    return tuple(piece for piece in (*pieces, Span(reached, span.end)) if piece)
