"""Corrections on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Deck, Slide
from talkcoach.errors import InputError
from talkcoach.store.corrections import fitting, parts_in, read_corrections, write_parts


@given(st.dictionaries(st.integers(1, 500), st.sampled_from(["problem", "gap", "other"])))
def test_corrections_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, corrections: dict[int, str]
):
    folder = tmp_path_factory.mktemp("corrections")
    write_parts(folder, corrections)
    assert parts_in(folder) == corrections


def test_corrections_are_found_in_a_report(tmp_path: Path):
    path = tmp_path / "report.json"
    path.write_text('{"title": "A talk", "corrections": {"9": "approach"}}')
    assert read_corrections(path) == {9: "approach"}


@pytest.mark.parametrize("text", ["- 1\n- 2\n", "nine: approach", "9: [", "0: approach", "just words"])
def test_corrections_that_are_none_are_refused_with_an_example(tmp_path: Path, text: str):
    path = tmp_path / "corrections.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match="9: approach"):
        read_corrections(path)


def test_corrections_fit_up_to_the_last_slide_and_to_parts_that_are_there():
    deck = Deck(tuple(Slide(number, "", "") for number in range(1, 4)))
    assert fitting({1: "gap", 3: "gap", 4: "gap", 2: "plot"}, deck, ["gap"]) == {1: "gap", 3: "gap"}
