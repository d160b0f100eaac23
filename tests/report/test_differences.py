"""What changed between two rehearsals, in words."""

from __future__ import annotations

import pytest

from talkcoach.analysis.timing import PartTiming, SlideTiming, verdict
from talkcoach.report.comparison import PartChange, SlideChange
from talkcoach.report.differences import is_changed, part_words, slide_words


def part(seconds: float, target: tuple[float, float] = (120.0, 180.0)) -> PartTiming:
    return PartTiming("gap", "Gap", seconds, target, verdict(seconds, target, 0.0), ())


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (60, 150, "on target now"),
        (140, 150, "longer, on target"),
        (140, 142, "as before, on target"),
        (400, 300, "shorter, still long"),
        (400, 60, "shorter, now short"),
        (150, 300, "longer, now long"),
        (150, 0, "missing now"),
        (0, 0, "still missing"),
        (0, 60, "longer, now short"),
    ],
)
def test_how_a_part_changed_is_said_in_words(before: float, now: float, words: str):
    change = PartChange(part(before), part(now))
    assert part_words(change, judged=True) == words


def test_without_a_verdict_a_part_is_only_longer_or_shorter():
    assert part_words(PartChange(part(60), part(150)), judged=False) == "longer"


def slide(number: int, seconds: float) -> SlideTiming:
    return SlideTiming(number, "Title", "gap", seconds)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SlideChange(slide(4, 60), slide(4, 30), True), "shorter"),
        (SlideChange(slide(4, 60), slide(5, 90), True), "longer, was slide 4"),
        (SlideChange(slide(4, 60), slide(4, 30), False), "probably shorter"),
        (SlideChange(slide(4, 60), slide(4, 0), True), "not shown now"),
        (SlideChange(slide(4, 0), slide(4, 60), True), "shown now"),
        (SlideChange(None, slide(4, 60), True), "new slide"),
        (SlideChange(slide(4, 60), None, True), "not in the deck now"),
    ],
)
def test_how_a_slide_changed_is_said_in_words(change: SlideChange, words: str):
    assert slide_words(change) == words


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (SlideChange(slide(4, 60), slide(4, 90), True), True),
        (SlideChange(slide(4, 60), slide(4, 61), True), False),
        (SlideChange(None, slide(4, 0), True), True),
        (SlideChange(slide(4, 0), slide(5, 0), True), False),
    ],
)
def test_a_slide_that_got_about_the_same_time_is_as_before(change: SlideChange, changed: bool):
    assert is_changed(change) == changed
