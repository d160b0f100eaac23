"""The frame around every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from talkcoach.app.pages import TITLES

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def test_every_page_opens_with_nothing_there_yet() -> None:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for name, title in TITLES.items():
        app.switch_page(f"talkcoach/app/{name}.py").run()
        assert not app.exception
        assert [each.value for each in app.title] == [title]
