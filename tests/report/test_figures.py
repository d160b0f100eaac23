"""The figures of delivery in words: which come first, which are left out, and what is shown beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import reports

from talkcoach.analysis.delivery import Delivery
from talkcoach.analysis.fillers import Fillers, OnSlide
from talkcoach.analysis.pace import Tempo
from talkcoach.analysis.quality import Defect, Quality
from talkcoach.domain import Quote, Span
from talkcoach.export.html import render as to_html
from talkcoach.export.markdown import render as to_markdown
from talkcoach.report.figure import FIRST_MOMENTS, MOST_MOMENTS, Figure, Group
from talkcoach.report.figures import groups
from talkcoach.report.model import Report
from talkcoach.report.summary import summary_of

NOISE = Defect(
    "noise", "The recording is noisy.", "Move closer.", ("loudness", "pitch", "pauses"), (Span(1.0, 4.0),)
)
HUM = Defect("hum", "The recording hums at 50 Hz.", "Use another socket.", (), (Span(1.0, 4.0),))


def with_delivery(**changes: object) -> Report:
    report = reports.a_report()
    return replace(report, delivery=replace(report.delivery, **changes))


def recorded_with(*defects: Defect) -> Report:
    return with_delivery(quality=Quality(3.0, 0.0, None, 0.3, defects))


def group(name: str, report: Report) -> Group:
    return next(each for each in groups(report) if each.name == name)


def figure(name: str, report: Report) -> Figure:
    every = [each for group_ in groups(report) for each in (*group_.figures, *group_.more)]
    return next(each for each in every if each.name == name)


def test_the_recording_comes_before_all_that_it_could_spoil():
    names = [each.name for each in groups(reports.a_report())]
    assert names == ["Recording", "Pace", "Pauses", "Filled pauses", "Words", "Voice"]


def test_every_group_is_documented():
    document = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    assert [each.name for each in groups(reports.a_report()) if f"\n| {each.name} | " not in document] == []


def test_every_figure_says_what_it_is_held_against():
    report = reports.a_report()
    rate = figure("Speaking rate", report)
    assert (rate.value, rate.note) == ("148 words a minute", "most research talks: 110–165")
    filled = figure("Um and uh", report)
    assert (filled.value, filled.note) == ("about 5, 0.1 a minute", "few listeners notice up to 3")


def test_a_moment_stands_beside_what_is_heard_there():
    long = figure("2 seconds or longer", reports.a_report())
    assert [(quote.span.start, quote.text) for quote in long.moments] == [(415.0, "2.3 s"), (1176.0, "3.1 s")]


def test_where_you_hurry_is_given_in_minutes_of_the_talk():
    hurried = figure("Faster than 165", reports.a_report())
    assert hurried.value == "3:30 of 34:12"
    assert [(quote.span.start, quote.text) for quote in hurried.moments] == [(720.0, "170 a minute")]


def test_the_places_of_pauses_are_distinguished():
    report = reports.a_report()
    inside = figure("Inside a phrase", report)
    assert inside.value == "4, 0.1 a minute"
    assert [quote.span.start for quote in inside.moments] == [1176.0, 612.0, 733.0, 1064.0]  # the longest first
    assert figure("Between sentences", report).value == "41"
    assert figure("After key statements", report).value == "1"


def test_the_slides_with_several_filled_pauses_are_named_with_their_doubt():
    slides = (OnSlide(8, 4, 1.0), OnSlide(9, 3, 1.2), OnSlide(11, 1, 0.4))
    filling = replace(reports.a_report().delivery.filling, fillers_by_slide=slides)
    most = figure("They gather on", with_delivery(filling=filling))
    assert most.value == "probably slide 8 (4) and slide 9 (3)"


def test_what_the_recording_spoils_is_left_out_with_the_reason():
    noisy = recorded_with(NOISE)
    assert (group("Pauses", noisy).figures, group("Pauses", noisy).more) == ((), ())
    assert group("Pauses", noisy).not_judged == "Not judged because of noise in the recording: pauses."
    assert (group("Voice", noisy).figures, group("Voice", noisy).more) == ((), ())
    assert group("Voice", noisy).not_judged == "Not judged because of noise in the recording: pitch and loudness."
    assert figure("Noise", noisy).value == "spoils loudness, pitch and pauses"
    for page in (to_html(noisy), to_markdown(noisy)):
        assert "Not judged because of noise in the recording: pauses." in page
        assert "semitones" not in page


def test_a_defect_that_spoils_nothing_takes_nothing_away():
    humming = recorded_with(HUM)
    assert figure("Hum", humming).note == "The recording hums at 50 Hz. Use another socket."
    assert groups(humming)[1:] == groups(reports.a_report())[1:]


def test_a_spoiled_loudness_leaves_the_pitch():
    voice = group("Voice", recorded_with(replace(NOISE, spoils=("loudness",))))
    assert voice.not_judged == "Not judged because of noise in the recording: loudness."
    assert [each.name for each in voice.figures] == ["Spread of pitch", "Monotone"]


def test_without_sound_there_is_neither_voice_nor_recording():
    report = with_delivery(voice=None, quality=None, pitch_semitones_sd=None)
    assert [each.name for each in groups(report)] == ["Pace", "Pauses", "Filled pauses", "Words"]


def test_in_another_language_there_is_a_rate_without_a_band_and_no_words_are_judged():
    report = with_delivery(
        tempo=Tempo(148.0), filling=Fillers(), fluency=Delivery().fluency, limits=None, voice=None, quality=None
    )
    german = replace(report, transcript=replace(report.transcript, language="de"))
    assert figure("Speaking rate", german).note == ""
    assert [each.name for each in groups(german)] == ["Pace", "Pauses"]


def test_silence_has_no_figures():
    assert groups(reports.silence()) == ()


def test_what_was_looked_for_and_not_heard_is_said_behind_a_click():
    report = with_delivery(filling=Fillers(fillers_per_minute=0.0, lexical_fillers_per_minute=0.0))
    assert figure("Um and uh", report).value == "none heard"
    assert "In place of a pause" in [each.name for each in group("Words", report).more]


def test_the_rehearsal_before_stands_beside_each_figure():
    earlier = with_delivery(
        tempo=replace(reports.a_report().delivery.tempo, words_per_minute=142.3), pitch_semitones_sd=2.1
    )
    page = to_html(reports.a_report(), summary_of(earlier))
    assert "last time 142<" in page
    assert "last time 2.1<" in page
    assert "last time 0.1 a minute<" in page
    assert "last time" not in to_html(reports.a_report())


def test_a_figure_that_the_rehearsal_before_lacks_has_nothing_beside_it():
    beside = [
        each.before
        for group_ in groups(reports.a_report(), summary_of(reports.silence()))
        for each in group_.figures
    ]
    assert set(beside) == {""}


@pytest.mark.parametrize("number", [0, 3, 4, 200])
def test_many_moments_are_a_few_and_the_others_behind_a_click(number: int):
    quotes = tuple(Quote(Span(float(n), n + 0.4), "um", 9) for n in range(number))
    many = Figure("Um and uh", str(number), moments=quotes)
    assert len(many.first) == min(number, FIRST_MOMENTS)
    assert many.first + many.others == quotes[:MOST_MOMENTS]
    assert len(many.first + many.others) + many.unlisted == number
