from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import reports
from hypothesis import example, given
from hypothesis import strategies as st

from talkcoach.domain import Sentence, Span, Transcript, Word
from talkcoach.export import FORMATS
from talkcoach.export.timed_text import LINE, LINES
from talkcoach.report.model import Report
from talkcoach.report.printable import printable
from talkcoach.speech.captions import read_captions

TIMES = re.compile(r"(\d\d+):(\d\d):(\d\d)[.,](\d{3}) --> (\d\d+):(\d\d):(\d\d)[.,](\d{3})")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda text: text.split()
)


def saying(*sentences: Sentence) -> Report:
    return reports.a_report(transcript=Transcript(sentences, "en", "base"))


@st.composite
def transcripts(draw: st.DrawFn, spaced: bool = True) -> Report:
    """Sentences with word times of any order, as a recogniser in trouble would give them, and without."""

    def span() -> Span:
        return Span(*sorted(draw(st.tuples(st.floats(0, 5e3), st.floats(0, 5e3)))))

    def sentence() -> Sentence:
        texts = [draw(TEXTS) for _ in range(draw(st.integers(1, 8)))]
        words = tuple(Word(span(), text) for text in texts) if draw(st.booleans()) else ()
        return Sentence(span(), (" " if spaced else "").join(texts), words)

    return saying(*(sentence() for _ in range(draw(st.integers(0, 4)))))


def cues(text: str) -> list[tuple[int, int, list[str]]]:
    """Start and end in milliseconds and the lines of every cue."""
    found = []
    for block in re.split(r"\n\n", text):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if TIMES.fullmatch(line)), None)
        if at is not None:
            times = [int(part) for part in TIMES.fullmatch(lines[at]).groups()]  # type: ignore[union-attr]
            start, end = (
                ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
                for hours, minutes, seconds, thousandths in (times[:4], times[4:])
            )
            found.append((start, end, lines[at + 1 :]))
    return found


def letters(text: str) -> str:
    return "".join(printable(text).split())


@given(st.one_of(transcripts(), transcripts(spaced=False)))
def test_everything_that_was_said_stands_in_the_cues_once_and_in_order(report: Report):
    shown = "".join(line for _, _, lines in cues(FORMATS["vtt"].render(report)) for line in lines)
    assert letters(html.unescape(shown)) == letters(html.unescape(html.escape(report.transcript.text)))


LONG_WITH_A_SPACE = f"{'0' * LINE} 00"


@given(transcripts())
@example(saying(Sentence(Span(0, 1), LONG_WITH_A_SPACE, (Word(Span(0, 1), LONG_WITH_A_SPACE),))))
def test_words_stay_words(report: Report):
    shown = [
        word for _, _, lines in cues(FORMATS["vtt"].render(report)) for line in lines for word in line.split()
    ]
    said = printable(report.transcript.text).split()
    if all(len(word) <= LINE for word in said):
        assert [html.unescape(word) for word in shown] == said


@given(st.one_of(transcripts(), transcripts(spaced=False)))
def test_cues_do_not_overlap_and_each_is_up_for_a_moment(report: Report):
    for name in ("srt", "vtt"):
        found = cues(FORMATS[name].render(report))
        assert all(start < end for start, end, _ in found)
        assert all(one[1] <= other[0] for one, other in pairwise(found))


@given(st.one_of(transcripts(), transcripts(spaced=False)))
def test_a_cue_has_at_most_two_lines_that_can_be_read(report: Report):
    for _, _, lines in cues(FORMATS["srt"].render(report)):
        assert 1 <= len(lines) <= LINES
        assert all(0 < len(line) <= LINE for line in lines)


@given(transcripts())
def test_nothing_that_is_said_becomes_markup_or_a_cue_of_its_own(report: Report):
    srt, vtt = FORMATS["srt"].render(report), FORMATS["vtt"].render(report)
    assert srt.count("-->") == vtt.count("-->") == len(cues(srt)) == len(cues(vtt))
    assert not re.search(r"[<{]", srt)
    assert "<" not in vtt


def test_webvtt_escapes_what_it_reads_as_markup():
    text = FORMATS["vtt"].render(saying(Sentence(Span(1, 3), "if a < b && b --> <i>c</i> we win")))
    assert "if a &lt; b &amp;&amp; b --&gt;" in text
    assert text.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n")


def test_words_that_have_times_are_shown_at_them():
    words = tuple(Word(Span(10.0 + n, 10.8 + n), f"expression{n}") for n in range(12))
    sentence = Sentence(Span(10.0, 21.8), " ".join(word.text for word in words), words)
    found = cues(FORMATS["srt"].render(saying(sentence)))
    assert found[0] == (
        10_000,
        15_800,
        ["expression0 expression1 expression2", "expression3 expression4 expression5"],
    )
    assert [start for start, _, _ in found] == [10_000, 16_000]


def test_a_pause_inside_a_sentence_begins_a_new_cue():
    words = (Word(Span(1.0, 1.5), "We"), Word(Span(1.5, 2.0), "waited"), Word(Span(9.0, 9.5), "long."))
    found = cues(FORMATS["srt"].render(saying(Sentence(Span(1.0, 9.5), "We waited long.", words))))
    assert found == [(1000, 2000, ["We waited"]), (9000, 10_000, ["long."])]


def test_a_short_word_stays_up_for_a_second_unless_the_next_begins():
    yes = Sentence(Span(1.0, 1.2), "Yes.", (Word(Span(1.0, 1.2), "Yes."),))
    no = Sentence(Span(1.5, 1.6), "No.", (Word(Span(1.5, 1.6), "No."),))
    assert [times for *times, _ in cues(FORMATS["srt"].render(saying(yes, no)))] == [[1000, 1500], [1500, 2500]]


def test_a_language_without_spaces_keeps_none_between_words():
    words = tuple(Word(Span(n, n + 1.0), text) for n, text in enumerate(("これ", "は", "研究", "です。")))
    found = cues(FORMATS["srt"].render(saying(Sentence(Span(0.0, 4.0), "これは研究です。", words))))
    assert [lines for *_, lines in found] == [["これは研究です。"]]


def test_cues_are_numbered_and_hours_are_counted():
    text = FORMATS["srt"].render(
        saying(Sentence(Span(3723.5, 3725), "Late."), Sentence(Span(3726, 3727.25), "Later."))
    )
    assert text == ("1\n01:02:03,500 --> 01:02:05,000\nLate.\n\n2\n01:02:06,000 --> 01:02:07,250\nLater.\n\n")


def test_silence_gives_a_file_without_cues():
    assert (FORMATS["srt"].render(reports.silence()), FORMATS["vtt"].render(reports.silence())) == ("", "WEBVTT\n")


@pytest.mark.parametrize("name", ["srt", "vtt"])
def test_talkcoach_reads_its_own_subtitles_as_what_was_said(name: str, tmp_path: Path):
    report = reports.a_report()
    path = tmp_path / f"talk.{name}"
    path.write_text(FORMATS[name].render(report), encoding="utf-8")
    again = read_captions(path).transcript
    assert again.text == report.transcript.text
    assert replace(report, transcript=again).transcript.sentences[0].span.start == 0.0
