from __future__ import annotations

import pytest

from talkcoach.alignment.discourse_markers import topic_shift


@pytest.mark.parametrize(
    "text",
    ["Now the results.", "So, now to the results.", "Okay, here’s the method.", "Let's look at", "Um, next"],
)
def test_a_sentence_turns_to_something_new(text: str):
    assert topic_shift(text) == 1


@pytest.mark.parametrize(
    "text", ["Because it rained.", "And they, too, got wet.", "It's wet.", "That’s why.", "So he ran"]
)
def test_a_sentence_goes_on_with_what_was_said(text: str):
    assert topic_shift(text) == -1


@pytest.mark.parametrize(
    "text", ["Ships rust.", "Nowhere is it dry.", "Theyland rusts.", "", "So", "Jetzt kommt das"]
)
def test_of_most_sentences_nothing_is_told(text: str):
    assert topic_shift(text) == 0
