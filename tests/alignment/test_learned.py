"""The model of talks beside slides and phrases: what it is asked of, and what it keeps from being said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from alignment.talks import told

from talkcoach.alignment.learned import by_part, is_learned, predicted
from talkcoach.analysis.timing import timing, timing_findings
from talkcoach.domain import Deck, Sentence, Span
from talkcoach.rubric import load_rubric
from talkcoach.workflows.align import aligned
from talkcoach.workflows.load import Material

RUBRIC = load_rubric()
TRANSCRIPT, _ = told(range(1, 8))
END = TRANSCRIPT.sentences[-1].span.end
SHARES = np.full((3, 7), 1 / 7)


def minutes(*more: str):
    sentences = [*TRANSCRIPT.sentences, *(Sentence(Span(END, END + 2), text) for text in more)]
    transcript = replace(TRANSCRIPT, sentences=tuple(sentences))
    talk = aligned(Material("talk.srt", "Routing", Deck(()), sentences[-1].span.end), transcript, RUBRIC)
    return talk, timing(talk, RUBRIC, END)


def test_thanks_at_the_end_make_no_part_missing():
    for more in ((), ("Thank you.",), ("Thank you.", "I am happy to take questions.")):
        talk, measured = minutes(*more)
        assert not {"missing"} & {part.verdict for part in measured.parts}
        assert "part-missing" not in {finding.kind for finding in timing_findings(talk, RUBRIC, measured)}


def test_a_part_that_is_not_found_is_unclear_and_nobody_is_told_that_it_is_missing():
    opening = tuple(TRANSCRIPT.sentences[:10])
    transcript = replace(TRANSCRIPT, sentences=opening)
    talk = aligned(Material("talk.srt", "Routing", Deck(()), opening[-1].span.end), transcript, RUBRIC)
    measured = timing(talk, RUBRIC, opening[-1].span.end)
    found = {section.key for section in talk.sections}
    lacking = [part for part in measured.parts if part.key not in found]
    assert lacking
    assert {part.verdict for part in lacking} == {"unclear"}


def test_the_model_speaks_english_and_knows_the_parts_that_have_a_role():
    assert is_learned(RUBRIC, "en")
    assert not is_learned(RUBRIC, "de")
    parts = tuple(part.model_copy(update={"role": None}) for part in RUBRIC.parts)
    assert not is_learned(RUBRIC.model_copy(update={"parts": parts}), "en")


def test_too_few_sentences_are_not_asked_about():
    assert predicted(TRANSCRIPT.sentences[:7], [None] * 7) is None


@pytest.mark.parametrize("left_out", ["", "gap"])
def test_what_a_rubric_has_no_part_for_belongs_to_none(left_out: str):
    parts = tuple(part for part in RUBRIC.parts if part.key != left_out)
    chances = by_part(SHARES, RUBRIC.model_copy(update={"parts": parts}))
    assert chances.shape == (3, len(parts) + 1)
    assert chances.sum(axis=1) == pytest.approx(1.0)
    assert chances[:, -1] == pytest.approx((2 if left_out else 1) / 7)


def test_two_parts_of_one_role_share_its_probability():
    twice = RUBRIC.model_copy(
        update={"parts": (*RUBRIC.parts, RUBRIC.parts[-1].model_copy(update={"key": "next"}))}
    )
    chances = by_part(SHARES, twice)
    assert chances[:, -2] == pytest.approx(1 / 14)
    assert chances.sum(axis=1) == pytest.approx(1.0)
