"""Two versions of one deck: which slide of the newer is which of the older."""

from __future__ import annotations

from collections import Counter

from talkcoach.domain import Deck


def same_slides(before: Deck, after: Deck) -> dict[int, int]:
    """The new number of each old slide that is known again: by its title, or by its text where it has none.

    Of several that are called the same, the first is the first, and so on. A slide of no words is not known again.
    """
    there = {name: number for number, name in _names(after).items()}
    return {number: there[name] for number, name in _names(before).items() if name in there}


def _names(deck: Deck) -> dict[int, tuple[str, int]]:
    """What each slide with words is called, and how many before it are called the same."""
    seen: Counter[str] = Counter()
    names = {}
    for slide in deck.slides:
        if name := " ".join((slide.title or slide.text).split()):
            names[slide.number] = (name, seen[name])
            seen[name] += 1
    return names
