"""Whatever rate and channels a microphone has, a recording has one channel at its own rate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sound_files import tone

from talkcoach.audio.microphone import Mono
from talkcoach.store.wav import RATE


def taken(sound: np.ndarray, rate: int, cuts: list[int]) -> np.ndarray:
    """Frames of shape (n, channels) as they come out when they come in cut at some frames."""
    mono = Mono(rate, sound.shape[1])
    blocks = np.split(sound, sorted(cuts))
    return np.concatenate([mono(b.tobytes(), last=b is blocks[-1]) for b in blocks])


def stereo(rate: int, hertz: float = 440.0) -> np.ndarray:
    one = np.round(20000 * tone(0.5, hertz, rate)).astype(np.int16)
    return np.stack([one, one], axis=1)


@pytest.mark.parametrize("rate", [8_000, RATE, 22_050, 44_100, 48_000, 96_000])
def test_a_tone_is_kept_at_every_rate(rate: int) -> None:
    values = taken(stereo(rate), rate, [])
    expected = np.round(20000 * tone(0.5, 440.0)).astype(np.int16)
    inner = slice(RATE // 20, -RATE // 20)

    assert len(values) == pytest.approx(RATE / 2, abs=2)
    assert values[: len(expected)][inner] == pytest.approx(expected[: len(values)][inner], abs=150)


@given(st.sampled_from([RATE, 44_100]), st.lists(st.integers(0, 8000), max_size=6))
def test_blocks_of_any_size_are_the_same_sound(rate: int, cuts: list[int]) -> None:
    assert taken(stereo(rate), rate, cuts) == pytest.approx(taken(stereo(rate), rate, []), abs=2)


def test_channels_behind_the_second_are_no_microphone() -> None:
    sound = np.concatenate([stereo(RATE), np.full((RATE // 2, 6), 9999, np.int16)], axis=1)
    assert np.array_equal(taken(sound, RATE, []), stereo(RATE)[:, 0])


def test_a_block_lasts_as_long_as_its_frames() -> None:
    assert Mono(44_100, 2).seconds(stereo(44_100).tobytes()) == pytest.approx(0.5)
