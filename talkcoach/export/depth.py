"""How the engagement with limitations is laid out: what was said at each depth, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from talkcoach.analysis.limitations import Limitations
from talkcoach.domain import Quote

DEPTHS = (
    "No limitation of your own work was heard.",
    "A limitation is mentioned, but not what exactly was not tested, assumed or covered.",
    "A limitation is specific. What it means for your claims is not said.",
    "A limitation is named with what it means for your claims. A remedy or hindsight is not offered.",
    "A limitation is met with a remedy, an experiment, or what you would do with hindsight.",
)
"""What each level, 0 to 4, means in a sentence."""

STEPS = ("Mentioned", "Specific", "Its consequence", "A remedy or hindsight")
"""What is said at each level from 1 on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One level of depth. A sentence that reaches several stands with the deepest, so ``quotes`` may be empty."""

    level: int
    name: str
    said: bool
    quotes: tuple[Quote, ...]


def steps(found: Limitations) -> tuple[Step, ...]:
    """The four levels with the evidence for each."""
    evidence = (found.mentioned, found.specific, found.consequence, (*found.remedy, *found.hindsight))
    laid_out = []
    for index, (name, quotes) in enumerate(zip(STEPS, evidence, strict=True)):
        deeper = {quote for group in evidence[index + 1 :] for quote in group}
        own = dict.fromkeys(quote for quote in quotes if quote not in deeper)
        laid_out.append(Step(index + 1, name, bool(quotes), tuple(sorted(own, key=lambda quote: quote.span))))
    return tuple(laid_out)


def lacking(found: Limitations) -> tuple[str, ...]:
    """What interviewers listen for and was not heard."""
    wanted = (
        (found.specific, "what exactly was not tested, assumed or covered"),
        (found.consequence, "what a limitation means for your claims"),
        ((*found.remedy, *found.hindsight), "a remedy, or an experiment that would tell"),
        (found.open_question, "an open question"),
        (found.hindsight, "what you would do differently with hindsight"),
    )
    return tuple(words for quotes, words in wanted if not quotes)
