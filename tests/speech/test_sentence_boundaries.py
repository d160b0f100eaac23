from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Span, Word
from talkcoach.speech.sentence_boundaries import LONGEST, LONGEST_SECONDS, cuts, likely_sentences, shipped_model

TALK = (
    "Good evening and thank you for coming. Today we look at why bridges fail in the cold. "
    "The problem is that steel turns brittle. So we hang a small sensor under every joint. "
    "We trained our model on two years of data. In the next slide you see the results. "
    "This is because the metal cools at night. Thank you very much."
)


def spoken(text: str, *, pause: float = 0.0) -> tuple[Word, ...]:
    """Words without punctuation at an even pace by their letters, with a pause where a sentence ended."""
    words: list[Word] = []
    clock = 0.0
    for written in text.split():
        said = re.sub(r"\W", "", written).lower()
        words.append(Word(Span(clock, clock + 0.06 * (len(said) + 1)), said))
        clock = words[-1].span.end + (pause if written.endswith(".") else 0.0)
    return tuple(words)


def boundaries(text: str) -> set[int]:
    return {n for n, word in enumerate(text.split()[:-1]) if word.endswith(".")}


def found(words: tuple[Word, ...], lines: frozenset[int] = frozenset()) -> set[int]:
    ends, count = set(), 0
    for sentence in likely_sentences(words, lines)[:-1]:
        count += len(sentence.words)
        ends.add(count - 1)
    return ends


def f1(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def test_most_sentences_of_an_invented_talk_end_where_they_did():
    assert f1(found(spoken(TALK)), boundaries(TALK)) > 0.7


def test_pauses_help():
    assert f1(found(spoken(TALK, pause=0.7)), boundaries(TALK)) == 1


def test_lines_that_end_with_sentences_are_believed():
    ends = frozenset(boundaries(TALK))
    assert found(spoken(TALK), ends) == ends


def test_lines_that_end_anywhere_are_not():
    words = spoken(TALK)
    anywhere = frozenset(range(3, len(words) - 1, 4))
    assert f1(found(words, anywhere), boundaries(TALK)) > f1(set(anywhere), boundaries(TALK))


words = st.lists(
    st.tuples(st.sampled_from(["we", "so", "the", "bridge", "fails", "and", "x"]), st.floats(0, 4)), max_size=90
)


@given(words, st.sets(st.integers(0, 89)))
def test_every_word_is_in_one_short_sentence_in_order(said: list[tuple[str, float]], lines: set[int]):
    clock = 0.0
    spoken_words = []
    for text, silence in said:
        spoken_words.append(Word(Span(clock, clock + 0.2), text))
        clock += 0.2 + silence
    sentences = likely_sentences(spoken_words, frozenset(n for n in lines if n < len(said)))
    assert [word for sentence in sentences for word in sentence.words] == spoken_words
    assert all(1 <= len(sentence.words) <= LONGEST for sentence in sentences)
    assert all(len(s.words) == 1 or s.span.duration <= LONGEST_SECONDS for s in sentences)
    assert all(before.span.end <= after.span.start for before, after in pairwise(sentences))


@pytest.mark.parametrize("count", [1, 19, 20, 21, 400])
def test_even_odds_leave_no_sentence_too_long(count: int):
    ends = [-1, *cuts([-5.0] * (count - 1)), count - 1]
    assert max(b - a for a, b in pairwise(ends)) <= LONGEST


def test_the_weights_are_statistics_of_single_words_and_short_runs():
    assert max(len(sign.split()) for sign in shipped_model().weights) <= 4
