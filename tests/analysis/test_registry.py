"""The registry of analyses: every finding has a kind that one analysis registers, and roles stand for keys."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import talk

from talkcoach.alignment.plan import plan
from talkcoach.alignment.sections import find_sections
from talkcoach.analysis import preflight
from talkcoach.analysis.delivery import delivery
from talkcoach.analysis.limitations import limitations
from talkcoach.analysis.registry import ANALYSES, DECK_KINDS, KINDS, Measured, find
from talkcoach.analysis.timing import timing
from talkcoach.domain import Aligned, Finding, Section
from talkcoach.errors import RubricError
from talkcoach.questions.likely import likely_questions
from talkcoach.rubric import Rubric, load_rubric
from talkcoach.store.codec import dump
from talkcoach.store.places import PACKAGE
from talkcoach.workflows.judge import Names, judge
from talkcoach.workflows.rubrics import open_rubric

RUBRIC = load_rubric()
SLIDES = (
    "Sieve",
    "Long documents\nLawyers read TKQR reports of two hundred pages for hours",
    "Related work",
    "Our approach\nWe propose Sieve with a router that is trained with the reader",
    "Results\nSieve 81.2% accuracy\nLongformer 77.0% accuracy",
    "Limitations\nEnglish only\nNo guarantee for rare words",
    "Thank you",
)
SCRIPT = """
    other 1: Good morning, and thank you for having me.
    problem 2: Lawyers read long documents every day, which matters, because it takes hours with an TKQR.
    problem 2: The TKQR reads, and the TKQR forgets.
    gap 3: Existing models have the drawback that they read every word.
    approach 4: We propose Sieve, which learns with a router what to read.
    approach 4: Our router is significantly better than all others.
    approach 4: The second layer holds a grid of threads.
    evidence 5: We compare with Longformer on this dataset with twenty participants.
    evidence 5: Sieve reaches an accuracy of 81.9%, and Longformer reaches 77.0% accuracy.
    evidence 5: The accuracy on contracts is 84.0%, and the error is 3.1%.
    evidence 5: The accuracy on laws is 83.0%.
    limitations 6: One limitation is that we have only tested it on English documents.
    implications 7: Lawyers can use it today.
"""


def measured(said: Aligned, rubric: Rubric, slot: float) -> Measured:
    found = limitations(said, rubric)
    return Measured(said, rubric, timing(said, rubric, slot), found, delivery(said, rubric))


def findings(script: str = SCRIPT, rubric: Rubric = RUBRIC, slot: float = 300.0) -> tuple[Finding, ...]:
    return find(measured(talk(script, SLIDES, 20.0), rubric, slot))


def made(tree: ast.AST) -> list[str]:
    """The kinds that stand as words in the calls that make findings."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "Finding" and isinstance(call.args[0], ast.Constant)
    ]


SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "analysis").glob("*.py"))}


def test_no_kind_is_registered_twice():
    counts = Counter(kind for analysis in ANALYSES for kind in analysis.kinds)
    counts.update(preflight.KINDS)
    assert max(counts.values()) == 1


@pytest.mark.parametrize("module", [name for name, text in SOURCES.items() if made(ast.parse(text))])
def test_every_finding_that_an_analysis_makes_is_of_a_kind_that_it_registers(module: str):
    text = SOURCES[module]
    registered = set(__import__(f"talkcoach.analysis.{module}", fromlist=["KINDS"]).KINDS)
    assert set(made(ast.parse(text))) <= registered
    assert registered <= KINDS | DECK_KINDS
    written = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    assert registered <= written  # nothing is registered that the module does not speak of


def test_what_is_found_in_a_talk_and_in_a_deck_is_registered():
    kinds = {finding.kind for slot in (200.0, 300.0, 2100.0) for finding in findings(slot=slot)}
    assert kinds <= KINDS
    assert len(kinds) > 10
    deck = talk(SCRIPT, SLIDES).deck
    of_deck = {finding.kind for finding in preflight.preflight(deck, plan(deck, RUBRIC), RUBRIC, 60.0)}
    assert of_deck
    assert of_deck <= DECK_KINDS


def test_only_analyses_that_need_no_phrases_speak_of_a_talk_in_another_language():
    said = talk(SCRIPT, SLIDES, 20.0)
    german = replace(said, transcript=replace(said.transcript, language="de"))
    allowed = {kind for analysis in ANALYSES if not analysis.by_phrases for kind in analysis.kinds}
    assert {finding.kind for finding in find(measured(german, RUBRIC, 300.0))} <= allowed


def test_findings_come_by_their_gravity():
    severities = [finding.severity for finding in findings()]
    assert severities == sorted(severities, key=("high", "medium", "low").index)


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("part-short", "limitations"),
        ("part-missing", "gap"),
        ("part-long", "problem"),
        ("point-missing", "approach"),
        ("acronym-unexpanded", "TKQR"),
    ],
)
def test_what_a_finding_is_about_is_its_subject(kind: str, subject: str):
    without_gap = "\n".join(line for line in SCRIPT.strip().splitlines() if " gap" not in line)
    long = without_gap + "\nproblem 2: Lawyers sit." * 12
    neutral = "\n".join(["approach 4: The second layer holds a grid of threads."] * 4)
    blank = (*SLIDES[:3], "The second layer", *SLIDES[4:])
    everything = [
        *findings(long, slot=400.0),
        *find(measured(talk(f"{neutral}\nimplications 7: In the future we plan it.", blank, 20.0), RUBRIC, 100.0)),
        *findings(rubric=without_roles(RUBRIC), slot=300.0),
    ]
    assert subject in {finding.subject for finding in everything if finding.kind == kind}


def without_roles(rubric: Rubric) -> Rubric:
    parts = tuple(part.model_copy(update={"role": None}) for part in rubric.parts)
    return rubric.model_copy(update={"parts": parts})


def test_a_rubric_without_roles_judges_minutes_and_says_nothing_of_the_depth_of_limitations():
    kinds = {finding.kind for finding in findings(rubric=without_roles(RUBRIC))}
    assert {"part-short", "part-long"} & kinds
    of_roles = {kind for analysis in (ANALYSES[0], ANALYSES[1]) for kind in analysis.kinds}
    assert not kinds & of_roles


def test_a_rubric_without_roles_still_raises_questions():
    said, rubric = talk(SCRIPT, SLIDES, 20.0), without_roles(RUBRIC)
    assert likely_questions(said, rubric, findings(rubric=rubric), limitations(said, rubric))


KEYS = dict(zip(RUBRIC.keys, ("alpha", "beta", "gamma", "delta", "epsilon", "zeta"), strict=True))


def renamed(rubric: Rubric, keys: Mapping[str, str]) -> Rubric:
    """A rubric with other keys, whose parts have the same roles."""
    questions = rubric.questions
    archetypes = tuple(
        each.model_copy(update={"parts": tuple(keys.get(part, part) for part in each.parts)})
        for each in questions.archetypes
    )
    parts = tuple(part.model_copy(update={"key": keys[part.key]}) for part in rubric.parts)
    asked = questions.model_copy(update={"archetypes": archetypes})
    return rubric.model_copy(update={"parts": parts, "questions": asked})


def with_names(value: Any, keys: Mapping[str, str]) -> Any:
    """A report's JSON with other keys wherever a part's key stands."""
    if isinstance(value, list):
        return [with_names(each, keys) for each in value]
    if not isinstance(value, dict):
        return value
    named = {"key", "part", "rival", "subject"}
    return {
        keys.get(name, name) if isinstance(each, dict) and name in keys and "lufs" in each else name: (
            keys.get(each, each) if name in named and isinstance(each, str) else with_names(each, keys)
        )
        for name, each in value.items()
    }


@pytest.mark.parametrize("slot", [200.0, 300.0, 2100.0])
def test_other_keys_with_the_same_roles_give_the_same_report_but_for_the_names(slot: float):
    said, other = talk(SCRIPT, SLIDES, 20.0), renamed(RUBRIC, KEYS)

    def report(rubric: Rubric) -> Any:
        sections = find_sections(said.transcript, said.deck, said.visits, rubric)
        return json.loads(dump(judge(replace(said, sections=sections), rubric, slot, Names("", "", ""))))

    expected, again = with_names(report(RUBRIC), KEYS), report(other)
    assert again == expected
    assert again["findings"]
    assert not re.search(rf'"({"|".join(set(KEYS) - {"gap"})})"', json.dumps(again["sections"]))


def test_other_keys_with_the_same_roles_give_the_same_talk_as_labelled():
    said, other = talk(SCRIPT, SLIDES, 20.0), renamed(RUBRIC, KEYS)
    moved = replace(said, sections=tuple(Section(s.span, KEYS.get(s.key, s.key)) for s in said.sections))
    one, again = find(measured(said, RUBRIC, 300.0)), find(measured(moved, other, 300.0))
    assert [replace(each, subject=KEYS.get(each.subject, each.subject)) for each in one] == list(again)
    deck = said.deck
    before = preflight.preflight(deck, plan(deck, RUBRIC), RUBRIC, 300.0)
    assert preflight.preflight(deck, plan(deck, other), other, 300.0) == before


def test_no_code_asks_for_the_key_of_a_part():
    """Keys are the rubric's own; what a part means is its role."""
    keys = set(RUBRIC.keys) - {"gap", "limitations"}  # also a kind of event, and a section of the report
    rooms = ("alignment", "analysis", "questions", "report", "workflows")
    for path in (path for room in rooms for path in (PACKAGE / room).rglob("*.py")):
        constants = {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not keys & constants, path


def test_a_question_raised_by_a_finding_that_nobody_makes_is_a_mistake_when_a_rubric_is_opened(tmp_path: Path):
    text = load_rubric().model_dump_json()
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace('"finding":"no-ablation"', '"finding":"no-abblation"'), encoding="utf-8")
    with pytest.raises(RubricError) as caught:
        open_rubric(str(path))
    assert str(path) in caught.value.what
    assert re.search(
        r"questions\.archetypes\.\d+\.finding: nothing finds 'no-abblation'; there are", caught.value.what
    )
    assert caught.value.remedy == "Did you mean no-ablation"
