from __future__ import annotations

import pytest

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
