from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.errors import InputError, OutputError
from talkcoach.store.files import check_writable, make_folder, read_text, write_text


def test_a_written_file_holds_the_text_and_nothing_else_is_left(tmp_path: Path):
    write_text(tmp_path / "report.html", "naïve — ok\n")
    assert (tmp_path / "report.html").read_bytes() == "naïve — ok\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_writing_replaces_what_was_there(tmp_path: Path):
    write_text(tmp_path / "report.html", "old")
    write_text(tmp_path / "report.html", "new")
    assert (tmp_path / "report.html").read_text() == "new"


def test_what_cannot_be_written_whole_leaves_the_old_file_and_no_other(tmp_path: Path):
    resource = pytest.importorskip("resource", reason="needs the limits of Unix")
    write_text(tmp_path / "report.html", "old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(OutputError, match="file too large"):
            write_text(tmp_path / "report.html", "new" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (tmp_path / "report.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_what_no_file_can_hold_is_marked_and_the_rest_is_kept(tmp_path: Path):
    write_text(tmp_path / "report.html", "caf\udce9 \ud800 \N{GRINNING FACE}")
    assert (tmp_path / "report.html").read_text("utf-8") == "caf\ufffd \ufffd \N{GRINNING FACE}"


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_written_letter_for_letter_or_marked(tmp_path_factory: pytest.TempPathFactory, text: str):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    write_text(path, text)
    written = path.read_bytes().decode("utf-8")
    for new, old in zip(written, text, strict=True):
        assert new == ("\ufffd" if "\ud800" <= old <= "\udfff" else old)


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path):
    path = tmp_path / ("a" * 250)
    check_writable(path)
    write_text(path, "words")
    assert path.read_text() == "words"


@pytest.mark.parametrize("name", ["a" * 300, "a\0b", "talk.txt/report.html"])
def test_a_name_that_no_file_can_have_is_refused_before_the_work_and_after(tmp_path: Path, name: str):
    (tmp_path / "talk.txt").touch()
    for attempt in (check_writable, lambda path: write_text(path, "words")):
        with pytest.raises(OutputError, match="cannot be written"):
            attempt(tmp_path / name)


def test_a_link_stays_and_the_file_behind_it_is_written(tmp_path: Path):
    (tmp_path / "shared").mkdir()
    link = tmp_path / "report.html"
    link.symlink_to(tmp_path / "shared" / "report.html")
    for text in ("first", "second"):
        check_writable(link)
        write_text(link, text)
        assert link.is_symlink()
        assert (tmp_path / "shared" / "report.html").read_text() == text


def test_a_link_to_a_folder_that_is_not_there_is_named_before_the_work_begins(tmp_path: Path):
    (tmp_path / "report.html").symlink_to(tmp_path / "gone" / "report.html")
    with pytest.raises(OutputError, match="gone does not exist"):
        check_writable(tmp_path / "report.html")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs the pipes of Unix")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    check_writable(pipe)
    with ThreadPoolExecutor() as reader:
        read = reader.submit(pipe.read_text)
        write_text(pipe, "words")
        assert read.result(timeout=10) == "words"
    assert pipe.is_fifo()


def test_the_null_device_takes_everything_and_stays():
    check_writable(Path(os.devnull))
    write_text(Path(os.devnull), "words")
    assert not Path(os.devnull).is_file()


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


def test_a_closed_folder_is_named_before_the_work_begins(closed_folder: Path):
    with pytest.raises(OutputError, match=r"report\.html cannot be written \(permission denied\)"):
        check_writable(closed_folder / "report.html")


def test_a_new_folder_is_closed_to_others_and_an_old_one_stays_as_it_is(tmp_path: Path):
    make_folder(tmp_path / "data" / "rehearsals")
    if os.name != "nt":
        assert (tmp_path / "data" / "rehearsals").stat().st_mode & 0o077 == 0
    (tmp_path / "data" / "rehearsals" / "talk").write_text("kept")
    make_folder(tmp_path / "data" / "rehearsals")
    assert (tmp_path / "data" / "rehearsals" / "talk").read_text() == "kept"


def test_a_folder_where_a_file_is_cannot_be_made(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be made"):
        make_folder(tmp_path / "file" / "data")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs the pipes of Unix")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is not a text file"):
        read_text(tmp_path / "pipe")
