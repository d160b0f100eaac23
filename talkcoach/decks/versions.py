"""Matching of slides between two versions of a deck."""

from __future__ import annotations

from collections import Counter

from talkcoach.domain import Deck


def same_slides(before: Deck, after: Deck) -> dict[int, int]:
    """The new number of each old slide that is matched, by its title or, where it has none, by its text.

    Slides with the same title are matched in order. A slide without text is not matched.
    """
    there = {name: number for number, name in _names(after).items()}
    return {number: there[name] for number, name in _names(before).items() if name in there}


def _names(deck: Deck) -> dict[int, tuple[str, int]]:
    """The title or text of each slide that has any, with the number of earlier slides that have the same."""
    seen: Counter[str] = Counter()
    names = {}
    for slide in deck.slides:
        if name := " ".join((slide.title or slide.text).split()):
            names[slide.number] = (name, seen[name])
            seen[name] += 1
    return names
