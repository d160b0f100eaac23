"""What the user says of which slide was up when, where the clicks or the words tell it wrongly.

It is kept in a rehearsal's folder, apart from the marks, which are what the recorder saw. Each statement is one
stay: from here to there it was that slide. They stand in the order in which they were made, and a later one goes
before an earlier one. So a boundary is moved by saying whose the time is between its old place and the new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from talkcoach.domain import Span, Visit, outside
from talkcoach.errors import InputError
from talkcoach.paths import is_file
from talkcoach.serial import dump, load
from talkcoach.storage import write_text

STAYS = "stays.json"
"""The file in a rehearsal's folder."""


@dataclass(frozen=True, slots=True)
class _Stays:
    """The file's content."""

    stays: tuple[Visit, ...]


def stay(span: Span, slide: int) -> Visit:
    """One statement: slide ``slide`` was up during ``span``. It is as exact as a click."""
    return Visit(span, slide, 1.0, "click")


def read_stays(folder: Path) -> tuple[Visit, ...]:
    """The statements in a rehearsal's folder, in the order in which they were made; none where there is no file.

    Raises:
        InputError: when the file has a mistake.
    """
    path = folder / STAYS
    if not is_file(path):
        return ()
    try:
        return load(path.read_text(encoding="utf-8"), _Stays, path).stays
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path} cannot be read", "Delete it") from None


def write_stays(folder: Path, stays: Sequence[Visit]) -> None:
    """Keep statements in a rehearsal's folder, in place of those that were there.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / STAYS, dump(_Stays(tuple(stays))))


def moved(before: Visit, after: Visit, moment: float) -> Visit | None:
    """The statement that a slide came up at another moment than it seems; None when it is the same.

    Args:
        before: the stay on the slide that was up until then.
        after: the stay on the slide that came up.
        moment: when it did, in seconds, within the two stays.
    """
    now = after.span.start
    if moment == now:
        return None
    is_earlier = moment < now
    return stay(Span(min(moment, now), max(moment, now)), after.slide if is_earlier else before.slide)


def corrected(visits: Sequence[Visit], stays: Sequence[Visit]) -> tuple[Visit, ...]:
    """Visits in order, as the statements say; where they say nothing, nothing changes.

    ::

        visits      |----1----||----2----|
        stays             |-2-|
        corrected   |--1--||------2------|

    Stays on one slide that now touch are one, as sure as the less sure of them.
    """
    found = tuple(visits)
    for each in stays:
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
