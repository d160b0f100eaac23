"""Questions from the audience and gaps of the microphone, from the marks to the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from alignment.talks import deck, told
from analysis.test_pace import steadily
from audio.sound_files import write_wav
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.alignment.interruptions import cut_around
from talkcoach.alignment.slides import clicked
from talkcoach.analysis.delivery import delivery
from talkcoach.audio.decode import RATE, decode
from talkcoach.domain import (
    Aligned,
    Deck,
    Mark,
    Section,
    Sentence,
    Span,
    Transcript,
    Word,
    merged,
    outside,
)
from talkcoach.report.axis import recorded_at
from talkcoach.report.charts import timeline
from talkcoach.report.model import Report, from_json, to_json
from talkcoach.rubric import OTHER, load_rubric
from talkcoach.store.codec import dump
from talkcoach.store.places import shipped
from talkcoach.workflows.align import aligned
from talkcoach.workflows.coach import coach
from talkcoach.workflows.judge import Names, judge
from talkcoach.workflows.listen import Recognition
from talkcoach.workflows.load import Material, Source

RUBRIC = load_rubric()
TRANSCRIPT, ON = told(range(1, 8))
DURATION = TRANSCRIPT.sentences[-1].span.end + 3
CLICKS = tuple(Mark(TRANSCRIPT.sentences[ON.index(slide)].span.start, slide) for slide in range(1, 8))
SLOT = 150.0

moments = st.floats(0, DURATION + 20, allow_subnormal=False)
holes = st.lists(st.tuples(moments, moments).map(sorted), max_size=5).map(
    lambda ends: merged(span for start, end in ends if (span := Span(start, end)))
)


def a_talk(
    interruptions: tuple[Span, ...] = (), gaps: tuple[Span, ...] = (), marks: tuple[Mark, ...] = CLICKS
) -> Aligned:
    material = Material(
        "talk.wav",
        "",
        deck(),
        DURATION,
        transcript=TRANSCRIPT,
        visits=clicked(marks, DURATION),
        marks=marks,
        interruptions=interruptions,
        gaps=gaps,
    )
    return aligned(material, TRANSCRIPT, RUBRIC)


def a_report(*interruptions: Span, gaps: tuple[Span, ...] = ()) -> Report:
    return judge(a_talk(interruptions, gaps), RUBRIC, SLOT, Names("Routing", "talk.wav", "deck.pptx"))


def seconds(spans: tuple[Span, ...]) -> float:
    return sum(span.duration for span in spans)


@given(st.tuples(moments, moments).map(sorted), holes)
def test_what_is_left_of_a_span_and_what_is_cut_out_make_up_the_whole(ends: list[float], cut: tuple[Span, ...]):
    span = Span(*ends)
    left = outside(span, cut)
    assert seconds(left) + sum(span.overlap(hole) for hole in cut) == pytest.approx(span.duration)
    assert all(not piece & hole for piece in left for hole in cut)
    assert list(left) == sorted(left)


@settings(max_examples=40)
@given(holes, st.sampled_from([CLICKS, ()]))
def test_parts_and_interruptions_make_up_the_talk_whatever_was_marked(
    asked: tuple[Span, ...], marks: tuple[Mark, ...]
):
    talk = a_talk(asked, marks=marks)
    account = judge(talk, RUBRIC, SLOT, Names("", "", "")).timing
    assert account.duration + seconds(talk.interruptions) == pytest.approx(DURATION)
    if not talk.transcript.sentences:
        assert account.other_seconds + sum(part.seconds for part in account.parts) == 0
        return
    whole = talk.transcript.sentences[0].span | talk.transcript.sentences[-1].span
    left_out = sum(whole.overlap(span) for span in talk.interruptions)
    parts = sum(part.seconds for part in account.parts) + account.other_seconds
    assert parts + left_out == pytest.approx(whole.duration)


@given(holes)
def test_cutting_takes_from_the_sections_what_they_share_with_interruptions_and_no_more(asked: tuple[Span, ...]):
    sections = a_talk().sections
    shared = sum(section.span.overlap(span) for section in sections for span in asked)
    left = cut_around(sections, asked)
    assert seconds(tuple(s.span for s in left)) + shared == pytest.approx(seconds(tuple(s.span for s in sections)))
    assert {section.key for section in left} <= {section.key for section in sections}


@given(holes)
def test_no_part_no_slide_and_no_sentence_is_in_an_interruption(asked: tuple[Span, ...]):
    talk = a_talk(asked)
    for span in talk.interruptions:
        assert not any(stay.span & span for stay in (*talk.visits, *talk.sections))
        assert not any(sentence.span.middle in span for sentence in talk.transcript.sentences)


def test_without_a_question_nothing_changes():
    assert a_talk(()) == a_talk() == replace(a_talk(), interruptions=(), gaps=())
    assert a_talk().seconds == DURATION


def test_the_clock_of_slides_and_parts_stands_during_a_question():
    before, after = a_report().timing, a_report(Span(48, 60)).timing
    was, now = ({slide.number: slide.seconds for slide in account.slides} for account in (before, after))
    assert before.duration - after.duration == pytest.approx(12)
    assert was[4] - now[4] + was[3] - now[3] == pytest.approx(12)
    assert all(was[n] == now[n] for n in (1, 2, 5, 6, 7))


def test_a_talk_that_a_question_makes_longer_than_its_slot_does_not_overrun_it():
    late = DURATION - 20
    findings = {n: [f.kind for f in judge(a_talk((Span(late, late + n),) if n else ()), RUBRIC, DURATION - 10,
                                           Names("", "", "")).findings] for n in (0, 15)}  # fmt: skip
    assert "over-slot" in findings[0]
    assert "over-slot" not in findings[15]


def test_the_audiences_limitations_are_not_the_speakers():
    own = a_report()
    assert own.limitations.level > 0
    spoken = [s.span for s, slide in zip(TRANSCRIPT.sentences, ON, strict=True) if slide == 6]
    assert a_report(spoken[0] | spoken[-1]).limitations.level == 0


def test_caveats_tell_what_is_left_out_and_where_the_microphone_was_gone():
    caveats = a_report(Span(10, 30), Span(40, 55), gaps=(Span(80, 92),)).caveats
    assert "0:35 of questions from the audience are left out." in caveats
    assert "No sound was recorded from 1:20 for 0:12." in caveats
    assert not any("microphone" in caveat or "audience" in caveat for caveat in a_report().caveats)


def test_what_lasts_to_the_end_ends_with_the_recording():
    assert a_talk((Span(50, 1e9),)).interruptions == (Span(50, DURATION),)
    assert a_talk((Span(DURATION + 5, 1e9),)).interruptions == ()


def spoken(words: list[Word], interruptions: tuple[Span, ...] = (), gaps: tuple[Span, ...] = ()) -> Aligned:
    sentences = tuple(Sentence(word.span, word.text, (word,)) for word in words)
    return Aligned(Transcript(sentences, "en"), Deck(()), (), (), words[-1].span.end, interruptions, gaps)


def test_the_pace_is_that_of_the_stretches_between_questions_and_gaps():
    words = [*steadily(120, 60), *steadily(240, 60, start=60), *steadily(120, 60, start=150)]
    asked, gap = Span(60, 120), Span(120, 150)
    measured = delivery(spoken(words, (asked,), (gap,)), RUBRIC).tempo
    assert measured.words_per_minute == pytest.approx(120, rel=0.02)
    assert {round(pace.words_per_minute, -1) for pace in measured.pace} == {120}
    assert not any(pace.span & hole for pace in measured.pace for hole in (asked, gap))


def test_a_filled_pause_of_the_audience_is_not_the_speakers():
    words = steadily(120, 30)
    words[10], words[40] = (replace(words[n], text="um") for n in (10, 40))
    asked = Span(words[35].span.start, words[50].span.start)
    assert [quote.span for quote in delivery(spoken(words, (asked,)), RUBRIC).filling.fillers] == [words[10].span]


@pytest.mark.parametrize("kind", ["interruptions", "gaps"])
def test_a_silence_that_is_there_only_because_of_a_question_or_a_gap_is_not_reported(kind: str):
    words = [*steadily(120, 10), *steadily(120, 10, start=40), *steadily(120, 10, start=55)]
    silences = delivery(replace(spoken(words), **{kind: (Span(12, 38),)}), RUBRIC).long_pauses
    assert [round(pause.span.start) for pause in silences] == [50]
    assert len(delivery(spoken(words), RUBRIC).long_pauses) == 2


def test_a_report_keeps_its_interruptions_when_it_is_read_again(tmp_path: Path):
    (tmp_path / "transcript.json").write_text(dump(TRANSCRIPT), encoding="utf-8")
    asked, gap = Span(20, 30), Span(70, 72)
    events = (
        '{"time": 20, "event": "question"}',
        '{"time": 30, "event": "answered"}',
        '{"time": 70, "event": "gap", "seconds": 2}',
    )
    (tmp_path / "marks.jsonl").write_text("".join(f"{event}\n" for event in events), encoding="utf-8")
    first = coach(Source(tmp_path), RUBRIC, SLOT, Recognition())
    assert first.transcript == TRANSCRIPT
    path = tmp_path / "report.json"
    path.write_text(to_json(first), encoding="utf-8")
    again = coach(Source(path), RUBRIC, SLOT, Recognition())
    assert (again.interruptions, again.gaps) == ((asked,), (gap,))
    assert from_json(to_json(again), path).timing == from_json(to_json(first), path).timing
    assert again.caveats == first.caveats


def a_folder(folder: Path, voice: np.ndarray, *marks: str) -> Path:
    """A rehearsal as it lies on disk: a voice, and from 0:48 to 1:00 the same half an octave higher."""
    asked = voice[: int(12 * RATE * 2**0.5)]
    higher = np.interp(np.arange(0, len(asked), 2**0.5), np.arange(len(asked)), asked)[: 12 * RATE]
    write_wav(folder / "audio.wav", np.concatenate([voice[: 48 * RATE], higher, voice[48 * RATE : 114 * RATE]]))
    (folder / "transcript.json").write_text(dump(replace(TRANSCRIPT, model="base")), encoding="utf-8")
    (folder / "marks.jsonl").write_text("".join(f"{mark}\n" for mark in marks), encoding="utf-8")
    return folder


def test_a_folders_marks_tell_whose_voice_and_whose_time_it_was(tmp_path: Path):
    asked = '{"time": 48, "event": "question"}', '{"time": 60, "event": "answered"}'
    voice = decode(shipped("assets", "sample", "recording.ogg")).values
    report = coach(Source(a_folder(tmp_path, voice, *asked)), RUBRIC, SLOT, Recognition())
    assert report.interruptions == (Span(48, 60),)
    assert report.timing.duration == pytest.approx(126 - 12)
    (tmp_path / "marks.jsonl").unlink()
    mixed = coach(Source(tmp_path), RUBRIC, SLOT, Recognition())
    assert (mixed.delivery.pitch_semitones_sd or 0) > (report.delivery.pitch_semitones_sd or 9) + 0.3


def test_the_chart_hatches_a_question_and_reaches_to_the_end_of_the_recording():
    drawn = timeline(a_report(Span(48, 60)))
    assert "somebody else speaks, 0:48–1:00" in drawn
    assert "question from the audience" not in timeline(a_report())


@given(st.floats(0, 200), holes)
def test_the_slots_end_is_where_the_talks_clock_shows_it(slot: float, asked: tuple[Span, ...]):
    talk = Aligned(Transcript(()), Deck(()), (), (Section(Span(0, 1), OTHER),), 1000.0, asked)
    assert talk.clock_at(recorded_at(slot, asked)) == pytest.approx(slot, abs=1e-6)
