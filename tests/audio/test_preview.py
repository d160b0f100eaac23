"""The small copy that the pages play."""

from __future__ import annotations

import os
from pathlib import Path

import av
import pytest
from shelf import sound

from talkcoach.audio.preview import make_preview, preview_of
from talkcoach.errors import InputError
from talkcoach.store.recorder import RECORDING


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    sound(tmp_path, 5.0)
    return tmp_path / RECORDING


def test_a_copy_is_as_long_as_the_recording_and_much_smaller(recording):
    copy = make_preview(recording.parent, recording)
    with av.open(str(copy)) as opened:
        seconds = sum(frame.samples / frame.sample_rate for frame in opened.decode(audio=0))
    assert seconds == pytest.approx(5.0, abs=0.15)
    assert copy.stat().st_size < recording.stat().st_size / 6


def test_a_copy_is_found_until_the_recording_changes(recording):
    assert preview_of(recording.parent, recording) is None
    copy = make_preview(recording.parent, recording)
    assert preview_of(recording.parent, recording) == copy
    later = copy.stat().st_mtime_ns + 1_000_000_000
    os.utime(recording, ns=(later, later))
    assert preview_of(recording.parent, recording) is None


def test_what_is_no_sound_leaves_no_copy(tmp_path):
    (tmp_path / RECORDING).write_text("words")
    with pytest.raises(InputError, match="cannot be read as sound"):
        make_preview(tmp_path, tmp_path / RECORDING)
    assert [each.name for each in tmp_path.iterdir()] == [RECORDING]
