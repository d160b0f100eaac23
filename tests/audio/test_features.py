"""The tracks of a recording: loudness, pitch, clipping and the spectrum of its silences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sound_files import buzz, tone

from talkcoach.audio.decode import RATE, Samples
from talkcoach.audio.features import HOP, SILENCE_STEP_HZ, SoundFeatures, sound_features
from talkcoach.audio.loudness import FLOOR, mean_lufs
from talkcoach.audio.pitch import voiced_pitch
from talkcoach.domain import Span
from talkcoach.speech.vad import speech_spans

SECONDS = 20


def noise(seconds: float, amplitude: float = 0.1) -> np.ndarray:
    return np.random.default_rng(1).normal(0, amplitude, round(seconds * RATE)).astype(np.float32)


def features_of(values: np.ndarray, rate: int = RATE) -> SoundFeatures:
    """The tracks of a sound all of which is speech."""
    return sound_features([values], rate, [Span(0, len(values) / rate)])


@pytest.fixture(scope="module")
def sample(sample_samples: Samples) -> tuple[np.ndarray, tuple[Span, ...]]:
    values = sample_samples.values[: SECONDS * RATE]
    return values, speech_spans(Samples(values))


def test_a_sine_at_one_kilohertz_has_the_loudness_of_its_level() -> None:
    """BS.1770-4: full scale at 997 Hz in one channel is -3.01 LUFS; half of it six decibels less."""
    assert mean_lufs(features_of(tone(3, 997)).loudness) == pytest.approx(-9.03, abs=0.1)


def test_rumble_is_softer_to_the_ear_than_a_voice_of_the_same_level() -> None:
    rumble, voice = (mean_lufs(features_of(tone(3, hertz)).loudness) for hertz in (20, 400))
    assert voice - rumble > 10


def test_silence_is_at_the_floor_and_has_no_pitch() -> None:
    sound = features_of(np.zeros(2 * RATE, np.float32))
    assert set(sound.loudness.tolist()) == {FLOOR}
    assert np.isnan(sound.f0).all()


def test_no_sound_at_all_has_empty_tracks() -> None:
    sound = sound_features([], RATE, [])
    assert (sound.duration, len(sound.loudness), len(sound.f0), sound.silence) == (0, 0, 0, None)


@pytest.mark.parametrize("semitones", [-9, 0, 7, 19])
def test_the_pitch_of_a_still_voice_is_found(semitones: float) -> None:
    f0 = features_of(buzz(np.full(2 * RATE, semitones))).f0
    assert np.isnan(f0).mean() < 0.05
    assert np.nanmedian(f0) == pytest.approx(120 * 2 ** (semitones / 12), rel=0.005)


def test_the_pitch_follows_a_moving_voice() -> None:
    swing = 4 * np.sin(2 * np.pi * 0.5 * np.arange(4 * RATE) / RATE)
    sound = features_of(buzz(swing))
    true = 4 * np.sin(2 * np.pi * 0.5 * sound.moments)
    assert np.nanmax(np.abs(12 * np.log2(sound.f0[5:-5] / 120) - true[5:-5])) < 0.5


def test_noise_has_no_pitch() -> None:
    assert np.isnan(features_of(noise(5)).f0).mean() > 0.95


def test_only_speech_has_a_pitch() -> None:
    sound = sound_features([buzz(np.zeros(3 * RATE))], RATE, [Span(1, 2)])
    assert not np.isnan(sound.f0[sound.within([Span(1, 2)])]).any()
    assert np.isnan(sound.f0[~sound.within([Span(1, 2)])]).all()


def test_samples_at_full_scale_are_counted_where_they_are() -> None:
    values = tone(2) * 2
    values[RATE:] /= 2
    sound = features_of(np.clip(values, -1, 1))
    assert (sound.clipped[:40] > 0).mean() > 0.9
    assert not sound.clipped[41:].any()


def test_the_spectrum_of_silences_shows_what_sounds_in_them() -> None:
    values = np.concatenate([buzz(np.zeros(2 * RATE)), tone(3, 100) / 100])
    sound = sound_features([values], RATE, [Span(0, 2)])
    assert sound.silence is not None
    assert np.argmax(sound.silence) * SILENCE_STEP_HZ == 100
    assert sound.silence.max() == pytest.approx(20 * np.log10(0.005), abs=0.1)


@given(cuts=st.lists(st.integers(0, SECONDS * RATE), max_size=8))
@settings(max_examples=8)
def test_how_the_sound_is_cut_into_blocks_changes_nothing(
    sample: tuple[np.ndarray, tuple[Span, ...]], cuts: list[int]
) -> None:
    values, speech = sample
    whole, cut = (
        sound_features([values], RATE, speech),
        sound_features(np.split(values, sorted(cuts)), RATE, speech),
    )
    assert np.array_equal(whole.loudness, cut.loudness)
    assert np.array_equal(whole.f0, cut.f0, equal_nan=True)
    assert np.array_equal(whole.clipped, cut.clipped)


@given(gain=st.floats(0.05, 0.9))
@settings(max_examples=5)
def test_gain_moves_the_loudness_by_its_decibels_and_nothing_else(
    sample: tuple[np.ndarray, tuple[Span, ...]], gain: float
) -> None:
    values, speech = sample
    one, other = sound_features([values], RATE, speech), sound_features([values * np.float32(gain)], RATE, speech)
    loud = one.loudness > -60
    assert other.loudness[loud] - one.loudness[loud] == pytest.approx(20 * np.log10(gain), abs=0.05)
    both = ~np.isnan(one.f0) & ~np.isnan(other.f0)
    assert both.sum() >= 0.98 * np.isfinite(one.f0).sum()
    assert np.allclose(one.f0[both], other.f0[both], rtol=0.01)


@given(hops=st.integers(1, 2_000))
@settings(max_examples=5)
def test_silence_before_the_talk_only_shifts_the_tracks(
    sample: tuple[np.ndarray, tuple[Span, ...]], hops: int
) -> None:
    values, speech = sample
    before = np.zeros(round(hops * HOP * RATE), np.float32)
    shifted = sound_features([before, values], RATE, [span.shifted(hops * HOP) for span in speech])
    sound = sound_features([values], RATE, speech)
    assert np.allclose(shifted.loudness[hops:], sound.loudness, atol=0.01)
    voiced = [np.isfinite(track) for track in (sound.f0, shifted.f0[hops:])]
    assert (voiced[0] != voiced[1]).mean() < 0.01
    assert np.nanmedian(shifted.f0) == pytest.approx(np.nanmedian(sound.f0), rel=0.01)


@pytest.mark.parametrize("rate", [24_000, 44_000, 48_000])
def test_another_rate_gives_the_same_loudness_and_pitch(
    sample: tuple[np.ndarray, tuple[Span, ...]], rate: int
) -> None:
    import soxr

    values, speech = sample
    other = sound_features([soxr.resample(values, RATE, rate)], rate, speech)
    sound = sound_features([values], RATE, speech)
    spoken = sound.within(speech)
    count = min(len(sound.loudness), len(other.loudness))
    assert mean_lufs(other.loudness[:count][spoken[:count]]) == pytest.approx(
        mean_lufs(sound.loudness[spoken]), abs=0.2
    )
    assert np.nanmedian(other.f0) == pytest.approx(np.nanmedian(sound.f0), rel=0.01)


def test_a_rate_that_hops_would_drift_at_is_refused() -> None:
    with pytest.raises(ValueError, match="22050"):
        sound_features([], 22_050, [])


def test_the_pitch_is_that_of_the_reference_implementation(sample_samples: Samples) -> None:
    """F0 of the sample rehearsal at some moments, as librosa 0.11 gives it; see `talkcoach.audio.pitch`."""
    reference = {
        1.0: np.nan, 2.9: 119.75, 4.8: 102.97, 6.7: np.nan, 10.5: 77.46, 12.4: 156.50, 16.2: 104.94,
        20.0: 83.44, 21.9: 82.33, 25.7: 210.90, 27.6: 98.45, 33.3: np.nan, 35.2: 100.72, 39.0: 74.01,
    }  # fmt: skip
    f0 = voiced_pitch(sample_samples.values, RATE, np.array(list(reference)))
    assert f0 == pytest.approx(np.array(list(reference.values())), abs=0.02, nan_ok=True)
