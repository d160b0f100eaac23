from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from talkcoach.audio.decode import RATE, Samples
from talkcoach.domain import Transcript
from talkcoach.errors import InputError
from talkcoach.speech.language import choose_language
from talkcoach.speech.transcriber import transcribe
from talkcoach.speech.vad import speech_spans

if TYPE_CHECKING:
    from faster_whisper import WhisperModel


def plain(text: str) -> list[str]:
    return re.findall(r"[\w.]*\w", text.casefold().replace("-", " "))


def random(seconds: float, loudness: float) -> NDArray[np.float32]:
    generator = np.random.default_rng(5)
    return (loudness * generator.standard_normal(round(seconds * RATE))).astype(np.float32)


def music(seconds: float) -> NDArray[np.float32]:
    """Chords of plucked strings, four to the bar."""
    moments = np.arange(round(seconds * RATE)) / RATE
    chords = [(262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294)]
    notes = np.array([chords[int(moment) % 4] for moment in range(int(seconds) + 1)])[moments.astype(int)]
    strings = [
        np.sin(2 * np.pi * notes[:, string] * moments * harmonic) / harmonic
        for string in range(3)
        for harmonic in (1, 2, 3)
    ]
    return (0.1 * np.sum(strings, axis=0) * np.exp(-2 * (moments % 1))).astype(np.float32)


def test_nearly_every_word_of_the_script_is_recognised(
    transcript: Transcript, sample_samples: Samples, sample_truth: dict[str, Any]
) -> None:
    script = [s["text"] for s in sample_truth["sentences"] if s["end"] < sample_samples.duration]
    script_words, found = plain(" ".join(script)), plain(transcript.text)
    right = sum(
        block.size for block in SequenceMatcher(None, script_words, found, autojunk=False).get_matching_blocks()
    )
    assert right / len(script_words) > 0.9


def test_word_times_match_the_script(transcript: Transcript, sample_truth: dict[str, Any]) -> None:
    starts = {s["text"].split()[-1]: s["end"] for s in sample_truth["sentences"][:5]}
    found = {sentence.text.split()[-1]: sentence.span.end for sentence in transcript.sentences[:5]}
    common = starts.keys() & found.keys()
    assert len(common) >= 3
    assert all(found[word] == pytest.approx(starts[word], abs=0.5) for word in common)


def test_words_lie_in_their_sentence_and_time_never_runs_back(
    transcript: Transcript, sample_samples: Samples
) -> None:
    assert all(
        word.span.start >= sentence.span.start for sentence in transcript.sentences for word in sentence.words
    )
    assert all(word.span.end <= sentence.span.end for sentence in transcript.sentences for word in sentence.words)
    assert all(before.span.end <= after.span.start for before, after in pairwise(transcript.words))
    assert transcript.words[-1].span.end <= sample_samples.duration
    assert all(type(word.span.start) is float and 0 <= word.probability <= 1 for word in transcript.words)


def test_sentences_are_the_words_they_hold(transcript: Transcript) -> None:
    for sentence in transcript.sentences:
        assert sentence.text == " ".join(word.text for word in sentence.words)


def test_progress_goes_forward_to_the_end(
    recognised: tuple[Transcript, list[tuple[float, float]]], sample_samples: Samples
) -> None:
    _, progress = recognised
    assert progress == sorted(progress)
    assert progress[-1] == (sample_samples.duration, sample_samples.duration)


def test_the_language_is_found(transcript: Transcript) -> None:
    assert transcript.language == "en"
    assert transcript.model == "base"


@pytest.mark.parametrize(
    "values",
    [np.zeros(30 * RATE, np.float32), random(30, 0.1), random(30, 0.001), music(30), np.zeros(100, np.float32)],
    ids=["silence", "loud noise", "faint noise", "music", "hardly anything"],
)
def test_without_speech_there_are_no_sentences(values: NDArray[np.float32]) -> None:
    assert transcribe(Samples(values)).sentences == ()


def test_a_thank_you_before_the_applause_is_kept_and_nothing_is_added(sample_samples: Samples) -> None:
    # "Good morning, everyone, and thank you for inviting me." and then no speech
    values = np.concatenate([sample_samples.values[: 4 * RATE], random(10, 0.05), music(20)])
    found = transcribe(Samples(values), language="en")
    assert "thank you for inviting me" in found.text.casefold()
    assert found.words[-1].span.end < 5


def test_a_deck_in_another_language_does_not_outvote_clear_speech(
    base_model: WhisperModel, sample_samples: Samples
) -> None:
    assert choose_language(base_model, sample_samples, speech_spans(sample_samples), None, "zh") == "en"


def test_the_language_that_the_user_gives_wins(base_model: WhisperModel, sample_samples: Samples) -> None:
    assert choose_language(base_model, sample_samples, speech_spans(sample_samples), "DE", "en") == "de"


def test_a_model_in_a_folder_leaves_its_name_in_the_transcript_and_not_the_way_to_it(tmp_path: Path) -> None:
    assert transcribe(Samples(np.zeros(RATE, np.float32)), model=str(tmp_path)).model == tmp_path.name


def test_an_unknown_language_is_refused_with_the_known_ones(sample_samples: Samples) -> None:
    with pytest.raises(InputError, match="does not know the language 'klingon'") as error:
        transcribe(sample_samples, language="klingon")
    assert "de, " in error.value.remedy
