"""Coaching in the background, by the real process with the real speech model."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulse import wait_for, write_wav
from shelf import a_meta, a_report, recorded

from talkcoach.app.work import COACHING, Work, begin_coaching, cancel, state_of, tell
from talkcoach.audio.control import RECORDING
from talkcoach.audio.decode import Samples
from talkcoach.entry import report_of
from talkcoach.export.wording import extent
from talkcoach.library import Entry, find


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path))
    return tmp_path


def spoken(samples: Samples) -> Entry:
    """A rehearsal with some seconds to hear in it."""
    entry = recorded(a_meta())
    values = samples.values[: 15 * samples.rate]
    write_wav(entry.folder / RECORDING, (32767 * values.clip(-1, 1)).astype("int16"))
    return find(entry.id)


def ended(folder: Path) -> Work:
    wait_for(lambda: not state_of(folder).goes_on, 120)
    return state_of(folder)


def test_a_rehearsal_is_coached_in_the_background(sample_samples: Samples):
    entry = spoken(sample_samples)
    begin_coaching(entry.folder)
    assert state_of(entry.folder).goes_on
    assert ended(entry.folder).state == "done"
    report = report_of(find(entry.id))
    assert report is not None
    assert report.transcript.sentences
    assert find(entry.id).state == "coached"


def test_work_that_is_called_off_leaves_the_recording_and_can_begin_again(sample_samples: Samples):
    entry = spoken(sample_samples)
    sound = (entry.folder / RECORDING).read_bytes()
    begin_coaching(entry.folder)
    cancel(entry.folder)
    assert state_of(entry.folder) == Work()
    assert find(entry.id).state == "recorded"
    assert (entry.folder / RECORDING).read_bytes() == sound
    begin_coaching(entry.folder)
    assert state_of(entry.folder).goes_on
    cancel(entry.folder)


def test_a_second_beginning_changes_nothing(sample_samples: Samples):
    entry = spoken(sample_samples)
    begin_coaching(entry.folder)
    first = state_of(entry.folder).pid
    begin_coaching(entry.folder)
    assert state_of(entry.folder).pid == first
    cancel(entry.folder)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs the signals of Unix")
def test_a_process_that_was_killed_counts_as_failed(sample_samples: Samples):
    entry = spoken(sample_samples)
    begin_coaching(entry.folder)
    os.kill(state_of(entry.folder).pid, signal.SIGKILL)
    work = ended(entry.folder)
    assert (work.state, work.error) == ("failed", "the coaching ended unexpectedly")
    assert work.remedy


def test_a_file_that_cannot_be_heard_is_told_with_a_remedy():
    entry = recorded(a_meta())
    (entry.folder / RECORDING).write_bytes(b"no sound at all")
    begin_coaching(entry.folder)
    work = ended(entry.folder)
    assert work.state == "failed"
    assert RECORDING in work.error
    assert work.remedy


def test_silence_is_coached_to_a_report_that_says_so():
    entry = recorded(a_meta())
    begin_coaching(entry.folder)
    assert ended(entry.folder).state == "done"
    report = report_of(find(entry.id))
    assert report is not None
    assert extent(report) == "silent"


def test_what_nobody_began_is_no_work_and_so_is_what_cannot_be_read():
    entry = recorded(a_meta(), report=a_report())
    assert state_of(entry.folder) == Work()
    (entry.folder / COACHING).write_text('{"state": "list', encoding="utf-8")
    assert state_of(entry.folder) == Work()
    cancel(entry.folder)
    assert find(entry.id).state == "coached"


def test_nothing_is_called_off_that_is_done():
    entry = recorded(a_meta(), report=a_report())
    tell(entry.folder, Work("done"))
    cancel(entry.folder)
    assert state_of(entry.folder).state == "done"


def test_the_time_left_follows_from_the_pace_so_far():
    half = Work("listening", seconds=300.0, total=600.0, since=1000.0, at=1010.0, before=200.0)
    assert half.seconds_left(1010.0) == pytest.approx(30.0)
    assert half.seconds_left(1015.0) == pytest.approx(25.0)
    assert half.share == 0.5


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1e6))
def test_the_time_left_is_never_negative_and_the_share_never_above_one(
    seconds: float, total: float, before: float, now: float
):
    work = Work("listening", seconds=seconds, total=total, since=10.0, at=20.0, before=before)
    left = work.seconds_left(now)
    assert left is None or left >= 0
    assert 0 <= work.share <= 1


def test_before_anything_is_heard_no_time_is_told():
    assert Work("listening", total=600.0, since=time.time(), at=time.time()).seconds_left(time.time()) is None
