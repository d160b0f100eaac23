"""Which part of the rubric's structure each slide belongs to, from the deck alone: before anybody has spoken.

A hidden Markov model over slides with the evidence and the transitions of `part_emissions`: titles, the deck's own
sections, cue phrases in the slide's text, and the position. A user's correction always wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkcoach.alignment.hmm import TransitionTable, posterior
from talkcoach.alignment.part_emissions import (
    WEIGHTS,
    final,
    initial,
    part_transitions,
    position_evidence,
    share,
    slide_evidence,
)
from talkcoach.domain import Deck, Slide
from talkcoach.domain.text import plain
from talkcoach.rubric import OTHER, Rubric
from talkcoach.rubric.phrases import matcher

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SENTENCES = 3.0
"""A slide's evidence counts at every sentence spoken on it; here it counts as for this many sentences."""

CLOSING = 100.0
"""The evidence for `OTHER` on the closing slides: more than any title, less than a correction."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The part that a slide belongs to, by the rubric's key; ``confidence`` is the chance, 0 to 1, of being right.

    ``shown`` is whether it is to be shown in the talk: not when it is hidden, and not after the thanks.
    """

    slide: int
    key: str
    confidence: float
    shown: bool


def plan(deck: Deck, rubric: Rubric, corrections: Mapping[int, str] | None = None) -> tuple[Placement, ...]:
    """The part of every slide, in the deck's order.

    Args:
        deck: the slides, possibly none.
        rubric: the structure.
        corrections: the key of the part, one of the rubric's or `OTHER`, for each slide number that the user
            corrected.
    """
    if not deck.slides:
        return ()
    keys, end = (*rubric.keys, OTHER), closing(deck.slides, rubric)
    evidence = _evidence(deck.slides, end, rubric, corrections or {})
    transitions, readiness = TransitionTable(part_transitions(keys)), _readiness(deck.slides, rubric)
    chances = posterior(evidence, transitions, initial(keys), final(keys), readiness)
    return tuple(
        Placement(
            slide.number, keys[int(row.argmax())], float(row.max()), not slide.hidden and slide.number <= end
        )
        for slide, row in zip(deck.slides, chances, strict=True)
    )


def closing(slides: Sequence[Slide], rubric: Rubric) -> int:
    """The number of the slide with which the talk closes, by its title: thanks, or else backup or references.

    It is in the deck's second half and does not repeat a slide of the first half, as an outline does; no later
    slide has a title that only names a part, unless the closing slide's own title is nothing but a closing phrase.
    A deck without one closes after its last slide.
    """
    half = len(slides) // 2
    before = {name for slide in slides[:half] if (name := _closes(slide, rubric))}
    for slide in slides[half:]:
        name = _closes(slide, rubric)
        if not name or name in before:
            continue
        wholly = share(rubric.other.titles, slide.title) == 1.0
        if wholly or not any(_names_part(later, rubric) for later in slides[slide.number :]):
            return slide.number
    return len(slides) + 1


def _closes(slide: Slide, rubric: Rubric) -> str:
    """The phrase of `OTHER` that a slide's title begins with; empty without one."""
    found = matcher(rubric.other.titles).match(plain(slide.title))
    return found.group().casefold() if found else ""


def _names_part(slide: Slide, rubric: Rubric) -> bool:
    return not slide.hidden and any(share(part.titles, slide.title) == 1.0 for part in rubric.parts)


def _evidence(
    slides: Sequence[Slide], end: int, rubric: Rubric, corrections: Mapping[int, str]
) -> NDArray[np.float64]:
    """The evidence for each part on each slide, shape ``(slides, parts + 1)``, `OTHER` last."""
    import numpy as np

    keys = (*rubric.keys, OTHER)
    evidence = SENTENCES * np.array([slide_evidence(slide, rubric) for slide in slides])
    evidence += position_evidence(_moments(slides, end), rubric)
    shown = [slide for slide in slides if not slide.hidden]
    for row, slide in enumerate(slides):
        if len(shown) > 2 and slide in (shown[0], shown[-1]) and not _names_part(slide, rubric):
            evidence[row, -1] += SENTENCES * WEIGHTS.ends
        if slide.number >= end:
            evidence[row, -1] += CLOSING
        if slide.number in corrections:
            evidence[row, keys.index(corrections[slide.number])] += WEIGHTS.correction
    return evidence


def _readiness(slides: Sequence[Slide], rubric: Rubric) -> NDArray[np.float64]:
    """A factor on transitions at each slide: greater where a slide has evidence for any part."""
    import numpy as np

    has_evidence = [any(slide_evidence(slide, rubric)) for slide in slides]
    return np.asarray(np.exp(WEIGHTS.new_slide * np.array(has_evidence)))


def _moments(slides: Sequence[Slide], end: int) -> NDArray[np.float64]:
    """The middle of each slide's time as a share of the talk; a slide that is not to be shown has no time."""
    import numpy as np

    takes = np.array([not slide.hidden and slide.number <= end for slide in slides], dtype=float)
    return np.asarray((np.cumsum(takes) - takes / 2) / (takes.sum() or 1.0))
