from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.rubric.phrases import GAP, found, has, matcher, speak

WORDS = st.text("abcdefgh", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("phrase", "text", "stretch"),
    [
        ("we assume", "And We Assume that", "We Assume"),
        ("limit*", "our limitations are", "limitations"),
        ("why … matters", "here is why all of this matters", "why all of this matters"),
        ("don't know", "we don’t know", "don't know"),
        ("q&a", "now Q&A time", "Q&A"),
        ("one limitation", "one, limitation", "one, limitation"),
    ],
)
def test_a_phrase_finds_what_it_describes(phrase: str, text: str, stretch: str):
    assert found([phrase], text) == (stretch,)
    assert has([phrase], text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("we assume", "owe assume"),
        ("limit", "limitations"),
        ("next", "nextdoor"),
        ("why … matters", "why " + "word " * (GAP + 1) + "matters"),
    ],
)
def test_a_phrase_does_not_find_what_only_looks_like_it(phrase: str, text: str):
    assert found([phrase], text) == ()


def test_no_phrases_find_nothing():
    assert found([], "anything at all") == ()


def test_of_two_phrases_that_fit_the_longer_one_is_found():
    assert found(["open", "open question"], "an open question") == ("open question",)


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4))
def test_a_phrase_is_found_wherever_its_words_stand(phrase: list[str], before: list[str], after: list[str]):
    text = " ".join([*before, *phrase, *after])
    assert matcher([" ".join(phrase)]).search(text)


@pytest.mark.parametrize(("language", "spoken"), [("en", True), ("", True), ("de", False), ("zh", False)])
def test_phrases_speak_english_and_what_nobody_named(language: str, spoken: bool):
    assert speak(language) is spoken
