from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from talkcoach.analysis.voice import pitch_semitones_sd
from talkcoach.audio.decode import RATE

SECONDS = 12


def voice(semitones: np.ndarray) -> np.ndarray:
    """A buzz, rich in harmonics as a voice is, around 120 Hz, its pitch given for every sample."""
    phase = 2 * np.pi * np.cumsum(120 * 2 ** (semitones / 12)) / RATE
    return sum(np.sin(n * phase) / n for n in range(1, 9)).astype(np.float32) * 0.1


def test_a_voice_that_never_moves_has_no_spread():
    assert pitch_semitones_sd(voice(np.zeros(SECONDS * RATE)), RATE) == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("spread", [1.0, 3.0])
def test_a_slow_swing_of_the_voice_is_measured_in_semitones(spread: float):
    swing = spread * np.sqrt(2) * np.sin(2 * np.pi * 0.5 * np.arange(SECONDS * RATE) / RATE)
    assert pitch_semitones_sd(voice(swing), RATE) == pytest.approx(spread, rel=0.15)


def test_loudness_does_not_change_the_figure():
    swing = np.sin(2 * np.pi * 0.5 * np.arange(SECONDS * RATE) / RATE)
    loud, soft = (pitch_semitones_sd(gain * voice(swing), RATE) for gain in (np.float32(2), np.float32(0.2)))
    assert loud == pytest.approx(soft, abs=0.05)


def test_noise_and_silence_have_no_pitch():
    noise = np.random.default_rng(1).normal(0, 0.1, SECONDS * RATE).astype(np.float32)
    assert pitch_semitones_sd(noise, RATE) is None
    assert pitch_semitones_sd(np.zeros(SECONDS * RATE, np.float32), RATE) is None


def test_silence_between_speech_does_not_count():
    swing = 2 * np.sin(2 * np.pi * 0.5 * np.arange(SECONDS * RATE) / RATE)
    spoken, silence = voice(swing), np.zeros(SECONDS * RATE, np.float32)
    alone = pitch_semitones_sd(spoken, RATE)
    assert pitch_semitones_sd(np.concatenate([silence, spoken, silence]), RATE) == pytest.approx(alone, abs=0.3)


def test_a_few_seconds_give_no_figure():
    assert pitch_semitones_sd(voice(np.zeros(4 * RATE)), RATE) is None
    assert pitch_semitones_sd(np.zeros(0, np.float32), RATE) is None


MEASURED = """
import numpy as np
from talkcoach.analysis.voice import pitch_semitones_sd
still = np.sin(2 * np.pi * 120 * np.arange(12 * 16_000) / 16_000).astype(np.float32)
print(pitch_semitones_sd(still, 16_000))
"""


def measured_without_a_home(**places: str) -> str:
    """What is measured where neither librosa's folder nor the home can be written to, as Numba finds them."""
    unset = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    environment = {**unset, "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator", **places}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_where_only_the_cache_can_be_written_to_the_voice_is_measured():
    assert float(measured_without_a_home()) == pytest.approx(0, abs=0.1)


def test_where_nothing_can_be_written_there_is_no_figure_and_no_crash():
    assert measured_without_a_home(TALKCOACH_CACHE=os.devnull) == "None"
