from __future__ import annotations

import re
from dataclasses import replace

import lxml.html
import pytest
import reports
from html_pages import seen, squeezed, tags_of
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.analysis.delivery import Delivery
from talkcoach.analysis.fillers import Fillers
from talkcoach.analysis.limitations import Limitations
from talkcoach.domain import Finding, Question, Quote, Sentence, Span, Transcript
from talkcoach.export.html import render as to_html
from talkcoach.report.model import Report

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title></svg></q></a><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "{{ 7 * 7 }} {% raw %} &amp; &lt;b&gt; <!-- -->",
    "مرحبا بالعالم",
    "👩🏽‍🔬 émigré 深い学習",
    "x" * 10_000,
)

anything = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=60
).filter(str.strip)


def saying(text: str) -> Report:
    """A report in which one text stands wherever text from outside can stand."""
    report = reports.a_report()
    quote = Quote(Span(0.0, 5.0), text, 1)
    timing = report.timing
    return replace(
        report,
        title=text,
        recording=text,
        deck=text,
        rubric=text,
        timing=replace(
            timing,
            parts=tuple(replace(part, title=text) for part in timing.parts),
            slides=tuple(replace(slide, title=text) for slide in timing.slides),
        ),
        sections=tuple(replace(section, title=text) for section in report.sections),
        limitations=replace(report.limitations, specific=(quote,), on_slide_unsaid=(quote,), disguised=(quote,)),
        delivery=replace(report.delivery, filling=Fillers((quote,))),
        findings=(Finding("any", "high", text, text, (quote,)),),
        questions=(Question(text, "baseline", text, (quote,)),),
        caveats=(text,),
        transcript=Transcript(
            (Sentence(Span(0.0, 5.0), text),), "en", text, removed=(Sentence(Span(6.0, 7.0), text),)
        ),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_stays_text(text: str) -> None:
    page = to_html(saying(text))
    assert tags_of(page) == tags_of(to_html(saying("harmless")))
    assert seen(page, "sentence-1") == text
    attributes = {name for element in lxml.html.document_fromstring(page).iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on")}


@given(anything)
@settings(max_examples=40, deadline=None)
def test_any_title_and_sentence_can_be_read(text: str) -> None:
    page = to_html(saying(text))
    tags_of(page)
    for identifier in ("sentence-1", "finding-1", "slide-1", "questions", "caveats"):
        assert squeezed(text) in seen(page, identifier)


def test_control_characters_do_not_reach_the_page() -> None:
    page = to_html(saying("a\x00b\x1b[31mc\x0bd\ud800e￾f"))
    assert seen(page, "sentence-1") == "a�b�[31mc d�e�f"
    page.encode("utf-8")


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = to_html(reports.a_report())
    document = lxml.html.document_fromstring(page)
    assert not tags_of(page) & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    assert all(link.get("href").startswith("#") for link in document.iter("a"))
    assert not re.search(r"url\((?!#)|@import|https?:", page)
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


@pytest.mark.parametrize("report", [reports.a_report(), reports.silence(), reports.ten_seconds()])
def test_every_link_leads_to_one_place(report: Report) -> None:
    document = lxml.html.document_fromstring(to_html(report))
    places = document.xpath("//@id")
    assert len(places) == len(set(places))
    assert {link.removeprefix("#") for link in document.xpath("//@href")} <= set(places)


def test_every_finding_question_and_sentence_is_on_the_page() -> None:
    report = reports.a_report()
    text = seen(to_html(report))
    for finding in report.findings:
        assert finding.message in text
        assert finding.advice in text
    for question in report.questions:
        assert question.text in text
        assert question.why in text
    for sentence in report.transcript.sentences + report.transcript.removed:
        assert sentence.text in text


def test_evidence_leads_to_the_sentence_that_was_said() -> None:
    document = lxml.html.document_fromstring(to_html(reports.a_report()))
    link = document.get_element_by_id("finding-1").xpath(".//a[@class='moment']")[0]
    assert link.text == "29:10"
    target = document.get_element_by_id(link.get("href").removeprefix("#"))
    assert target.text_content() == "We only tested on English contracts."


def test_words_on_a_slide_that_was_never_shown_lead_to_the_table_of_slides() -> None:
    document = lxml.html.document_fromstring(to_html(reports.a_report()))
    link = document.get_element_by_id("finding-6").xpath(".//a[@class='moment']")[0]
    assert (link.text, link.get("href")) == ("slide 20", "#slide-20")
    assert "never shown" in document.get_element_by_id("finding-6").text_content()


def test_uncertain_slides_are_called_so() -> None:
    text = seen(to_html(reports.a_report()))
    assert "probably slide 8" in text
    assert "perhaps slide 14" in text
    assert "probably slide 9" not in text


def test_filled_pauses_are_about_so_many_and_without_sound_a_lower_bound() -> None:
    report = reports.a_report()
    silent = replace(report.delivery, voice=None, quality=None)
    assert "about 5" in seen(to_html(report), "delivery")
    assert "at least 5" in seen(to_html(replace(report, delivery=silent)), "delivery")


def test_what_was_not_measured_is_not_mentioned() -> None:
    report = reports.a_report()
    bare = Delivery(tempo=report.delivery.tempo)
    text = seen(to_html(replace(report, delivery=bare)), "delivery")
    assert "Speaking rate" in text
    assert not re.search("Pauses|Um and uh|semitones|decibels", text)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (reports.silence(), "Nobody was heard speaking"),
        (reports.ten_seconds(), "The recording is only 0:10 long, too short to judge."),
    ],
)
def test_a_recording_with_next_to_nothing_in_it_gets_a_sentence_and_no_charts(report: Report, words: str) -> None:
    page = to_html(report)
    assert words in seen(page)
    assert not tags_of(page) & {"svg", "table", "dl"}
    assert "missing" not in seen(page)


def test_a_part_of_a_talk_is_measured_and_not_judged() -> None:
    report = reports.a_report()
    page = to_html(replace(report, timing=replace(report.timing, duration=600.0)))
    assert "14:20" in seen(page, "minutes")
    assert not re.search("on target|missing|short of|over|Target", seen(page, "minutes"))
    assert "cuts" not in lxml.html.document_fromstring(page).xpath("//section/@id")


def test_a_talk_without_a_deck_has_no_table_of_slides() -> None:
    report = reports.a_report()
    bare = replace(report, slides=(), deck="", timing=replace(report.timing, slides=(), cuts=()))
    page = to_html(bare)
    assert "slides" not in lxml.html.document_fromstring(page).xpath("//section/@id")
    assert "Transcript" in seen(page)


def test_the_parts_that_a_user_set_are_listed() -> None:
    assert "You set the part of slide 16." in seen(to_html(reports.a_report()), "caveats")


def test_a_talk_without_limitations_lists_what_is_missing_and_no_empty_levels() -> None:
    text = seen(to_html(replace(reports.a_report(), limitations=Limitations())), "limitations")
    assert "No limitation of your own work was heard." in text
    assert "an open question" in text
    assert "Mentioned" not in text


def test_while_the_user_is_asked_about_limitations_the_report_does_not_say_that_there_is_none() -> None:
    asked = Limitations(candidates=(Quote(Span(0, 5), "It runs on benchmark data."),))
    text = seen(to_html(replace(reports.a_report(), limitations=asked)), "limitations")
    assert "Nothing is clearly said to be a limitation of your own work." in text
    assert "No limitation" not in text
    assert "What was not heard" not in text


def test_the_limitations_of_a_talk_in_another_language_are_not_judged() -> None:
    report = reports.a_report()
    german = replace(report, limitations=Limitations(), transcript=replace(report.transcript, language="de"))
    text = seen(to_html(german), "limitations")
    assert "Not judged: the talk is in another language (de)" in text
    assert "heard" not in text
