from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Span, Word
from talkcoach.speech.sentences import to_sentences


def spoken(text: str, *, seconds: float = 0.3, gap: float = 0.1) -> tuple[Word, ...]:
    """Words one after the other; each "…3s" is a silence of 3 seconds instead."""
    words: list[Word] = []
    clock = 0.0
    for part in text.split():
        if part.startswith("…"):
            clock += float(part[1:-1])
            continue
        words.append(Word(Span(clock, clock + seconds), part))
        clock += seconds + gap
    return tuple(words)


def split(text: str) -> list[str]:
    return [sentence.text for sentence in to_sentences(spoken(text))]


@pytest.mark.parametrize(
    "text",
    [
        "We gain 4.2 points on Harbor.",
        "Smaller readers, e.g. the one by Dr. Lee et al. in Fig. 3, do worse.",
        "J. Smith works in the U.S. and elsewhere.",
        "It runs vs. a baseline.",
        "It took approx. half of it.",
        "As Sec. 3 shows, it holds.",
    ],
)
def test_a_stop_inside_a_sentence_ends_nothing(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It works. We checked.", ["It works.", "We checked."]),
        ("Why? Because it does!", ["Why?", "Because it does!"]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("Reports, logs, etc. We used all.", ["Reports, logs, etc.", "We used all."]),
        ("So did I. Then we met.", ["So did I.", "Then we met."]),
        ("We use version 3.2. It is new.", ["We use version 3.2.", "It is new."]),
    ],
)
def test_a_stop_at_the_end_of_a_sentence_ends_it(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_a_long_silence_ends_a_sentence_without_a_stop() -> None:
    assert split("this is the first …4s and this the second") == ["this is the first", "and this the second"]


def test_a_thinking_pause_ends_nothing() -> None:
    assert split("this is …1.5s one sentence") == ["this is one sentence"]


def test_a_run_on_is_split_at_its_silences() -> None:
    first, second = ["word"] * 25, ["other"] * 25
    assert split(" ".join([*first, "…1s", *second])) == [" ".join(first), " ".join(second)]


def test_a_talk_without_any_stop_or_silence_still_has_sentences_of_a_readable_length() -> None:
    sentences = to_sentences(spoken(" ".join(["word"] * 1000), gap=0.0))
    assert all(15 <= len(sentence.words) <= 80 for sentence in sentences)


def test_a_language_without_spaces_is_joined_without_spaces() -> None:
    assert [s.text for s in to_sentences(spoken("这 是 一 句。 第 二 句。"), spaced=False)] == [
        "这是一句。",
        "第二句。",
    ]


def test_no_words_are_no_sentences() -> None:
    assert to_sentences(()) == ()


texts = st.lists(
    st.sampled_from(
        ["the", "model", "4.2", "e.g.", "et", "al.", "done.", "Why?", "We", '"so."', "...", "U.S.", "!", "."]
    ),
    max_size=150,
)
steps = st.floats(0, 6, allow_nan=False)


@given(texts, st.data())
def test_every_word_is_in_one_sentence_in_order_and_within_its_time(parts: list[str], data: st.DataObject) -> None:
    clock = 0.0
    words = []
    for part in parts:
        start = clock + data.draw(steps)
        clock = start + data.draw(st.floats(0, 1))
        words.append(Word(Span(start, clock), part))
    sentences = to_sentences(words)
    assert [word for sentence in sentences for word in sentence.words] == words
    assert all(sentence.words for sentence in sentences)
    assert all(before.span.end <= after.span.start for before, after in pairwise(sentences))
    for sentence in sentences:
        assert sentence.span == sentence.words[0].span | sentence.words[-1].span
        assert sentence.text.split() == [word.text for word in sentence.words]
