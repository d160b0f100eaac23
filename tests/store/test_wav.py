"""A recording can be read while it grows, and however it was cut off."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.audio import decode
from talkcoach.errors import InputError
from talkcoach.store.wav import HEADER_BYTES, RATE, WavFile, repair

SOUND = np.random.default_rng(3).integers(-9000, 9000, RATE // 4).astype(np.int16)


def recorded(path: Path, *blocks: np.ndarray) -> Path:
    wav = WavFile.create(path)
    for block in blocks:
        wav.write(block)
    wav.close()
    return path


def killed(path: Path, *blocks: np.ndarray) -> Path:
    """What a writer leaves that never came to close its file."""
    wav = WavFile.create(path)
    for block in blocks:
        wav.write(block)
    return path


def read(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_a_recording_is_at_the_rate_that_is_decoded_to() -> None:
    assert RATE == decode.RATE


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = recorded(tmp_path / "audio.wav", SOUND[:1000], SOUND[1000:])

    assert np.array_equal(read(path), SOUND)
    assert repair(path) == len(SOUND) / RATE


def test_a_recording_is_never_begun_over_another(tmp_path: Path) -> None:
    path = recorded(tmp_path / "audio.wav", SOUND)

    with pytest.raises(FileExistsError):
        WavFile.create(path)
    assert np.array_equal(read(path), SOUND)


def test_every_block_is_in_the_file_at_once_and_in_the_header_with_the_next_sync(tmp_path: Path) -> None:
    path = tmp_path / "audio.wav"
    wav = WavFile.create(path)
    wav.write(SOUND)
    assert path.stat().st_size == HEADER_BYTES + 2 * len(SOUND)
    assert len(read(path)) == 0

    wav.sync()
    assert np.array_equal(read(path), SOUND)
    wav.write(SOUND[:500])
    wav.close()
    assert np.array_equal(read(path), np.concatenate([SOUND, SOUND[:500]]))


def test_a_recording_that_was_cut_off_is_repaired_and_continued(tmp_path: Path) -> None:
    path = killed(tmp_path / "audio.wav", SOUND)

    wav = WavFile.append(path)
    assert wav.seconds == len(SOUND) / RATE
    wav.write(SOUND[:321])
    wav.close()

    assert np.array_equal(read(path), np.concatenate([SOUND, SOUND[:321]]))


@given(st.integers(0, 2 * len(SOUND)), st.booleans())
def test_any_number_of_bytes_may_be_cut_off_the_sound(
    tmp_path_factory: pytest.TempPathFactory, kept: int, closed: bool
) -> None:
    write = recorded if closed else killed
    path = write(tmp_path_factory.mktemp("cut") / "audio.wav", SOUND)
    with path.open("r+b") as file:
        file.truncate(HEADER_BYTES + kept)

    assert repair(path) == kept // 2 / RATE
    assert np.array_equal(read(path), SOUND[: kept // 2])


@given(st.integers(0, HEADER_BYTES - 1))
def test_less_than_a_header_becomes_an_empty_recording(
    tmp_path_factory: pytest.TempPathFactory, kept: int
) -> None:
    path = recorded(tmp_path_factory.mktemp("cut") / "audio.wav", SOUND)
    with path.open("r+b") as file:
        file.truncate(kept)

    assert repair(path) == 0
    assert len(read(path)) == 0


def test_a_recording_that_is_right_is_not_touched(tmp_path: Path) -> None:
    path = recorded(tmp_path / "audio.wav", SOUND)
    before = path.stat().st_mtime_ns

    repair(path)

    assert path.stat().st_mtime_ns == before


def test_a_recording_that_another_program_gave_a_comment_keeps_it(tmp_path: Path) -> None:
    path = recorded(tmp_path / "audio.wav", SOUND)
    content = bytearray(path.read_bytes() + b"LIST\x04\x00\x00\x00INFO")
    content[4:8] = (len(content) - 8).to_bytes(4, "little")
    path.write_bytes(content)

    assert repair(path) == len(SOUND) / RATE
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"OggS" + bytes(80), b"RIFF" + bytes(80)])
def test_a_sound_file_of_another_kind_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "audio.wav"
    path.write_bytes(content)

    with pytest.raises(InputError, match="not a recording that talkcoach made"):
        repair(path)
    assert path.read_bytes() == content


def test_a_missing_recording_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"audio\.wav cannot be repaired \(No such file"):
        repair(tmp_path / "audio.wav")
