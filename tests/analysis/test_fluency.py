from __future__ import annotations

import builders
import pytest

from talkcoach.analysis.fluency import Fluency, fluency, fluency_findings
from talkcoach.domain import Aligned
from talkcoach.rubric import load_rubric

RUBRIC = load_rubric()


def a_talk(*sentences: str, part: str = "approach") -> Aligned:
    return builders.talk("\n".join(f"{part} 1: {sentence}" for sentence in sentences), ("Title",))


def found(*sentences: str) -> Fluency:
    return fluency(a_talk(*sentences), RUBRIC)


@pytest.mark.parametrize(
    ("sentence", "repeated"),
    [
        ("We train the the model.", "the the"),
        ("We train the, um, the model.", "the, the"),
        ("So I, I, I think it works.", "I, I, I"),
        ("It runs in the in the cloud.", "in the in the"),
        ("It's, it's done.", "It's, it's"),
    ],
)
def test_what_is_said_twice_is_told_with_its_place(sentence: str, repeated: str):
    [quote] = found(sentence).repetitions
    assert (quote.text, quote.slide) == (repeated, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "The idea that that model had had is very very simple.",
        "It costs 10 10 times over.",
        "On and on and on it goes.",
        "If it is you, you win.",
        "No no, yes yes.",
        "What it is, is a bound.",
        "Red, red, green.",
    ],
)
def test_what_is_said_twice_on_purpose_is_no_fault(sentence: str):
    assert found(sentence).repetitions == ()


@pytest.mark.parametrize(
    ("sentence", "restart"),
    [
        ("Then we have, we had a better idea.", "we have, we had"),
        ("So it is it was slow.", "it is it was"),
        ("We use ten, or rather twelve layers.", "or rather"),
    ],
)
def test_a_clause_begun_again_is_told(sentence: str, restart: str):
    assert [quote.text for quote in found(sentence).restarts] == [restart]


@pytest.mark.parametrize(
    "sentence",
    [
        "As far as I can, I want to stop.",
        "We think we can.",
        "It works because it has what it had.",
        "They are, they say, slow.",
    ],
)
def test_two_clauses_are_no_restart(sentence: str):
    assert found(sentence).restarts == ()


def test_hedges_are_told_where_they_are_hedges():
    hedges = found("It is kind of slow, maybe, I think.", "This kind of model is slow.").hedges
    assert [quote.text for quote in hedges] == ["kind of", "maybe", "I think"]


def test_doubt_about_limitations_is_honest():
    talk = a_talk("Maybe it fails on long texts, I think.", part="limitations")
    assert fluency(talk, RUBRIC).hedges == ()


@pytest.mark.parametrize(
    ("ending", "is_weak"),
    [
        (["So, yeah, that's it."], True),
        (["And that's all I have.", "Thank you.", "Happy to take questions."], True),
        (["Reading less reads better.", "Thank you."], False),
        (["That's it for the loss.", "Reading less reads better."], False),
        (["Thank you."], False),
    ],
)
def test_last_words_that_give_the_end_away_are_told(ending: list[str], is_weak: bool):
    measured = found("We skip most of the text.", *ending)
    assert (measured.weak_ending is not None) == is_weak
    assert [f.kind for f in fluency_findings(measured, RUBRIC)] == ["weak-ending"] * is_weak


def test_only_what_is_more_often_than_in_most_talks_is_remarked_on():
    often = found(*["We train the the model, maybe."] * 12)
    seldom = found("We train the the model, maybe.", *["It is trained."] * 11)
    assert [finding.kind for finding in fluency_findings(often, RUBRIC)] == ["repetitions", "hedges"]
    assert fluency_findings(seldom, RUBRIC) == ()


def test_silence_has_no_fault():
    assert found("Hm.").repetitions_per_minute is None
    assert fluency_findings(Fluency(), RUBRIC) == ()
