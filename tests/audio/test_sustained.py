"""VoiceTracks sounds: how loud a voice is, how much it changes, and where it swells and fades."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sound_files import buzz

from talkcoach.audio.decode import RATE, Samples
from talkcoach.audio.sustained import STEP, voice_tracks
from talkcoach.domain import Span

Values = NDArray[np.float32]


def noise(seconds: float, amplitude: float = 0.001) -> Values:
    return np.random.default_rng(2).normal(0, amplitude, round(seconds * RATE)).astype(np.float32)


def hum(seconds: float) -> Values:
    return buzz(np.zeros(round(seconds * RATE)))


def joined(*parts: Values) -> Values:
    return np.concatenate(parts)


def test_a_steady_voice_changes_less_than_speech(sample_samples: Samples) -> None:
    speech = voice_tracks(sample_samples.values[: 10 * RATE], RATE)
    changes = speech.change[np.isfinite(speech.change)]
    assert voice_tracks(hum(1.0), RATE).least_change(Span(0.2, 0.8)) < np.percentile(changes, 1)


def test_silence_has_no_sustained_sound() -> None:
    sound = voice_tracks(joined(hum(1.0), np.zeros(RATE, np.float32)), RATE)
    assert sound.least_change(Span(1.2, 1.8)) == np.inf
    assert sound.voice_seconds(Span(1.2, 1.8)) == 0.0


def test_the_seconds_of_voice_are_those_that_it_lasts() -> None:
    sound = voice_tracks(joined(noise(1.0), hum(0.4), noise(1.0)), RATE)
    assert abs(sound.voice_seconds(Span(0.0, 2.4)) - 0.4) < 0.05


def test_a_sound_between_pauses_is_found_from_its_start_to_its_end() -> None:
    sound = voice_tracks(joined(hum(0.5), noise(0.5), hum(0.3), noise(0.5), hum(0.5)), RATE)
    found = sound.sound_at(Span(0.6, 1.7), 1.2)
    assert found
    assert abs(found.start - 1.0) < 0.03
    assert abs(found.end - 1.3) < 0.03


def test_of_two_sounds_the_one_near_the_moment_is_found() -> None:
    sound = voice_tracks(joined(noise(0.5), hum(0.3), noise(0.3), hum(0.3), noise(0.5)), RATE)
    first, second = sound.sound_at(Span(0.0, 1.9), 0.6), sound.sound_at(Span(0.0, 1.9), 1.3)
    assert first
    assert second
    assert 0.6 in first
    assert 1.3 in second


def test_background_is_no_sound_of_the_speaker() -> None:
    sound = voice_tracks(joined(hum(1.0), noise(1.0), hum(1.0)), RATE)
    assert sound.sound_at(Span(1.2, 1.8), 1.5) is None


@settings(max_examples=20)
@given(gain=st.floats(0.05, 3.0), length=st.floats(0.2, 0.8))
def test_the_level_changes_neither(gain: float, length: float) -> None:
    values = joined(noise(0.5), hum(length) + noise(length), noise(0.5))
    plain, other = voice_tracks(values, RATE), voice_tracks((gain * values).astype(np.float32), RATE)
    within = Span(0.0, len(values) / RATE)
    assert plain.sound_at(within, 0.6) == other.sound_at(within, 0.6)
    assert abs(plain.least_change(within) - other.least_change(within)) < 0.5


@given(length=st.integers(0, 4000), start=st.floats(0, 3), duration=st.floats(0, 3))
def test_every_result_lies_in_the_sound(length: int, start: float, duration: float) -> None:
    sound = voice_tracks(noise(1.0, 0.1)[:length], RATE)
    within = Span(start, start + duration)
    found = sound.sound_at(within, start)
    assert len(sound.loudness) == len(sound.change) == length // round(STEP * RATE)
    assert sound.voice_seconds(within) <= duration + STEP
    assert found is None or (within.start - STEP <= found.start <= found.end <= within.end + STEP)


def test_block_boundaries_do_not_change_the_tracks() -> None:
    """Half a minute into the sound is as at its beginning, though it is worked on a minute at a time."""
    second = joined(noise(0.5), hum(0.5))
    sound = voice_tracks(np.tile(second, 75), RATE)
    assert np.allclose(sound.loudness[1000:1100], sound.loudness[5900:6000], atol=0.1)
    assert np.allclose(sound.loudness[1000:1100], sound.loudness[6000:6100], atol=0.1)
