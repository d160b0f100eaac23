"""What happened while a rehearsal was recorded, and what follows from it for the talk's clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from talkcoach.domain.span import Span
from talkcoach.domain.visits import Mark

ENDLESS = 1e9
"""Seconds: where something ends that lasts to the end of a recording whose length is not known yet."""


EventKind = Literal["slide", "pause", "resume", "question", "answered", "gap"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened while a rehearsal was recorded, ``time`` seconds into the recording.

    ``slide`` is the number of the slide shown from then on, for the kind ``slide``; ``seconds`` how long the
    microphone was gone, for the kind ``gap``. A question goes on until it is ``answered``: the recording runs,
    the talk's clock stands. Between ``pause`` and ``resume`` nothing is recorded, so they have the same time.
    """

    time: float
    kind: EventKind
    slide: int | None = None
    seconds: float = 0.0


def slide_marks(events: Sequence[Event]) -> tuple[Mark, ...]:
    """The changes of slide among events."""
    return tuple(Mark(event.time, event.slide) for event in events if event.slide is not None)


def interruptions(events: Sequence[Event], until: float) -> tuple[Span, ...]:
    """The questions from the audience among events in order of time; one that is still open lasts to ``until``.

    A question that is marked while another is open belongs to that one.
    """
    found: list[Span] = []
    asked: float | None = None
    for event in events:
        if event.kind == "question" and asked is None:
            asked = event.time
        elif event.kind == "answered" and asked is not None:
            found.append(Span(asked, event.time))
            asked = None
    if asked is not None:
        found.append(Span(asked, max(asked, until)))
    return tuple(span for span in found if span)
