from __future__ import annotations

import os
from pathlib import Path

import pytest

from talkcoach.errors import OutputError
from talkcoach.storage import check_writable, write_text


def test_a_written_file_holds_the_text_and_nothing_else_is_left(tmp_path: Path):
    write_text(tmp_path / "report.html", "naïve — ok\n")
    assert (tmp_path / "report.html").read_bytes() == "naïve — ok\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_writing_replaces_what_was_there(tmp_path: Path):
    write_text(tmp_path / "report.html", "old")
    write_text(tmp_path / "report.html", "new")
    assert (tmp_path / "report.html").read_text() == "new"


def test_what_cannot_be_written_whole_leaves_the_old_file_and_no_other(tmp_path: Path):
    write_text(tmp_path / "report.html", "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(tmp_path / "report.html", "half \ud800")
    assert (tmp_path / "report.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_written_file_may_be_read_like_any_other(tmp_path: Path):
    (tmp_path / "ordinary").write_text("")
    write_text(tmp_path / "report.html", "")
    assert (tmp_path / "report.html").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_a_folder_that_does_not_exist_is_named_before_the_work_begins(tmp_path: Path):
    with pytest.raises(OutputError, match="missing does not exist"):
        check_writable(tmp_path / "missing" / "report.html")


def test_a_folder_is_no_place_for_a_file(tmp_path: Path):
    with pytest.raises(OutputError, match="it is a folder"):
        check_writable(tmp_path)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc, which no user can write to")
def test_a_place_without_permission_is_named_before_the_work_begins():
    with pytest.raises(OutputError, match="cannot be written"):
        check_writable(Path(f"/proc/{os.getpid()}/report.html"))


def test_checking_leaves_nothing_behind(tmp_path: Path):
    check_writable(tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []
