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

STEPS = (
    ("Mentioned", "that there is a limitation"),
    ("Specific", "what exactly was not tested, assumed or covered"),
    ("Its consequence", "what a limitation means for your claims"),
    ("A remedy or hindsight", "a remedy, or an experiment that would tell"),
)
"""The name of each level from 1 on, and what interviewers listen for there."""


@dataclass(frozen=True, slots=True)
class Step:
    """One level of depth, and what is ``wanted`` there.

    A sentence that reaches several levels stands with the deepest, so ``quotes`` may be empty.
    """

    level: int
    name: str
    wanted: str
    said: bool
    quotes: tuple[Quote, ...]


def steps(found: Limitations) -> tuple[Step, ...]:
    """The four levels with the evidence for each."""
    evidence = (found.mentioned, found.specific, found.consequence, (*found.remedy, *found.hindsight))
    laid_out = []
    for level, ((name, wanted), quotes) in enumerate(zip(STEPS, evidence, strict=True), start=1):
        deeper = {quote for group in evidence[level:] for quote in group}
        own = dict.fromkeys(quote for quote in quotes if quote not in deeper)
        told = tuple(sorted(own, key=lambda quote: quote.span))
        laid_out.append(Step(level, name, wanted, bool(quotes), told))
    return tuple(laid_out)


def lacking(found: Limitations) -> tuple[str, ...]:
    """What interviewers listen for and was not heard, beside the levels; with them where none was reached."""
    beside = (
        (found.open_question, "an open question"),
        (found.hindsight, "what you would do differently with hindsight"),
    )
    levels = () if found.level else tuple(wanted for _, wanted in STEPS[1:])
    return (*levels, *(wanted for quotes, wanted in beside if not quotes))
