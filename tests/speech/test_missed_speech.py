from __future__ import annotations

from collections.abc import Callable, Sequence

from talkcoach.domain import Span, Word
from talkcoach.speech.hallucinations import Segment
from talkcoach.speech.missed_speech import with_missed_speech

SPEECH = (Span(0, 20),)


def segment(*words: tuple[float, float, str], sure: float = -0.2) -> Segment:
    return Segment(tuple(Word(Span(start, end), text) for start, end, text in words), sure)


def second_recognition(found: Sequence[Segment]) -> tuple[list[Span], Callable[[Span], Sequence[Segment]]]:
    """The regions that are asked for, and a recogniser that always gives the same."""
    asked: list[Span] = []

    def recognise(region: Span) -> Sequence[Segment]:
        asked.append(region)
        return found

    return asked, recognise


def text(segments: Sequence[Segment]) -> str:
    return " ".join(word.text for part in segments for word in part.words)


def test_a_word_that_covers_seconds_of_speech_is_recognised_again() -> None:
    asked, recognise = second_recognition([segment((1, 2, "we"), (2, 3, "train"), (3, 14, "on."))])
    jumped = segment((0, 1, "First,"), (1, 15, "we"), (15, 16, "stop."))
    heard = list(with_missed_speech([jumped], (Span(0, 16),), recognise))
    assert asked == [Span(1, 15)]
    assert text(heard) == "First, we train on. stop."


def test_words_lost_between_two_segments_are_found() -> None:
    asked, recognise = second_recognition([segment((0, 1, "We"), (2, 9, "train."))])
    heard = list(with_missed_speech([segment((0, 1, "We")), segment((9, 10, "Then"))], (Span(0, 10),), recognise))
    assert asked == [Span(0, 9)]
    assert text(heard) == "We train. Then"


def test_words_lost_after_the_last_one_are_found() -> None:
    asked, recognise = second_recognition([segment((0, 1, "We"), (2, 9, "train."))])
    assert text(list(with_missed_speech([segment((0, 1, "We"))], SPEECH, recognise))) == "We train."
    assert asked == [Span(0, 20)]


def test_a_silence_is_not_recognised_again() -> None:
    asked, recognise = second_recognition([])
    segments = [segment((0, 1, "We"), (12, 13, "train."))]
    assert list(with_missed_speech(segments, (Span(0, 1), Span(12, 13)), recognise)) == segments
    assert asked == []


def test_a_second_recognition_with_no_more_words_changes_nothing() -> None:
    _, recognise = second_recognition([segment((1, 2, "92.3%"))])
    segments = [segment((0, 5, "92.3%"), (5, 6, "then"))]
    assert list(with_missed_speech(segments, (Span(0, 6),), recognise)) == segments


def test_a_second_recognition_that_is_uncertain_changes_nothing() -> None:
    _, recognise = second_recognition([segment((1, 2, "la"), (2, 3, "la"), (3, 4, "la"), sure=-1.4)])
    segments = [segment((0, 5, "la"), (5, 6, "then"))]
    assert list(with_missed_speech(segments, (Span(0, 6),), recognise)) == segments


def test_without_segments_there_is_nothing_to_add() -> None:
    assert list(with_missed_speech([], SPEECH, second_recognition([])[1])) == []
