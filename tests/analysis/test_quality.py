"""What is wrong with a recording, and what it does not let one judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.analysis.quality import Quality, quality, quality_findings
from talkcoach.audio.decode import RATE, Samples
from talkcoach.audio.features import sound_features
from talkcoach.domain import Aligned, Deck, Sentence, Span, Transcript
from talkcoach.speech.vad import speech_spans

SECONDS = 45


@pytest.fixture(scope="module")
def clean(sample_samples: Samples) -> tuple[np.ndarray, tuple[Span, ...]]:
    """The sample rehearsal, and where somebody speaks in it."""
    return sample_samples.values, speech_spans(sample_samples)


def a_talk(seconds: float = SECONDS) -> Aligned:
    return Aligned(Transcript((Sentence(Span(0, seconds), "We find."),), "en"), Deck(()), (), (), seconds)


def judged(values: np.ndarray, speech: tuple[Span, ...]) -> Quality:
    sound = sound_features([values.astype(np.float32)], RATE, speech)
    return quality(a_talk(sound.duration), sound)


def noisy(values: np.ndarray, amplitude: float) -> np.ndarray:
    return values + np.random.default_rng(0).normal(0, amplitude, len(values))


def humming(values: np.ndarray, hertz: float) -> np.ndarray:
    moments = np.arange(len(values)) / RATE
    return values + 0.01 * sum(np.sin(2 * np.pi * hertz * n * moments) / n for n in range(1, 6))


def echoing(values: np.ndarray, seconds: float) -> np.ndarray:
    """The same in a room whose sound falls by 60 dB in so many seconds."""
    from scipy.signal import fftconvolve

    moments = np.arange(round(seconds * RATE)) / RATE
    room = np.random.default_rng(0).normal(size=len(moments)) * 10 ** (-3 * moments / seconds)
    return 0.5 * (values + fftconvolve(values, room / np.sqrt((room**2).sum()))[: len(values)])


def clipped(values: np.ndarray) -> np.ndarray:
    return np.clip(8 * values, -1, 1)


def test_a_clean_recording_has_no_defect(clean: tuple[np.ndarray, tuple[Span, ...]]) -> None:
    found = judged(*clean)
    assert (found.defects, found.spoiled) == ((), frozenset())
    assert found.snr_db is not None
    assert found.snr_db > 30


@pytest.mark.parametrize(
    ("spoil", "kind", "spoiled"),
    [
        (lambda values: noisy(values, 0.03), "noise", {"loudness"}),
        (lambda values: noisy(values, 0.2), "noise", {"loudness", "pitch", "pauses"}),
        (clipped, "clipping", {"loudness"}),
        (lambda values: humming(values, 50), "hum", set()),
        (lambda values: humming(values, 60), "hum", set()),
        (lambda values: echoing(values, 1.5), "echo", {"loudness"}),
    ],
)
def test_a_defect_is_named_with_what_it_spoils(
    clean: tuple[np.ndarray, tuple[Span, ...]],
    spoil: Callable[[np.ndarray], np.ndarray],
    kind: str,
    spoiled: set[str],
) -> None:
    values, speech = clean
    found = judged(spoil(values), speech)
    assert [defect.kind for defect in found.defects] == [kind]
    assert found.spoiled == spoiled
    [finding] = quality_findings(a_talk(), found)
    assert finding.kind == kind
    assert all(0 <= quote.span.start <= quote.span.end <= SECONDS for quote in finding.quotes)


@pytest.mark.parametrize("hertz", [50, 60])
def test_the_hum_tells_its_mains(clean: tuple[np.ndarray, tuple[Span, ...]], hertz: int) -> None:
    values, speech = clean
    assert judged(humming(values, hertz), speech).hum_hz == hertz


@pytest.mark.parametrize("other", [70.0, 110.0])
def test_another_tone_is_no_hum_of_the_mains(clean: tuple[np.ndarray, tuple[Span, ...]], other: float) -> None:
    values, speech = clean
    assert judged(humming(values, other), speech).hum_hz is None


@pytest.mark.parametrize("seconds", [0.3, 0.6])
def test_an_ordinary_room_is_no_defect(clean: tuple[np.ndarray, tuple[Span, ...]], seconds: float) -> None:
    values, speech = clean
    assert judged(echoing(values, seconds), speech).defects == ()


def test_noise_is_measured_against_speech(clean: tuple[np.ndarray, tuple[Span, ...]]) -> None:
    values, speech = clean
    loud, soft = (judged(noisy(values, amplitude), speech).snr_db for amplitude in (0.02, 0.01))
    assert loud is not None
    assert soft is not None
    assert soft - loud == pytest.approx(6, abs=0.5)


def test_where_the_defect_is_loudest_it_is_shown(clean: tuple[np.ndarray, tuple[Span, ...]]) -> None:
    values, speech = clean
    half = np.concatenate([values[: 20 * RATE], clipped(values[20 * RATE :])])
    [defect] = judged(half, speech).defects
    assert defect.heard[0].start >= 19.9


def test_without_silence_or_without_speech_nothing_is_claimed() -> None:
    values = np.random.default_rng(0).normal(0, 0.1, 10 * RATE)
    for speech in ((), (Span(0, 10),)):
        found = judged(values, speech)
        assert (found.snr_db, found.hum_hz, found.decay_seconds, found.defects) == (None, None, None, ())


def test_questions_from_the_audience_do_not_count(clean: tuple[np.ndarray, tuple[Span, ...]]) -> None:
    values, speech = clean
    asked = np.concatenate([values[: 20 * RATE], clipped(values[20 * RATE :])]).astype(np.float32)
    sound = sound_features([asked], RATE, speech)
    talk = replace(a_talk(), interruptions=(Span(20, 45),))
    assert quality(talk, sound).clipped_share == 0


@given(gain=st.floats(0.1, 0.9), hops=st.integers(0, 400))
@settings(max_examples=5)
def test_gain_and_silence_before_the_talk_change_no_judgement(
    clean: tuple[np.ndarray, tuple[Span, ...]], gain: float, hops: int
) -> None:
    values, speech = clean
    values = noisy(values, 0.02)
    first = judged(values, speech)
    before = noisy(np.zeros(hops * 400), 0.02)
    moved = tuple(span.shifted(hops * 0.025) for span in speech)
    other = judged(gain * np.concatenate([before, values]), moved)
    assert [defect.kind for defect in other.defects] == [defect.kind for defect in first.defects]
    assert other.snr_db == pytest.approx(first.snr_db, abs=0.5)


def with_another(values: np.ndarray, start: float, seconds: float, semitones: float) -> np.ndarray:
    """The same with a stretch of it said again, higher or lower, in the middle."""
    factor = 2 ** (semitones / 12)
    said = values[: int(seconds * RATE * factor)]
    other = np.interp(np.arange(0, len(said), factor), np.arange(len(said)), said)[: int(seconds * RATE)]
    at = int(start * RATE)
    return np.concatenate([values[:at], other, values[at:]])


@pytest.mark.parametrize("semitones", [7.0, 10.0])
def test_a_voice_that_is_much_higher_is_somebody_elses(sample_samples: Samples, semitones: float) -> None:
    values = with_another(sample_samples.values, 25.0, 14.0, semitones)
    found = judged(values, speech_spans(Samples(values.astype(np.float32))))
    [other] = found.other_voices
    assert other.overlap(Span(25.0, 39.0)) > 0.7 * other.duration
    assert [defect.kind for defect in found.defects] == ["voices"]
    assert "pitch" in found.spoiled


@pytest.mark.parametrize(("seconds", "semitones"), [(14.0, 3.0), (3.0, 9.0)])
def test_a_lively_voice_and_a_short_call_are_no_other_speaker(
    sample_samples: Samples, seconds: float, semitones: float
) -> None:
    values = with_another(sample_samples.values, 25.0, seconds, semitones)
    assert judged(values, speech_spans(Samples(values.astype(np.float32)))).other_voices == ()


def test_a_question_that_was_marked_is_not_remarked_on(sample_samples: Samples) -> None:
    values = with_another(sample_samples.values, 25.0, 14.0, 9.0).astype(np.float32)
    sound = sound_features([values], RATE, speech_spans(Samples(values)))
    marked = replace(a_talk(sound.duration), interruptions=(Span(25.0, 39.0),))
    assert quality(marked, sound).other_voices == ()
