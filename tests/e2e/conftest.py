"""A page of the real product for the browser: the sample rehearsal as written, coached without a speech model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from talkcoach.alignment.sections import find_sections
from talkcoach.analysis.delivery import Sounded
from talkcoach.analysis.pauses import Pauses
from talkcoach.analysis.quality import Quality
from talkcoach.analysis.voice import Tone, Voice, VoiceTrack
from talkcoach.coach import Names, judged
from talkcoach.decks import read_deck
from talkcoach.domain import Sentence, Span, Talk, Transcript, Visit
from talkcoach.export import FORMATS
from talkcoach.resources import shipped
from talkcoach.rubric import load_rubric

SLOT = 7 * 60.0


def sounding(seconds: float) -> Sounded:
    """A clean recording of a voice that goes up and down, but for half a minute in the middle."""
    steps = 2 * int(seconds)
    track = VoiceTrack(0.5, (105.0, 130.0) * (steps // 2), (1.9,) * steps, (-24.0,) * steps)
    monotone = (Span(seconds / 2, seconds / 2 + 30.0),)
    voice = Voice(Tone(117.0, 2.9, -24.0), {}, (), monotone, 4.0, 60, (), track)
    return Sounded(Pauses(), voice, Quality(31.0, 0.0, None, 0.3, ()))


@pytest.fixture(scope="session")
def sample_page(sample_truth: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample rehearsal as an HTML file."""
    rubric, deck = load_rubric(), read_deck(shipped("assets", "sample", "deck.pptx"))
    said = tuple(Sentence(Span(s["start"], s["end"]), s["text"]) for s in sample_truth["sentences"])
    visits = tuple(Visit(Span(v["start"], v["end"]), v["slide"], source="click") for v in sample_truth["visits"])
    transcript = Transcript(said, "en")
    sections = find_sections(transcript, deck, visits, rubric, {})
    talk = Talk(transcript, deck, visits, sections, sample_truth["duration"])
    report = judged(talk, rubric, SLOT, Names(deck.title, "recording.ogg", "deck.pptx"), sounding(talk.duration))
    page = tmp_path_factory.mktemp("sample") / "report.html"
    page.write_text(FORMATS["html"](report), encoding="utf-8")
    return page
