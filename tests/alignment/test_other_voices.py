"""Voices beside the speaker's, from captions to the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.alignment.interruptions import of_other_voices
from talkcoach.domain import NamedVoice, Sentence, Span, Transcript
from talkcoach.report.model import from_json, to_json
from talkcoach.rubric import load_rubric
from talkcoach.store.source import Source
from talkcoach.workflows.coach import coach
from talkcoach.workflows.listen import Recognition
from talkcoach.workflows.load import load_material

TWO_PEOPLE = Path(__file__).parent.parent / "speech" / "captions" / "zoom_two_people.vtt"


def saying(*ends: tuple[float, float]) -> tuple[Sentence, ...]:
    return tuple(Sentence(Span(start, end), f"From {start} to {end}.") for start, end in ends)


def heard(own: list[tuple[float, float]], *others: list[tuple[float, float]]) -> Transcript:
    voices = tuple(NamedVoice(f"Voice {n}", saying(*ends)) for n, ends in enumerate(others))
    return Transcript(saying(*own), speaker="Robin", others=voices)


def test_what_others_say_in_a_row_is_one_interruption():
    assert of_other_voices(heard([(0, 10), (40, 50)], [(12, 20), (24, 30)], [(31, 35)])) == (Span(12, 35),)


def test_a_yes_while_the_speaker_speaks_is_none():
    assert of_other_voices(heard([(0, 10)], [(4, 5)])) == ()


def test_where_both_speak_the_time_is_the_speakers():
    assert of_other_voices(heard([(0, 10), (18, 30)], [(8, 20)])) == (Span(10, 18),)


def test_who_is_taken_in_interrupts_nobody_and_comes_out_again_as_before():
    before = heard([(0, 10), (40, 50)], [(12, 20)])
    taken = before.with_voices(("Voice 0",))
    assert of_other_voices(taken) == ()
    assert [sentence.span.start for sentence in taken.sentences] == [0, 12, 40]
    assert taken.with_voices(()) == before


ends = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=6).map(
    lambda pairs: [(float(start), float(start + length)) for start, length in pairs]
)


@given(ends, ends, ends)
def test_the_speaker_is_never_cut_and_interruptions_are_in_order_and_apart(own, one, two):
    transcript = heard(own, one, two)
    found = of_other_voices(transcript)
    assert list(found) == sorted(found)
    assert not any(span.overlap(sentence.span) for span in found for sentence in transcript.sentences)
    assert not any(a.overlap(b) for a in found for b in found if a is not b)


@pytest.fixture(scope="module")
def report():
    return coach(Source(TWO_PEOPLE), load_rubric(), 90.0, Recognition())


def test_a_second_voice_is_shown_and_counts_for_nothing(report):
    assert report.interruptions == (Span(45, 54.8),)
    assert report.timing.duration == pytest.approx(74.8 - 9.8)
    assert "never tested it during a strike" not in report.transcript.text
    assert any(
        "Robin Tester is taken for the speaker" in each and "Prof. Ada Panel" in each for each in report.caveats
    )
    assert not report.limitations.quotes


def test_a_report_is_coached_again_with_the_same_voices(report, tmp_path):
    path = tmp_path / "report.json"
    path.write_text(to_json(report), encoding="utf-8")
    material = load_material(Source(path))
    assert material.transcript == from_json(to_json(report), path).transcript
    assert material.interruptions == ()
    again = coach(Source(path), load_rubric(), 90.0, Recognition())
    assert json.loads(to_json(again))["interruptions"] == json.loads(to_json(report))["interruptions"]


def test_the_speaker_is_who_stands_on_the_title_slide(tmp_path):
    from pptx import Presentation

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text, slide.placeholders[1].text = "Who waits for a bed", "Ada Panel, with Robin"
    deck.save(tmp_path / "deck.pptx")
    said = ["Robin Host: We welcome you all to this long day of talks.", "Ada Panel: I count all beds of it."] * 3
    cues = "".join(f"{n}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\n{text}\n\n" for n, text in enumerate(said, 1))
    (tmp_path / "call.srt").write_text(cues, encoding="utf-8")
    assert load_material(Source(tmp_path / "call.srt")).transcript.speaker == "Robin Host"
    assert load_material(Source(tmp_path / "call.srt", tmp_path / "deck.pptx")).transcript.speaker == "Ada Panel"
