from __future__ import annotations

from collections.abc import Callable, Sequence

from talkcoach.domain import Span, Word
from talkcoach.speech.hallucinations import Segment
from talkcoach.speech.passed_over import heard_again

SPEECH = (Span(0, 20),)


def segment(*words: tuple[float, float, str], sure: float = -0.2) -> Segment:
    return Segment(tuple(Word(Span(start, end), text) for start, end, text in words), sure)


def second_hearing(found: Sequence[Segment]) -> tuple[list[Span], Callable[[Span], Sequence[Segment]]]:
    """What is asked for, and who answers."""
    asked: list[Span] = []

    def hear(region: Span) -> Sequence[Segment]:
        asked.append(region)
        return found

    return asked, hear


def text(segments: Sequence[Segment]) -> str:
    return " ".join(word.text for part in segments for word in part.words)


def test_a_word_that_stands_for_seconds_of_speech_is_heard_again() -> None:
    asked, hear = second_hearing([segment((1, 2, "we"), (2, 3, "train"), (3, 14, "on."))])
    jumped = segment((0, 1, "First,"), (1, 15, "we"), (15, 16, "stop."))
    heard = list(heard_again([jumped], (Span(0, 16),), hear))
    assert asked == [Span(1, 15)]
    assert text(heard) == "First, we train on. stop."


def test_words_lost_between_two_segments_are_heard_again() -> None:
    asked, hear = second_hearing([segment((0, 1, "We"), (2, 9, "train."))])
    heard = list(heard_again([segment((0, 1, "We")), segment((9, 10, "Then"))], (Span(0, 10),), hear))
    assert asked == [Span(0, 9)]
    assert text(heard) == "We train. Then"


def test_words_lost_after_the_last_one_are_heard_again() -> None:
    asked, hear = second_hearing([segment((0, 1, "We"), (2, 9, "train."))])
    assert text(list(heard_again([segment((0, 1, "We"))], SPEECH, hear))) == "We train."
    assert asked == [Span(0, 20)]


def test_a_silence_is_not_listened_to() -> None:
    asked, hear = second_hearing([])
    segments = [segment((0, 1, "We"), (12, 13, "train."))]
    assert list(heard_again(segments, (Span(0, 1), Span(12, 13)), hear)) == segments
    assert asked == []


def test_a_second_hearing_that_finds_no_more_changes_nothing() -> None:
    _, hear = second_hearing([segment((1, 2, "92.3%"))])
    segments = [segment((0, 5, "92.3%"), (5, 6, "then"))]
    assert list(heard_again(segments, (Span(0, 6),), hear)) == segments


def test_a_second_hearing_that_is_unsure_changes_nothing() -> None:
    _, hear = second_hearing([segment((1, 2, "la"), (2, 3, "la"), (3, 4, "la"), sure=-1.4)])
    segments = [segment((0, 5, "la"), (5, 6, "then"))]
    assert list(heard_again(segments, (Span(0, 6),), hear)) == segments


def test_nothing_heard_stays_nothing() -> None:
    assert list(heard_again([], SPEECH, second_hearing([])[1])) == []
