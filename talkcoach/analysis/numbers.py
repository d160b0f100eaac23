"""Spoken numbers that differ from those on the slide.

Conventions: a spoken number is compared with the slide that was up. It differs when nothing on that slide or its
neighbours reads as it, even rounded, when it is no sum or difference of what stands there, and when a number of
the same unit stands there that is close to it and appears in the same words. Years, names, hedged numbers
("about four") and numbers that the recogniser may have split are left out: a false alarm costs more than a
miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

from talkcoach.analysis.quantities import Quantity, quantities, spoken_quantities
from talkcoach.domain import Aligned, Finding, Sentence, Slide
from talkcoach.domain.words import content_stems
from talkcoach.rubric import Rubric
from talkcoach.rubric.phrases import found

CLOSE = 0.15
"""Numbers that differ by more than this share of the slide's are about different things."""

SURE = 0.5
"""Visits with a lower confidence are not judged."""

MANY = 3
"""With more close numbers than this on a slide it is unknown which of them was meant."""

LEAST = 10
"""Whole numbers below it without a unit are counted and listed in passing ("three reasons")."""

STATEMENT = 2
"""When at least this many content words, all of a slide's line, are spoken with another number, that line was
read."""

HEDGE_REACH = 25
"""Characters before a number in which a hedge belongs to it, three or four words."""


KINDS = ("number-differs",)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A number on a slide, with the line that it stands in."""

    quantity: Quantity
    line: str
    slide: Slide


def numbers(talk: Aligned, rubric: Rubric) -> tuple[Finding, ...]:
    """Find where a spoken number differs from the slide's, each pair once."""
    findings: dict[tuple[str, str], Finding] = {}
    for sentence in talk.transcript.sentences:
        slide = _slide_up(talk, sentence)
        if slide is None:
            continue
        for spoken in _exact(sentence.text, rubric):
            if shown := _differs(spoken, sentence, slide, talk):
                findings.setdefault((spoken.text, shown.quantity.text), _finding(talk, sentence, spoken, shown))
    return tuple(findings.values())


def _slide_up(talk: Aligned, sentence: Sentence) -> Slide | None:
    moment = sentence.span.middle
    visit = talk.visits.at(moment)
    return talk.deck.find(visit.slide) if visit and visit.confidence >= SURE else None


def _exact(text: str, rubric: Rubric) -> list[Quantity]:
    """The numbers of a sentence that were meant exactly."""
    return [
        number
        for number in spoken_quantities(text)
        if not number.is_year
        and (number.decimals or number.unit == "%" or abs(number.value) >= LEAST)
        and not found(rubric.claims.hedges, text[max(number.start - HEDGE_REACH, 0) : number.start])
    ]


def _differs(spoken: Quantity, sentence: Sentence, slide: Slide, talk: Aligned) -> _Shown | None:
    """The number on the slide that the spoken one should have been, or None when they do not clearly differ."""
    shown = _numbers_on(slide)
    nearby = [
        number
        for neighbour in talk.deck.slides[max(slide.number - 2, 0) : slide.number + 1]
        for number in _numbers_on(neighbour)
    ]
    if any(spoken.rounds(number.quantity) for number in nearby):
        return None
    close = [number for number in shown if _is_close(spoken, number.quantity)]
    if not 1 <= len(close) <= MANY:
        return None
    words = content_stems(sentence.text)
    shared = {number: len(words & _context(number) - {spoken.unit}) for number in close}
    best = max(close, key=lambda number: (shared[number], -abs(number.quantity.value - spoken.value)))
    is_same_statement = shared[best] >= STATEMENT and shared[best] == len(_context(best) - {spoken.unit})
    if not shared[best] or (_follows_from(spoken, shown) and not is_same_statement):
        return None
    return best


def _context(shown: _Shown) -> frozenset[str]:
    """What a number on a slide is about: the words of its line, or the title's where it stands alone."""
    return content_stems(shown.line) or content_stems(shown.slide.title)


def _numbers_on(slide: Slide) -> list[_Shown]:
    return [_Shown(q, line, slide) for line in slide.text.splitlines() for q in quantities(line)]


def _is_close(spoken: Quantity, shown: Quantity) -> bool:
    if shown.is_year or spoken.unit != shown.unit or not shown.value:
        return False
    if not spoken.unit and not (spoken.decimals and shown.decimals):
        return False
    return abs(spoken.value - shown.value) <= CLOSE * abs(shown.value)


def _follows_from(spoken: Quantity, shown: list[_Shown]) -> bool:
    """Whether the spoken number is the difference, the sum or the ratio of two numbers on the slide."""
    for one, other in permutations([number.quantity for number in shown], 2):
        results = [one.value - other.value, one.value + other.value]
        if other.value:
            results += [one.value / other.value, 100 * (one.value - other.value) / other.value]
        if any(abs(abs(result) - abs(spoken.value)) <= spoken.step / 2 for result in results):
            return True
    return False


def _finding(talk: Aligned, sentence: Sentence, spoken: Quantity, shown: _Shown) -> Finding:
    number = shown.slide.number
    return Finding(
        "number-differs",
        "medium",
        f"You said {spoken.text}; slide {number} shows {shown.quantity.text}.",
        f"Check which is right, then change slide {number} or say {shown.quantity.text}.",
        (talk.quote(sentence), talk.quote_slide(shown.slide, shown.line.strip())),
    )
