"""The figures that are followed from rehearsal to rehearsal, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
import reports

from talkcoach.comparison import Run, run_of
from talkcoach.export.measures import MEASURES


def a_run(**changes: object) -> Run:
    return replace(run_of(reports.a_report()), **changes)


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
    assert MEASURES["speaking rate"].told(run) == "148 words a minute"
    assert MEASURES["speaking rate"].band(run) == "110–165"
    assert MEASURES["filled pauses"].told(run) == "1.9 heard a minute"
    assert MEASURES["filled pauses"].band(run) == "up to 3"
    assert MEASURES["spread of pitch"].band(run) == ""


def test_what_could_not_be_told_is_empty_and_no_zero():
    run = a_run(pitch_semitones_sd=None, limits=None)
    assert MEASURES["spread of pitch"].told(run) == ""
    assert MEASURES["hedges"].band(run) == ""


def test_every_figure_of_the_invented_talk_can_be_told():
    run = a_run()
    assert [name for name, measure in MEASURES.items() if not measure.told(run)] == []
