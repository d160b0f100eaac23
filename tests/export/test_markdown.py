from __future__ import annotations

import re
from dataclasses import replace

import pytest
import reports
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from talkcoach.analysis.limitations import Limitations
from talkcoach.domain import Finding, Question, Quote, Sentence, Span, Transcript
from talkcoach.export.markdown import escaped
from talkcoach.export.markdown import render as to_markdown
from talkcoach.report.model import Report
from talkcoach.report.printable import printable

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

NASTY = (
    *("# Title", "> quote", "- item", "1. item", "---", "===", "```", "    code", "+ [ ] task", "2)", "~~gone~~"),
    *("*bold* **very** _low_ __very__", "`code`", "<script>alert(1)</script>", "<!-- ", "&lt;b&gt;", "a | b |"),
    *("[link](http://x.example)", "![image](x.png)", "<http://x.example>", "http://x.example www.x.example"),
    *("[^1]: x", "[x]: http://x.example", "a\\", "line\nline\n\n# more", "\\*not\\*", ":boom: @user $x^2$"),
    "a\x0bb\x00c\x1b[2J",
)  # fmt: skip


def tokens(text: str) -> list[Token]:
    return [each for token in READER.parse(text) for each in (token, *(token.children or ()))]


def shape(text: str) -> list[tuple[str, str]]:
    """The elements of a document, without the text in them."""
    return [
        (token.type, token.tag) for token in tokens(text) if token.type not in {"text", "inline", "text_special"}
    ]


def seen(text: str) -> str:
    return "".join(token.content for token in tokens(text) if token.type in {"text", "text_special"})


def saying(text: str) -> Report:
    """The report with one text wherever anything was said, shown or named."""
    report = reports.a_report()
    timing, quote = report.timing, Quote(Span(1.0, 2.0), text, 1)
    return replace(
        report,
        title=text,
        recording=text,
        deck=text,
        timing=replace(
            timing,
            parts=tuple(replace(part, title=text) for part in timing.parts),
            slides=tuple(replace(slide, title=text) for slide in timing.slides),
        ),
        limitations=Limitations(2, 9.0, *[(quote,)] * 9),
        findings=(Finding("any", "high", text, text, (quote,)),) * 5,
        questions=(Question(text, "baseline", text, (quote,)),),
        caveats=(text,),
        transcript=Transcript((Sentence(Span(1.0, 2.0), text),), "en", "base", (Sentence(Span(3.0, 4.0), text),)),
    )


@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_is_said_or_shown_becomes_markup(text: str):
    assert shape(to_markdown(saying(text))) == shape(to_markdown(saying("word")))


@given(st.text(st.sampled_from("ab1 .)-+=#*_`~|<>&!?[](){}\\/:@$^\"'\n\t\u00a0é🙂"), min_size=1, max_size=40))
@settings(max_examples=80)
def test_no_text_at_all_becomes_markup(text: str):
    words = f"{text}x"  # a text of nothing but spaces is left out, and so is its element
    assert shape(to_markdown(saying(words))) == shape(to_markdown(saying("word")))


@given(st.text(min_size=1))
def test_a_text_is_read_as_it_was(text: str):
    line = " ".join(printable(text).split())
    assert seen(escaped(text)) == line
    assert seen(f"| a |\n| --- |\n| {escaped(text)} |") == f"a{line}"


def test_ordinary_sentences_stay_as_they_are():
    for text in ("Limitations got 1:40 of 5:00.", "“So, we don't know (yet): why?”", "Is 4.2 − 4.3 % a lot?"):
        assert escaped(text) == text


def test_a_title_alone_on_a_line_is_no_list_and_no_rule():
    assert [escaped(text) for text in ("- a", "1. a", "12) a", "--- a", "4.2 points")] == [
        "\\- a",
        "1\\. a",
        "12\\) a",
        "\\--- a",
        "4.2 points",
    ]


def test_every_block_of_the_report_is_there():
    heads = re.findall(r"^## (.*)", to_markdown(reports.a_report()), re.MULTILINE)
    assert heads == [
        "Fix first",
        "Minutes per part",
        "Minutes per slide",
        "What to cut",
        "Limitations",
        "Likely questions",
        "Delivery",
        "Everything else that was found",
        "Transcript",
        "What limits this report",
    ]


def test_findings_keep_their_numbers():
    text = to_markdown(reports.a_report())
    assert "\n1. **Limitations got 1:40 of 5:00." in text
    assert "\n4. **Implications got 3:00 of 5:00.**" in text


@pytest.mark.parametrize(
    ("report", "words"),
    [(reports.silence(), "Nobody was heard speaking"), (reports.ten_seconds(), "too short to judge")],
)
def test_a_recording_with_next_to_nothing_in_it_gets_a_sentence_in_markdown(report: Report, words: str):
    text = to_markdown(report)
    assert words in text
    assert "|" not in text
    assert "missing" not in text


def test_a_part_of_a_talk_has_minutes_without_verdicts_in_markdown():
    report = reports.a_report()
    text = to_markdown(replace(report, timing=replace(report.timing, duration=600.0)))
    assert "14:20" in text
    assert not re.search("on target|Target|What to cut", text)


def test_a_talk_in_another_language_has_no_depth_in_markdown():
    report = reports.a_report()
    text = to_markdown(
        replace(report, limitations=Limitations(), transcript=replace(report.transcript, language="de"))
    )
    assert "Not judged: the talk is in another language (de)" in text
    assert "Depth" not in text
