from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import (
    Aligned,
    Deck,
    Finding,
    Question,
    Quote,
    Section,
    Sentence,
    Slide,
    Span,
    Transcript,
    Visit,
    merged,
)

MOMENTS = st.floats(0, 1e5, allow_nan=False)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, end = sorted((draw(MOMENTS), draw(MOMENTS)))
    return Span(start, end)


def test_a_span_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Span(2.0, 1.0)


@pytest.mark.parametrize("end", [math.inf, math.nan])
def test_a_span_has_finite_ends(end: float):
    with pytest.raises(ValueError, match="finite"):
        Span(0.0, end)


def test_an_empty_span_is_falsy_and_holds_no_moment():
    assert not Span(1.0, 1.0)
    assert 1.0 not in Span(1.0, 1.0)


def test_a_span_holds_its_start_but_not_its_end():
    assert 1.0 in Span(1.0, 2.0)
    assert 2.0 not in Span(1.0, 2.0)


@given(spans(), spans())
def test_what_two_spans_share_does_not_depend_on_their_order(one: Span, other: Span):
    assert one & other == other & one
    assert one.overlap(other) == other.overlap(one)


@given(spans(), spans())
def test_what_two_spans_share_lies_within_both_unless_it_is_empty(one: Span, other: Span):
    shared = one & other
    assert shared.duration <= min(one.duration, other.duration)
    if shared:
        assert shared.start >= max(one.start, other.start)
        assert shared.end <= min(one.end, other.end)


@given(spans())
def test_a_span_shares_all_of_itself_with_itself(span: Span):
    assert span & span == span


@given(st.lists(spans()))
def test_merged_spans_are_in_order_and_apart(some: list[Span]):
    joined = merged(some)
    assert all(before.end < after.start for before, after in pairwise(joined))


@given(st.lists(spans(), min_size=1), MOMENTS)
def test_merging_neither_adds_nor_loses_a_moment(some: list[Span], moment: float):
    assert any(moment in span for span in merged(some)) == any(moment in span for span in some)


@given(st.lists(spans()), st.floats(0, 100))
def test_merging_twice_changes_nothing(some: list[Span], gap: float):
    once = merged(some, gap)
    assert merged(once, gap) == once


def test_a_slide_is_found_by_its_number_counted_from_one():
    deck = Deck((Slide(1, "One", ""), Slide(2, "Two", "")))
    assert deck[2].title == "Two"
    with pytest.raises(IndexError, match="no slide 0 in a deck of 2"):
        deck[0]


def test_a_talk_is_called_by_its_title_slide_the_first_that_is_shown():
    assert (
        Deck((Slide(1, "Old cover", "", hidden=True), Slide(2, "Who waits", ""), Slide(3, "Why", ""))).title
        == "Who waits"
    )
    assert Deck(()).title == ""


@pytest.mark.parametrize("title", ["CONTENTS", " Agenda: ", "Today’s talk", "Gliederung", "目录", ""])
def test_a_list_of_contents_names_no_talk(title: str):
    assert Deck((Slide(1, title, title), Slide(2, "Why wards are full", ""))).title == ""


def test_a_finding_without_evidence_cannot_be_made():
    with pytest.raises(ValueError, match="no evidence"):
        Finding("too-fast", "low", "You rush.", "Slow down.", ())


def test_a_question_without_evidence_cannot_be_made():
    with pytest.raises(ValueError, match="no evidence"):
        Question("Why?", "baseline", "It is asked.", ())


def a_talk() -> Aligned:
    sentences = (Sentence(Span(0, 4), "Hello."), Sentence(Span(5, 9), "It fails on scans."))
    return Aligned(
        transcript=Transcript(sentences),
        deck=Deck((Slide(1, "Hello", ""), Slide(2, "Limits", ""), Slide(3, "Never shown", ""))),
        visits=(Visit(Span(0, 4.5), 1), Visit(Span(4.5, 9), 2)),
        sections=(Section(Span(0, 4.5), "other"), Section(Span(4.5, 9), "limitations")),
        duration=10,
    )


def test_a_sentence_is_quoted_with_the_slide_that_was_up():
    talk = a_talk()
    assert talk.quote(talk.transcript.sentences[1]) == Quote(Span(5, 9), "It fails on scans.", 2)


def test_between_visits_no_slide_is_up_and_between_sections_the_part_is_other():
    assert a_talk().slide_at(9.5) is None
    assert a_talk().section_at(9.5) == "other"


def test_the_sentences_of_a_part_are_those_whose_middle_lies_in_it():
    assert [s.text for s in a_talk().sentences_in("limitations")] == ["It fails on scans."]


def test_a_slide_that_was_never_shown_is_quoted_at_the_start_with_an_empty_span():
    talk = a_talk()
    assert talk.quote_slide(talk.deck[3]) == Quote(Span(0, 0), "Never shown", 3)
    assert talk.quote_slide(talk.deck[2], "a line of it") == Quote(Span(4.5, 4.5), "a line of it", 2)
