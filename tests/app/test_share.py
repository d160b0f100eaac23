"""The page Share, run as the browser would have it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import reports
import shelf
from showing import HOSTILE, assert_nothing_is_markup, coached, shown, words
from streamlit.testing.v1 import AppTest

from talkcoach.decks import read_deck
from talkcoach.export import FORMATS
from talkcoach.report.model import to_json
from talkcoach.store.places import shipped
from talkcoach.store.rehearsal import REPORT, Rehearsal

SAMPLE = shipped("assets", "sample", "deck.pptx")


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def offered(app: AppTest) -> list[str]:
    return [each.label for each in app.get("download_button")]


def with_deck(slides: int | None = None) -> Rehearsal:
    """A reviewed rehearsal with the sample's deck, its report being on so many slides."""
    report = reports.a_report()
    number = slides or len(read_deck(SAMPLE).slides)
    timing = replace(report.timing, slides=(report.timing.slides * 3)[:number])
    (rehearsal,) = coached()
    shutil.copy(SAMPLE, rehearsal.folder / "deck.pptx")
    (rehearsal.folder / REPORT).write_text(to_json(replace(report, timing=timing)), encoding="utf-8")
    return rehearsal


def test_without_a_rehearsal_the_page_says_what_comes_and_leads_there() -> None:
    app = shown("share")
    assert "you have none yet" in words(app)
    assert [each.label for each in app.button] == ["Prepare a talk"]


def test_every_format_and_the_recording_can_be_taken() -> None:
    coached()
    app = shown("share")
    assert len(offered(app)) == len(FORMATS) + 1
    assert offered(app)[-1] == "Recording (WAV)"


def test_before_the_review_the_recording_can_be_taken_all_the_same() -> None:
    shelf.recorded()
    app = shown("share")
    assert offered(app) == ["Recording (WAV)"]
    assert "Review this rehearsal" in [each.label for each in app.button]


def test_a_damaged_rehearsal_is_said_to_be_damaged() -> None:
    rehearsal = shelf.recorded()
    (rehearsal.folder / "meta.json").write_text("{", encoding="utf-8")
    assert "This rehearsal is damaged" in words(shown("share"))


def test_the_deck_with_notes_is_made_when_asked_for_and_the_danger_is_said() -> None:
    rehearsal = with_deck()
    before = (rehearsal.folder / "deck.pptx").read_bytes()
    app = shown("share")
    assert "Download the copy" not in offered(app)
    app.checkbox[0].check().run()
    assert "also in the real talk" in words(app)
    next(each for each in app.button if each.label == "Make the copy").click().run()
    assert not app.exception
    assert "Download the copy" in offered(app)
    assert (rehearsal.folder / "deck.pptx").read_bytes() == before


def test_a_deck_that_has_changed_since_is_refused_with_a_reason() -> None:
    with_deck(slides=3)
    app = shown("share")
    next(each for each in app.button if each.label == "Make the copy").click().run()
    assert "and the report is on 3" in words(app)
    assert "Download the copy" not in offered(app)


def test_of_a_pdf_it_is_said_why_there_is_no_copy() -> None:
    (rehearsal,) = coached()
    (rehearsal.folder / "deck.pdf").write_bytes(b"%PDF-1.4")
    assert "a PDF, which has no speaker notes" in words(shown("share"))


def test_hostile_text_is_shown_as_text() -> None:
    coached(title=HOSTILE)
    assert_nothing_is_markup(shown("share"))
