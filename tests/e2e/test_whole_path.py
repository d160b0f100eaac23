"""The whole path on the bundled rehearsal: real sound, real speech model, held against what was planted in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from talkcoach.domain import Transcript
from talkcoach.report.model import Report, from_json

SLOT = 7 * 60


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, str, str]:
    """The report of ``talkcoach demo`` run as a program, its page, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "talkcoach", "demo", "--json", "report.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True)
    data = folder / "report.json"
    page = (folder / "talkcoach-demo.html").read_text(encoding="utf-8")
    return from_json(data.read_text(encoding="utf-8"), data), page, done.stdout


@pytest.fixture
def report(demo: tuple[Report, str, str]) -> Report:
    return demo[0]


def normal(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.lower()).split()


def flaw(truth: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(flaw for flaw in truth["flaws"] if flaw["kind"] == kind)


def kinds(report: Report) -> set[str]:
    return {finding.kind for finding in report.findings}


def test_nearly_every_word_is_heard(report: Report, sample_truth: dict[str, Any]):
    said = {word for sentence in sample_truth["sentences"] for word in normal(sentence["text"])}
    heard = set(normal(report.transcript.text))
    assert len(said & heard) / len(said) > 0.93


def test_words_are_heard_where_they_are_spoken(report: Report, sample_truth: dict[str, Any]):
    trust = flaw(sample_truth, "claim-without-evidence")
    [sentence] = [s for s in report.transcript.sentences if "trust our" in s.text]
    words = [word for word in sentence.words if word.text.startswith("trust")]
    assert trust["start"] < words[0].span.start < trust["end"]


def test_the_right_slide_is_found_for_most_of_the_time(report: Report, sample_truth: dict[str, Any]):
    shared = sum(
        max(0.0, min(found.span.end, true["end"]) - max(found.span.start, true["start"]))
        for found in report.slides
        for true in sample_truth["visits"]
        if found.slide == true["slide"]
    )
    assert shared / sample_truth["duration"] > 0.88


def test_the_hidden_slide_is_never_taken_for_shown(report: Report):
    assert 10 not in {visit.slide for visit in report.slides}


def test_the_minutes_of_every_part_are_right_to_a_few_seconds(report: Report, sample_truth: dict[str, Any]):
    true: dict[str, float] = {}
    for section in sample_truth["sections"]:
        true[section["key"]] = true.get(section["key"], 0.0) + section["end"] - section["start"]
    for part in report.timing.parts:
        assert part.seconds == pytest.approx(true[part.key], abs=10)


def test_the_verdicts_are_those_of_the_true_minutes(report: Report):
    assert {part.key: part.verdict for part in report.timing.parts} == {
        "problem": "long",
        "gap": "long",
        "approach": "long",
        "evidence": "ok",
        "limitations": "short",
        "implications": "short",
    }


def test_limitations_that_were_rushed_and_not_thought_through_are_the_first_thing_to_mend(report: Report):
    assert report.limitations.level == 2
    assert report.limitations.seconds == pytest.approx(20, abs=4)
    assert "English" in report.limitations.specific[0].text
    assert report.findings[0].kind == "limitations-rushed"
    assert {"limitations-shallow", "limitations-on-slide-unsaid"} <= kinds(report)


def test_the_over_long_approach_is_among_the_first_three_with_its_slides(report: Report):
    [long] = [finding for finding in report.findings[:3] if finding.kind == "part-long"]
    assert long.message.startswith("Approach took 3:0")
    assert 9 in {quote.slide for quote in long.quotes}


def test_the_number_that_differs_from_its_slide_is_found(report: Report, sample_truth: dict[str, Any]):
    planted = flaw(sample_truth, "number-differs")
    [found] = [finding for finding in report.findings if finding.kind == "number-differs"]
    assert "4.2" in found.message
    assert "4.3" in found.message
    assert any(planted["start"] - 3 < quote.span.middle < planted["end"] + 3 for quote in found.quotes)


def test_the_acronym_that_is_never_spelled_out_is_found(report: Report):
    [found] = [finding for finding in report.findings if finding.kind == "acronym-unexpanded"]
    assert "TBR" in found.message


def test_thin_evidence_is_found(report: Report):
    assert {"comparison-unjustified", "no-uncertainty"} <= kinds(report)


def test_there_are_ten_questions_about_this_very_talk(report: Report):
    assert len(report.questions) >= 10
    assert len({question.text for question in report.questions}) == len(report.questions)
    assert {"baseline", "limitation", "scale", "hindsight", "open_problem"} <= {
        q.archetype for q in report.questions
    }
    assert any("Lantern" in question.text for question in report.questions)
    assert not any("{" in question.text for question in report.questions)


def test_every_judgement_rests_on_a_moment_or_a_slide_of_the_talk(report: Report):
    for judged in (*report.findings, *report.questions):
        for quote in judged.quotes:
            assert 0 <= quote.span.start <= quote.span.end <= report.timing.duration
            assert quote.slide is None or 1 <= quote.slide <= 16


def test_the_summary_names_the_three_things_and_the_page(demo: tuple[Report, str, str]):
    report, _, printed = demo
    assert "Fix first" in printed
    assert report.findings[0].message.split(":")[0] in printed
    assert "talkcoach-demo.html" in printed


def test_the_page_holds_the_transcript_and_loads_nothing(demo: tuple[Report, str, str]):
    report, page, _ = demo
    assert report.transcript.sentences[-1].text.split(",")[0] in page
    assert "<script" not in page
    assert 'src="http' not in page


def test_the_json_has_the_fields_that_other_programs_rely_on(demo: tuple[Report, str, str]):
    from talkcoach.report.model import to_json

    data = json.loads(to_json(demo[0]))
    assert data["schema"] == 1
    assert data["slides"][0].keys() == {"slide", "start", "end", "confidence", "source"}
    assert {"key", "title", "start", "end", "seconds", "target_seconds", "verdict"} <= data["sections"][0].keys()
    assert {"level", "seconds", "quotes"} <= data["limitations"].keys()
    assert {"words_per_minute", "pace", "fillers", "pauses", "pitch_semitones_sd"} <= data["delivery"].keys()
    assert {"kind", "severity", "message", "advice", "quotes"} <= data["findings"][0].keys()
    assert all(isinstance(caveat, str) for caveat in data["caveats"])
    assert {"text", "archetype", "why", "quotes"} <= data["questions"][0].keys()
    assert data["limitations"]["quotes"][0].keys() == {"start", "end", "text", "slide"}


def test_a_report_comes_back_from_json_as_it_was(report: Report):
    from talkcoach.report.model import to_json

    assert from_json(to_json(report), Path("report.json")) == report


def test_the_voice_has_a_spread(report: Report):
    assert report.delivery.pitch_semitones_sd is not None
    assert 0.5 < report.delivery.pitch_semitones_sd < 6


def test_the_transcript_has_the_language_and_the_model(report: Report):
    assert isinstance(report.transcript, Transcript)
    assert (report.transcript.language, report.transcript.model) == ("en", "base")
