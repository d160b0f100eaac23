"""What a user hands in is opened once: which files belong to it, and what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from alignment.talks import told
from audio.sound_files import Track, tone, write_tracks
from decks.deck_files import replaced
from pptx import Presentation
from shelf import sound

from talkcoach.domain import Caveat, Mark, Span, Transcript
from talkcoach.errors import InputError
from talkcoach.report.model import Report, to_json
from talkcoach.rubric import load_rubric
from talkcoach.store.codec import dump
from talkcoach.store.source import Source
from talkcoach.workflows.coach import coach
from talkcoach.workflows.listen import Recognition
from talkcoach.workflows.load import Material, load_material

MARK = '{"time": 1.5, "event": "slide", "slide": 2}'
QUESTION, ANSWERED = '{"time": 6, "event": "question"}', '{"time": 9.5, "event": "answered"}'


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def deck(folder: Path, slides: int = 9) -> Path:
    presentation = Presentation()
    for number in range(1, slides + 1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = f"Slide {number}"
    path = folder / "deck.pptx"
    presentation.save(str(path))
    return path


def marked(folder: Path, *lines: str) -> Material:
    """A recording of 20 seconds with a deck of nine slides."""
    sound(folder, 20.0)
    deck(folder)
    written(folder, "marks.jsonl", "".join(f"{line}\n" for line in lines))
    return load_material(Source(folder))


def test_a_question_lasts_until_it_is_answered_whatever_is_shown_meanwhile(tmp_path: Path):
    shown = '{"time": 7, "event": "slide", "slide": 9}'
    assert marked(tmp_path, QUESTION, shown, ANSWERED).interruptions == (Span(6, 9.5),)


def test_a_question_that_was_never_answered_lasts_to_the_next_slide(tmp_path: Path):
    shown = '{"time": 7, "event": "slide", "slide": 9}'
    assert marked(tmp_path, QUESTION, shown).interruptions == (Span(6, 7),)


def test_a_question_that_was_never_answered_and_has_no_slide_behind_it_lasts_to_the_end(tmp_path: Path):
    [question] = marked(tmp_path, '{"time": 3, "event": "slide", "slide": 1}', QUESTION).interruptions
    assert question.start == 6
    assert question.end >= 20


def test_an_answer_without_a_question_is_skipped(tmp_path: Path):
    assert marked(tmp_path, ANSWERED, '{"time": 15, "event": "slide", "slide": 1}').interruptions == ()


def test_a_gap_lasts_as_long_as_the_microphone_was_gone(tmp_path: Path):
    material = marked(tmp_path, '{"time": 12, "event": "gap", "seconds": 2.5, "at": "2026-11-24T21:03:00+01:00"}')
    assert material.gaps == (Span(12, 14.5),)


def test_a_folder_brings_its_own_deck_marks_and_corrections(tmp_path: Path):
    written(tmp_path, "corrections.yaml", "2: gap")
    material = marked(tmp_path, MARK)
    assert material.recording == "audio.wav"
    assert material.deck_name == "deck.pptx"
    assert material.marks == (Mark(1.5, 2),)
    assert [(visit.span, visit.slide, visit.source) for visit in material.visits] == [(Span(1.5, 20), 2, "click")]
    assert material.corrections.parts == {2: "gap"}
    assert material.folder == tmp_path


def test_a_transcript_in_the_folder_is_kept_beside_its_recording(tmp_path: Path):
    sound(tmp_path, 1.0)
    transcript, _ = told([1])
    written(tmp_path, "transcript.json", dump(transcript))
    material = load_material(Source(tmp_path))
    assert material.kept == transcript
    assert material.transcript is None
    assert material.samples is not None


def test_a_folder_may_hold_a_transcript_and_no_recording(tmp_path: Path):
    written(tmp_path, "transcript.json", dump(Transcript(())))
    material = load_material(Source(tmp_path))
    assert (material.transcript, material.samples) == (Transcript(()), None)


def test_new_corrections_go_before_those_that_the_folder_remembers_and_forget_none(tmp_path: Path):
    written(tmp_path, "corrections.yaml", "2: gap\n3: gap")
    marked(tmp_path)
    mine = written(tmp_path, "mine.yaml", "3: evidence")
    assert load_material(Source(tmp_path, corrections=mine)).corrections.parts == {2: "gap", 3: "evidence"}


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """Of a talk with a question from the audience, a gap and a corrected part."""
    transcript, _ = told(range(1, 8))
    folder = tmp_path / "rehearsal"
    folder.mkdir()
    deck(folder)
    written(folder, "transcript.json", dump(transcript))
    gap = '{"time": 70, "event": "gap", "seconds": 2}'
    written(folder, "marks.jsonl", f"{MARK}\n{QUESTION}\n{ANSWERED}\n{gap}\n")
    written(folder, "corrections.yaml", "2: gap")
    return coach(Source(folder), load_rubric(), 150.0, Recognition())


def test_a_report_brings_its_interruptions_gaps_and_corrections_unless_others_are_given(
    tmp_path: Path, report: Report
):
    path, slides = written(tmp_path, "again.json", to_json(report)), deck(tmp_path)
    material = load_material(Source(path, slides))
    assert material.interruptions == (Span(6, 9.5),)
    assert material.gaps == (Span(70, 72),)
    assert material.corrections.parts == {2: "gap"}
    given = written(
        tmp_path, "mine.jsonl", '{"time": 30, "event": "question"}\n{"time": 33, "event": "answered"}\n'
    )
    assert load_material(Source(path, slides, marks=given)).interruptions == (Span(30, 33),)


def test_a_report_coached_again_says_the_same(tmp_path: Path, report: Report):
    path, slides = written(tmp_path, "again.json", to_json(report)), deck(tmp_path)
    again = coach(Source(path, slides), load_rubric(), 150.0, Recognition())
    assert (again.timing, again.caveats, again.findings) == (report.timing, report.caveats, report.findings)


def test_corrections_without_a_deck_are_refused(tmp_path: Path, report: Report):
    with pytest.raises(InputError, match="no deck"):
        load_material(Source(written(tmp_path, "again.json", to_json(report))))


def test_a_folder_without_a_recording_says_what_belongs_there(tmp_path: Path):
    with pytest.raises(InputError, match=r"audio\.wav"):
        load_material(Source(tmp_path))


def test_a_path_with_nothing_there_is_named(tmp_path: Path):
    with pytest.raises(InputError, match=r"no file .*gone\.wav"):
        load_material(Source(tmp_path / "gone.wav"))


def test_a_pause_of_the_recorder_is_a_gap_beside_those_that_were_marked(tmp_path: Path):
    values = tone(6)[np.newaxis]
    path = write_tracks(tmp_path / "audio.mkv", Track(values, ((0, 2, 0.0), (2, 6, 7.0))))
    marks = written(tmp_path, "marks.jsonl", '{"time": 8, "event": "gap", "seconds": 1}\n')
    material = load_material(Source(path, marks=marks))
    assert [(round(gap.start), round(gap.end)) for gap in material.gaps] == [(2, 7), (8, 9)]
    assert material.duration == pytest.approx(11, abs=0.1)


def test_a_track_that_was_asked_for_is_taken(tmp_path: Path):
    path = write_tracks(tmp_path / "two.mkv", Track(tone(1)[np.newaxis]), Track(0 * tone(1)[np.newaxis]))
    samples = load_material(Source(path, track=2)).samples
    assert samples is not None
    assert not samples.values.any()


def test_what_has_no_sound_has_no_track_to_choose(tmp_path: Path):
    captions = written(tmp_path, "talk.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n")
    with pytest.raises(InputError, match="no tracks of sound"):
        load_material(Source(captions, track=1))


def test_what_could_not_be_read_of_the_deck_is_told_with_the_talk(tmp_path: Path):
    slides = replaced(deck(tmp_path, 3), "ppt/slides/slide2.xml", "</p:sld>", "")
    captions = written(tmp_path, "talk.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n")
    material = load_material(Source(captions, slides))
    assert material.caveats == (Caveat("damaged-slide", numbers=(2,)),)
    report = coach(Source(captions, slides), load_rubric(), 600.0, Recognition())
    assert "The file is damaged: text of slide 2 may be missing." in report.caveats
    again = load_material(Source(written(tmp_path, "report.json", to_json(report)), slides))
    assert again.caveats == material.caveats


def test_a_talk_without_a_title_slide_is_called_like_its_deck(tmp_path: Path):
    captions = written(tmp_path, "recording 3.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n")
    slides = replaced(deck(tmp_path), "ppt/slides/slide1.xml", "Slide 1", "CONTENTS").rename(
        tmp_path / "Wards.pptx"
    )
    assert load_material(Source(captions, slides)).title == "Wards"
    assert coach(Source(captions, slides), load_rubric(), 600.0, Recognition()).title == "Wards"
