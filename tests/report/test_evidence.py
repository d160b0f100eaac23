from __future__ import annotations

from dataclasses import replace

import pytest
import reports
from html_pages import seen

from talkcoach.analysis.limitations import Limitations
from talkcoach.analysis.timing import PartTiming
from talkcoach.domain import Quote, Sentence, Span, Transcript
from talkcoach.export import FORMATS
from talkcoach.report.depth import depth_heading, lacking, steps
from talkcoach.report.evidence import Places
from talkcoach.report.passages import passages
from talkcoach.report.summary import summary_of
from talkcoach.report.wording import against_target, difference, doubt, ranges, target_range, verdict_on

REPORT = reports.a_report()


def test_a_quote_leads_to_the_sentence_that_it_begins_in() -> None:
    places = Places(REPORT)
    for index, sentence in enumerate(REPORT.transcript.sentences):
        assert places.evidence(Quote(sentence.span, "")).anchor == f"sentence-{index + 1}"


def test_a_quote_between_two_sentences_leads_to_the_next_and_one_after_all_to_the_last() -> None:
    places = Places(replace(REPORT, transcript=Transcript((_sentence(0, 2), _sentence(5, 8)))))
    assert places.evidence(Quote(Span(3.0, 4.0), "")).anchor == "sentence-2"
    assert places.evidence(Quote(Span(90.0, 91.0), "")).anchor == "sentence-2"


def test_without_a_transcript_and_without_slides_evidence_leads_nowhere() -> None:
    evidence = Places(reports.silence()).evidence(Quote(Span(0.0, 0.0), "words", 3))
    assert (evidence.anchor, evidence.label, evidence.place) == ("", "slide 3", "never shown")


def test_words_on_a_slide_are_distinguished_from_spoken_words() -> None:
    places = Places(REPORT)
    assert places.evidence(Quote(Span(1750.0, 1750.0), "", 17)).place == "on slide 17"
    assert places.evidence(Quote(Span(1751.0, 1752.0), "", 17)).place == "slide 17"


@pytest.mark.parametrize(
    ("confidence", "word"), [(0.2, "perhaps"), (0.5, "probably"), (0.59, "probably"), (0.6, "")]
)
def test_doubt_is_said_where_confidence_is_low(confidence: float, word: str) -> None:
    assert doubt(confidence) == word


def test_the_passages_hold_every_sentence_once_and_in_order() -> None:
    lines = [line.text for passage in passages(REPORT) for line in passage.lines]
    assert lines == [sentence.text for sentence in REPORT.transcript.sentences]


def test_a_passage_says_its_part_and_slide_only_where_they_change() -> None:
    headed = [(passage.part, passage.slide) for passage in passages(REPORT)][:5]
    assert headed == [("Other", "slide 1"), ("Problem", "slide 2"), ("", ""), ("", "slide 3"), ("Gap", "slide 4")]


def test_a_long_visit_to_one_slide_is_cut_into_passages_of_a_minute() -> None:
    long = Transcript(tuple(_sentence(10.0 * n, 10.0 * n + 9) for n in range(30)))
    bare = replace(REPORT, transcript=long, slides=(), sections=(), findings=(), questions=())
    assert [len(passage.lines) for passage in passages(bare)] == [6] * 5


def test_a_sentence_knows_the_findings_that_rest_on_it() -> None:
    lines = {line.text: line for passage in passages(REPORT) for line in passage.lines}
    assert lines["We only tested on English contracts."].findings == (1,)
    assert lines["We only tested on English contracts."].quoted
    assert not lines["Our models do exactly that, and it costs us."].quoted


def test_a_sentence_stands_at_the_deepest_level_that_it_reaches() -> None:
    shallow, deep = Quote(Span(1.0, 2.0), "a"), Quote(Span(3.0, 4.0), "b")
    laid_out = steps(Limitations(3, 10.0, (shallow, deep), (shallow, deep), (shallow,), (deep,)))
    assert [(step.reached, step.quotes) for step in laid_out] == [
        (True, ()),
        (True, (shallow,)),
        (True, (deep,)),
        (False, ()),
    ]


def test_what_was_not_heard_is_listed() -> None:
    assert len(lacking(Limitations())) == 5
    assert lacking(REPORT.limitations) == ("what you would do differently with hindsight",)


def test_a_level_that_was_not_reached_says_what_is_wanted_there() -> None:
    last = steps(REPORT.limitations)[-1]
    assert (last.reached, last.wanted) == (False, "a remedy, or an experiment that would tell")
    assert "A remedy, or an experiment that would tell." in seen(FORMATS["html"].render(REPORT), "limitations")


def test_minutes_come_with_the_end_of_the_target_that_was_missed() -> None:
    parts = {part.key: part for part in REPORT.timing.parts}
    assert against_target(parts["limitations"]) == "1:40 of 5:00"
    assert against_target(parts["approach"]) == "14:20 of 10:00"
    assert target_range(parts["problem"]) == "2:00–3:00"
    assert [difference(parts[key]) for key in ("limitations", "approach", "gap")] == [
        "3:20 under",
        "4:20 over",
        "",
    ]


def test_a_target_with_equal_ends_is_one_figure() -> None:
    part = replace(REPORT.timing.parts[0], target_seconds=(300.0, 300.2))
    assert target_range(part) == "5:00"


@pytest.mark.parametrize(("numbers", "words"), [((), ""), ((3,), "3"), ((3, 4, 5, 9), "3–5, 9"), ((1, 3), "1, 3")])
def test_runs_of_slides_are_written_as_ranges(numbers: tuple[int, ...], words: str) -> None:
    assert ranges(numbers) == words


def _sentence(start: float, end: float) -> Sentence:
    return Sentence(Span(float(start), float(end)), "Something was said.")


def test_limitations_that_are_said_within_other_parts_are_never_called_missing_or_of_no_time():
    part = PartTiming("limitations", "Limitations", 0.0, (264.0, 300.0), "missing", (), elsewhere_seconds=6.0)
    assert (against_target(part), verdict_on(part)) == ("0:06 of 4:24", "○ in other parts")
    assert verdict_on(replace(part, elsewhere_seconds=0.0)) == "○ missing"
    assert verdict_on(replace(part, elsewhere_seconds=0.0, verdict="unclear")) == "? not found"


def test_where_the_minutes_are_not_sure_their_ends_stand_in_place_of_the_difference():
    part = PartTiming("gap", "Gap", 100.0, (38.0, 38.0), "unclear", (), (16.0, 164.0))
    assert difference(part) == "0:16 to 2:44"
    assert difference(replace(part, seconds=0.0, between_seconds=None)) == ""


def test_the_depth_is_not_known_while_the_speaker_is_asked():
    asked = Limitations(candidates=(Quote(Span(0, 5), "It runs on benchmark data."),))
    assert depth_heading(asked) == "Depth not known"
    assert summary_of(replace(REPORT, limitations=asked)).depth is None
    assert summary_of(replace(REPORT, limitations=Limitations())).depth == 0
