from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from audio.sound_files import Track, tone, write_media, write_tracks, write_wav

from talkcoach.audio.decode import RATE, decode, decode_bytes, sound_tracks
from talkcoach.domain import Caveat, Span
from talkcoach.errors import InputError


def loudest_pitch(values: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(values))
    return float(np.fft.rfftfreq(len(values), 1 / RATE)[spectrum.argmax()])


def cut_short(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.wav", "pcm_s16le", 8_000),
        ("a.m4a", "aac", 44_100),
        ("a.mp3", "libmp3lame", 44_100),
        ("a.webm", "libopus", 48_000),
    ],
)
def test_a_tone_keeps_its_pitch_and_length_in_every_container(
    tmp_path: Path, name: str, codec: str, rate: int
) -> None:
    samples = decode(write_media(tmp_path / name, tone(3, rate=rate), codec, rate=rate))
    assert samples.rate == RATE
    assert samples.values.dtype == np.float32
    assert samples.duration == pytest.approx(3, abs=0.1)
    assert loudest_pitch(samples.values) == pytest.approx(220, abs=1)
    assert samples.caveats == ()


def test_a_file_in_memory_sounds_like_the_one_on_disk(tmp_path: Path) -> None:
    path = write_media(tmp_path / "a.mp3", tone(2), "libmp3lame")
    assert np.array_equal(decode_bytes(path.read_bytes(), "a.mp3").values, decode(path).values)


def test_the_sound_of_a_video_is_read(tmp_path: Path) -> None:
    path = write_media(tmp_path / "talk.mp4", tone(2, rate=44_100), "aac", rate=44_100, picture=True)
    samples = decode(path)
    assert loudest_pitch(samples.values) == pytest.approx(220, abs=1)
    assert samples.caveats == ()


def test_a_wav_whose_header_says_nothing_was_written_is_read_to_its_end(tmp_path: Path) -> None:
    samples = decode(write_wav(tmp_path / "crash.wav", tone(2), stated_bytes=0))
    assert samples.duration == pytest.approx(2, abs=0.01)


def test_a_video_that_breaks_off_is_read_to_where_it_does_and_says_so(tmp_path: Path) -> None:
    path = cut_short(
        write_media(tmp_path / "cut.mp4", tone(20, rate=44_100), "aac", rate=44_100, movflags="faststart")
    )
    samples = decode(path)
    assert 5 < samples.duration < 15
    (caveat,) = samples.caveats
    assert caveat == Caveat("sound-cut-short", "cut.mp4", samples.duration, caveat.of_seconds)
    assert caveat.of_seconds == pytest.approx(20, abs=0.1)


def test_a_video_that_breaks_off_before_its_index_is_refused(tmp_path: Path) -> None:
    path = cut_short(write_media(tmp_path / "cut.mp4", tone(20, rate=44_100), "aac", rate=44_100))
    with pytest.raises(InputError, match=r"cut\.mp4 is not a recording that can be read"):
        decode(path)


def test_damage_in_the_middle_costs_only_what_is_damaged(tmp_path: Path) -> None:
    whole = bytearray(write_media(tmp_path / "a.mp3", tone(20), "libmp3lame").read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 2_000] = bytes(2_000)
    assert decode_bytes(bytes(whole), "damaged.mp3").duration > 18


def level(values: np.ndarray, start: float, end: float) -> float:
    return float(np.sqrt(np.mean(values[round(start * RATE) : round(end * RATE)] ** 2)))


def near(span: Span, start: float, end: float) -> bool:
    return span.start == pytest.approx(start, abs=0.1) and span.end == pytest.approx(end, abs=0.1)


def test_sound_that_starts_after_the_picture_keeps_the_time_of_the_file(tmp_path: Path) -> None:
    late = Track(tone(3)[np.newaxis], ((0, 3, 5.0),))
    samples = decode(write_tracks(tmp_path / "late.mkv", late, picture=True))
    assert samples.duration == pytest.approx(8, abs=0.1)
    assert level(samples.values, 0, 4.9) == 0
    assert level(samples.values, 5.1, 7.9) > 0.3
    assert near(samples.gaps[0], 0, 5)


def test_a_recorder_that_was_paused_leaves_a_gap(tmp_path: Path) -> None:
    paused = Track(tone(6)[np.newaxis], ((0, 2, 0.0), (2, 4, 7.0), (4, 6, 12.0)))
    samples = decode(write_tracks(tmp_path / "paused.mkv", paused))
    assert samples.duration == pytest.approx(14, abs=0.1)
    assert [level(samples.values, *s) > 0.3 for s in ((0.1, 1.9), (2.2, 6.8), (7.2, 8.8), (12.2, 13.9))] == [
        True,
        False,
        True,
        True,
    ]
    assert [near(gap, *ends) for gap, ends in zip(samples.gaps, ((2, 7), (9, 12)), strict=True)] == [True, True]
    assert samples.caveats == ()


def test_a_short_hole_is_silence_and_not_told_of(tmp_path: Path) -> None:
    holed = Track(tone(4)[np.newaxis], ((0, 2, 0.0), (2, 4, 2.5)))
    samples = decode(write_tracks(tmp_path / "holed.mkv", holed))
    assert samples.duration == pytest.approx(4.5, abs=0.1)
    assert samples.gaps == ()


def test_time_stamps_that_cannot_be_true_are_not_believed(tmp_path: Path) -> None:
    """The clock jumps by two hours, as when it was set anew."""
    jumping = Track(tone(4)[np.newaxis], ((0, 2, 0.0), (2, 4, 7_200.0)))
    assert decode(write_tracks(tmp_path / "jump.mkv", jumping)).duration == pytest.approx(4, abs=0.2)


def test_the_length_of_a_file_that_does_not_state_it_is_not_guessed(tmp_path: Path) -> None:
    """Silence needs few bits, so that what comes first makes the rest seem longer than it is."""
    quiet = np.concatenate(
        [np.zeros(30 * RATE, np.float32), 0.1 * np.random.default_rng(0).normal(size=10 * RATE)]
    )
    samples = decode(write_media(tmp_path / "quiet first.aac", quiet.astype(np.float32), "aac"))
    assert samples.duration == pytest.approx(40, abs=0.2)
    assert samples.caveats == ()


def test_a_track_can_be_chosen(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "two.mkv", Track(tone(1, 220)[np.newaxis]), Track(tone(1, 440)[np.newaxis]))
    assert sound_tracks(path) == 2
    assert [loudest_pitch(decode(path, track).values) for track in (1, 2)] == pytest.approx([220, 440], abs=2)
    with pytest.raises(InputError, match=r"two\.mkv has no track 3 of sound"):
        decode(path, 3)


def test_a_channel_can_be_chosen(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "two.flac", Track(np.stack([tone(1, 220), tone(1, 440)])), codec="flac")
    assert [loudest_pitch(decode(path, channel=n).values) for n in (1, 2)] == pytest.approx([220, 440], abs=2)
    assert decode(path).channels.differ


@pytest.mark.parametrize(
    ("other", "differ", "cancel"),
    [(1.0, False, False), (0.5, False, False), (-1.0, True, True), (0.0, True, False)],
)
def test_how_two_channels_relate_is_known(tmp_path: Path, other: float, differ: bool, cancel: bool) -> None:
    sound = tone(1)
    path = write_tracks(tmp_path / "two.flac", Track(np.stack([sound, other * sound])), codec="flac")
    channels = decode(path).channels
    assert (channels.count, channels.differ, channels.cancel) == (2, differ, cancel)


def test_text_called_wav_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("Remember to breathe.\n" * 50)
    with pytest.raises(InputError, match=r"notes\.wav"):
        decode(path)


def test_a_playlist_that_names_the_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/talk.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(InputError, match=r"talk\.m3u8"):
        decode(path)


def test_a_silent_film_is_refused(tmp_path: Path) -> None:
    path = write_media(tmp_path / "film.mp4", tone(0), "aac", picture=True)
    with pytest.raises(InputError, match=r"film\.mp4 has no sound in it"):
        decode(path)


def test_a_recording_of_no_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no sound"):
        decode(write_wav(tmp_path / "nothing.wav", tone(0)))


@pytest.mark.parametrize(
    ("name", "what"),
    [("missing.wav", "no file"), ("x" * 300, "no file"), (".", "is a folder"), ("empty.wav", "is empty")],
)
def test_what_is_no_recording_is_named(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "empty.wav").touch()
    with pytest.raises(InputError, match=what):
        decode(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="a name with a colon is none on Windows")
def test_a_name_with_a_colon_is_a_name_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_wav(tmp_path / "10:30.wav", tone(1))
    monkeypatch.chdir(tmp_path)
    assert decode(Path("10:30.wav")).duration == pytest.approx(1, abs=0.01)


def test_a_recording_in_a_closed_folder_is_refused(closed_folder: Path) -> None:
    with pytest.raises(InputError, match="may not be read"):
        decode(closed_folder / "talk.wav")


def test_a_long_recording_is_not_held_twice(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "long.wav", tone(300))
    tracemalloc.start()
    try:
        samples = decode(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1.5 * samples.values.nbytes
