"""The recogniser is asked which word comes next, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from talkcoach.audio.decode import RATE, Samples
from talkcoach.speech.likelihood import Asked, Passage

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

WORDS = ("Good", "morning", "everyone", "and", "thank", "you", "for", "inviting", "me")
"""What is said in the sample rehearsal's first four seconds."""


@pytest.fixture(scope="module")
def passage(sample_samples: Samples) -> Passage:
    return Passage(sample_samples.values[: 4 * RATE], WORDS)


@pytest.fixture(scope="module")
def asked(base_model: WhisperModel) -> Asked:
    return Asked(base_model, "en", "", [" thank", " me", " window"])


def test_the_word_that_is_said_is_the_likely_one(asked: Asked, passage: Passage) -> None:
    (chances,) = asked.chances([passage], [[4, 8]])
    assert chances.shape == (2, 3)
    assert chances[0, 0] > 0.5
    assert chances[1, 1] > 0.5
    assert chances[:, 2].max() < 0.01


def test_passages_asked_about_together_are_told_in_their_order(asked: Asked, passage: Passage) -> None:
    short = Passage(passage.values[: 3 * RATE], WORDS[:6])
    alone = [asked.chances([one], [[4]])[0] for one in (passage, short)]
    together = asked.chances([passage, short], [[4], [4]])
    assert np.allclose(alone, together, atol=0.1)
    assert asked.chances([], []) == []


def test_a_text_too_long_for_the_model_or_no_sound_gives_no_chances(asked: Asked, passage: Passage) -> None:
    too_long, silent = Passage(passage.values, WORDS * 40), Passage(passage.values[:0], WORDS)
    assert not np.any(asked.chances([too_long, silent], [[4], [4]]))


def test_a_word_is_one_token_where_the_model_has_one(base_model: WhisperModel) -> None:
    """Its tokenizer parts " the", as the file that came with it lacks a rule."""
    common = (" the", " to", " that", " this", " um", " and", " window")
    assert Asked(base_model, "en", "", common).words == common


def test_a_word_is_placed_where_it_is_heard(asked: Asked, passage: Passage) -> None:
    without = Passage(passage.values, tuple(word for word in WORDS if word != "thank"))
    ((start, end),) = asked.heard_at([without], [(4, " thank")])
    assert 2.6 < start < end < 3.1


def test_what_is_no_single_token_is_left_out(base_model: WhisperModel) -> None:
    assert Asked(base_model, "en", "", [" um", " antidisestablishmentarianism"]).words == (" um",)
