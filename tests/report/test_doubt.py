"""Slides whose part is in doubt, in the report and in what is made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import reports

from talkcoach.domain import Doubt, Span
from talkcoach.export.html import render as to_html
from talkcoach.export.markdown import render as to_markdown
from talkcoach.report.model import Report, from_json, rivals, to_json
from talkcoach.report.wording import slide_parts

SLIDE = 2


def doubting(share: float) -> Report:
    """The invented report, in which a share of the visit to a slide could as well belong to the gap."""
    report = reports.a_report()
    visit = next(visit.span for visit in report.slides if visit.slide == SLIDE)
    doubt = Doubt(Span(visit.start, visit.start + share * visit.duration), "gap", SLIDE)
    sections = (replace(s, doubts=(doubt,)) if s.span & visit else s for s in report.sections)
    return replace(report, sections=tuple(sections))


def test_a_slide_in_doubt_most_of_its_time_is_named_with_both_parts():
    report = doubting(0.9)
    assert rivals(report) == {SLIDE: "gap"}
    either = slide_parts(report)[SLIDE]
    assert either == "Problem or Gap"
    assert either in to_markdown(report)
    assert either in to_html(report)


def test_a_slide_in_doubt_for_a_moment_is_not_asked_about():
    report = doubting(0.3)
    assert rivals(report) == {}
    assert slide_parts(report) == slide_parts(reports.a_report())


def test_doubt_comes_back_from_json_as_it_was():
    report = doubting(1.0)
    assert rivals(from_json(to_json(report), Path("report.json"))) == rivals(report)


def test_a_report_from_before_there_was_doubt_is_still_read():
    text = to_json(reports.a_report()).replace('"doubts": [],', "").replace('"doubts": []', '"key_was": ""')
    assert "doubts" not in text
    assert rivals(from_json(text, Path("report.json"))) == {}
