"""The figures that are compared between rehearsals, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
import reports

from talkcoach.report.measures import MEASURES
from talkcoach.report.summary import Summary, summary_of


def a_run(**changes: object) -> Summary:
    return replace(summary_of(reports.a_report()), **changes)


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (142.0, 158.0, "faster"),
        (158.0, 142.0, "slower"),
        (150.0, 154.0, "as before"),
        (0.0, 0.0, "as before"),
        (None, 150.0, ""),
        (150.0, None, ""),
    ],
)
def test_a_figure_says_how_it_changed_and_small_changes_are_none(
    before: float | None, now: float | None, words: str
):
    earlier, later = a_run(words_per_minute=before), a_run(words_per_minute=now)
    assert MEASURES["speaking rate"].changed(earlier, later) == words


def test_a_figure_stands_with_its_unit_and_what_is_ordinary():
    run = a_run(words_per_minute=148.2, fillers_per_minute=1.94)
    assert MEASURES["speaking rate"].text(run) == "148 words a minute"
    assert MEASURES["speaking rate"].band(run) == "110–165"
    assert MEASURES["filled pauses"].text(run) == "1.9 heard a minute"
    assert MEASURES["filled pauses"].band(run) == "up to 3"
    assert MEASURES["spread of pitch"].band(run) == ""


def test_an_unknown_figure_is_empty_and_not_zero():
    run = a_run(pitch_semitones_sd=None, limits=None)
    assert MEASURES["spread of pitch"].text(run) == ""
    assert MEASURES["hedges"].band(run) == ""


def test_every_figure_of_the_invented_talk_is_known():
    run = a_run()
    assert [name for name, measure in MEASURES.items() if not measure.text(run)] == []
