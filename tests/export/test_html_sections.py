"""The sections of the report, as the file and as the app show them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import reports
from html_pages import tags_of

from talkcoach.analysis.fillers import Fillers
from talkcoach.domain import Quote, Sentence, Span, Transcript, Word
from talkcoach.export.html import render
from talkcoach.export.html_sections import section_html, section_names
from talkcoach.report.model import Report
from talkcoach.report.summary import summary_of

PICTURE = "data:image/jpeg;base64,AAAA"


def shown(name: str, report: Report | None = None, **options: object) -> str:
    """A section as the app shows it."""
    return section_html(report or reports.a_report(), name, interactive=True, **options)  # type: ignore[arg-type]


def test_the_sections_of_a_whole_talk_come_in_the_order_in_which_they_are_read():
    assert section_names(reports.a_report()) == (
        *("first", "time", "minutes", "slides", "cuts", "limitations"),
        *("questions", "delivery", "others", "transcript", "caveats"),
    )


def test_a_recording_with_next_to_nothing_in_it_has_its_words_only():
    assert section_names(reports.ten_seconds()) == ("transcript",)
    assert section_names(reports.silence()) == ()


def test_a_section_that_a_report_does_not_have_is_empty():
    assert section_html(reports.silence(), "delivery") == ""


@pytest.mark.parametrize("report", [reports.a_report(), reports.ten_seconds(), reports.silence()])
def test_the_page_is_made_of_its_sections(report: Report):
    page = render(report)
    assert tuple(re.findall(r'<section id="(\w+)">', page)) == section_names(report)
    for name in section_names(report):
        assert section_html(report, name) in page


@pytest.mark.parametrize("name", section_names(reports.a_report()))
def test_every_section_is_well_formed_for_the_app(name: str):
    html = shown(name, pictures={2: PICTURE})
    assert html.startswith(f'<section id="{name}">')
    tags_of(html)


def test_the_file_has_nothing_that_only_the_app_shows():
    page = render(reports.a_report())
    assert "<mark" not in page
    assert "<img" not in page
    assert "Evidence</summary>" not in page


def test_a_finding_to_fix_first_has_its_moment_beside_it_and_its_evidence_folded_away():
    first = shown("first")
    assert first.count("<details>") == first.count('class="finding"') == 3
    assert first.index('class="moment"') < first.index("<details>")
    assert "29:10</a></p>" in first


def test_a_finding_further_down_is_not_folded():
    assert "<details>" not in shown("others")


def test_every_visit_to_a_slide_has_its_moment():
    report = reports.a_report()
    back = replace(report.slides[-1], slide=2)
    slides = shown("slides", replace(report, slides=(*report.slides[:-1], back)))
    [row] = re.findall(r'<tr id="slide-2">.*?</tr>', slides, re.DOTALL)
    assert re.findall(r'class="moment">([\d:]+)<', row) == ["0:40", "33:50"]
    [row] = re.findall(r'<tr id="slide-20">.*?</tr>', slides, re.DOTALL)
    assert "moment" not in row


def test_a_picture_stands_with_its_slide():
    slides = shown("slides", pictures={2: PICTURE})
    assert slides.count("<img") == 1
    assert slides.index('id="slide-2"') < slides.index(PICTURE) < slides.index('id="slide-3"')


def test_an_address_of_a_picture_cannot_leave_its_attribute():
    assert 'x" onload' not in shown("slides", pictures={2: 'x" onload="alert(1)'})


def test_the_rehearsal_before_stands_beside_the_figures():
    earlier = summary_of(reports.a_report())
    assert "last time 148<" in section_html(reports.a_report(), "delivery", earlier)
    assert "last time" not in section_html(reports.a_report(), "delivery")


def spoken(text: str, *filled: int) -> Report:
    """A report on one sentence, a second a word, of which the words at these indices are filled pauses."""
    words = tuple(Word(Span(float(n), n + 1.0), word) for n, word in enumerate(text.split()))
    fillers = tuple(Quote(words[n].span, words[n].text) for n in filled)
    report = reports.a_report()
    return replace(
        report,
        transcript=Transcript((Sentence(Span(0.0, float(len(words))), text, words),), "en"),
        delivery=replace(report.delivery, filling=Fillers(fillers)),
    )


def marked(report: Report) -> list[str]:
    return re.findall(r'<mark class="filler" title="filled pause">(.*?)</mark>', shown("transcript", report))


def test_a_filled_pause_is_marked_in_the_transcript_and_the_same_letters_in_a_word_are_not():
    report = spoken("Um, the number of um <b> sums has", 0, 4)
    assert marked(report) == ["Um", "um"]
    assert "</mark>, the number of <mark" in shown("transcript", report)
    assert "</mark> &lt;b&gt; sums has</span>" in shown("transcript", report)


def test_a_word_that_is_spelled_as_a_filled_pause_and_was_none_is_not_marked():
    assert marked(spoken("Er ist er", 2)) == ["er"]


def test_a_filled_pause_that_is_not_among_the_written_words_marks_nothing():
    report = spoken("the umbrella is um here", 3)
    sentence = replace(report.transcript.sentences[0], text="The umbrella is here.")
    assert marked(replace(report, transcript=Transcript((sentence,), "en"))) == []


def test_a_sentence_without_times_of_its_words_stays_whole():
    report = spoken("Um yes", 0)
    bare = replace(report.transcript.sentences[0], words=())
    assert marked(replace(report, transcript=Transcript((bare,), "en"))) == []
