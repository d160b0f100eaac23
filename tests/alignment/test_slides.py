from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from alignment.talks import SAID, SLIDES, deck, spoken, told
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.alignment.slides import align, clicked
from talkcoach.domain import Deck, Mark, Slide, Span, Transcript, Visit


def right(transcript: Transcript, visits: tuple[Visit, ...], slides: list[int]) -> float:
    """The share of sentences on the right slide."""
    found = slides_of(transcript, visits)
    return sum(a == b for a, b in zip(found, slides, strict=True)) / len(slides)


def slides_of(transcript: Transcript, visits: tuple[Visit, ...]) -> list[int | None]:
    return [next((v.slide for v in visits if s.span.middle in v.span), None) for s in transcript.sentences]


@pytest.mark.parametrize(
    "order",
    [(1, 2, 3, 4, 5, 6, 7), (1, 2, 4, 5, 6, 7), (1, 2, 3, 4, 5, 4, 5, 6, 7), (4, 5, 6)],
    ids=["in order", "one left out", "back to the method and on", "only the middle"],
)
def test_the_words_tell_which_slide_was_up(order: tuple[int, ...]):
    transcript, slides = told(order)
    assert right(transcript, align(transcript, deck()), slides) >= 0.8


def test_a_hidden_slide_is_not_taken_for_its_twin():
    shown = deck().slides
    twin = Slide(8, shown[3].title, shown[3].text, hidden=True)
    transcript, slides = told((1, 2, 3, 4, 5, 6, 7))
    visits = align(transcript, Deck((*shown, twin)))
    assert 8 not in {visit.slide for visit in visits}
    assert right(transcript, visits, slides) >= 0.9


def test_a_hidden_slide_between_two_is_passed_without_a_word():
    shown = deck().slides
    backup = Slide(4, "Backup", "Backup\nAll seeds of every run", hidden=True)
    later = tuple(replace(slide, number=slide.number + 1) for slide in shown[3:])
    transcript, _ = told((1, 2, 3, 4, 5, 6, 7))
    visits = align(transcript, Deck((*shown[:3], backup, *later)))
    plain = align(transcript, deck())
    assert [(v.span, v.slide - (v.slide > 4)) for v in visits] == [(v.span, v.slide) for v in plain]


def test_a_long_digression_is_off_the_slides():
    chat = [
        "Yesterday my bicycle got stolen near the river by somebody wearing yellow trousers and purple boots."
    ] * 40
    before, after = told((1, 2, 3))[0], told((4, 5, 6, 7))[0]
    texts = [*(s.text for s in before.sentences), *chat, *(s.text for s in after.sentences)]
    slides = slides_of(spoken(texts), align(spoken(texts), deck()))
    assert slides[len(before.sentences) + 20] is None
    assert slides[-1] == 7


def test_a_change_of_slide_falls_into_the_silence_between_sentences():
    transcript, _ = told((1, 2))
    first, second = align(transcript, Deck(deck().slides[:2]))
    assert first.span.end == second.span.start == pytest.approx(8.75)


def test_what_a_step_of_a_build_adds_tells_it_from_the_step_before():
    lines = [f"{title}\n{text}" for title, text in SLIDES]
    build = Deck(tuple(Slide(n, SLIDES[0][0], "\n".join(lines[:n])) for n in range(1, 8)))
    transcript, slides = told((1, 2, 3, 4, 5, 6, 7))
    assert right(transcript, align(transcript, build), slides) >= 0.9


def test_what_stands_in_the_notes_tells_of_slides_that_are_only_pictures():
    transcript, slides = told((1, 2, 3, 3, 4, 5, 6, 7))
    pictures = [
        replace(slide, title="", text="") if slide.number in (3, 4, 5) else slide for slide in deck().slides
    ]
    notes = {n: " ".join(SAID[n][:2]) for n in (3, 4, 5)}
    noted = [replace(slide, notes=notes.get(slide.number, "")) for slide in pictures]
    found, guessed = (
        right(transcript, align(transcript, Deck(tuple(each))), slides) for each in (noted, pictures)
    )
    assert found >= 0.9 > guessed


def silent(spent: Sequence[int]) -> tuple[Transcript, list[int], list[Slide]]:
    """A talk in which only the first slide and the last have any text, and so many sentences are said to each."""
    slides = [number for number, sentences in enumerate(spent, start=1) for _ in range(sentences)]
    shown = {1: "Otters swim", len(spent): "Otters sleep"}
    deck = [Slide(n, shown.get(n, ""), shown.get(n, "")) for n in range(1, len(spent) + 1)]
    said = {1: "Otters swim, and so they do.", len(spent): "Otters sleep, and so they do."}
    texts = [said.get(slide, "There it is, and so on.") for slide in slides]
    return spoken(texts), slides, deck


@pytest.mark.parametrize("seed", range(5))
def test_rehearsed_times_help_where_words_tell_nothing_even_when_they_are_wrong_by_a_half(seed: int):
    spent = (2, 3, 14, 3, 3, 14, 3, 2)
    transcript, slides, shown = silent(spent)
    error = Random(seed)
    timed = [
        replace(slide, planned_seconds=9.0 * sentences * error.uniform(0.5, 1.5))
        for slide, sentences in zip(shown, spent, strict=True)
    ]
    helped, alone = (right(transcript, align(transcript, Deck(tuple(each))), slides) for each in (timed, shown))
    assert helped > alone


def test_rehearsed_times_do_not_rule_over_clear_words():
    transcript, slides = told((1, 2, 3, 4, 5, 6, 7))
    wrong = Deck(tuple(replace(slide, planned_seconds=5.0 * 4 ** (slide.number % 3)) for slide in deck().slides))
    assert right(transcript, align(transcript, wrong), slides) >= 0.9


def test_clear_words_are_surer_than_words_that_fit_no_slide():
    clear, _ = told((1, 2, 3, 4))
    vague = spoken(["So, well, there it is."] * len(clear.sentences))
    four = Deck(deck().slides[:4])
    assert min(v.confidence for v in align(clear, four)) > min(v.confidence for v in align(vague, four))


def test_without_slides_or_words_there_are_no_visits():
    assert align(told((1, 2))[0], Deck(())) == ()
    assert align(Transcript(()), deck()) == ()


def test_a_deck_without_any_text_still_gives_visits():
    blank = Deck(tuple(Slide(n, "", "") for n in (1, 2, 3)))
    transcript, _ = told((1, 2, 3))
    assert {visit.slide for visit in align(transcript, blank)} <= {1, 2, 3}


def test_clicks_are_exact_and_rule_over_the_words():
    transcript, _ = told((1, 2, 3))
    visits = clicked((Mark(0.0, 3), Mark(10.0, 1)), end=60.0)
    assert visits == (Visit(Span(0, 10), 3, 1.0, "click"), Visit(Span(10, 60), 1, 1.0, "click"))
    assert align(transcript, deck(), visits) == visits


def test_where_the_clicker_was_forgotten_the_words_go_on():
    transcript, slides = told((1, 2, 3, 4, 5, 6, 7))
    known = clicked((Mark(0.0, 1), Mark(8.75, 2)), end=120.0)
    first, second, *rest = align(transcript, deck(), known)
    assert (first, second.slide, second.source) == (known[0], 2, "click")
    assert second.span.end == rest[0].span.start == pytest.approx(26.75, abs=5)
    assert {visit.source for visit in rest} == {"speech"}
    assert rest[-1].span.end == 120.0
    assert right(transcript, (first, second, *rest), slides) >= 0.9


@pytest.mark.parametrize(
    "said",
    [
        (1, 2, 2, 2, 2, 2, 2, 2, 2),
        (1, 2, 3, 4),
        (1, 2, 7, 1, 6, 2, 5, 1),
    ],
    ids=["for long on the same", "on a little further", "to and fro"],
)
def test_the_last_click_stands_where_the_words_do_not_clearly_follow_later_slides(said: tuple[int, ...]):
    transcript, _ = told(said)
    known = clicked((Mark(0.0, 1), Mark(8.75, 2)), end=transcript.sentences[-1].span.end)
    assert align(transcript, deck(), known) == known


def test_the_last_click_stands_on_the_last_slide():
    transcript, _ = told((1, 2, 3, 4, 5, 6, 7))
    known = clicked((Mark(0.0, 7),), end=120.0)
    assert align(transcript, deck(), known) == known


def test_narration_is_never_taken_to_be_forgotten():
    transcript, _ = told((1, 2, 3, 4, 5, 6, 7))
    known = (Visit(Span(0, 120), 1, 1.0, "narration"),)
    assert align(transcript, deck(), known) == known


def test_where_what_is_known_ends_the_words_go_on():
    transcript, slides = told((1, 2, 3, 4, 5, 6, 7))
    known = (Visit(Span(0, 8.75), 1, 1.0, "narration"), Visit(Span(8.75, 26.75), 2, 1.0, "narration"))
    visits = align(transcript, deck(), known)
    assert visits[:2] == known
    assert right(transcript, visits, slides) >= 0.9


def test_before_the_first_click_the_words_tell():
    transcript, slides = told((1, 2, 3, 4, 5, 6, 7))
    known = clicked((Mark(44.75, 4), Mark(62.75, 5)), end=120.0)
    visits = align(transcript, deck(), known)
    assert visits[-2:] == known
    assert right(transcript, visits, slides[:14] + [5] * 12) >= 0.9
    assert all(before.span.end <= after.span.start for before, after in pairwise(visits))


def test_between_two_stays_that_are_known_the_words_tell():
    transcript, slides = told((1, 2, 3, 4, 5, 6, 7))
    known = (Visit(Span(0, 8.75), 1, 1.0, "click"), Visit(Span(98.75, 120), 7, 1.0, "click"))
    visits = align(transcript, deck(), known)
    assert set(known) <= set(visits)
    assert right(transcript, visits, slides) >= 0.9


def test_a_clicker_pressed_twice_makes_no_empty_visit():
    assert [v.slide for v in clicked((Mark(0.0, 1), Mark(5.0, 2), Mark(5.0, 3)), end=9.0)] == [1, 3]


def test_marks_after_the_end_of_the_recording_do_not_count():
    assert clicked((Mark(0.0, 1), Mark(50.0, 2)), end=9.0) == (Visit(Span(0, 9), 1, 1.0, "click"),)


SENTENCES = st.lists(st.sampled_from([text for texts in SAID.values() for text in texts]), max_size=25)
MARKS = st.lists(st.tuples(st.floats(0, 130), st.integers(1, 3)), max_size=4).map(
    lambda marks: tuple(Mark(time, slide) for time, slide in sorted(marks))
)


@settings(deadline=None, max_examples=40)
@given(SENTENCES, st.integers(1, 7))
def test_visits_are_in_order_apart_and_within_the_talk_whatever_is_said(texts: list[str], slides: int):
    transcript = spoken(texts)
    visits = align(transcript, Deck(deck().slides[:slides]))
    assert all(before.span.end <= after.span.start for before, after in pairwise(visits))
    assert all(0 < visit.confidence <= 1 and 1 <= visit.slide <= slides and visit.span for visit in visits)
    if visits:
        assert visits[0].span.start >= transcript.sentences[0].span.start
        assert visits[-1].span.end <= transcript.sentences[-1].span.end


@settings(deadline=None, max_examples=40)
@given(SENTENCES, MARKS)
def test_visits_stay_in_order_apart_and_within_the_recording_whatever_is_clicked(
    texts: list[str], marks: tuple[Mark, ...]
):
    transcript, end = spoken(texts), 120.0
    known = clicked(marks, end)
    visits = align(transcript, deck(), known)
    assert all(before.span.end <= after.span.start for before, after in pairwise(visits))
    assert all(visit.span and visit.span.start >= 0 and visit.span.end <= end for visit in visits)
    assert set(known[:-1]) <= set(visits)


@settings(deadline=None, max_examples=20)
@given(SENTENCES, st.integers(0, 64).map(lambda quarters: quarters * 0.25))
def test_what_is_said_later_is_found_later_and_otherwise_the_same(texts: list[str], seconds: float):
    said = spoken(texts)
    later = replace(said, sentences=tuple(replace(s, span=s.span.shifted(seconds)) for s in said.sentences))
    found = align(said, deck())
    assert align(later, deck()) == tuple(replace(visit, span=visit.span.shifted(seconds)) for visit in found)
