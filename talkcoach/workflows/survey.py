"""Surveying a deck: what is read of it, which slide seems to belong to which part, and what to mend."""

from __future__ import annotations

from pathlib import Path

from talkcoach.alignment.plan import plan
from talkcoach.analysis.pacing import plan_talk
from talkcoach.analysis.preflight import preflight
from talkcoach.decks import read_deck
from talkcoach.report.deck_survey import DeckSurvey, deck_survey
from talkcoach.rubric import Rubric


def survey(path: Path, rubric: Rubric) -> DeckSurvey:
    """All that a deck alone tells of a talk that takes the rubric's slot.

    Raises:
        DeckError: when the deck cannot be read.
    """
    deck, slot_seconds = read_deck(path), 60 * rubric.slot_minutes
    placements = plan(deck, rubric)
    timed = plan_talk(deck, placements, rubric, slot_seconds)
    findings = preflight(deck, placements, rubric, slot_seconds)
    return deck_survey(deck, path.name, rubric, placements, timed, slot_seconds, findings)
