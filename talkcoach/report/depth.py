"""The four levels of depth at which limitations can be treated: what was heard at each, and what was not."""

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
"""The meaning of each level, 0 to 4."""

UNSURE = "Nothing is clearly said to be a limitation of your own work."

STEPS = (
    ("Mentioned", "that there is a limitation"),
    ("Specific", "what exactly was not tested, assumed or covered"),
    ("Its consequence", "what a limitation means for your claims"),
    ("A remedy or hindsight", "a remedy, or an experiment that would tell"),
)
"""The name of each level from 1 on, and what interviewers listen for there."""


@dataclass(frozen=True, slots=True)
class Step:
    """One level of depth with what is ``wanted`` there, and whether the talk ``reached`` it.

    A sentence that reaches several levels is quoted at the deepest only, so ``quotes`` may be empty.
    """

    level: int
    name: str
    wanted: str
    reached: bool
    quotes: tuple[Quote, ...]


def depth_in_words(found: Limitations) -> str:
    """The depth as a sentence; where the user is asked about candidates, that nothing is clear."""
    return UNSURE if found.candidates else DEPTHS[found.level]


def depth_heading(found: Limitations) -> str:
    """``Depth 2 of 4``; where the user is asked about candidates, that it is not known."""
    return "Depth not known" if found.candidates else f"Depth {found.level} of 4"


def steps(found: Limitations) -> tuple[Step, ...]:
    """The four levels with their evidence."""
    evidence = (found.mentioned, found.specific, found.consequence, (*found.remedy, *found.hindsight))
    found_steps = []
    for level, ((name, wanted), quotes) in enumerate(zip(STEPS, evidence, strict=True), start=1):
        deeper = {quote for group in evidence[level:] for quote in group}
        own = dict.fromkeys(quote for quote in quotes if quote not in deeper)
        in_order = tuple(sorted(own, key=lambda quote: quote.span))
        found_steps.append(Step(level, name, wanted, bool(quotes), in_order))
    return tuple(found_steps)


def lacking(found: Limitations) -> tuple[str, ...]:
    """What interviewers listen for beside the levels and did not hear; at level 0 what the levels want as well.

    Nothing while the user is asked whether there is a limitation at all.
    """
    beside = (
        (found.open_question, "an open question"),
        (found.hindsight, "what you would do differently with hindsight"),
    )
    if found.candidates:
        return ()
    levels = () if found.level else tuple(wanted for _, wanted in STEPS[1:])
    return (*levels, *(wanted for quotes, wanted in beside if not quotes))
