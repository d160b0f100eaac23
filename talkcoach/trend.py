"""The figures of a rehearsal that show, from one to the next, where a talk goes.

Only what a figure needs is made of a report: its thousands of words, and the tracks of its sound, stay unmade, so
that thirty are read at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from talkcoach.analysis.delivery import Delivery
from talkcoach.analysis.timing import PartTiming
from talkcoach.comparison import Run, run_of
from talkcoach.entry import Entry
from talkcoach.errors import InputError
from talkcoach.rehearsal import REPORT
from talkcoach.report import Report
from talkcoach.serial import parsed, structured


@dataclass(frozen=True, slots=True)
class Point:
    """One rehearsal that was coached. ``parts`` are against the targets of its own slot and rubric."""

    id: str
    when: datetime
    run: Run
    parts: tuple[PartTiming, ...]


def point_of(entry: Entry) -> Point | None:
    """The figures of one rehearsal; None where it was not coached, or its report cannot be read."""
    if entry.state != "coached":
        return None
    path = entry.folder / REPORT
    try:
        data = parsed(path.read_text(encoding="utf-8"), path)
        light = {"transcript": _ends(data["transcript"]), "delivery": _without_tracks(data["delivery"])}
        report = structured({**data, **_UNREAD, **light}, Report, path)
    except (InputError, OSError, UnicodeDecodeError, KeyError, TypeError, AttributeError):
        return None
    return Point(entry.id, entry.when, run_of(report), report.timing.parts)


def run_before(
    entry: Entry, entries: Iterable[Entry], read: Callable[[Entry], Point | None] = point_of
) -> Run | None:
    """The figures of the same talk's last rehearsal before one that was coached; None where there is none.

    Args:
        entry: the rehearsal.
        entries: all of them, the newest first.
        read: gives the figures of one.
    """
    before = (each for each in entries if each.when < entry.when and _is_same_talk(each, entry))
    return next((point.run for each in before if (point := read(each))), None)


def _is_same_talk(one: Entry, other: Entry) -> bool:
    """Whether two rehearsals are of one talk; where none was prepared, whether they are called the same."""
    if not one.meta or not other.meta or one.meta.talk != other.meta.talk:
        return False
    return bool(one.meta.talk) or one.meta.title == other.meta.title


_UNREAD: dict[str, list[object]] = {"slides": [], "sections": [], "findings": [], "questions": [], "caveats": []}
"""What no figure needs."""

_TRACKS: dict[str, object] = {"pace": [], "hurried": [], "dragging": [], "fillers": [], "voice": None}
"""What no figure needs of the delivery: what it needs of them stands beside them."""


def _ends(transcript: dict[str, Any]) -> dict[str, object]:
    """A transcript with its first and last sentence only.

    They tell whether there are words and their times, and for how long was spoken.
    """
    sentences = transcript["sentences"]
    return {**transcript, "sentences": sentences[:1] + sentences[1:][-1:], "removed": [], "filled": []}


def _without_tracks(delivery: dict[str, Any]) -> dict[str, object]:
    """A delivery of whose pauses only those are left that are counted: inside phrases, and long ones."""
    long = delivery.get("long_pause_seconds", Delivery().long_pause_seconds)
    counted = [
        pause
        for pause in delivery.get("pauses", [])
        if pause.get("place") == "phrase" or pause["end"] - pause["start"] >= long
    ]
    return {**delivery, **_TRACKS, "pauses": counted}
