"""A page of the real product for the browser: the sample rehearsal as written, coached without a speech model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from talkcoach.alignment.sections import find_sections
from talkcoach.coach import Names, judged
from talkcoach.decks import read_deck
from talkcoach.domain import Sentence, Span, Talk, Transcript, Visit
from talkcoach.export import FORMATS
from talkcoach.resources import shipped
from talkcoach.rubric import load_rubric

SLOT = 7 * 60.0


@pytest.fixture(scope="session")
def sample_page(sample_truth: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample rehearsal as an HTML file."""
    rubric, deck = load_rubric(), read_deck(shipped("assets", "sample", "deck.pptx"))
    said = tuple(Sentence(Span(s["start"], s["end"]), s["text"]) for s in sample_truth["sentences"])
    visits = tuple(Visit(Span(v["start"], v["end"]), v["slide"], source="click") for v in sample_truth["visits"])
    transcript = Transcript(said, "en")
    sections = find_sections(transcript, deck, visits, rubric, {})
    talk = Talk(transcript, deck, visits, sections, sample_truth["duration"])
    report = judged(talk, rubric, SLOT, Names(deck.title, "recording.ogg", "deck.pptx"), pitch=2.9)
    page = tmp_path_factory.mktemp("sample") / "report.html"
    page.write_text(FORMATS["html"](report), encoding="utf-8")
    return page
