"""What one figure of delivery is, and how it stands in a group beside the rehearsal before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talkcoach.comparison import Run
from talkcoach.domain import Quote, Span
from talkcoach.export.measures import MEASURES, Name

FIRST_MOMENTS = 3
"""So many moments stand beside a figure; the others behind a click."""

MOST_MOMENTS = 24
"""More moments than that nobody listens to; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what to read it against, and the moments behind it where there are any.

    ``before`` is the same figure of the rehearsal before; empty where there is none. The words of a moment stand
    beside it.
    """

    name: str
    value: str
    note: str = ""
    moments: tuple[Quote, ...] = ()
    before: str = ""

    @property
    def first(self) -> tuple[Quote, ...]:
        """The moments that stand beside it."""
        return self.moments[:FIRST_MOMENTS]

    @property
    def others(self) -> tuple[Quote, ...]:
        """The moments behind a click."""
        return self.moments[FIRST_MOMENTS:MOST_MOMENTS]

    @property
    def unlisted(self) -> int:
        """How many moments are not listed at all."""
        return max(0, len(self.moments) - MOST_MOMENTS)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together: those that matter first, and ``more`` for who asks.

    ``said`` tells why some are missing.
    """

    name: str
    figures: tuple[Figure, ...]
    more: tuple[Figure, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Runs:
    """This run beside the one before it."""

    now: Run
    earlier: Run | None

    def figure(
        self, title: str, name: Name, note: str = "", moments: Sequence[Quote] = (), value: str = ""
    ) -> Figure | None:
        """A measure as a figure; None where it could not be told.

        Where its ``value`` is given, a count, the one before is told as a rate.
        """
        measure = MEASURES[name]
        told = measure.told(self.now)
        if not told:
            return None
        before = measure.number(self.earlier) if self.earlier else ""
        if before and value:
            before = f"{before} a minute" if float(before) else "next to none"
        return Figure(title, value or told, note, tuple(moments), before)

    def rate(self, name: Name) -> str:
        """A rate as it stands after a count: ``, 1.9 a minute``; nothing where it would read 0.0."""
        number = MEASURES[name].number(self.now)
        return f", {number} a minute" if float(number or 0) else ""


def present(figures: Iterable[Figure | None]) -> tuple[Figure, ...]:
    """Those that could be told."""
    return tuple(figure for figure in figures if figure)


def moments_of(spans: Iterable[Span]) -> tuple[Quote, ...]:
    """Moments that need no words beside them."""
    return tuple(Quote(span, "") for span in spans)
