from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Mark, Span
from talkcoach.errors import InputError
from talkcoach.rehearsal import (
    ENDLESS,
    Rehearsal,
    corrections_text,
    open_rehearsal,
    read_corrections,
    read_events,
    slide_marks,
)

MARK = '{"time": 1.5, "event": "slide", "slide": 2}\n'


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_marks_come_in_order_of_time_and_other_events_are_passed_over(tmp_path: Path):
    lines = '{"time": 9, "event": "slide", "slide": 3}\n{"time": 4, "event": "pause"}\n\n' + MARK
    assert slide_marks(read_events(written(tmp_path, "marks.jsonl", lines))) == (Mark(1.5, 2), Mark(9.0, 3))


def test_a_last_line_that_a_crash_cut_off_is_passed_over(tmp_path: Path):
    assert slide_marks(read_events(written(tmp_path, "marks.jsonl", MARK + '{"time": 3, "ev'))) == (Mark(1.5, 2),)


@pytest.mark.parametrize(
    "line",
    ['{"time": 3, "ev', '{"event": "slide", "slide": 1}', '{"time": -1, "event": "slide", "slide": 1}', "[]",
     '{"time": 1, "event": "slide", "slide": 0}', '{"time": 1, "event": "slide", "slide": 1.5}',
     '{"time": NaN, "event": "slide", "slide": 1}', '{"time": 1, "event": "slide", "slide": true}'],
)  # fmt: skip
def test_a_mistake_in_the_marks_is_named_by_its_line(tmp_path: Path, line: str):
    with pytest.raises(InputError, match="mistake in line 2"):
        read_events(written(tmp_path, "marks.jsonl", MARK + line + "\n" + MARK))


def marked(folder: Path, *lines: str) -> Rehearsal:
    written(folder, "audio.wav", "")
    written(folder, "marks.jsonl", "".join(f"{line}\n" for line in lines))
    return open_rehearsal(folder)


QUESTION, ANSWERED = '{"time": 60, "event": "question"}', '{"time": 90.5, "event": "answered"}'


def test_a_question_lasts_until_it_is_answered_whatever_is_shown_meanwhile(tmp_path: Path):
    shown = '{"time": 70, "event": "slide", "slide": 9}'
    assert marked(tmp_path, QUESTION, shown, ANSWERED).interruptions == (Span(60, 90.5),)


def test_a_question_that_was_never_answered_lasts_to_the_next_slide(tmp_path: Path):
    assert marked(tmp_path, QUESTION, '{"time": 70, "event": "slide", "slide": 9}').interruptions == (
        Span(60, 70),
    )


def test_a_question_that_was_never_answered_and_has_no_slide_behind_it_lasts_to_the_end(tmp_path: Path):
    [question] = marked(tmp_path, '{"time": 3, "event": "slide", "slide": 1}', QUESTION).interruptions
    assert question == Span(60, ENDLESS)


def test_an_answer_without_a_question_is_passed_over(tmp_path: Path):
    assert marked(tmp_path, ANSWERED, '{"time": 95, "event": "slide", "slide": 1}').interruptions == ()


def test_a_gap_lasts_as_long_as_the_microphone_was_gone(tmp_path: Path):
    rehearsal = marked(
        tmp_path, '{"time": 200, "event": "gap", "seconds": 12.5, "at": "2026-11-24T21:03:00+01:00"}'
    )
    assert rehearsal.gaps == (Span(200, 212.5),)


@pytest.mark.parametrize(
    "line", ['{"time": 9, "event": "gap"}', '{"event": "question"}', '{"time": -1, "event": "answered"}']
)
def test_a_mistake_in_an_interruption_is_named_by_its_line(tmp_path: Path, line: str):
    with pytest.raises(InputError, match="mistake in line 2"):
        read_events(written(tmp_path, "marks.jsonl", MARK + line + "\n"))


def test_a_report_brings_its_interruptions_unless_others_are_given(tmp_path: Path):
    path = written(
        tmp_path, "report.json", '{"interruptions": [{"start": 1, "end": 2}], "gaps": [{"start": 3, "end": 4}]}'
    )
    assert (open_rehearsal(path).interruptions, open_rehearsal(path).gaps) == ((Span(1, 2),), (Span(3, 4),))
    given = written(tmp_path, "mine.jsonl", f"{QUESTION}\n{ANSWERED}\n")
    assert open_rehearsal(path, marks=given).interruptions == (Span(60, 90.5),)


@given(st.dictionaries(st.integers(1, 500), st.sampled_from(["problem", "gap", "other"])))
def test_corrections_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, corrections: dict[int, str]
):
    path = written(tmp_path_factory.mktemp("corrections"), "corrections.yaml", corrections_text(corrections))
    assert read_corrections(path) == corrections


def test_corrections_are_found_in_a_report(tmp_path: Path):
    path = written(tmp_path, "report.json", '{"title": "A talk", "corrections": {"9": "approach"}}')
    assert read_corrections(path) == {9: "approach"}


@pytest.mark.parametrize("text", ["- 1\n- 2\n", "nine: approach", "9: [", "0: approach", "just words"])
def test_corrections_that_are_none_are_refused_with_an_example(tmp_path: Path, text: str):
    with pytest.raises(InputError, match="9: approach"):
        read_corrections(written(tmp_path, "corrections.yaml", text))


def test_a_folder_brings_its_own_deck_marks_and_corrections(tmp_path: Path):
    for name, text in {
        "audio.wav": "",
        "deck.pptx": "",
        "marks.jsonl": MARK,
        "corrections.yaml": "2: gap",
    }.items():
        written(tmp_path, name, text)
    rehearsal = open_rehearsal(tmp_path)
    assert rehearsal.spoken == tmp_path / "audio.wav"
    assert rehearsal.deck == tmp_path / "deck.pptx"
    assert rehearsal.marks == (Mark(1.5, 2),)
    assert rehearsal.corrections == {2: "gap"}
    assert rehearsal.folder == tmp_path


def test_a_transcript_in_the_folder_stands_beside_its_recording(tmp_path: Path):
    written(tmp_path, "audio.wav", "")
    written(tmp_path, "transcript.json", "{}")
    rehearsal = open_rehearsal(tmp_path)
    assert (rehearsal.spoken, rehearsal.transcript) == (tmp_path / "audio.wav", tmp_path / "transcript.json")


def test_a_folder_may_hold_a_transcript_and_no_recording(tmp_path: Path):
    written(tmp_path, "transcript.json", "{}")
    assert open_rehearsal(tmp_path).spoken == tmp_path / "transcript.json"


def test_new_corrections_go_before_those_that_the_folder_remembers_and_forget_none(tmp_path: Path):
    written(tmp_path, "audio.wav", "")
    written(tmp_path, "corrections.yaml", "2: gap\n3: gap")
    mine = written(tmp_path, "mine.yaml", "3: evidence")
    assert open_rehearsal(tmp_path, corrections=mine).corrections == {2: "gap", 3: "evidence"}


def test_a_report_brings_its_corrections(tmp_path: Path):
    path = written(tmp_path, "report.json", '{"corrections": {"9": "approach"}}')
    assert open_rehearsal(path).corrections == {9: "approach"}


def test_a_folder_without_a_recording_says_what_belongs_there(tmp_path: Path):
    with pytest.raises(InputError, match=r"audio\.wav"):
        open_rehearsal(tmp_path)


def test_a_path_with_nothing_there_is_named(tmp_path: Path):
    with pytest.raises(InputError, match=r"no file .*gone\.wav"):
        open_rehearsal(tmp_path / "gone.wav")
