"""The frame around every page, and how text of others is shown in it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import streamlit.config
from hypothesis import given
from hypothesis import strategies as st
from shelf import a_meta, recorded
from streamlit.testing.v1 import AppTest

from talkcoach.app.navigation import TITLES
from talkcoach.app.state import plain
from talkcoach.store.recorder import only_recorder

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def the_app() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def test_every_page_opens_with_nothing_there_yet():
    app = the_app().run()
    for name, title in TITLES.items():
        app.switch_page(f"talkcoach/app/{name}_page.py").run()
        assert not app.exception
        assert [each.value for each in app.title] == [title]
    assert "Everything stays on this computer." in [each.value for each in app.sidebar.caption]


def test_the_sidebar_offers_the_rehearsals_of_no_talk_where_there_is_no_talk():
    recorded(a_meta("Sparse routing", "2026-11-24T21:03:07+01:00"))
    recorded(a_meta("Sparse routing", "2026-11-25T21:03:07+01:00"))
    app = the_app().run()
    assert [box.options for box in app.sidebar.selectbox if box.label == "Rehearsal"] == [
        ["2 · 25 Nov 21:03", "1 · 24 Nov 21:03"]
    ]


def test_a_recording_that_runs_is_told_on_every_page():
    rehearsal = recorded()
    with only_recorder(rehearsal.folder):
        app = the_app().run()
        assert any("Recording" in each.value for each in app.sidebar.markdown)
    assert not any("Recording" in each.value for each in the_app().run().sidebar.markdown)


def test_nothing_is_sent_anywhere_and_nobody_else_can_look(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streamlit.config, "_main_script_path", str(ROOT / "app.py"))
    options = streamlit.config.get_config_options(force_reparse=True)
    assert options["browser.gatherUsageStats"].value is False
    assert options["server.address"].value == "127.0.0.1"
    assert options["server.headless"].value is True


@given(st.text())
def test_plain_text_leaves_no_punctuation_for_markdown_to_read(text: str):
    shown = plain(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[!-/:-@\[\]^-`{-~]", shown)
    assert "\n" not in shown
    assert re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "") == " ".join(text.split()).replace("\u2060", "")


def test_short_codes_of_emoji_are_broken():
    assert ":smile:" not in plain(":smile:").replace("\\", "")
    assert ":+1:" not in plain(":+1:").replace("\\", "")


def test_help_does_not_wait_for_the_pages():
    import subprocess

    asked = "import sys, talkcoach.cli; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
