from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.errors import DeckError
from talkcoach.store.paths import is_file, is_folder, status_of


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_name_can_be_asked_about(name: str):
    path = Path("/") / name
    assert not (is_file(path) and is_folder(path))


@pytest.mark.parametrize("name", ["a" * 300, "a\0b", "lone \ud800 surrogate", "file/below", "missing"])
def test_where_nothing_can_be_nothing_is(tmp_path: Path, name: str):
    (tmp_path / "file").touch()
    assert not is_file(tmp_path / name)
    assert not is_folder(tmp_path / name)
    with pytest.raises(DeckError, match="there is no deck"):
        status_of(tmp_path / name, "deck", DeckError)


def test_a_file_and_a_folder_are_told_apart(tmp_path: Path):
    (tmp_path / "file").write_text("four")
    assert (is_file(tmp_path / "file"), is_folder(tmp_path / "file")) == (True, False)
    assert (is_file(tmp_path), is_folder(tmp_path)) == (False, True)
    assert status_of(tmp_path / "file", "deck", DeckError).st_size == 4


def test_a_folder_that_is_closed_to_the_user_is_said_to_be(closed_folder: Path):
    assert not is_file(closed_folder / "talk.pptx")
    with pytest.raises(DeckError, match="may not be read"):
        status_of(closed_folder / "talk.pptx", "deck", DeckError)
