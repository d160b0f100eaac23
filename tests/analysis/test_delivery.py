from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.delivery import WINDOW, delivery, delivery_findings
from talkcoach.domain import Deck, Sentence, Span, Talk, Transcript, Visit, Word
from talkcoach.rubric import load_rubric

RUBRIC = load_rubric()


def a_talk(words: list[Word]) -> Talk:
    sentence = Sentence(words[0].span | words[-1].span, " ".join(word.text for word in words), tuple(words))
    end = sentence.span.end
    return Talk(Transcript((sentence,), "en"), Deck(()), (Visit(Span(0, end), 4),), (), end)


def steadily(words_per_minute: float, seconds: float, start: float = 0.0) -> list[Word]:
    every = 60 / words_per_minute
    return [
        Word(Span(start + n * every, start + (n + 0.9) * every), f"word{n}") for n in range(round(seconds / every))
    ]


def test_pace_is_words_a_minute_with_pauses_included():
    measured = delivery(a_talk(steadily(140, 120)), RUBRIC)
    assert measured.words_per_minute == pytest.approx(140, rel=0.01)
    assert [pace.words_per_minute for pace in measured.pace] == pytest.approx([140] * 3, rel=0.02)


def test_a_filled_pause_is_told_with_its_moment_and_slide():
    words = steadily(120, 10)
    words[3] = Word(words[3].span, "Um,")
    [filler] = delivery(a_talk(words), RUBRIC).fillers
    assert (filler.span, filler.text, filler.slide) == (words[3].span, "Um,", 4)


def test_a_word_that_only_contains_a_filler_is_none():
    assert delivery(a_talk([Word(Span(0, 1), "umbrella"), Word(Span(1, 2), "Ernie")]), RUBRIC).fillers == ()


def test_a_silence_of_two_seconds_is_a_long_pause_and_a_shorter_one_is_not():
    words = [Word(Span(0, 1), "a"), Word(Span(3, 4), "b"), Word(Span(5.9, 7), "c")]
    assert [pause.span for pause in delivery(a_talk(words), RUBRIC).pauses] == [Span(1, 3)]


def test_sentences_without_word_times_still_have_a_pace():
    sentence = Sentence(Span(0, 60), " ".join(["word"] * 130))
    talk = Talk(Transcript((sentence,), "en"), Deck(()), (), (), 60)
    measured = delivery(talk, RUBRIC)
    assert measured.words_per_minute == pytest.approx(130)
    assert [pace.words_per_minute for pace in measured.pace] == pytest.approx([130, 130], rel=0.05)


def in_chinese(words: int) -> Sentence:
    spoken = tuple(Word(Span(n / 4, (n + 0.9) / 4), "读") for n in range(words))
    return Sentence(Span(0, words / 4), "读" * words, spoken)


def test_words_that_no_spaces_part_are_those_of_the_recogniser():
    talk = Talk(Transcript((in_chinese(240),), "zh"), Deck(()), (), (), 60)
    measured = delivery(talk, RUBRIC)
    assert measured.words_per_minute == pytest.approx(240)
    assert [pace.words_per_minute for pace in measured.pace] == pytest.approx([240, 240])
    assert (measured.band, delivery_findings(talk, measured)) == (None, ())


def test_without_spaces_and_without_word_times_there_is_no_pace():
    bare = replace(in_chinese(240), words=())
    measured = delivery(Talk(Transcript((bare,), "zh"), Deck(()), (), (), 60), RUBRIC)
    assert (measured.words_per_minute, measured.pace) == (None, ())


def test_a_word_of_another_language_is_no_filled_pause_of_ours():
    he = Sentence(Span(0, 1), "er", (Word(Span(0, 1), "er"),))
    in_language = {
        language: len(delivery(Talk(Transcript((he,), language), Deck(()), (), (), 1), RUBRIC).fillers)
        for language in ("", "en", "de")
    }
    assert in_language == {"": 1, "en": 1, "de": 0}


@given(st.lists(st.tuples(st.floats(1, 20), st.integers(0, 30), st.booleans()), min_size=1, max_size=12))
def test_the_pace_of_the_whole_counts_the_words_of_its_windows(told: list[tuple[float, int, bool]]):
    sentences, start = [], 0.0
    for seconds, count, timed in told:
        span, step = Span(start, start + seconds), seconds / max(count, 1)
        words = tuple(Word(Span(start + n * step, start + (n + 1) * step), "a-b") for n in range(count))
        sentences.append(Sentence(span, "a -b " * count if timed else "a-b " * count, words if timed else ()))
        start += seconds
    measured = delivery(Talk(Transcript(tuple(sentences), "en"), Deck(()), (), (), start), RUBRIC)
    counted = (measured.words_per_minute or 0.0) * start / 60
    assert counted == pytest.approx(sum(count for _, count, _ in told))
    assert sum(pace.words_per_minute * WINDOW / 60 for pace in measured.pace) <= counted + 1e-6


def test_silence_has_no_pace():
    measured = delivery(Talk(Transcript(()), Deck(()), (), (), 60), RUBRIC)
    assert measured.words_per_minute is None
    assert measured.pace == ()


@pytest.mark.parametrize(("rate", "said"), [(140, []), (110, []), (200, ["too-fast"]), (80, ["too-slow"])])
def test_only_a_pace_outside_the_band_is_remarked_on(rate: float, said: list[str]):
    talk = a_talk(steadily(rate, 121))
    assert [finding.kind for finding in delivery_findings(talk, delivery(talk, RUBRIC))] == said


def test_one_fast_window_is_no_event():
    words = [*steadily(140, 60), *steadily(220, WINDOW, start=60), *steadily(140, 60, start=60 + WINDOW)]
    talk = a_talk(words)
    assert delivery_findings(talk, delivery(talk, RUBRIC)) == ()
