from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.pace import LASTS, STEP, WINDOW, pace_findings, tempo
from talkcoach.analysis.pauses import SHORTEST
from talkcoach.domain import Aligned, Deck, Sentence, Span, Transcript, Visit, Word
from talkcoach.domain.words import syllables
from talkcoach.rubric import load_rubric

RUBRIC = load_rubric()


def a_talk(words: list[Word], language: str = "en", **more: tuple[Span, ...]) -> Aligned:
    sentence = Sentence(words[0].span | words[-1].span, " ".join(word.text for word in words), tuple(words))
    end = sentence.span.end
    visits = tuple(Visit(Span(n * 60, min(end, n * 60 + 60)), n + 1) for n in range(int(end // 60) + 1))
    return Aligned(Transcript((sentence,), language), Deck(()), visits, (), end, **more)


def steadily(words_per_minute: float, seconds: float, start: float = 0.0, text: str = "results") -> list[Word]:
    every = 60 / words_per_minute
    return [Word(Span(start + n * every, start + (n + 0.99) * every), text) for n in range(round(seconds / every))]


def test_the_speaking_rate_counts_pauses_and_no_filled_pauses():
    words = [*steadily(150, 60), Word(Span(60.0, 60.5), "um"), *steadily(150, 58, start=62)]
    assert tempo(a_talk(words), RUBRIC).words_per_minute == pytest.approx((150 + 145) / 2, abs=0.5)


def test_the_articulation_rate_leaves_out_pauses_filled_or_silent():
    spoken = [*steadily(120, 30), *steadily(120, 30, start=34)]
    rate = tempo(a_talk(spoken), RUBRIC).syllables_per_second
    assert rate == pytest.approx(4.0, rel=0.02)
    filled = sorted([*spoken, Word(Span(31, 33), "um")], key=lambda word: word.span)
    assert tempo(a_talk(filled), RUBRIC).syllables_per_second == pytest.approx(rate)


def test_silences_heard_in_the_sound_go_before_gaps_between_words():
    words = [Word(Span(n, n + 1), "data") for n in range(20)]
    heard = [Span(n + 0.5, n + 1) for n in range(20)]
    rates = [tempo(a_talk(words), RUBRIC, silences).syllables_per_second for silences in (None, heard)]
    assert rates == pytest.approx([2.0, 4.0], rel=0.03)


def test_a_gap_that_is_shorter_than_a_pause_belongs_to_articulation():
    gap = SHORTEST - 0.01
    words = [Word(Span(n, n + 1 - gap), "data") for n in range(20)]
    assert tempo(a_talk(words), RUBRIC).syllables_per_second == pytest.approx(2.0, rel=0.02)


def test_windows_follow_each_other_in_steps_and_are_whole():
    pace = tempo(a_talk(steadily(140, 61)), RUBRIC).pace
    assert [p.span.start for p in pace] == pytest.approx([n * STEP for n in range(7)])
    assert {round(p.span.duration) for p in pace} == {WINDOW}
    assert [p.words_per_minute for p in pace] == pytest.approx([140] * 7, abs=4)


@pytest.mark.parametrize(("rate", "said"), [(140, []), (112, []), (200, ["too-fast"]), (80, ["too-slow"])])
def test_only_a_pace_outside_the_band_is_remarked_on(rate: float, said: list[str]):
    talk = a_talk(steadily(rate, 121))
    assert [finding.kind for finding in pace_findings(talk, tempo(talk, RUBRIC))] == said


def test_a_fast_stretch_is_named_with_its_length_its_slide_and_its_rate():
    talk = a_talk([*steadily(140, 60), *steadily(220, 40, start=60), *steadily(140, 80, start=100)])
    [finding] = pace_findings(talk, tempo(talk, RUBRIC))
    [stretch] = tempo(talk, RUBRIC).hurried
    assert abs(stretch.span.middle - 80) <= STEP
    assert f"For 0:{stretch.span.duration:.0f} on slide" in finding.message
    assert "110–165" in finding.message


def test_a_few_fast_words_are_no_event():
    talk = a_talk([*steadily(130, 60), *steadily(240, 8, start=60), *steadily(130, 60, start=68)])
    assert pace_findings(talk, tempo(talk, RUBRIC)) == ()


def test_a_question_from_the_audience_is_no_slow_stretch():
    words = [*steadily(140, 60), *steadily(140, 60, start=120)]
    assert tempo(a_talk(words), RUBRIC).dragging != ()
    measured = tempo(a_talk(words, interruptions=(Span(60, 120),)), RUBRIC)
    assert measured.dragging == ()
    assert measured.words_per_minute == pytest.approx(140, rel=0.01)


def test_in_another_language_there_is_a_pace_but_no_band_and_no_syllables():
    talk = a_talk(steadily(250, 120), language="de")
    measured = tempo(talk, RUBRIC)
    assert (measured.band, measured.syllables_per_second, measured.hurried) == (None, None, ())
    assert measured.words_per_minute == pytest.approx(250, rel=0.01)
    assert pace_findings(talk, measured) == ()


def test_sentences_without_word_times_have_a_speaking_rate_only():
    talk = Aligned(Transcript((Sentence(Span(0, 60), "word " * 130),), "en"), Deck(()), (), (), 60)
    measured = tempo(talk, RUBRIC)
    assert measured.words_per_minute == pytest.approx(130)
    assert measured.syllables_per_second is None


def test_without_spaces_and_without_word_times_there_is_no_pace():
    talk = Aligned(Transcript((Sentence(Span(0, 60), "读" * 200),), "zh"), Deck(()), (), (), 60)
    assert tempo(talk, RUBRIC).words_per_minute is None


def test_silence_has_no_pace():
    assert tempo(Aligned(Transcript(()), Deck(()), (), (), 60), RUBRIC).words_per_minute is None


@given(
    st.lists(st.tuples(st.floats(0.05, 3), st.floats(0, 4)), min_size=40, max_size=120),
    st.integers(-3, 40),
)
def test_rates_do_not_depend_on_when_the_talk_began(told: list[tuple[float, float]], power: int):
    words, start = [], 0.0
    for spoken, silent in told:
        words.append(Word(Span(start, start + spoken), "limitation"))
        start += spoken + silent
    later = [Word(word.span.shifted(1.0 + power % 7), word.text) for word in words]
    before, after = tempo(a_talk(words), RUBRIC), tempo(a_talk(later), RUBRIC)
    assert after.words_per_minute == pytest.approx(before.words_per_minute)
    assert after.syllables_per_second == pytest.approx(before.syllables_per_second)
    for stretch in (*before.hurried, *before.dragging):
        assert stretch.span.duration >= LASTS


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("data", 2), ("scale", 1), ("able", 2), ("trained", 1), ("tested", 2), ("people", 2),
        ("sometimes", 2), ("basically", 3), ("language", 2), ("variance", 3), ("create", 2), ("didn't", 2),
        ("there's", 1), ("evaluation", 5), ("state-of-the-art", 4), ("GPT", 3), ("4.7", 3), ("we", 1), ("—", 0),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_a_dictionary_does(word: str, count: int):
    assert syllables(word) == count
