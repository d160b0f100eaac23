"""What a deck tells before anybody has spoken: a part without slides, too many slides, walls of text, acronyms.

Conventions: only slides that are to be shown count, as the plan has it. A deck of pictures, or in a language other
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
from talkcoach.analysis.admissions import KEY as LIMITATIONS
from talkcoach.analysis.terms import listed
from talkcoach.clock import clock
from talkcoach.domain import SURE, Deck, Finding, Quote, Slide, Span, Talk, Transcript
from talkcoach.phrases import matcher, plain, speak
from talkcoach.rubric import OTHER, Part, Rubric

SECONDS_A_SLIDE = 30.0
"""A slide that has less is told in haste. Usual is a minute a slide (Naegle, "Ten simple rules for effective
presentation slides", PLoS Computational Biology 17, 2021, rule 2); a quick speaker takes half."""

MOST_WORDS = 100
"""Words of prose. From 75 on a slide is a document (Duarte, slide:ology, 2008); definitions may need more."""

LARGE = 0.1
"""Share of the slot from which a part needs a slide of its own: a shorter one is told beside another."""

PROSE = 4
"""Words in lower case that make a line of prose; what has fewer is a label, or a row of a table."""

EARLIER = frozenset({"problem", "gap", "approach"})
"""Parts in which limitations are those of others, as the rubric tells."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def preflight(
    deck: Deck, placements: Sequence[Placement], rubric: Rubric, slot_seconds: float
) -> tuple[Finding, ...]:
    """Look at a deck before its rehearsal; the gravest first, and nothing about an empty one.

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
        *(_no_limitations(shown, key_of, rubric, slot_seconds) if readable and LIMITATIONS not in sure else ()),
        *(_missing_parts(shown, key_of, rubric, slot_seconds) if readable else ()),
        *_too_many(shown, key_of, rubric, slot_seconds),
        *_walls([slide for slide in shown if key_of[slide.number] != OTHER]),
        *(_acronyms(deck, shown, key_of, rubric) if readable else ()),
    ]
    order = ("high", "medium", "low")
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def prose_words(slide: Slide) -> int:
    """The words of a slide that an audience reads as sentences; labels, numbers and tables are left out."""
    lines = (_WORD.findall(line) for line in slide.text.splitlines())
    return sum(len(words) for words in lines if sum(word.islower() for word in words) >= PROSE)


def _no_limitations(
    shown: Sequence[Slide], key_of: dict[int, str], rubric: Rubric, slot_seconds: float
) -> list[Finding]:
    """Limitations that no slide is surely about, by its title or what stands on it."""
    if LIMITATIONS not in rubric.keys or _names_limitations(shown, key_of, rubric):
        return []
    part = rubric[LIMITATIONS]
    place = _before(part, shown, key_of, rubric)
    target = clock(rubric.targets(slot_seconds)[LIMITATIONS][0])
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
    """One finding for all other parts that no slide belongs to."""
    present = {LIMITATIONS, *(key_of[slide.number] for slide in shown)}
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
    """The last slide of the parts before one, else the first slide: behind it a part without slides would come."""
    earlier = rubric.keys[: rubric.keys.index(part.key)]
    return next((slide for slide in reversed(shown) if key_of[slide.number] in earlier), shown[0])


def _names_limitations(shown: Sequence[Slide], key_of: dict[int, str], rubric: Rubric) -> bool:
    """Whether a slide of one's own results or conclusions names limitations in passing."""
    phrases = (*rubric[LIMITATIONS].titles, *rubric.limitations.names)
    named = matcher(phrases)
    return any(named.search(plain(slide.text)) for slide in shown if key_of[slide.number] not in EARLIER)


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
    """One finding for all walls of text, the fullest first."""
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


def _acronyms(deck: Deck, shown: Sequence[Slide], key_of: dict[int, str], rubric: Rubric) -> list[Finding]:
    """The acronyms that nothing in the deck spells out, as they would be found in a talk without a word."""
    told = {slide.number for slide in shown if key_of[slide.number] != OTHER}
    slides = tuple(replace(slide, hidden=slide.number not in told) for slide in deck.slides)
    silent = Talk(Transcript(()), replace(deck, slides=slides), (), (), 0.0)
    findings = []
    for finding in acronyms(silent, rubric):
        names = tuple(quote.text for quote in finding.quotes)
        stands, it = ("stands", "it") if len(names) == 1 else ("stand", "them")
        message = f"Your slides never say what {listed(names, most=NAMED)} {stands} for."
        advice = f"Spell {it} out the first time, on the slide or aloud, unless everybody there knows."
        findings.append(replace(finding, message=message, advice=advice))
    return findings


def _quote(slide: Slide) -> Quote:
    return Quote(Span(0.0, 0.0), slide.title or f"slide {slide.number}", slide.number)
