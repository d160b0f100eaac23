"""A user's corrections of which slide was up when, where the clicks or the words were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talkcoach.domain import Span, Visit, outside


def corrected_visit(span: Span, slide: int) -> Visit:
    """One correction: slide ``slide`` was up during ``span``. It is as exact as a click."""
    return Visit(span, slide, 1.0, "corrected")


def moved(before: Visit, after: Visit, moment: float) -> Visit | None:
    """The correction that moves a change of slide to another moment; None when it is the same.

    Args:
        before: the visit until the change.
        after: the visit from the change on.
        moment: when the slide changed, in seconds, within the two visits.
    """
    now = after.span.start
    if moment == now:
        return None
    is_earlier = moment < now
    return corrected_visit(Span(min(moment, now), max(moment, now)), after.slide if is_earlier else before.slide)


def corrected(visits: Sequence[Visit], corrections: Sequence[Visit]) -> tuple[Visit, ...]:
    """Visits in order, with the corrections in place of what they overlap.

    ::

        visits        |----1----||----2----|
        corrections         |-2-|
        corrected     |--1--||------2------|

    Visits to one slide that now touch are joined, with the lower confidence of the two.
    """
    found = tuple(visits)
    for each in corrections:
        around = [replace(visit, span=piece) for visit in found for piece in outside(visit.span, (each.span,))]
        found = _joined(sorted((*around, each), key=lambda visit: visit.span))
    return found


def _joined(visits: Sequence[Visit]) -> tuple[Visit, ...]:
    joined: list[Visit] = []
    for visit in visits:
        if joined and joined[-1].slide == visit.slide and joined[-1].span.end == visit.span.start:
            less_sure = min(joined[-1], visit, key=lambda each: each.confidence)
            joined[-1] = replace(less_sure, span=joined[-1].span | visit.span)
        else:
            joined.append(visit)
    return tuple(joined)
