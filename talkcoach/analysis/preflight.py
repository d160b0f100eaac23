"""Findings about a deck before the rehearsal: a part without slides, too many slides, walls of text, acronyms.

Conventions: only slides that are to be shown by the plan count. A deck of pictures, or in a language other
than that of the rubric's phrases, is not judged by its words. Every finding names slides; its spans are empty, at
the start, since nothing was recorded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from talkcoach.alignment.plan import Placement
from talkcoach.analysis.acronyms import NAMED, acronyms
from talkcoach.domain import (
    SURE,
    Aligned,
    Deck,
    Finding,
    Quote,
    Sections,
    Slide,
    Span,
    Transcript,
    Visits,
    gravest_first,
)
from talkcoach.domain.clock import clock
from talkcoach.domain.text import listed, plain
from talkcoach.rubric import OTHER, Part, Role, Rubric
from talkcoach.rubric.phrases import matcher, speak

SECONDS_A_SLIDE = 30.0
"""A slide with less time is hurried. A minute a slide is usual (Naegle, "Ten simple rules for effective
presentation slides", PLoS Computational Biology 17, 2021, rule 2); a quick speaker takes half."""

MOST_WORDS = 100
"""Words of prose. From 75 on a slide is a document (Duarte, slide:ology, 2008); definitions may need more."""

LARGE = 0.1
"""Share of the slot from which a part needs a slide of its own."""

PROSE = 4
"""Words in lower case that make a line of prose; a line with fewer is a label or a row of a table."""

OF_OTHERS: tuple[Role, ...] = ("world", "earlier", "method")
"""Limitations in these parts are those of others."""

KINDS = ("no-limitations-slide", "part-without-slides", "too-many-slides", "wall-of-text")

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def preflight(
    deck: Deck, placements: Sequence[Placement], rubric: Rubric, slot_seconds: float
) -> tuple[Finding, ...]:
    """Judge a deck before its rehearsal, gravest findings first; an empty deck has none.

    Args:
        deck: the slides.
        placements: the part of each, in order, as `plan` gives them.
        rubric: the structure.
        slot_seconds: how long the talk may be.
    """
    key_of = {each.slide: each.key for each in placements}
    sure = {each.key for each in placements if each.shown and each.confidence >= SURE}
    shown = [deck[each.slide] for each in placements if each.shown]
    if not shown:
        return ()
    readable = speak(deck.language) and 2 * sum(bool(slide.title) for slide in shown) > len(shown)
    found = [
        *(_no_limitations(shown, key_of, sure, rubric, slot_seconds) if readable else ()),
        *(_missing_parts(shown, key_of, rubric, slot_seconds) if readable else ()),
        *_too_many(shown, key_of, rubric, slot_seconds),
        *_walls([slide for slide in shown if key_of[slide.number] != OTHER]),
        *(_acronyms(deck, shown, key_of, rubric) if readable else ()),
    ]
    return gravest_first(found)


def prose_words(slide: Slide) -> int:
    """The number of words of prose on a slide; labels, numbers and tables are left out."""
    lines = (_WORD.findall(line) for line in slide.text.splitlines())
    return sum(len(words) for words in lines if sum(word.islower() for word in words) >= PROSE)


def _no_limitations(
    shown: Sequence[Slide], key_of: dict[int, str], sure: set[str], rubric: Rubric, slot_seconds: float
) -> list[Finding]:
    """A rubric that expects limitations, and no slide that is surely about them or names them."""
    parts = rubric.parts_with("limits")
    if not parts or sure.intersection(rubric.keys_with("limits")) or _names_limitations(shown, key_of, rubric):
        return []
    part, targets = parts[0], rubric.targets(slot_seconds)
    place = _before(part, shown, key_of, rubric)
    target = clock(sum(targets[each.key][0] for each in parts))
    return [
        Finding(
            "no-limitations-slide",
            "high",
            f"No slide names limitations, which should get {target}.",
            f"Add one after slide {place.number}, or choose {part.title} where you tell of them.",
            (_quote(place),),
        )
    ]


def _missing_parts(
    shown: Sequence[Slide], key_of: dict[int, str], rubric: Rubric, slot_seconds: float
) -> list[Finding]:
    """One finding for all parts, limitations apart, that no slide belongs to."""
    present = {*rubric.keys_with("limits"), *(key_of[slide.number] for slide in shown)}
    targets = rubric.targets(slot_seconds)
    missing = [part for part in rubric.parts if part.key not in present and part.minutes[1] > 0]
    if not missing:
        return []
    is_large = any(targets[part.key][1] >= LARGE * slot_seconds for part in missing)
    names = listed([f"{part.title} ({clock(targets[part.key][0])})" for part in missing])
    places = dict.fromkeys(_before(part, shown, key_of, rubric) for part in missing)
    return [
        Finding(
            "part-without-slides",
            "medium" if is_large else "low",
            f"No slide seems to belong to {names}.",
            "Choose the part of the slide that tells of it, or add a slide.",
            tuple(map(_quote, places)),
        )
    ]


def _before(part: Part, shown: Sequence[Slide], key_of: dict[int, str], rubric: Rubric) -> Slide:
    """The slide after which a part without slides would come: the last of the parts before it, else the first."""
    earlier = rubric.keys[: rubric.keys.index(part.key)]
    return next((slide for slide in reversed(shown) if key_of[slide.number] in earlier), shown[0])


def _names_limitations(shown: Sequence[Slide], key_of: dict[int, str], rubric: Rubric) -> bool:
    """Whether a slide that is not about the work of others names limitations in passing."""
    titles = [title for part in rubric.parts_with("limits") for title in part.titles]
    named, of_others = matcher([*titles, *rubric.limitations.names]), rubric.keys_with(*OF_OTHERS)
    return any(named.search(plain(slide.text)) for slide in shown if key_of[slide.number] not in of_others)


def _too_many(
    shown: Sequence[Slide], key_of: dict[int, str], rubric: Rubric, slot_seconds: float
) -> list[Finding]:
    each = slot_seconds / len(shown)
    if each >= SECONDS_A_SLIDE:
        return []
    room = max(int(slot_seconds // SECONDS_A_SLIDE), 1)
    fullest, count = Counter(key_of[slide.number] for slide in shown).most_common(1)[0]
    of_part = [slide for slide in shown if key_of[slide.number] == fullest]
    return [
        Finding(
            "too-many-slides",
            "medium",
            f"{len(shown)} slides in {clock(slot_seconds)} leave {clock(each)} for each.",
            f"Hide or merge {len(shown) - room} of them; {rubric.title(fullest)} has the most, {count}.",
            tuple(_quote(slide) for slide in (of_part[0], of_part[-1])[: len(of_part)]),
        )
    ]


def _walls(slides: Sequence[Slide]) -> list[Finding]:
    """One finding for all slides full of text, the fullest first."""
    words = {slide: count for slide in slides if (count := prose_words(slide)) > MOST_WORDS}
    if not words:
        return []
    walls = sorted(words, key=lambda slide: -words[slide])
    numbers = listed([str(slide.number) for slide in walls], most=NAMED)
    have = f"Slide {numbers} has" if len(walls) == 1 else f"Slides {numbers} have up to"
    return [
        Finding(
            "wall-of-text",
            "low",
            f"{have} {words[walls[0]]} words of prose; the audience reads them instead of listening.",
            "Keep the words that you would point at, and say the rest.",
            tuple(map(_quote, walls)),
        )
    ]


def _acronyms(deck: Deck, shown: Sequence[Slide], key_of: dict[int, str], rubric: Rubric) -> tuple[Finding, ...]:
    """The acronyms that nothing in the deck spells out: those of a talk without a word of speech."""
    of_parts = {slide.number for slide in shown if key_of[slide.number] != OTHER}
    slides = tuple(replace(slide, hidden=slide.number not in of_parts) for slide in deck.slides)
    return acronyms(Aligned(Transcript(()), replace(deck, slides=slides), Visits(), Sections(), 0.0), rubric)


def _quote(slide: Slide) -> Quote:
    return Quote(Span(0.0, 0.0), slide.title or f"slide {slide.number}", slide.number)
