"""A comparison as it is printed on a terminal."""

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

from talkcoach.domain import Finding, Quote, Span
from talkcoach.export.comparison_terminal import print_comparison
from talkcoach.report.comparison import compare
from talkcoach.report.model import Report

WIDTH = 80


def printed(earlier: Report, later: Report, **options: object) -> str:
    file = io.StringIO()
    print_comparison(compare(earlier, later), Console(file=file, width=WIDTH, **options))  # type: ignore[arg-type]
    return file.getvalue()


def test_a_comparison_shows_parts_slides_and_findings():
    earlier = reports.a_report()
    timing = earlier.timing
    slides = tuple(
        replace(each, seconds=each.seconds - 60) if each.number == 9 else each for each in timing.slides
    )
    later = reports.a_report(timing=replace(timing, slides=slides), findings=earlier.findings[1:])
    text = printed(earlier, later)
    assert "Limitations   as before, still short" in text
    assert re.search(r"\n +9 +Implementation… +shorter +3:03 → 2:03", text)
    assert "19 slides as before" in text
    gone = text.split("Not found any more")[1].split("Still there")[0]
    assert "Limitations got 1:40 of 5:00." in gone
    assert "29:10" in gone


def test_delivery_is_compared_with_what_is_ordinary():
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
