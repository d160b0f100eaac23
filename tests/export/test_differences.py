from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
import reports
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from talkcoach.analysis.timing import PartTiming, SlideTiming, verdict
from talkcoach.comparison import PartChange, SlideChange, compare
from talkcoach.domain import Finding, Quote, Span
from talkcoach.export.differences import part_words, print_comparison, slide_words
from talkcoach.report import Report

WIDTH = 80


def printed(earlier: Report, later: Report, **options: object) -> str:
    file = io.StringIO()
    print_comparison(compare(earlier, later), Console(file=file, width=WIDTH, **options))  # type: ignore[arg-type]
    return file.getvalue()


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


def test_a_comparison_tells_parts_slides_and_findings():
    earlier = reports.a_report()
    account = earlier.timing
    slides = tuple(
        replace(each, seconds=each.seconds - 60) if each.number == 9 else each for each in account.slides
    )
    later = reports.a_report(timing=replace(account, slides=slides), findings=earlier.findings[1:])
    text = printed(earlier, later)
    assert "Limitations   as before, still short" in text
    assert re.search(r"\n +9 +Implementation… +shorter +3:03 → 2:03", text)
    assert "19 slides as before" in text
    gone = text.split("Not found any more")[1].split("Still there")[0]
    assert "Limitations got 1:40 of 5:00." in gone
    assert "29:10" in gone


def test_how_it_sounded_is_told_for_both_with_what_is_ordinary():
    earlier = reports.a_report()
    measured = earlier.delivery
    later = replace(
        earlier,
        delivery=replace(
            measured,
            tempo=replace(measured.tempo, words_per_minute=171.0),
            filling=replace(measured.filling, fillers_per_minute=4.2),
            pitch_semitones_sd=None,
        ),
    )
    text = printed(earlier, later)
    assert re.search(r"Speaking rate +faster +148 → 171 +words a minute \(110–165\)", text)
    assert re.search(r"Filled pauses +more heard +0\.1 → 4\.2 +heard a minute \(up to 3\)", text)
    assert re.search(r"Hedges +as before +0\.0 → 0\.0", text)
    assert "Spread of pitch" not in text


def test_of_two_equal_reports_there_is_nothing_gone_and_nothing_new():
    text = printed(reports.a_report(), reports.a_report())
    assert "Not found any more" not in text
    assert "\nNew" not in text
    assert "Still there" in text


def test_half_a_talk_says_that_what_is_missing_may_not_have_come_up():
    report = reports.a_report()
    text = printed(report, replace(report, timing=replace(report.timing, duration=600.0)))
    assert "Not judged" in text
    assert "on target" not in text


def test_the_silent_and_the_short_can_be_compared():
    assert "0:30 of 35:00" in printed(reports.a_report(), reports.silence())
    assert "0:10 of 35:00" in printed(reports.ten_seconds(), reports.silence())


def saying(text: str) -> Report:
    report = reports.a_report()
    parts = tuple(replace(each, title=text) for each in report.timing.parts)
    slides = tuple(replace(each, title=text, seconds=each.seconds + 50) for each in report.timing.slides)
    found = (Finding("any", "high", text, text, (Quote(Span(1.0, 2.0), text, 1),)),)
    return replace(report, title=text, timing=replace(report.timing, parts=parts, slides=slides), findings=found)


@given(st.text(max_size=200))
@settings(max_examples=40)
def test_no_line_of_a_comparison_is_wider_than_the_terminal(text: str):
    for line in printed(reports.a_report(), saying(text)).splitlines():
        assert cell_len(line) <= WIDTH


@pytest.mark.parametrize("text", ["[bold red]danger[/]", ":boom:", "a\x1b]0;owned\x07b\x1b[2Jc\rd", "x" * 10_000])
def test_words_in_a_comparison_cannot_steer_the_terminal(text: str):
    shown = printed(reports.a_report(), saying(text))
    assert not {"\x1b", "\x07", "\r"} & set(shown)
    assert len(shown.splitlines()) < 80
    assert text[:12].partition("\x1b")[0] in shown
