"""What changed between two rehearsals, in words."""

from __future__ import annotations

from talkcoach.analysis.timing import CUT_STEP, PartTiming
from talkcoach.report.comparison import PartChange, SlideChange
from talkcoach.report.summary import Summary

MOST_FINDINGS = 7
"""So many findings are shown under each heading: nobody takes in more at once."""


def part_words(change: PartChange, judged: bool) -> str:
    """How a part changed, in words: ``shorter, still long``. ``judged`` is whether both have verdicts."""
    one, other = change.earlier, change.later
    if one is None or other is None:
        return "only in the later rubric" if one is None else "only in the earlier rubric"
    moved = _moved(one.seconds, other.seconds)
    if not judged:
        return moved
    before, now = _on(one), _on(other)
    if now == "on target":
        return "on target now" if before != now else f"{moved}, on target"
    if now == "unclear":
        return f"{moved}, not sure" if other.seconds else "not found now"
    if now == "missing":
        return "still missing" if before == now else "missing now"
    return f"{moved}, {'still' if before == now else 'now'} {now}"


def slide_words(change: SlideChange) -> str:
    """How a slide changed, in words: ``probably longer``, ``new``, ``not shown now``, ``shorter, was slide 8``."""
    one, other = change.earlier, change.later
    if one is None or other is None:
        return "new slide" if one is None else "not in the deck now"
    if bool(one.seconds) != bool(other.seconds):
        words = "shown now" if other.seconds else "not shown now"
    else:
        words = _moved(one.seconds, other.seconds)
    moved = f", was slide {one.number}" if one.number != other.number else ""
    return f"{'' if change.sure else 'probably '}{words}{moved}"


def depth_words(earlier: Summary, later: Summary) -> str:
    """How the depth of the limitations changed, in words; empty if it is unknown in one of them."""
    if earlier.depth is None or later.depth is None:
        return ""
    if earlier.depth == later.depth:
        return "as before"
    return "deeper" if later.depth > earlier.depth else "shallower"


def is_changed(change: SlideChange) -> bool:
    """Whether a slide got noticeably more or less time, or is in one of the decks only."""
    before = change.earlier.seconds if change.earlier else 0.0
    now = change.later.seconds if change.later else 0.0
    return abs(now - before) >= CUT_STEP or (change.earlier is None) != (change.later is None)


def _on(part: PartTiming) -> str:
    return "on target" if part.verdict == "ok" else part.verdict


def _moved(before: float, now: float) -> str:
    """Changes of less than a cut are as before: nobody rehearses to the second."""
    if abs(now - before) < CUT_STEP:
        return "as before"
    return "longer" if now > before else "shorter"
