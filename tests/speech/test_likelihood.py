"""Which word comes next, and when, according to the recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from talkcoach.audio.decode import RATE, Samples
from talkcoach.speech.likelihood import SpeechExcerpt, WordLikelihood

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

WORDS = ("Good", "morning", "everyone", "and", "thank", "you", "for", "inviting", "me")
"""The words of the sample rehearsal's first four seconds."""


@pytest.fixture(scope="module")
def excerpt(sample_samples: Samples) -> SpeechExcerpt:
    return SpeechExcerpt(sample_samples.values[: 4 * RATE], WORDS)


@pytest.fixture(scope="module")
def likelihood(base_model: WhisperModel) -> WordLikelihood:
    return WordLikelihood(base_model, "en", "", [" thank", " me", " window"])


def test_the_spoken_word_is_the_likely_one(likelihood: WordLikelihood, excerpt: SpeechExcerpt) -> None:
    (probabilities,) = likelihood.probabilities([excerpt], [[4, 8]])
    assert probabilities.shape == (2, 3)
    assert probabilities[0, 0] > 0.5
    assert probabilities[1, 1] > 0.5
    assert probabilities[:, 2].max() < 0.01


def test_a_batch_gives_the_same_as_single_excerpts(likelihood: WordLikelihood, excerpt: SpeechExcerpt) -> None:
    short = SpeechExcerpt(excerpt.values[: 3 * RATE], WORDS[:6])
    alone = [likelihood.probabilities([one], [[4]])[0] for one in (excerpt, short)]
    together = likelihood.probabilities([excerpt, short], [[4], [4]])
    assert np.allclose(alone, together, atol=0.1)
    assert likelihood.probabilities([], []) == []


def test_a_text_too_long_for_the_model_or_no_sound_gives_zeros(
    likelihood: WordLikelihood, excerpt: SpeechExcerpt
) -> None:
    too_long, silent = SpeechExcerpt(excerpt.values, WORDS * 40), SpeechExcerpt(excerpt.values[:0], WORDS)
    assert not np.any(likelihood.probabilities([too_long, silent], [[4], [4]]))


def test_a_word_is_one_token_where_the_model_has_one(base_model: WhisperModel) -> None:
    """Its tokenizer parts " the", as the file that came with it lacks a rule."""
    common = (" the", " to", " that", " this", " um", " and", " window")
    assert WordLikelihood(base_model, "en", "", common).words == common


def test_an_inserted_word_is_aligned_with_its_sound(likelihood: WordLikelihood, excerpt: SpeechExcerpt) -> None:
    without = SpeechExcerpt(excerpt.values, tuple(word for word in WORDS if word != "thank"))
    ((start, end),) = likelihood.aligned([without], [(4, " thank")])
    assert 2.6 < start < end < 3.1


def test_a_candidate_of_several_tokens_is_left_out(base_model: WhisperModel) -> None:
    assert WordLikelihood(base_model, "en", "", [" um", " antidisestablishmentarianism"]).words == (" um",)
