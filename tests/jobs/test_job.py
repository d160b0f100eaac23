"""How far a job is, as it tells and as others see it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.errors import InputError, OutputError
from talkcoach.jobs.job import Job, Progress, Status


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path, "coaching", "talkcoach.nothing")


def test_what_nobody_began_is_no_work(job: Job):
    assert job.status() == Status()


def test_work_that_is_done_is_told_to_be_done(job: Job):
    seen: list[Status] = []

    def do(progress: Progress) -> None:
        seen.append(job.status())
        progress(5.0, 10.0)
        seen.append(job.status())

    job.work(do)
    assert [status.is_running for status in seen] == [True, True]
    assert (seen[1].seconds, seen[1].total, seen[1].share) == (5.0, 10.0, 0.5)
    assert job.status().state == "done"


def test_what_a_user_can_put_right_is_told_with_its_remedy(job: Job):
    def do(_: Progress) -> None:
        raise InputError("the talk is empty", "Record it again")

    job.work(do)
    assert job.status() == Status("failed", error="the talk is empty", remedy="Record it again")


def test_a_process_that_died_without_a_word_has_failed(job: Job):
    (job.folder / "coaching.json").write_text('{"state": "running", "pid": 1}')
    status = job.status()
    assert (status.state, status.error) == ("failed", "the coaching ended unexpectedly")


def test_a_file_that_another_version_wrote_is_no_work(job: Job):
    (job.folder / "coaching.json").write_text('{"state": "listening", "seconds": 3}')
    assert job.status() == Status()


def test_a_module_that_cannot_run_does_not_keep_anybody_waiting(job: Job):
    began = time.monotonic()
    job.start()
    assert time.monotonic() - began < 15
    assert job.status().state == "none"


def test_where_nothing_can_be_written_nothing_is_begun(tmp_path: Path):
    (tmp_path / "coaching.json").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        Job(tmp_path, "coaching", "talkcoach.nothing").start()


def test_the_time_left_follows_from_the_pace_so_far():
    half = Status("running", seconds=300.0, total=600.0, since=1000.0, at=1010.0, before=200.0)
    assert half.seconds_left(1010.0) == pytest.approx(30.0)
    assert half.seconds_left(1015.0) == pytest.approx(25.0)
    assert half.share == 0.5


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1e6))
def test_the_time_left_is_never_negative_and_the_share_never_above_one(
    seconds: float, total: float, before: float, now: float
):
    status = Status("running", seconds=seconds, total=total, since=10.0, at=20.0, before=before)
    left = status.seconds_left(now)
    assert left is None or left >= 0
    assert 0 <= status.share <= 1


def test_before_anything_is_heard_no_time_is_told():
    assert Status("running", total=600.0, since=time.time(), at=time.time()).seconds_left(time.time()) is None


def test_when_all_sound_is_done_the_rest_is_finishing_and_has_no_time():
    status = Status("running", seconds=600.0, total=600.0, since=1000.0, at=1010.0)
    assert status.is_finishing
    assert status.seconds_left(1010.0) is None
