"""What the user says of which slide was up when goes before clicks and words, and before what was said earlier."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from export import reports
from hypothesis import given
from hypothesis import strategies as st
from shelf import a_meta, a_report, recorded

from talkcoach.coach import coach_again
from talkcoach.domain import Deck, Slide, Span, Visit
from talkcoach.errors import InputError
from talkcoach.library import Entry, opened
from talkcoach.rehearsal import CORRECTIONS, Rehearsal
from talkcoach.report import Report
from talkcoach.rubric import load_rubric
from talkcoach.stays import STAYS, corrected, moved, read_stays, stay, write_stays

FOUND = (Visit(Span(0, 10), 1, 0.9), Visit(Span(10, 20), 2, 0.4), Visit(Span(20, 30), 3, 0.8))

spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Span(*map(float, sorted(ends))))
statements = st.lists(st.builds(stay, spans.filter(bool), st.integers(1, 4)), max_size=6)


def slides(visits: tuple[Visit, ...]) -> list[tuple[float, float, int]]:
    return [(visit.span.start, visit.span.end, visit.slide) for visit in visits]


def test_a_stay_that_was_on_another_slide_becomes_that_slide():
    assert slides(corrected(FOUND, [stay(Span(10, 20), 4)])) == [(0, 10, 1), (10, 20, 4), (20, 30, 3)]


def test_what_the_user_says_is_as_exact_as_a_click():
    said = corrected(FOUND, [stay(Span(10, 20), 4)])[1]
    assert (said.confidence, said.source) == (1.0, "click")


@pytest.mark.parametrize(
    ("moment", "expected"), [(4.0, [(0, 4, 1), (4, 20, 2)]), (13.0, [(0, 13, 1), (13, 20, 2)])]
)
def test_a_slide_that_came_up_at_another_moment_takes_the_time_from_or_gives_it_to_the_slide_before(
    moment, expected
):
    statement = moved(FOUND[0], FOUND[1], moment)
    assert statement
    assert slides(corrected(FOUND, [statement])) == [*expected, (20, 30, 3)]


def test_a_boundary_that_stays_where_it_is_says_nothing():
    assert moved(FOUND[0], FOUND[1], 10.0) is None


def test_a_doubtful_stay_remains_doubtful_when_only_its_beginning_was_corrected():
    statement = moved(FOUND[0], FOUND[1], 4.0)
    assert statement
    assert corrected(FOUND, [statement])[1].confidence == 0.4


def test_without_a_statement_nothing_changes():
    assert corrected(FOUND, []) == FOUND


@given(statements)
def test_stays_never_overlap_and_come_in_order(said):
    for before, after in pairwise(corrected(FOUND, said)):
        assert before.span.end <= after.span.start


@given(statements, st.integers(0, 400).map(lambda tenth: tenth / 10 + 0.05))
def test_at_every_moment_the_last_that_was_said_of_it_holds(said, moment):
    last = next((each.slide for each in (*reversed(said), *FOUND) if moment in each.span), None)
    shown = next((each.slide for each in corrected(FOUND, said) if moment in each.span), None)
    assert shown == last


@given(statements)
def test_statements_are_read_as_they_were_written(tmp_path_factory, said):
    folder: Path = tmp_path_factory.mktemp("rehearsal")
    write_stays(folder, said)
    assert read_stays(folder) == tuple(said)


def test_a_file_of_statements_with_a_mistake_is_named(tmp_path):
    (tmp_path / STAYS).write_text('{"stays": [{"start": 5, "end": 2, "slide": 1}]}')
    with pytest.raises(InputError, match=STAYS):
        read_stays(tmp_path)


DECK = Deck(
    tuple(
        Slide(n, title, title) for n, title in enumerate(("Sieve", "Problem", "Approach", "Results", "Limits"), 1)
    )
)


def again(entry: Entry, report: Report) -> Report:
    return coach_again(opened(entry), DECK, load_rubric(), report)


@pytest.fixture
def coached(tmp_path, monkeypatch) -> Entry:
    """A rehearsal whose recorder saw every change of slide."""
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path))
    entry = recorded(a_meta(), report=a_report())
    lines = [
        f'{{"time": {each.span.start}, "event": "slide", "slide": {each.slide}}}' for each in a_report().slides
    ]
    (entry.folder / "marks.jsonl").write_text("\n".join(lines) + "\n")
    return entry


def test_a_slide_put_into_another_part_gives_that_part_its_minutes(coached):
    before = again(coached, a_report())
    (coached.folder / CORRECTIONS).write_text("4: limitations\n")
    after = again(coached, before)
    seconds = {part.key: part.seconds for part in after.timing.parts}
    assert seconds["limitations"] >= 60.0
    assert after.corrections == {4: "limitations"}


def test_a_moved_boundary_moves_the_minutes_of_its_slides(coached):
    before = again(coached, a_report())
    statement = moved(before.slides[0], before.slides[1], 90.0)
    assert statement
    write_stays(coached.folder, [statement])
    after = again(coached, before)
    assert after.timing.slides[1].seconds == before.timing.slides[1].seconds + 30.0
    assert after.timing.slides[2].seconds == before.timing.slides[2].seconds - 30.0


def test_what_is_taken_back_leaves_the_report_as_it_was(coached):
    before = again(coached, a_report())
    write_stays(coached.folder, [stay(Span(0, 50), 4)])
    (coached.folder / CORRECTIONS).write_text("4: limitations\n")
    changed = again(coached, before)
    assert changed != before
    write_stays(coached.folder, [])
    (coached.folder / CORRECTIONS).write_text("")
    assert again(coached, changed) == before


def test_what_was_measured_and_what_was_heard_outlast_a_correction(coached):
    measured = reports.a_report().delivery
    heard = replace(a_report(), delivery=measured, caveats=("The recording is very quiet.", *a_report().caveats))
    after = again(coached, heard)
    assert after.delivery.pitch_semitones_sd == 2.94
    assert after.delivery.silence == measured.silence
    assert after.delivery.quality == measured.quality
    assert after.caveats[0] == "The recording is very quiet."
    assert after.transcript == heard.transcript


def test_a_statement_about_a_slide_that_the_deck_does_not_have_is_refused(coached):
    write_stays(coached.folder, [stay(Span(0, 10), 6)])
    with pytest.raises(InputError, match="slide 6"):
        again(coached, a_report())


def test_a_rehearsal_of_loose_files_has_no_statements(tmp_path):
    assert Rehearsal(tmp_path / "talk.wav").stays == ()
