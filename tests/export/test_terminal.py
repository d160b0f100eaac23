from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
import reports
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from talkcoach.analysis.limitations import Limitations
from talkcoach.domain import Finding, Question, Quote, Span
from talkcoach.export.terminal import print_summary
from talkcoach.report.model import Report

WIDTH = 80


def printed(report: Report, **options: object) -> str:
    file = io.StringIO()
    print_summary(report, Console(file=file, width=WIDTH, **options))  # type: ignore[arg-type]
    return file.getvalue()


def saying(text: str) -> Report:
    report = reports.a_report()
    quote = Quote(Span(1.0, 2.0), text, 1)
    parts = tuple(replace(part, title=text) for part in report.timing.parts)
    return replace(
        report,
        title=text,
        recording=text,
        timing=replace(report.timing, parts=parts),
        limitations=replace(report.limitations, remedy=(quote,)),
        findings=(Finding("any", "high", text, text, (quote,)),),
        questions=(Question(text, "baseline", "", (quote,)),),
    )


def test_the_summary_begins_with_what_to_fix_first_and_when() -> None:
    lines = printed(reports.a_report()).splitlines()
    assert lines[0] == "Sparse routing for long documents"
    assert lines[1] == "34:12 of 35:00 · rehearsal-3.m4a · talk.pptx"
    assert lines[3] == "Fix first"
    assert re.fullmatch(r"  1  Limitations got 1:40 of 5:00\..* 29:10", lines[4])
    assert lines[5].strip() == "Add one sentence after slide 17: what would you test next, and how?"


def test_every_part_has_its_minutes_its_verdict_and_a_bar() -> None:
    rows = {line.split()[0]: line.rstrip() for line in printed(reports.a_report()).splitlines() if "━" in line}
    assert len(rows) == 6
    assert "14:20 of 10:00  + long" in rows["Approach"]
    assert "╋" in rows["Approach"]
    assert "1:40 of 5:00  − short" in rows["Limitations"]
    assert rows["Limitations"].endswith("┃")


def test_the_depth_of_limitations_comes_with_the_sentence_that_reaches_it() -> None:
    text = printed(reports.a_report())
    assert "Limitations: depth 3 of 4" in text
    assert re.search(r"“So we do not know whether the router looks at definitions elsewhere\.” +30:00", text)


def test_five_questions_are_enough_for_one_screen() -> None:
    text = printed(reports.a_report())
    assert "What is the most important open problem here?" in text
    assert "How large is the variance over seeds?" not in text


def test_what_is_piped_is_plain_text() -> None:
    assert "\x1b" not in printed(reports.a_report())


def test_no_colour_is_used_where_none_is_wanted() -> None:
    text = printed(reports.a_report(), force_terminal=True, no_color=True)
    codes = {code for found in re.findall(r"\x1b\[([\d;]*)m", text) for code in found.split(";") if code}
    assert codes <= {"0", "1", "2", "3", "4", "22"}


@pytest.mark.parametrize(
    "text", ["[bold red]danger[/]", "[/nothing]", ":boom:", "[link=file:///x]y[/link]", "\\[x]"]
)
def test_words_are_never_read_as_markup(text: str) -> None:
    assert printed(saying(text)).count(text) >= 5


def test_words_cannot_steer_the_terminal() -> None:
    text = printed(saying("a\x1b]0;owned\x07b\x1b[2Jc\rd"), force_terminal=True)
    assert not re.search(r"\x1b(?!\[[\d;]*m)|[\x07\r]", text)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_line_is_wider_than_the_terminal(text: str) -> None:
    for line in printed(saying(text)).splitlines():
        assert cell_len(line) <= WIDTH


def test_ten_thousand_characters_do_not_flood_the_screen() -> None:
    assert len(printed(saying("x" * 10_000)).splitlines()) < 80


@pytest.mark.parametrize(
    ("report", "words"),
    [(reports.silence(), "Nobody was heard speaking"), (reports.ten_seconds(), "too short to judge")],
)
def test_a_recording_with_next_to_nothing_in_it_gets_a_sentence(report: Report, words: str) -> None:
    text = printed(report)
    assert words in text
    assert len(text.splitlines()) <= 6


def test_a_part_of_a_talk_gets_minutes_without_verdicts() -> None:
    report = reports.a_report()
    text = printed(replace(report, timing=replace(report.timing, duration=600.0)))
    assert "Not judged" in text
    assert "on target" not in text
    assert "14:20" in text


def test_a_talk_in_another_language_gets_no_depth() -> None:
    report = reports.a_report()
    german = replace(report, limitations=Limitations(), transcript=replace(report.transcript, language="de"))
    text = printed(german)
    assert "Not judged: the talk is in another language (de)" in text
    assert "depth" not in text
    assert "No limitation" not in text
