"""The marks of a rehearsal: what is read, what is skipped, and which mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkcoach.domain import Mark, slide_marks
from talkcoach.errors import InputError
from talkcoach.store.marks import read_events

MARK = '{"time": 1.5, "event": "slide", "slide": 2}\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "marks.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_marks_come_in_order_of_time_and_other_events_are_skipped(tmp_path: Path):
    lines = '{"time": 9, "event": "slide", "slide": 3}\n{"time": 4, "event": "pause"}\n\n' + MARK
    assert slide_marks(read_events(written(tmp_path, lines))) == (Mark(1.5, 2), Mark(9.0, 3))


def test_a_last_line_that_a_crash_cut_off_is_skipped(tmp_path: Path):
    assert slide_marks(read_events(written(tmp_path, MARK + '{"time": 3, "ev'))) == (Mark(1.5, 2),)


@pytest.mark.parametrize(
    "line",
    ['{"time": 3, "ev', '{"event": "slide", "slide": 1}', '{"time": -1, "event": "slide", "slide": 1}', "[]",
     '{"time": 1, "event": "slide", "slide": 0}', '{"time": 1, "event": "slide", "slide": 1.5}',
     '{"time": NaN, "event": "slide", "slide": 1}', '{"time": 1, "event": "slide", "slide": true}',
     '{"time": 9, "event": "gap"}', '{"event": "question"}', '{"time": -1, "event": "answered"}'],
)  # fmt: skip
def test_a_mistake_in_the_marks_is_named_by_its_line(tmp_path: Path, line: str):
    with pytest.raises(InputError, match="mistake in line 2"):
        read_events(written(tmp_path, MARK + line + "\n" + MARK))
