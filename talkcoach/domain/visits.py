"""Which slide and which part of the talk a stretch of time belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from talkcoach.domain.span import Span

VisitSource = Literal["click", "narration", "rehearsed", "speech", "corrected"]


SURE = 0.6
"""A visit or section with a smaller chance of being right is spoken of as probable."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A change of slide that the speaker made: seconds into the recording, and the slide shown from then on."""

    time: float
    slide: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One uninterrupted time on one slide. ``confidence`` is the chance, 0 to 1, of being right.

    ``source`` tells how it is known: ``click``, ``narration`` and ``corrected`` (by the user) are exact,
    ``rehearsed`` are the times saved in the deck, ``speech`` was found from the words.
    """

    span: Span
    slide: int
    confidence: float = 1.0
    source: VisitSource = "speech"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A visit that could as well belong to another part, ``rival``, by the rubric's key."""

    span: Span
    rival: str
    slide: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of one part of the talk, by the rubric's key; ``confidence`` as in `Visit`.

    ``doubts`` are the visits within it that could as well belong to another part, in order.
    """

    span: Span
    key: str
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()


Timed = TypeVar("Timed", Visit, Section)


class Visits(tuple[Visit, ...]):
    """Visits in order of time that do not overlap; between them no slide, or nobody knows which, was up."""

    @cached_property
    def _starts(self) -> list[float]:
        return [visit.span.start for visit in self]

    def at(self, moment: float) -> Visit | None:
        """The visit at a moment in seconds, or None."""
        return _at(self, self._starts, moment)


class Sections(tuple[Section, ...]):
    """Sections in order of time that do not overlap; silence between them may belong to none."""

    @cached_property
    def _starts(self) -> list[float]:
        return [section.span.start for section in self]

    def at(self, moment: float) -> Section | None:
        """The section at a moment in seconds, or None."""
        return _at(self, self._starts, moment)

    def of(self, *keys: str) -> tuple[Section, ...]:
        """The sections of one or several parts, by the rubric's keys."""
        return tuple(section for section in self if section.key in keys)


def _at(items: Sequence[Timed], starts: list[float], moment: float) -> Timed | None:
    """The item whose span holds a moment, found by bisection."""
    index = bisect_right(starts, moment) - 1
    return items[index] if index >= 0 and moment in items[index].span else None
