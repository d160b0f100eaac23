"""One figure of delivery with that of the rehearsal before, and groups of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talkcoach.domain import Quote, Span
from talkcoach.report.measures import MEASURES, Name
from talkcoach.report.summary import Summary

FIRST_MOMENTS = 3
"""Moments shown beside a figure; the others are behind a click."""

MOST_MOMENTS = 24
"""Moments listed at most; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with a note on what is ordinary, and the moments that it counts.

    ``before`` is the same figure of the rehearsal before; empty where there is none.
    """

    name: str
    value: str
    note: str = ""
    moments: tuple[Quote, ...] = ()
    before: str = ""

    @property
    def first(self) -> tuple[Quote, ...]:
        """The moments that are shown beside it."""
        return self.moments[:FIRST_MOMENTS]

    @property
    def others(self) -> tuple[Quote, ...]:
        """The moments behind a click."""
        return self.moments[FIRST_MOMENTS:MOST_MOMENTS]

    @property
    def unlisted(self) -> int:
        """How many moments are not listed."""
        return max(0, len(self.moments) - MOST_MOMENTS)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together: the most important ones, and ``more`` behind a click.

    ``not_judged`` is why some are missing; empty where none is.
    """

    name: str
    figures: tuple[Figure, ...]
    more: tuple[Figure, ...] = ()
    not_judged: str = ""


@dataclass(frozen=True, slots=True)
class SummaryPair:
    """The summary of this rehearsal, and of the one before it if there is one."""

    now: Summary
    earlier: Summary | None

    def figure(
        self, title: str, name: Name, note: str = "", moments: Sequence[Quote] = (), value: str = ""
    ) -> Figure | None:
        """A measure as a figure; None where it is unknown.

        If a count is given as its ``value``, the figure before is written as a rate.
        """
        measure = MEASURES[name]
        text = measure.text(self.now)
        if not text:
            return None
        before = measure.number(self.earlier) if self.earlier else ""
        if before and value:
            before = f"{before} a minute" if float(before) else "next to none"
        return Figure(title, value or text, note, tuple(moments), before)

    def rate(self, name: Name) -> str:
        """A rate as it is written after a count: ``, 1.9 a minute``; empty where it would be 0.0."""
        number = MEASURES[name].number(self.now)
        return f", {number} a minute" if float(number or 0) else ""


def present(figures: Iterable[Figure | None]) -> tuple[Figure, ...]:
    """Those that are known."""
    return tuple(figure for figure in figures if figure)


def moments_of(spans: Iterable[Span]) -> tuple[Quote, ...]:
    """Moments without words beside them."""
    return tuple(Quote(span, "") for span in spans)
