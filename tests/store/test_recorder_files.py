"""What a recorder and those who steer it find in the folder, whatever was left there."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Mark, slide_marks
from talkcoach.errors import OutputError, RecordingError
from talkcoach.store.marks import MARKS, append_mark, mend_marks, read_events
from talkcoach.store.recorder import (
    CONTROL,
    STATUS,
    RecorderStatus,
    ask,
    is_recording,
    only_recorder,
    read_status,
    wanted,
    write_status,
)

TOLD = RecorderStatus("recording", seconds=12.5, at=1e9, warning="Very quiet.", device="Mikrofon (Gerät)", pid=7)


def marks_in(path: Path) -> tuple[Mark, ...]:
    return slide_marks(read_events(path))


def test_a_status_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_status(tmp_path) is None
    write_status(tmp_path, TOLD)
    assert read_status(tmp_path) == TOLD


def test_a_status_of_a_later_version_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    write_status(tmp_path, TOLD)
    path = tmp_path / STATUS
    path.write_text(json.dumps({**json.loads(path.read_text()), "mood": "fine"}))
    assert read_status(tmp_path) == TOLD


@given(st.binary(max_size=60))
def test_damaged_files_are_read_as_empty(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("odd")
    (folder / STATUS).write_bytes(content)
    (folder / CONTROL).write_bytes(content)

    assert read_status(folder) is None
    assert wanted(folder) == "record"


def test_the_last_thing_asked_is_wanted(tmp_path: Path) -> None:
    assert wanted(tmp_path) == "record"
    for asked in ("pause", "record", "stop"):
        ask(tmp_path, asked)
        assert wanted(tmp_path) == asked
    assert [path.name for path in tmp_path.iterdir()] == [CONTROL]


def test_asking_where_nothing_can_be_written_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        ask(tmp_path / "gone", "stop")
    with pytest.raises(OutputError, match="cannot be written"):
        append_mark(tmp_path / "gone", "pause", 1.0)


def test_marks_are_what_a_rehearsal_reads(tmp_path: Path) -> None:
    append_mark(tmp_path, "slide", 0.0, slide=1)
    append_mark(tmp_path, "question", 20.0)
    append_mark(tmp_path, "slide", 61.2345, slide=3)

    assert marks_in(tmp_path / MARKS) == (Mark(0.0, 1), Mark(61.234, 3))


@given(st.integers(0, 200))
def test_after_a_crash_the_marks_lose_the_torn_line_and_go_on(
    tmp_path_factory: pytest.TempPathFactory, kept: int
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    for slide in (1, 2):
        append_mark(folder, "slide", float(slide), slide=slide)
    path = folder / MARKS
    whole = path.read_bytes()[:kept]
    path.write_bytes(whole)

    mend_marks(folder)
    append_mark(folder, "slide", 9.0, slide=9)

    left = [Mark(float(slide), slide) for slide in (1, 2)][: whole.count(b"\n")]
    assert marks_in(path) == (*left, Mark(9.0, 9))


def _mark_often(folder: Path, slide: int) -> None:
    for second in range(50):
        append_mark(folder, "slide", float(second), slide=slide)


def test_marks_of_several_processes_do_not_mix(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_mark_often, args=(tmp_path, slide)) for slide in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    marks = marks_in(tmp_path / MARKS)
    assert sorted(mark.slide for mark in marks) == [1] * 50 + [2] * 50


def test_a_folder_is_recorded_while_its_lock_is_held_and_by_one_recorder_only(tmp_path: Path) -> None:
    assert not is_recording(tmp_path)
    with only_recorder(tmp_path):
        assert is_recording(tmp_path)
        with pytest.raises(RecordingError, match="being recorded already"), only_recorder(tmp_path):
            pass
    assert not is_recording(tmp_path)
    with only_recorder(tmp_path):
        pass


def test_asking_whether_a_folder_is_recorded_leaves_nothing_there(tmp_path: Path) -> None:
    is_recording(tmp_path)
    is_recording(tmp_path / "gone")
    assert not list(tmp_path.iterdir())
