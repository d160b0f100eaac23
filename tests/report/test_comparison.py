from __future__ import annotations

import json
from dataclasses import replace

import pytest
import shelf
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.pauses import Pause, Pauses
from talkcoach.analysis.quality import Defect, Quality
from talkcoach.analysis.timing import SlideTiming
from talkcoach.domain import Finding, Quote, Span
from talkcoach.report.comparison import Comparison, SlideChange, compare
from talkcoach.report.model import Report
from talkcoach.report.summary import summary_of
from talkcoach.store.codec import dump

KINDS = (
    *("part-short", "part-long", "part-missing", "point-missing", "acronym-unexpanded", "claim-without-evidence"),
    *("number-differs", "too-fast", "no-ablation", "over-slot", "limitations-shallow"),
)


def with_slides(*slides: tuple[str, float]) -> Report:
    """A report whose slides have these titles and seconds."""
    report = shelf.a_report()
    timed = tuple(SlideTiming(n, title, "other", seconds) for n, (title, seconds) in enumerate(slides, start=1))
    return replace(report, slides=(), timing=replace(report.timing, slides=timed))


def with_findings(*findings: Finding) -> Report:
    return replace(shelf.a_report(), findings=findings)


def finding(kind: str, message: str = "", *quotes: Quote, subject: str = "") -> Finding:
    return Finding(kind, "low", message, "", quotes or (Quote(Span(1.0, 2.0), "What was said"),), subject)


def slides_of(changes: Comparison) -> list[tuple[int | None, int | None]]:
    return [(_number(change.earlier), _number(change.later)) for change in changes.slides]


def _number(slide: SlideTiming | None) -> int | None:
    return slide.number if slide else None


def messages(findings: tuple[Finding, ...]) -> list[str]:
    return [each.message for each in findings]


def test_nothing_changes_from_a_rehearsal_to_itself():
    report = shelf.a_report()
    changes = compare(report, report)
    assert (changes.gone, changes.new) == ((), ())
    assert changes.still == report.findings
    assert report.findings
    assert all(part.earlier == part.later for part in changes.parts)
    assert all(slide.earlier == slide.later for slide in changes.slides)


def test_a_part_that_was_spoken_longer_says_so_in_seconds():
    longer = f"{shelf.SCRIPT}    limitations 5: We did not test any other language, so we cannot claim it works.\n"
    changes = compare(shelf.a_report(), shelf.a_report(longer))
    [limits] = [change for change in changes.parts if change.later and change.later.key == "limitations"]
    assert limits.earlier
    assert limits.later
    assert (limits.earlier.seconds, limits.later.seconds) == (30.0, 60.0)
    assert (changes.earlier.depth, changes.later.depth) == (2, 3)


def test_a_part_that_only_one_rubric_has_stands_alone():
    report = shelf.a_report()
    fewer = replace(report, timing=replace(report.timing, parts=report.timing.parts[:-1]))
    assert compare(report, fewer).parts[-1].later is None
    assert compare(fewer, report).parts[-1].earlier is None


def test_slides_are_matched_by_title_though_one_was_put_between_them():
    earlier = with_slides(("Start", 30), ("Idea", 60), ("End", 10))
    later = with_slides(("Start", 30), ("Why", 20), ("IDEA ", 40), ("End", 10))
    assert slides_of(compare(earlier, later)) == [(1, 1), (None, 2), (2, 3), (3, 4)]


def test_a_slide_with_another_title_is_known_by_its_number():
    earlier = with_slides(("Start", 30), ("Idea", 60), ("", 5))
    later = with_slides(("Start", 30), ("The idea", 40), ("", 5))
    assert slides_of(compare(earlier, later)) == [(1, 1), (2, 2), (3, 3)]


def test_slides_of_one_title_are_matched_in_their_order():
    earlier = with_slides(("Results", 30), ("Results", 60))
    later = with_slides(("Results", 30), ("Results", 50), ("Results", 40))
    assert slides_of(compare(earlier, later)) == [(1, 1), (2, 2), (None, 3)]


def test_a_slide_that_left_the_deck_stands_where_it_was():
    earlier = with_slides(("Start", 30), ("Detail", 60), ("End", 10))
    later = with_slides(("Start", 30), ("End", 10))
    assert slides_of(compare(earlier, later)) == [(1, 1), (2, None), (3, 2)]


TITLES = st.lists(st.tuples(st.sampled_from(["", "A", "B", "C", "D"]), st.floats(0, 100)), max_size=8)


@given(TITLES, TITLES)
def test_every_slide_of_both_decks_comes_once(one: list[tuple[str, float]], other: list[tuple[str, float]]):
    changes = compare(with_slides(*one), with_slides(*other)).slides
    assert sorted(change.earlier.number for change in changes if change.earlier) == list(range(1, len(one) + 1))
    assert sorted(change.later.number for change in changes if change.later) == list(range(1, len(other) + 1))


def test_a_change_is_only_sure_when_both_visits_are():
    report = shelf.a_report()
    doubtful = replace(report, slides=tuple(replace(visit, confidence=0.5) for visit in report.slides))

    def shown(changes: tuple[SlideChange, ...]) -> set[bool]:
        return {change.sure for change in changes if change.later and change.later.seconds}

    assert shown(compare(report, report).slides) == {True}
    assert shown(compare(report, doubtful).slides) == shown(compare(doubtful, report).slides) == {False}


def test_a_part_that_stays_short_is_still_there_and_another_is_new():
    earlier = with_findings(finding("part-short", "Gap got 0:40 of 2:00.", subject="gap"))
    later = with_findings(
        finding("part-short", "Problem got 0:30 of 2:00.", subject="problem"),
        finding("part-short", "Gap got 1:10 of 2:00.", subject="gap"),
    )
    changes = compare(earlier, later)
    assert messages(changes.still) == ["Gap got 1:10 of 2:00."]
    assert messages(changes.new) == ["Problem got 0:30 of 2:00."]
    assert changes.gone == ()


def test_a_part_that_was_long_and_is_short_now_is_one_finding_gone_and_one_new():
    changes = compare(with_findings(finding("part-long", "Gap")), with_findings(finding("part-short", "Gap")))
    assert [each.kind for each in (*changes.gone, *changes.new)] == ["part-long", "part-short"]


@pytest.mark.parametrize(
    ("kind", "before", "again", "another"),
    [
        ("acronym-unexpanded", ("Then SGD.", "SGD"), ("With SGD we go.", "SGD"), ("With LSTM we go.", "LSTM")),
        (
            "number-differs",
            ("It is 4.2.", "Ours 65.5 (+4.3)"),
            ("About 4.2 points.", "Ours 65.5 (+4.3)"),
            ("It is 17.", "Window of 16 tokens"),
        ),
        (
            "claim-without-evidence",
            ("Our router is much faster than all others.",),
            ("So our router is much faster than the others.",),
            ("Nobody has ever done this before.",),
        ),
    ],
)
def test_the_same_thing_is_known_by_its_evidence(
    kind: str, before: tuple[str, ...], again: tuple[str, ...], another: tuple[str, ...]
):
    def quoting(texts: tuple[str, ...], message: str) -> Finding:
        spans = (Span(5.0, 9.0), Span(5.0, 5.0))
        return finding(kind, message, *(Quote(span, text) for span, text in zip(spans, texts, strict=False)))

    changes = compare(
        with_findings(quoting(before, "before")),
        with_findings(quoting(another, "another"), quoting(again, "again")),
    )
    assert messages(changes.still) == ["again"]
    assert messages(changes.new) == ["another"]
    assert changes.gone == ()


def test_what_a_report_says_once_is_the_same_whatever_its_evidence():
    changes = compare(
        with_findings(finding("no-ablation", "x", Quote(Span(1, 2), "One sentence"))),
        with_findings(finding("no-ablation", "x", Quote(Span(8, 9), "Something else"))),
    )
    assert len(changes.still) == 1


FINDINGS = st.lists(
    st.builds(finding, st.sampled_from(KINDS), subject=st.sampled_from(["gap", "problem", ""])), max_size=6
)


@given(FINDINGS, FINDINGS)
def test_every_finding_is_gone_new_or_still_there(one: list[Finding], other: list[Finding]):
    changes = compare(with_findings(*one), with_findings(*other))
    assert len(changes.gone) + len(changes.still) == len(one)
    assert len(changes.new) + len(changes.still) == len(other)
    assert sorted(map(str, (*changes.new, *changes.still))) == sorted(map(str, other))


def test_half_a_talk_is_not_judged():
    report = shelf.a_report()
    half = replace(report, timing=replace(report.timing, duration=100.0))
    assert [run.judged for run in (compare(report, half).earlier, compare(report, half).later)] == [True, False]


def test_a_talk_in_another_language_has_neither_depth_nor_filled_pauses():
    report = shelf.a_report()
    german = replace(report, transcript=replace(report.transcript, language="de"))
    later = compare(report, german).later
    assert (later.depth, later.fillers_per_minute) == (None, None)


def test_without_word_times_filled_pauses_are_unknown_and_not_none():
    assert compare(shelf.a_report(), shelf.a_report()).later.fillers_per_minute is None


def spoken(pauses: Pauses, *defects: Defect) -> Report:
    """A report with these pauses, in a recording with these defects."""
    report = shelf.a_report()
    quality = Quality(1.0, 0.0, None, None, defects)
    return replace(report, delivery=replace(report.delivery, silence=pauses, quality=quality))


PAUSES = Pauses(
    (
        Pause(Span(10, 10.5), "phrase"),
        Pause(Span(20, 22.5), "phrase"),
        Pause(Span(30, 33), "sentence"),
        Pause(Span(40, 40.5), "clause"),
    ),
    Span(50, 60),
)


def test_pauses_are_counted_by_their_place_and_length_for_each_minute_of_speaking():
    run = summary_of(spoken(PAUSES))
    assert run.speaking_seconds == 8 * 30.0
    assert (run.phrase_pauses_per_minute, run.long_pauses_per_minute) == (0.5, 0.5)


def test_questions_from_the_audience_are_no_speaking():
    report = replace(spoken(PAUSES), interruptions=(Span(100.0, 220.0),))
    run = summary_of(report)
    assert (run.speaking_seconds, run.phrase_pauses_per_minute) == (120.0, 1.0)


def test_where_nobody_could_look_for_pauses_they_are_unknown_and_not_none():
    run = summary_of(spoken(Pauses()))
    assert (run.phrase_pauses_per_minute, run.long_pauses_per_minute) == (None, None)


def test_what_a_recording_spoils_is_not_compared():
    noise = Defect("noise", "", "", ("pauses", "pitch"), (Span(0, 1),))
    report = spoken(PAUSES, noise)
    loud = replace(report, delivery=replace(report.delivery, pitch_semitones_sd=2.0))
    run = summary_of(loud)
    assert (run.phrase_pauses_per_minute, run.pitch_semitones_sd) == (None, None)


def test_a_comparison_is_plain_data():
    data = json.loads(dump(compare(shelf.a_report(), shelf.a_report())))
    assert data["schema"] == 1
    assert data["parts"][0]["later"]["key"] == "problem"
    assert data["still"][0]["quotes"]
