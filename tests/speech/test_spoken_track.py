"""Of several tracks and channels, the one with the speech is taken, and a caveat tells which."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from audio.sound_files import RATE, Track, buzz, tone, write_media, write_tracks
from numpy.typing import NDArray

from talkcoach.audio.decode import Samples, decode
from talkcoach.domain import Caveat
from talkcoach.errors import InputError
from talkcoach.speech.spoken_track import spoken_sound
from talkcoach.speech.vad import speech_spans

SECONDS = 20
Sound = NDArray[np.float32]


@pytest.fixture
def voice(sample_samples: Samples) -> Sound:
    return sample_samples.values[: SECONDS * RATE]


@pytest.fixture
def silence() -> Sound:
    return np.zeros(SECONDS * RATE, np.float32)


@pytest.fixture
def music() -> Sound:
    """Notes of an organ, a second each."""
    notes = np.repeat(np.array([0.0, 4, 7, 12, 7, 4] * 4)[:SECONDS], RATE)
    return buzz(notes) + 0.1 * tone(SECONDS, 330)


def spoken(samples: Samples) -> float:
    return sum(span.duration for span in speech_spans(samples))


def said(*channels: Sound) -> Track:
    return Track(np.stack(channels))


@pytest.mark.parametrize("first", ["silence", "music"])
def test_the_track_with_speech_is_taken_wherever_it_is(
    tmp_path: Path, request: pytest.FixtureRequest, first: str, voice: Sound
) -> None:
    path = write_tracks(tmp_path / "screen.mkv", said(request.getfixturevalue(first)), said(voice), picture=True)
    samples = spoken_sound(path)
    assert spoken(samples) > 10
    assert samples.caveats == (Caveat("sound-track", "screen.mkv", numbers=(2, 2)),)


def test_of_tracks_with_about_the_same_speech_the_first_is_taken(tmp_path: Path, voice: Sound) -> None:
    path = write_tracks(tmp_path / "screen.mkv", said(voice), said(0.5 * voice))
    samples = spoken_sound(path)
    assert samples.caveats == ()
    assert np.array_equal(samples.values, decode(path, 1).values)


def test_a_track_that_is_asked_for_is_taken_without_a_word(tmp_path: Path, voice: Sound, silence: Sound) -> None:
    path = write_tracks(tmp_path / "screen.mkv", said(silence), said(voice))
    assert spoken_sound(path, 1).caveats == ()
    assert not spoken_sound(path, 1).values.any()
    with pytest.raises(InputError, match="no track 3"):
        spoken_sound(path, 3)


def test_a_recording_in_which_nobody_speaks_is_its_first_track(tmp_path: Path, silence: Sound) -> None:
    samples = spoken_sound(write_tracks(tmp_path / "screen.mkv", said(silence), said(silence)))
    assert (samples.duration, samples.caveats) == (pytest.approx(SECONDS, abs=0.1), ())


def test_a_channel_upside_down_does_not_silence_the_other(tmp_path: Path, voice: Sound) -> None:
    samples = spoken_sound(write_tracks(tmp_path / "talk.flac", said(voice, -voice), codec="flac"))
    assert spoken(samples) > 10
    assert samples.caveats == ()


@pytest.mark.parametrize("first", ["silence", "music"])
def test_the_channel_with_speech_is_taken_where_the_other_has_none(
    tmp_path: Path, request: pytest.FixtureRequest, first: str, voice: Sound
) -> None:
    path = write_tracks(tmp_path / "talk.flac", said(request.getfixturevalue(first), voice), codec="flac")
    samples = spoken_sound(path)
    assert samples.caveats == (Caveat("sound-channel", "talk.flac", numbers=(2, 2)),)
    assert np.array_equal(samples.values, decode(path, channel=2).values)


def test_a_dead_second_channel_is_left_out_without_a_word(tmp_path: Path, voice: Sound, silence: Sound) -> None:
    path = write_tracks(tmp_path / "talk.flac", said(voice, silence), codec="flac")
    samples = spoken_sound(path)
    assert samples.caveats == ()
    assert np.array_equal(samples.values, decode(path, channel=1).values)


def test_two_voices_on_two_channels_are_both_kept(tmp_path: Path, voice: Sound) -> None:
    half = len(voice) // 2
    one, other = voice.copy(), voice.copy()
    one[half:], other[:half] = 0, 0
    path = write_tracks(tmp_path / "call.flac", said(one, other), codec="flac")
    assert np.array_equal(spoken_sound(path).values, decode(path).values)


def test_ordinary_sound_is_as_it_was_decoded(tmp_path: Path, voice: Sound) -> None:
    mono = write_media(tmp_path / "talk.m4a", voice, "aac")
    stereo = write_tracks(tmp_path / "talk.mkv", said(voice, 0.7 * voice))
    for path in (mono, stereo):
        assert np.array_equal(spoken_sound(path).values, decode(path).values)
        assert spoken_sound(path).caveats == ()
