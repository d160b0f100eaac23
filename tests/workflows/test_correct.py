"""What the user says of which slide was up when goes before clicks and words, and before what was said earlier."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import reports
from hypothesis import given
from hypothesis import strategies as st
from shelf import a_meta, a_report, recorded

from talkcoach.alignment.corrected_visits import corrected, corrected_visit, moved
from talkcoach.domain import Caveat, Deck, Slide, Span, Visit
from talkcoach.errors import InputError
from talkcoach.report.model import Report, is_by_the_speaker
from talkcoach.rubric import load_rubric
from talkcoach.store.corrections import VISITS, Corrections, parts_in, visits_in, write_parts, write_visits
from talkcoach.store.prepared import PreparedTalk
from talkcoach.store.rehearsal import Rehearsal
from talkcoach.workflows.correct import confirmed, correct, corrections_of
from talkcoach.workflows.prepare import prepare

FOUND = (Visit(Span(0, 10), 1, 0.9), Visit(Span(10, 20), 2, 0.4), Visit(Span(20, 30), 3, 0.8))

spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Span(*map(float, sorted(ends))))
statements = st.lists(st.builds(corrected_visit, spans.filter(bool), st.integers(1, 4)), max_size=6)


def slides(visits: tuple[Visit, ...]) -> list[tuple[float, float, int]]:
    return [(visit.span.start, visit.span.end, visit.slide) for visit in visits]


def test_a_stay_that_was_on_another_slide_becomes_that_slide():
    assert slides(corrected(FOUND, [corrected_visit(Span(10, 20), 4)])) == [(0, 10, 1), (10, 20, 4), (20, 30, 3)]


def test_what_the_user_says_is_exact_and_known_as_the_users():
    said = corrected(FOUND, [corrected_visit(Span(10, 20), 4)])[1]
    assert (said.confidence, said.source) == (1.0, "corrected")


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
    write_visits(folder, said)
    assert visits_in(folder) == tuple(said)


def test_a_file_of_statements_with_a_mistake_is_named(tmp_path):
    (tmp_path / VISITS).write_text('{"stays": [{"start": 5, "end": 2, "slide": 1}]}')
    with pytest.raises(InputError, match=VISITS):
        visits_in(tmp_path)


DECK = Deck(
    tuple(
        Slide(n, title, title) for n, title in enumerate(("Sieve", "Problem", "Approach", "Results", "Limits"), 1)
    )
)


def again(rehearsal: Rehearsal, report: Report, parts: dict[int, str] | None = None, *visits: Visit) -> Report:
    return correct(rehearsal, Corrections(parts or {}, visits), DECK, load_rubric(), report)


@pytest.fixture
def coached(tmp_path, monkeypatch) -> Rehearsal:
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
    after = again(coached, before, {4: "limitations"})
    seconds = {part.key: part.seconds for part in after.timing.parts}
    assert seconds["limitations"] >= 60.0
    assert after.corrections == {4: "limitations"}


def test_a_moved_boundary_moves_the_minutes_of_its_slides(coached):
    before = again(coached, a_report())
    statement = moved(before.slides[0], before.slides[1], 90.0)
    assert statement
    after = again(coached, before, {}, statement)
    assert after.timing.slides[1].seconds == before.timing.slides[1].seconds + 30.0
    assert after.timing.slides[2].seconds == before.timing.slides[2].seconds - 30.0


def test_what_is_taken_back_leaves_the_report_as_it_was(coached):
    before = again(coached, a_report())
    changed = again(coached, before, {4: "limitations"}, corrected_visit(Span(0, 50), 4))
    assert changed != before
    assert corrections_of(coached) == Corrections({4: "limitations"}, (corrected_visit(Span(0, 50), 4),))
    assert again(coached, changed) == before
    assert corrections_of(coached) == Corrections({}, ())


def test_what_was_measured_and_what_was_heard_outlast_a_correction(coached):
    measured = reports.a_report().delivery
    cut = Caveat("sound-cut-short", "talk.m4a", 60.0, 90.0)
    heard = replace(a_report(), delivery=measured, input_caveats=(cut,))
    after = again(coached, heard)
    assert after.delivery.pitch_semitones_sd == 2.94
    assert after.delivery.silence == measured.silence
    assert after.delivery.quality == measured.quality
    assert after.caveats[0] == "Only the first 60 of 90 seconds of talk.m4a could be read."
    assert after.transcript == heard.transcript


def test_a_statement_about_a_slide_that_the_deck_does_not_have_is_refused(coached):
    with pytest.raises(InputError, match="slide 6"):
        again(coached, a_report(), {}, corrected_visit(Span(0, 10), 6))
    assert corrections_of(coached) == Corrections({}, ())


def test_what_an_earlier_version_wrote_as_a_click_is_the_users_correction(tmp_path):
    (tmp_path / VISITS).write_text('{"stays": [{"start": 0, "end": 5, "slide": 1, "source": "click"}]}')
    assert visits_in(tmp_path)[0].source == "corrected"


def a_deck(path: Path, slides: tuple[Slide, ...]) -> bytes:
    from pptx import Presentation

    made = Presentation()
    for slide in slides:
        made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = slide.title
    made.save(str(path))
    return path.read_bytes()


@pytest.fixture
def rehearsed(coached, tmp_path) -> tuple[Rehearsal, PreparedTalk]:
    """The rehearsal and the talk that it is one of, whose deck has one slide more, at the front."""
    newer = (Slide(1, "What we did", ""), *DECK.slides)
    talk = prepare(a_deck(tmp_path / "deck.pptx", newer), "deck.pptx", "research_talk", 35)
    return replace(coached, meta=replace(a_meta(), talk=talk.id)), talk


def test_parts_that_the_speaker_confirms_are_those_that_were_found(coached):
    before = again(coached, a_report())
    after = correct(coached, confirmed(Corrections(), before), DECK, load_rubric(), before)
    assert not is_by_the_speaker(before)
    assert is_by_the_speaker(after)
    assert [slide.part for slide in after.timing.slides] == [slide.part for slide in before.timing.slides]


def test_once_all_parts_are_confirmed_one_that_is_not_there_is_missing(coached):
    before = again(coached, a_report())
    all_method = correct(coached, Corrections(dict.fromkeys(range(1, 6), "approach")), DECK, load_rubric(), before)
    verdicts = {part.key: part.verdict for part in all_method.timing.parts}
    assert verdicts["implications"] == "missing"


def test_a_confirmed_slide_is_known_again_in_the_newer_deck_of_the_talk(rehearsed):
    rehearsal, talk = rehearsed
    before = again(rehearsal, a_report())
    correct(rehearsal, Corrections({4: "evidence"}), DECK, load_rubric(), before)
    assert parts_in(talk.folder) == {5: "evidence"}


def test_what_is_taken_back_is_taken_back_from_the_talk_and_the_rest_of_it_stays(rehearsed):
    rehearsal, talk = rehearsed
    write_parts(talk.folder, {1: "other"})
    before = again(rehearsal, a_report())
    changed = correct(rehearsal, Corrections({4: "evidence"}), DECK, load_rubric(), before)
    again(rehearsal, changed)
    assert parts_in(talk.folder) == {1: "other"}
