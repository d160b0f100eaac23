"""The axis of minutes that all lanes of the timeline share, and the placement of marks on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from talkcoach.domain import Span
from talkcoach.domain.clock import clock

STEPS = (5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Seconds between ticks, so that their labels are round times."""

MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps moments from 0 to ``seconds`` to x coordinates from ``left`` to ``right``, in pixels."""

    seconds: float
    left: float
    right: float

    def x(self, moment: float) -> float:
        """The x coordinate of a moment; moments outside the axis are clamped to its ends."""
        share = min(max(moment / self.seconds, 0.0), 1.0)
        return self.left + share * (self.right - self.left)

    def width(self, span: Span) -> float:
        """The width of a span in pixels."""
        return self.x(span.end) - self.x(span.start)

    def ticks(self) -> tuple[float, ...]:
        """Round moments in seconds, at most about `MOST_TICKS`."""
        step = next((each for each in STEPS if self.seconds / each <= MOST_TICKS), None)
        step = step or STEPS[-1] * ceil(self.seconds / STEPS[-1] / MOST_TICKS)
        return tuple(float(n * step) for n in range(int(self.seconds // step) + 1))

    def tick_label(self, moment: float) -> str:
        """Whole minutes, or ``m:ss`` where ticks are less than a minute apart."""
        return f"{moment / 60:.0f}" if self.seconds / 30 > MOST_TICKS else clock(moment)


def recorded_at(seconds: float, interruptions: Iterable[Span]) -> float:
    """The moment of the recording at which the talk's clock shows ``seconds``; it stops in interruptions."""
    moment = seconds
    for span in interruptions:
        if span.start < moment:
            moment += span.duration
    return moment


def in_rows(xs: Iterable[float], apart: float, rows: int) -> list[int | None]:
    """The first row for each mark where no other mark is closer than ``apart`` pixels; None if there is none."""
    filled: list[list[float]] = [[] for _ in range(rows)]
    placed: list[int | None] = []
    for x in xs:
        row = next((n for n, marks in enumerate(filled) if all(abs(x - mark) >= apart for mark in marks)), None)
        if row is not None:
            filled[row].append(x)
        placed.append(row)
    return placed
