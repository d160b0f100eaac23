"""A rehearsal's folder that the first version wrote opens, reads the same, and can be gone on with."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from shelf import sound

from talkcoach.domain import Span
from talkcoach.practice.attempts import attempts_in, words_of
from talkcoach.practice.cards import read_practice
from talkcoach.report.comparison import compare
from talkcoach.report.kept import kept_report, kept_summary
from talkcoach.report.model import Report, from_json, to_json
from talkcoach.rubric import load_rubric
from talkcoach.store.library import find
from talkcoach.store.rehearsal import SUMMARY, Rehearsal
from talkcoach.store.source import source_of
from talkcoach.workflows.coach import coach
from talkcoach.workflows.correct import correct, corrections_of
from talkcoach.workflows.listen import Recognition
from talkcoach.workflows.load import load_material

WRITTEN = Path(__file__).parents[1] / "store" / "first_version"
"""As it was written, but for the sound: 119.5 seconds of silence, older than what was made from it."""


@pytest.fixture
def rehearsal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rehearsal:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path))
    folder = tmp_path / "rehearsals" / "2026-11-24-2103-sparse-routing"
    shutil.copytree(WRITTEN, folder)
    sound(folder, 119.5)
    os.utime(folder / "audio.wav", (1_790_000_000, 1_790_000_000))
    return find("2026-11-24")


def read_back(report: Report) -> Report:
    """A report as it comes back from its file, where times are rounded to the millisecond."""
    return from_json(to_json(report), Path("report.json"))


def test_it_is_listed_with_its_figures(rehearsal: Rehearsal):
    assert rehearsal.state == "coached"
    assert (rehearsal.meta.title if rehearsal.meta else "") == "Sparse routing"
    summary = kept_summary(rehearsal)
    assert summary
    assert (summary.depth, summary.seconds) == (1, 107.5)
    assert {part.key for part in summary.parts} == set(load_rubric().keys)
    assert (rehearsal.folder / SUMMARY).exists()
    assert kept_summary(rehearsal) == summary


def test_its_report_is_read_with_what_only_sentences_told_before(rehearsal: Rehearsal):
    report = kept_report(rehearsal)
    assert report
    assert [caveat.subject for caveat in report.input_caveats] == [report.caveats[0]]
    on_parts = {finding.subject for finding in report.findings if finding.kind.startswith("part-")}
    assert on_parts
    assert on_parts <= set(load_rubric().keys)
    data = json.loads((rehearsal.folder / "report.json").read_text(encoding="utf-8"))
    assert [visit.slide for visit in report.slides] == [visit["slide"] for visit in data["slides"]]


def test_coached_again_its_clicks_questions_and_length_are_what_they_were(rehearsal: Rehearsal):
    before = kept_report(rehearsal)
    assert before
    source = source_of(rehearsal)
    assert load_material(source).interruptions == (Span(48, 60),)
    after = coach(source, load_rubric(), 150.0, Recognition())
    assert after.timing.duration == before.timing.duration
    assert read_back(after).slides == before.slides
    changes = compare(before, after)
    assert (changes.earlier.seconds, changes.later.seconds) == (107.5, 107.5)


def test_its_corrections_hold_and_can_be_changed(rehearsal: Rehearsal):
    material, report = load_material(source_of(rehearsal)), kept_report(rehearsal)
    corrections = corrections_of(rehearsal)
    assert report
    assert corrections.parts == {4: "evidence"}
    assert [(visit.span, visit.source) for visit in corrections.visits] == [(Span(20, 24), "corrected")]
    again = correct(rehearsal, corrections, material.deck, load_rubric(), report)
    assert read_back(again).slides == report.slides
    assert {slide.part for slide in again.timing.slides if slide.number == 4} == {"evidence"}
    assert again.caveats == report.caveats


def test_questions_notes_and_answers_are_there(rehearsal: Rehearsal):
    cards = read_practice(rehearsal.folder).cards
    assert {card.text for card in cards if card.is_own} == {"Why not a bigger model?"}
    assert [card.notes for card in cards if card.prepared] == ["Say the number."]
    [attempt] = attempts_in(rehearsal.folder)
    words = words_of(attempt)
    assert words
    assert words.transcript
    assert attempt.note.text == "Why not a bigger model?"
