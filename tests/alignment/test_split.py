"""Sentences in pieces where the speaker falls silent."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from talkcoach.alignment.slides import align
from talkcoach.alignment.split import SILENT, split_at_silences
from talkcoach.domain import Deck, Sentence, Slide, Span, Transcript, Word


def spoken(*told: tuple[float, str]) -> Sentence:
    """One sentence whose words begin at given seconds and last a third of one."""
    words = tuple(Word(Span(start, start + 1 / 3), text) for start, text in told)
    return Sentence(words[0].span | words[-1].span, " ".join(word.text for word in words), words)


def words_from(start: float, text: str) -> list[tuple[float, str]]:
    return [(start + n * 0.4, word) for n, word in enumerate(text.split())]


def test_a_sentence_is_parted_where_the_speaker_falls_silent() -> None:
    one = spoken((0, "so"), (0.4, "that's"), (0.8, "the"), (1.2, "gap"), (4, "our"), (4.4, "router"))
    assert [piece.text for piece in split_at_silences([one])] == ["so that's the gap", "our router"]


def test_a_breath_parts_nothing() -> None:
    one = spoken((0, "we"), (0.9, "route"), (1.8, "words"))
    assert split_at_silences([one]) == (one,)


def test_without_times_of_words_a_sentence_stays_whole() -> None:
    one = Sentence(Span(0, 60), "A long sentence")
    assert split_at_silences([one]) == (one,)


def test_a_slide_that_comes_up_in_the_middle_of_a_sentence_begins_in_its_silence() -> None:
    before = [
        (n * 0.4, word)
        for n, word in enumerate(["contracts", "take", "lawyers", "an", "hour", "to", "read", "aloud"])
    ]
    after = [
        (8 + n * 0.4, word)
        for n, word in enumerate(["the", "router", "scores", "paragraphs", "and", "skips", "most"])
    ]
    texts = ("Contracts take lawyers an hour", "The router scores paragraphs")
    deck = Deck(tuple(Slide(n, text, text) for n, text in enumerate(texts, start=1)))
    first, second = align(Transcript((spoken(*before, *after),), "en"), deck)
    assert (first.slide, second.slide) == (1, 2)
    assert before[-1][0] < second.span.start < 8


@given(st.lists(st.floats(0.1, 3.0), min_size=1, max_size=20))
def test_no_word_is_lost_and_none_is_said_twice(gaps: list[float]) -> None:
    starts = [sum(gaps[:n]) + n / 3 for n in range(len(gaps))]
    one = spoken(*((start, f"word{n}") for n, start in enumerate(starts)))
    parted = split_at_silences([one])
    assert [word for piece in parted for word in piece.words] == list(one.words)
    assert all(b.span.start - a.span.end < SILENT for piece in parted for a, b in pairwise(piece.words))
    assert all(b.span.start - a.span.end >= SILENT for a, b in pairwise(parted))
