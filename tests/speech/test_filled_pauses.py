"""Filled pauses that a transcript leaves out are found in the sound, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, resample_poly, sosfilt

from talkcoach.audio.decode import RATE, Samples
from talkcoach.domain import Span, Transcript, Word
from talkcoach.speech.filled_pauses import LIKELY, filled_pauses

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

Values = NDArray[np.float32]

SECONDS = 24.0
"""Of the sample rehearsal: one filled pause, and long sentences without."""

GAP = 18.4
"""A silence between two of its sentences."""

MOVED = 0.1
"""Seconds by which a filled pause's begin may differ when the sound around it was changed."""


@pytest.fixture(scope="module")
def samples(sample_samples: Samples) -> Samples:
    return Samples(sample_samples.values[: round(SECONDS * RATE)])


@pytest.fixture(scope="module")
def words(transcript: Transcript, samples: Samples) -> tuple[Word, ...]:
    """What is recognised but for filled pauses, which Whisper writes or not."""
    return tuple(
        word
        for word in transcript.words
        if word.text.strip(".,").lower() not in {"um", "uh"} and word.span.end <= samples.duration
    )


def noise(seconds: float, seed: int = 0) -> Values:
    return np.random.default_rng(seed).standard_normal(round(seconds * RATE)).astype(np.float32)


def vowel(
    seconds: float, hertz: float = 105.0, formants: Sequence[tuple[int, int]] = ((620, 80), (1220, 100))
) -> Values:
    """A vowel of falling pitch: a buzz filtered by resonances, each of some frequency and width."""
    moments = np.arange(round(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(hertz * (1 - 0.05 * moments / seconds)) / RATE
    sound = np.sum([np.sin(n * phase) / n for n in range(1, int(7000 / hertz))], axis=0)
    for frequency, width in (*formants, (2550, 140)):
        radius = np.exp(-np.pi * width / RATE)
        poles = [1, -2 * radius * np.cos(2 * np.pi * frequency / RATE), radius**2]
        sound = lfilter([1 - radius], poles, sound)
    sound *= np.clip(np.minimum(moments, seconds - moments) / 0.04, 0, 1)
    return (sound / np.abs(sound).max()).astype(np.float32)


def breath(seconds: float) -> Values:
    hiss = sosfilt(butter(2, (400, 4000), "bandpass", fs=RATE, output="sos"), noise(seconds))
    return (hiss * np.hanning(len(hiss)) / np.abs(hiss).max()).astype(np.float32)


def laughter() -> Values:
    """Bursts of voice, each a little lower and fainter, with breath between."""
    bursts = [
        np.concatenate([0.5 * breath(0.06), (1 - 0.1 * n) * vowel(0.08, 180 - 10 * n, ((700, 90), (1300, 110)))])
        for n in range(5)
    ]
    return np.concatenate(bursts)


def put(samples: Samples, words: Sequence[Word], at: float, sound: Values) -> tuple[Samples, list[Word]]:
    """The same talk with a sound between two pauses of a third of a second, put where nobody speaks."""
    pause = 0.002 * noise(0.35, seed=1)
    added = np.concatenate([pause, sound, pause])
    cut = round(at * RATE)
    values = np.concatenate([samples.values[:cut], added, samples.values[cut:]])
    later = len(added) / RATE
    return Samples(values), [word if word.span.end <= at else moved(word, later) for word in words]


def moved(word: Word, by: float) -> Word:
    return Word(word.span.shifted(by), word.text, word.probability)


def alike(found: Sequence[Word], expected: Sequence[Word], by: float = 0.0) -> bool:
    begins = [abs(one.span.start - other.span.start - by) for one, other in zip(found, expected, strict=False)]
    return len(found) == len(expected) and all(begin <= MOVED for begin in begins)


@pytest.fixture(scope="module")
def found(base_model: WhisperModel, samples: Samples, words: tuple[Word, ...]) -> tuple[Word, ...]:
    return filled_pauses(base_model, samples, words)


def test_the_sample_s_filled_pauses_are_found_and_no_others(
    transcript: Transcript, sample_samples: Samples, sample_truth: dict[str, Any]
) -> None:
    written = [word for word in transcript.words if word.text.strip(".,").lower() in {"um", "uh"}]
    reported = sorted([*written, *transcript.filled], key=lambda word: word.span)
    true = [one for one in sample_truth["filled_pauses"] if one["start"] < sample_samples.duration]
    assert len(reported) == len(true) == 2
    for word, one in zip(reported, true, strict=True):
        assert abs(word.span.start - one["start"]) < 0.2
        assert word.span & Span(one["start"], one["end"])
        assert word.text.strip(".,").lower() == one["text"]


def test_where_one_is_found_tells_how_sure_that_is(found: tuple[Word, ...]) -> None:
    (only,) = found
    assert only.text == "um"
    assert LIKELY <= only.probability <= 1


def test_one_in_the_transcript_is_not_repeated(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], found: tuple[Word, ...]
) -> None:
    text = sorted([*words, Word(found[0].span, "Um,")], key=lambda word: word.span)
    assert filled_pauses(base_model, samples, text) == ()


@pytest.mark.parametrize(
    ("sound", "form"),
    [
        (vowel(0.35), "uh"),
        (np.concatenate([vowel(0.25), 0.5 * vowel(0.2, 100.0, ((250, 60), (1000, 300)))]), "um"),
    ],
    ids=["a central vowel", "a central vowel and a nasal"],
)
def test_a_steady_central_vowel_between_two_sentences_is_one(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], sound: Values, form: str
) -> None:
    changed, text = put(samples, words, GAP, 0.25 * sound)
    reported = [word for word in filled_pauses(base_model, changed, text) if word.span.start > GAP]
    (only,) = reported
    assert only.text == form
    assert abs(only.span.start - GAP - 0.35) < MOVED


@pytest.mark.parametrize(
    "sound",
    [0.07 * breath(0.5), 0.25 * laughter(), np.zeros(RATE, np.float32), 0.05 * noise(0.4)],
    ids=["breath", "laughter", "silence", "noise"],
)
def test_other_sounds_between_two_sentences_are_none(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], found: tuple[Word, ...], sound: Values
) -> None:
    assert alike(filled_pauses(base_model, *put(samples, words, GAP, sound)), found)


@pytest.mark.parametrize("text", ["me.", "and", "the", "writes"])
def test_a_word_drawn_out_to_twice_its_length_is_none(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], text: str
) -> None:
    from librosa.effects import time_stretch

    drawn = [word for word in words if word.text == text][-1]
    first, last = round(drawn.span.start * RATE), round(drawn.span.end * RATE)
    slow = time_stretch(samples.values[first:last], rate=0.5, n_fft=1024)
    later = (len(slow) - (last - first)) / RATE
    values = np.concatenate([samples.values[:first], slow, samples.values[last:]]).astype(np.float32)
    later_words = [
        Word(Span(word.span.start, word.span.end + later), word.text)
        if word is drawn
        else moved(word, later if word.span.start >= drawn.span.end else 0.0)
        for word in words
    ]
    near = Span(drawn.span.start - 0.2, drawn.span.end + later + 0.2)
    reported = filled_pauses(base_model, Samples(values), later_words)
    assert [word for word in reported if word.span & near and word.text != "um"] == []
    assert len(reported) == 1


@settings(max_examples=4)
@given(seconds=st.floats(0.1, 20))
def test_silence_before_a_talk_moves_them_and_changes_nothing_else(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], found: tuple[Word, ...], seconds: float
) -> None:
    values = np.concatenate([np.zeros(round(seconds * RATE), np.float32), samples.values])
    reported = filled_pauses(base_model, Samples(values), [moved(word, seconds) for word in words])
    assert alike(reported, found, seconds)


@settings(max_examples=4)
@given(seconds=st.floats(0.1, 20))
def test_silence_after_a_talk_changes_nothing(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], found: tuple[Word, ...], seconds: float
) -> None:
    values = np.concatenate([samples.values, np.zeros(round(seconds * RATE), np.float32)])
    assert alike(filled_pauses(base_model, Samples(values), words), found)


@settings(max_examples=4)
@given(gain=st.floats(0.1, 1.1))
def test_they_are_the_same_at_another_level(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], found: tuple[Word, ...], gain: float
) -> None:
    quieter = Samples((gain * samples.values).astype(np.float32))
    assert alike(filled_pauses(base_model, quieter, words), found)


def test_they_are_the_same_by_telephone(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], found: tuple[Word, ...]
) -> None:
    """At 8,000 samples a second nothing is left above 4 kHz."""
    again = resample_poly(resample_poly(samples.values, 1, 2), 2, 1).astype(np.float32)
    assert alike(filled_pauses(base_model, Samples(again), words), found)


def test_a_part_of_a_talk_has_those_that_the_talk_has_there(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], found: tuple[Word, ...]
) -> None:
    end = 12.0
    part = Samples(samples.values[: round(end * RATE)])
    assert alike(filled_pauses(base_model, part, [word for word in words if word.span.end <= end]), found)


def test_without_words_or_in_another_language_there_are_none(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...]
) -> None:
    assert filled_pauses(base_model, samples, ()) == ()
    assert filled_pauses(base_model, samples, words, "de") == ()


def test_words_beyond_the_end_of_the_sound_have_none(
    base_model: WhisperModel, samples: Samples, words: tuple[Word, ...], found: tuple[Word, ...]
) -> None:
    invented = [Word(Span(start, start + 1.5), "you") for start in (SECONDS + 1, SECONDS + 4)]
    assert alike(filled_pauses(base_model, samples, [*words, *invented]), found)


def test_another_rate_is_refused(base_model: WhisperModel, words: tuple[Word, ...]) -> None:
    with pytest.raises(ValueError, match="samples per second"):
        filled_pauses(base_model, Samples(np.zeros(8000, np.float32), 8000), words)
