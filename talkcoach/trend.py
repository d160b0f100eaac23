"""The figures of a rehearsal that show, from one to the next, where a talk goes.

Only what a figure needs is made of a report: its thousands of words stay unmade, so that thirty are read at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from talkcoach.analysis.timing import PartTiming
from talkcoach.comparison import Run, compare
from talkcoach.entry import Entry
from talkcoach.errors import InputError
from talkcoach.rehearsal import REPORT
from talkcoach.report import Report
from talkcoach.serial import parsed, structured


@dataclass(frozen=True, slots=True)
class Point:
    """One rehearsal that was coached. ``parts`` are against the targets of its own slot and rubric.

    ``band`` is the least and the most words per minute of ordinary talks, None where that is not known.
    """

    id: str
    when: datetime
    run: Run
    parts: tuple[PartTiming, ...]
    band: tuple[float, float] | None


def point_of(entry: Entry) -> Point | None:
    """The figures of one rehearsal; None where it was not coached, or its report cannot be read."""
    if entry.state != "coached":
        return None
    path = entry.folder / REPORT
    try:
        data = parsed(path.read_text(encoding="utf-8"), path)
        report = structured({**data, **_UNREAD, "transcript": _beginning(data["transcript"])}, Report, path)
    except (InputError, OSError, UnicodeDecodeError, KeyError, TypeError):
        return None
    run = compare(report, report).later
    return Point(entry.id, entry.when, run, report.timing.parts, report.delivery.tempo.band)


_UNREAD: dict[str, list[object]] = {"slides": [], "sections": [], "findings": [], "questions": [], "caveats": []}
"""What no figure needs."""


def _beginning(transcript: dict[str, list[object]]) -> dict[str, object]:
    """A transcript with its first sentence only, which tells whether there are words and their times."""
    return {**transcript, "sentences": transcript["sentences"][:1], "removed": []}
