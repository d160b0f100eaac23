"""The summaries of the rehearsals of a talk over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from talkcoach.report.kept import kept_summary
from talkcoach.report.summary import Summary
from talkcoach.store.rehearsal import Rehearsal


@dataclass(frozen=True, slots=True)
class DatedSummary:
    """The summary of a coached rehearsal, with the id of the rehearsal and when it began."""

    id: str
    when: datetime
    summary: Summary


def dated(rehearsal: Rehearsal, read: Callable[[Rehearsal], Summary | None] = kept_summary) -> DatedSummary | None:
    """The dated summary of a rehearsal; None where it was not coached, or its report cannot be read."""
    summary = read(rehearsal)
    return DatedSummary(rehearsal.id, rehearsal.when, summary) if summary else None


def summary_before(
    rehearsal: Rehearsal,
    rehearsals: Iterable[Rehearsal],
    read: Callable[[Rehearsal], Summary | None] = kept_summary,
) -> Summary | None:
    """The summary of the last coached rehearsal of the same talk before a rehearsal; None where there is none.

    Args:
        rehearsal: a rehearsal.
        rehearsals: all rehearsals, the newest first.
        read: gives the summary of a rehearsal.
    """
    before = (each for each in rehearsals if each.when < rehearsal.when and _is_same_talk(each, rehearsal))
    return next((summary for each in before if (summary := read(each))), None)


def _is_same_talk(one: Rehearsal, other: Rehearsal) -> bool:
    """Whether two rehearsals are of the same talk, or have the same title where no talk was prepared."""
    if not one.meta or not other.meta or one.meta.talk != other.meta.talk:
        return False
    return bool(one.meta.talk) or one.meta.title == other.meta.title
