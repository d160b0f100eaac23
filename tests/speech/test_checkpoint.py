from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkcoach.domain import Span, Word
from talkcoach.errors import OutputError
from talkcoach.speech.checkpoint import Chunk, append, finished_seconds, restore
from talkcoach.speech.hallucinations import Segment

HEADER = '{"model": "base"}'

words = st.builds(
    Word,
    st.floats(0, 3_000).map(lambda start: Span(start, start + 1 / 3)),
    st.text(),
    st.floats(0, 1),
)
chunks = st.builds(
    Chunk,
    span=st.floats(0, 3_000).map(lambda start: Span(start, start + 80 / 3)),
    language=st.sampled_from(["en", "de"]),
    speech=st.lists(st.floats(0, 9).map(lambda start: Span(start, 10.0)), max_size=3).map(tuple),
    segments=st.lists(
        st.builds(Segment, st.lists(words, max_size=3).map(tuple), st.floats(-9, 0), st.floats(0, 1)), max_size=3
    ).map(tuple),
    filled=st.lists(words, max_size=2).map(tuple),
    context=st.lists(st.integers(0, 51_864), max_size=5).map(tuple),
)


def stored(path: Path, *finished: Chunk) -> Path:
    path.unlink(missing_ok=True)
    restore(path, HEADER)
    for chunk in finished:
        append(path, chunk)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(finished=st.lists(chunks, max_size=3))
def test_what_is_stored_is_restored_exactly(tmp_path: Path, finished: list[Chunk]) -> None:
    path = stored(tmp_path / "checkpoint", *finished)
    assert restore(path, HEADER) == tuple(finished)
    assert finished_seconds(path) == (finished[-1].span.end if finished else 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(finished=st.lists(chunks, min_size=1, max_size=3), more=chunks, data=st.data())
def test_a_file_cut_off_anywhere_keeps_its_whole_lines_and_takes_more(
    tmp_path: Path, finished: list[Chunk], more: Chunk, data: st.DataObject
) -> None:
    path = stored(tmp_path / "checkpoint", *finished)
    content = path.read_bytes()
    left = content[: data.draw(st.integers(0, len(content)))]
    path.write_bytes(left)
    whole = tuple(finished[: max(0, left.count(b"\n") - 1)])
    assert restore(path, HEADER) == whole
    append(path, more)
    assert restore(path, HEADER) == (*whole, more)


def test_after_a_damaged_line_nothing_is_restored(tmp_path: Path) -> None:
    first, second = (Chunk(Span(n, n + 1), "en", (), (), (), ()) for n in (0.0, 1.0))
    path = stored(tmp_path / "checkpoint", first, second, first)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1], '{"span": 5}', lines[3], ""]))
    assert restore(path, HEADER) == (first,)
    assert path.read_text().splitlines() == lines[:2]


def test_other_settings_start_anew(tmp_path: Path) -> None:
    path = stored(tmp_path / "checkpoint", Chunk(Span(0, 1), "en", (), (), (), ()))
    assert restore(path, '{"model": "small"}') == ()
    assert restore(path, HEADER) == ()


def test_a_checkpoint_that_is_no_text_starts_anew(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint"
    path.write_bytes(b"\xff\xfe\x00\n" * 3)
    assert restore(path, HEADER) == ()
    assert path.read_text() == f"{HEADER}\n"


def test_a_line_of_an_earlier_version_is_restored(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint"
    line = (
        '{"span": {"start": 0.0, "end": 9.0}, "language": "en", "speech": [{"start": 1.0, "end": 2.0}], '
        '"segments": [], "filled": [], "said": [5, 6]}'
    )
    path.write_text(f"{HEADER}\n{line}\n")
    assert restore(path, HEADER) == (Chunk(Span(0, 9), "en", (Span(1, 2),), (), (), (5, 6)),)


def test_without_a_file_nothing_is_finished(tmp_path: Path) -> None:
    assert finished_seconds(tmp_path / "checkpoint") == 0


def test_a_missing_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="checkpoint cannot be written"):
        append(tmp_path / "gone" / "checkpoint", Chunk(Span(0, 1), "en", (), (), (), ()))
