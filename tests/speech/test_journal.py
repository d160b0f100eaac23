from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkcoach.domain import Span, Word
from talkcoach.errors import OutputError
from talkcoach.speech.hallucinations import Segment
from talkcoach.speech.journal import Stretch, append, reached, recall

HEADING = '{"model": "base"}'

words = st.builds(
    Word,
    st.floats(0, 3_000).map(lambda start: Span(start, start + 1 / 3)),
    st.text(),
    st.floats(0, 1),
)
stretches = st.builds(
    Stretch,
    span=st.floats(0, 3_000).map(lambda start: Span(start, start + 80 / 3)),
    language=st.sampled_from(["en", "de"]),
    speech=st.lists(st.floats(0, 9).map(lambda start: Span(start, 10.0)), max_size=3).map(tuple),
    segments=st.lists(
        st.builds(Segment, st.lists(words, max_size=3).map(tuple), st.floats(-9, 0), st.floats(0, 1)), max_size=3
    ).map(tuple),
    filled=st.lists(words, max_size=2).map(tuple),
    said=st.lists(st.integers(0, 51_864), max_size=5).map(tuple),
)


def stored(path: Path, *finished: Stretch) -> Path:
    path.unlink(missing_ok=True)
    recall(path, HEADING)
    for stretch in finished:
        append(path, stretch)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(finished=st.lists(stretches, max_size=3))
def test_what_is_stored_comes_back_exactly(tmp_path: Path, finished: list[Stretch]) -> None:
    path = stored(tmp_path / "journal", *finished)
    assert recall(path, HEADING) == tuple(finished)
    assert reached(path) == (finished[-1].span.end if finished else 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(finished=st.lists(stretches, min_size=1, max_size=3), more=stretches, data=st.data())
def test_a_file_cut_off_anywhere_keeps_its_whole_lines_and_takes_more(
    tmp_path: Path, finished: list[Stretch], more: Stretch, data: st.DataObject
) -> None:
    path = stored(tmp_path / "journal", *finished)
    content = path.read_bytes()
    left = content[: data.draw(st.integers(0, len(content)))]
    path.write_bytes(left)
    whole = tuple(finished[: max(0, left.count(b"\n") - 1)])
    assert recall(path, HEADING) == whole
    append(path, more)
    assert recall(path, HEADING) == (*whole, more)


def test_behind_a_damaged_line_nothing_is_believed(tmp_path: Path) -> None:
    first, second = (Stretch(Span(n, n + 1), "en", (), (), (), ()) for n in (0.0, 1.0))
    path = stored(tmp_path / "journal", first, second, first)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1], '{"span": 5}', lines[3], ""]))
    assert recall(path, HEADING) == (first,)
    assert path.read_text().splitlines() == lines[:2]


def test_other_settings_begin_anew(tmp_path: Path) -> None:
    path = stored(tmp_path / "journal", Stretch(Span(0, 1), "en", (), (), (), ()))
    assert recall(path, '{"model": "small"}') == ()
    assert recall(path, HEADING) == ()


def test_a_journal_that_is_no_text_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"\xff\xfe\x00\n" * 3)
    assert recall(path, HEADING) == ()
    assert path.read_text() == f"{HEADING}\n"


def test_without_a_file_nothing_is_reached(tmp_path: Path) -> None:
    assert reached(tmp_path / "journal") == 0


def test_a_folder_that_is_gone_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="journal cannot be written"):
        append(tmp_path / "gone" / "journal", Stretch(Span(0, 1), "en", (), (), (), ()))
