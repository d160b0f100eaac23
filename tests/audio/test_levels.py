"""How loud a microphone is, and when a speaker is warned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from talkcoach.audio.decode import Samples
from talkcoach.audio.levels import FLOOR_DB, FULL_SCALE, Level, LevelMonitor, level

BLOCK = 0.1


def sine(amplitude: float) -> np.ndarray:
    return np.round(amplitude * np.sin(2 * np.pi * np.arange(1600) / 80)).astype(np.int16)


def watched(*parts: tuple[Level, float]) -> str:
    """The warning after parts of one level each, with their seconds."""
    watch = LevelMonitor()
    for block, seconds in parts:
        for _ in range(round(seconds / BLOCK)):
            watch = watch.after(block, BLOCK)
    return watch.warning


SPEECH = Level(peak=-12.0, rms=-24.0)
WHISPER = Level(peak=-38.0, rms=-48.0)
ROOM = Level(peak=-55.0, rms=-65.0)
NOTHING = Level(peak=-90.3, rms=-96.0)
CLIPPED = Level(peak=0.0, rms=-6.0)


def test_a_sine_of_half_the_amplitude_is_six_decibels_down_and_its_rms_three_more() -> None:
    assert level(sine(FULL_SCALE / 2)).peak == pytest.approx(-6.02, abs=0.01)
    assert level(sine(FULL_SCALE / 2)).rms == pytest.approx(-9.03, abs=0.01)


@pytest.mark.parametrize("values", [np.zeros(1600, np.int16), np.zeros(0, np.int16)])
def test_silence_and_no_sound_at_all_are_at_the_floor(values: np.ndarray) -> None:
    assert level(values) == Level(FLOOR_DB, FLOOR_DB)


def test_the_largest_negative_sample_is_full_scale() -> None:
    assert level(np.full(10, -FULL_SCALE, np.int16)) == Level(0.0, 0.0)


@given(st.lists(st.integers(-16384, 16383), min_size=1, max_size=50))
def test_twice_the_amplitude_is_six_decibels_more_and_the_rms_is_never_above_the_peak(samples: list[int]) -> None:
    values = np.array(samples, np.int16)
    assume(values.any())

    assert level(2 * values).peak - level(values).peak == pytest.approx(20 * np.log10(2))
    assert level(values).rms <= level(values).peak + 1e-9


def test_ten_seconds_without_sound_give_a_warning_that_a_word_ends() -> None:
    assert "No sound for 10 s" in watched((SPEECH, 5), (NOTHING, 10.1))
    assert watched((SPEECH, 5), (NOTHING, 9.8)) == ""
    assert watched((NOTHING, 60), (SPEECH, BLOCK)) == ""


def test_a_speaker_who_is_silent_in_a_room_is_left_in_peace() -> None:
    assert watched((SPEECH, 60), (ROOM, 15), (SPEECH, 1)) == ""


def test_a_voice_that_is_very_quiet_all_the_time_gives_a_warning() -> None:
    assert "Very quiet" in watched((WHISPER, 20.1))
    assert watched((WHISPER, 15), (SPEECH, 1), (WHISPER, 15)) == ""


def test_clipping_gives_a_warning_for_ten_seconds_and_a_single_knock_does_not() -> None:
    assert "clipped" in watched((SPEECH, 5), (CLIPPED, 0.5), (SPEECH, 5))
    assert watched((SPEECH, 5), (CLIPPED, 0.5), (SPEECH, 10.1)) == ""
    assert watched((SPEECH, 5), (CLIPPED, 0.1), (SPEECH, 1)) == ""


@given(
    st.lists(st.tuples(st.sampled_from([SPEECH, WHISPER, ROOM, NOTHING, CLIPPED]), st.floats(0.1, 30)), max_size=6)
)
def test_ten_seconds_of_good_sound_always_end_every_warning(before: list[tuple[Level, float]]) -> None:
    assert watched(*before, (SPEECH, 10.2)) == ""


def test_the_sample_rehearsal_is_never_warned_of(sample_samples: Samples) -> None:
    """At its own loudness and ten decibels below, as another microphone would give it."""
    for gain in (1.0, 0.3):
        watch = LevelMonitor()
        for block in np.split(np.round(gain * 32767 * sample_samples.values).astype(np.int16), 450):
            watch = watch.after(level(block), BLOCK)
            assert watch.warning == ""
