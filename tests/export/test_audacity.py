from __future__ import annotations

from dataclasses import replace

import reports
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Finding, Quote, Span
from talkcoach.export.audacity import render as to_audacity


def labels(text: str) -> list[tuple[float, float, str]]:
    rows = [line.split("\t") for line in text.removesuffix("\n").split("\n")] if text else []
    return [(float(start), float(end), label) for start, end, label in rows]


def test_parts_slides_and_findings_stand_at_their_times():
    track = labels(to_audacity(reports.a_report()))
    assert (316.0, 1176.0, "Approach") in track
    assert (722.0, 905.0, "slide 9: Implementation: batching the blocks") in track
    assert (560.0, 722.0, "probably slide 8: What the router learns") in track
    assert any(
        start == 1750.0 and label.startswith("finding 1: Limitations got 1:40") for start, _, label in track
    )


def test_labels_are_in_order_of_time_to_the_microsecond():
    text = to_audacity(reports.a_report())
    starts = [start for start, _, _ in labels(text)]
    assert starts == sorted(starts)
    assert text.startswith("0.000000\t40.000000\t")


def test_what_was_never_shown_has_no_label():
    assert "Slide 20 is in the deck" not in to_audacity(reports.a_report())


def test_silence_has_no_labels():
    assert to_audacity(reports.silence()) == ""


@given(st.text())
def test_whatever_is_said_a_label_is_one_line_of_three_columns(text: str):
    report = reports.a_report()
    slides = tuple(replace(slide, title=text) for slide in report.timing.slides)
    found = (Finding("any", "low", text, text, (Quote(Span(1.0, 2.0), text, 1),)),)
    track = to_audacity(replace(report, timing=replace(report.timing, slides=slides), findings=found))
    assert len(labels(track)) == len(report.slides) + len(report.sections) + 1
    assert "\x00" not in track
