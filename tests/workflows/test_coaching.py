"""Coaching in the background, by the real process with the real speech model."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from pulse import wait_for, write_wav
from shelf import a_meta, a_report, recorded

from talkcoach.audio.decode import Samples
from talkcoach.jobs.job import Status
from talkcoach.report.kept import kept_report
from talkcoach.report.wording import extent
from talkcoach.store.codec import dump
from talkcoach.store.library import find
from talkcoach.store.recorder import RECORDING
from talkcoach.store.rehearsal import Rehearsal
from talkcoach.workflows.coaching import coaching


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path))
    return tmp_path


def spoken(samples: Samples) -> Rehearsal:
    """A rehearsal with some seconds to hear in it."""
    rehearsal = recorded(a_meta())
    values = samples.values[: 15 * samples.rate]
    write_wav(rehearsal.folder / RECORDING, (32767 * values.clip(-1, 1)).astype("int16"))
    return find(rehearsal.id)


def ended(folder: Path) -> Status:
    wait_for(lambda: not coaching(folder).status().is_running, 120)
    return coaching(folder).status()


def test_a_rehearsal_is_coached_in_the_background(sample_samples: Samples):
    rehearsal = spoken(sample_samples)
    coaching(rehearsal.folder).start()
    assert coaching(rehearsal.folder).status().is_running
    assert ended(rehearsal.folder).state == "done"
    report = kept_report(find(rehearsal.id))
    assert report is not None
    assert report.transcript.sentences
    assert find(rehearsal.id).state == "coached"


def test_work_that_is_called_off_leaves_the_recording_and_can_begin_again(sample_samples: Samples):
    rehearsal = spoken(sample_samples)
    sound = (rehearsal.folder / RECORDING).read_bytes()
    coaching(rehearsal.folder).start()
    coaching(rehearsal.folder).cancel()
    assert coaching(rehearsal.folder).status() == Status()
    assert find(rehearsal.id).state == "recorded"
    assert (rehearsal.folder / RECORDING).read_bytes() == sound
    coaching(rehearsal.folder).start()
    assert coaching(rehearsal.folder).status().is_running
    coaching(rehearsal.folder).cancel()


def test_a_second_beginning_changes_nothing(sample_samples: Samples):
    rehearsal = spoken(sample_samples)
    coaching(rehearsal.folder).start()
    first = coaching(rehearsal.folder).status().pid
    coaching(rehearsal.folder).start()
    assert coaching(rehearsal.folder).status().pid == first
    coaching(rehearsal.folder).cancel()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs the signals of Unix")
def test_a_process_that_was_killed_counts_as_failed(sample_samples: Samples):
    rehearsal = spoken(sample_samples)
    coaching(rehearsal.folder).start()
    os.kill(coaching(rehearsal.folder).status().pid, signal.SIGKILL)
    status = ended(rehearsal.folder)
    assert (status.state, status.error) == ("failed", "the coaching ended unexpectedly")
    assert status.remedy


def test_a_file_that_cannot_be_heard_is_told_with_a_remedy():
    rehearsal = recorded(a_meta())
    (rehearsal.folder / RECORDING).write_bytes(b"no sound at all")
    coaching(rehearsal.folder).start()
    status = ended(rehearsal.folder)
    assert status.state == "failed"
    assert RECORDING in status.error
    assert status.remedy


def test_silence_is_coached_to_a_report_that_says_so():
    rehearsal = recorded(a_meta())
    coaching(rehearsal.folder).start()
    assert ended(rehearsal.folder).state == "done"
    report = kept_report(find(rehearsal.id))
    assert report is not None
    assert extent(report) == "silent"


def test_what_nobody_began_is_no_work_and_so_is_what_cannot_be_read():
    rehearsal = recorded(a_meta(), report=a_report())
    assert coaching(rehearsal.folder).status() == Status()
    (rehearsal.folder / "coaching.json").write_text('{"state": "list', encoding="utf-8")
    assert coaching(rehearsal.folder).status() == Status()
    coaching(rehearsal.folder).cancel()
    assert find(rehearsal.id).state == "coached"


def test_nothing_is_called_off_that_is_done():
    rehearsal = recorded(a_meta(), report=a_report())
    (rehearsal.folder / "coaching.json").write_text(dump(Status("done")), encoding="utf-8")
    coaching(rehearsal.folder).cancel()
    assert coaching(rehearsal.folder).status().state == "done"
