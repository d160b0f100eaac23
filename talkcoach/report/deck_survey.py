"""What is read of a deck before anybody has spoken: its slides, their parts and times, and what to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talkcoach.alignment.plan import Placement
from talkcoach.analysis.caveats import caveat_sentence
from talkcoach.analysis.pacing import TalkPlan
from talkcoach.domain import Deck, Finding, Slide
from talkcoach.rubric import Rubric
from talkcoach.store.codec import dump

SCHEMA = 1
"""The version of the JSON."""


@dataclass(frozen=True, slots=True)
class SlideSurvey:
    """One slide as it was read, and its place in the plan.

    Attributes:
        number: its 1-based position in the deck, hidden slides counted.
        title: its title; empty without one.
        text: everything that an audience can read on it, title first.
        notes: what the speaker noted for it.
        hidden: whether it is hidden in the show.
        section: the deck's own name for the part that it is in.
        part: the key of the part that it seems to belong to.
        part_title: what the rubric calls that part.
        confidence: the chance, 0 to 1, that the part is right.
        shown: whether it is to be shown: not when it is hidden, and not after the thanks.
        planned_seconds: the time that the plan gives it.
        rehearsed_seconds: the time that was saved with it in the deck; None without one.
    """

    number: int
    title: str
    text: str
    notes: str
    hidden: bool
    section: str
    part: str
    part_title: str
    confidence: float
    shown: bool
    planned_seconds: float
    rehearsed_seconds: float | None


@dataclass(frozen=True, slots=True)
class DeckSurvey:
    """All that a deck alone tells of a talk; ``deck`` is its file's name, ``slot_seconds`` the rubric's slot."""

    title: str
    deck: str
    language: str
    rubric: str
    slot_seconds: float
    slides: tuple[SlideSurvey, ...]
    findings: tuple[Finding, ...]
    caveats: tuple[str, ...]
    schema: int = SCHEMA


def deck_survey(
    deck: Deck,
    name: str,
    rubric: Rubric,
    placements: Sequence[Placement],
    plan: TalkPlan,
    slot_seconds: float,
    findings: tuple[Finding, ...],
) -> DeckSurvey:
    """A survey of what was found of a deck.

    Args:
        deck: the slides.
        name: what its file is called, without its folder; its stem names a talk without a title slide.
        rubric: the structure.
        placements: the part of each slide, in order.
        plan: the time of each slide.
        slot_seconds: how long the talk may be.
        findings: what to mend, gravest first.
    """
    slides = tuple(
        _slide(slide, placement, planned.seconds, rubric)
        for slide, placement, planned in zip(deck.slides, placements, plan.slides, strict=True)
    )
    title = deck.title or name.rpartition(".")[0] or name
    caveats = tuple(map(caveat_sentence, deck.caveats))
    return DeckSurvey(title, name, deck.language, rubric.name, slot_seconds, slides, findings, caveats)


def survey_json(survey: DeckSurvey) -> str:
    """A survey as JSON text."""
    return dump(survey)


def _slide(slide: Slide, placement: Placement, seconds: float, rubric: Rubric) -> SlideSurvey:
    return SlideSurvey(
        number=slide.number,
        title=slide.title,
        text=slide.text,
        notes=slide.notes,
        hidden=slide.hidden,
        section=slide.section,
        part=placement.key,
        part_title=rubric.title(placement.key),
        confidence=placement.confidence,
        shown=placement.shown,
        planned_seconds=seconds,
        rehearsed_seconds=slide.planned_seconds,
    )
