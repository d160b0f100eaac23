"""What a slide, and its place in the order, tell of the part of the talk that it belongs to.

Shared by what is found from speech (`sections`) and what is planned from the deck alone (`plan`). The constants
are from the middle of a broad optimum over nine talks that two annotators labelled, found by leaving one talk out
at a time (docs/accuracy.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkcoach.domain import Slide
from talkcoach.phrases import matcher, plain
from talkcoach.rubric import OTHER, Rubric
from talkcoach.rubric_cues import Phrases

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts, and what moves between parts cost, in nats."""

    cue: float = 1.5
    """For each cue phrase in a sentence, up to two."""
    title: float = 3.0
    """For a slide title that is a cue phrase and nothing else; less as the title has more words."""
    deck_section: float = 5.0
    """Likewise for the deck's own section."""
    position: float = 0.05
    """Against a part, for each squared part-length that the talk is away from where it should be."""
    position_slack: float = 0.1
    """Added to half a part's length, as a share of the talk."""
    other: float = 1.0
    """Against `OTHER` everywhere."""
    ends: float = 3.0
    """For `OTHER` on the first and on the last slide; on the first and last sentence where two slides are all."""
    go_on: float = 3.0
    skip: float = 1.2
    """For each part left out, beyond going on."""
    back: float = 2.0
    """Beyond going on."""
    to_other: float = 3.0
    from_other: float = 1.0
    new_slide: float = 1.2
    """A part begins exp of this times as often with a new slide than by default."""
    same_slide: float = -0.3
    correction: float = 1000.0
    """For what the user says about a slide."""


WEIGHTS = Weights()


def cue_evidence(text: str, rubric: Rubric) -> list[float]:
    """What the words of a text say for each part, by the cue phrases in it, and last for `OTHER`."""
    phrases = [*(part.speech for part in rubric.parts), rubric.other.speech]
    return [WEIGHTS.cue * _cues(each, text) for each in phrases]


def slide_evidence(slide: Slide, rubric: Rubric) -> list[float]:
    """What a slide's title and its section in the deck say for each part, and last for `OTHER`."""
    titles = [*(part.titles for part in rubric.parts), rubric.other.titles]
    return [
        WEIGHTS.title * share(phrases, slide.title) + WEIGHTS.deck_section * share(phrases, slide.section)
        for phrases in titles
    ]


def share(phrases: Phrases, title: str) -> float:
    """The share of a title's words, numbering left out, that one cue phrase covers."""
    words = re.sub(r"^\W*[\d.]+\s+", "", plain(title))
    found = matcher(phrases).findall(words)
    return max((len(match.split()) for match in found), default=0) / max(len(words.split()), 1)


def position_evidence(moments: NDArray[np.float64], rubric: Rubric) -> NDArray[np.float64]:
    """What moments, as shares of the talk, say for each part, shape ``(moments, parts + 1)``, `OTHER` last."""
    import numpy as np

    length = np.array([sum(part.minutes) for part in rubric.parts])
    length = length / (length.sum() or 1.0)
    middles = np.cumsum(length) - length / 2
    away = (moments[:, None] - middles[None, :]) / (length / 2 + WEIGHTS.position_slack)
    other = np.full((len(moments), 1), -WEIGHTS.other)
    return np.hstack([-WEIGHTS.position * away**2, other])


def moves(keys: Sequence[str]) -> NDArray[np.float64]:
    """How likely it is to go from one part (row) to another (column) beside staying, `OTHER` last."""
    import numpy as np

    parts = len(keys) - 1
    ahead = np.arange(parts)[None, :] - np.arange(parts)[:, None]
    cost = np.full((parts + 1, parts + 1), np.inf)
    cost[:parts, :parts] = np.select(
        [ahead > 0, ahead < 0],
        [WEIGHTS.go_on + WEIGHTS.skip * (ahead - 1), WEIGHTS.go_on + WEIGHTS.back],
        np.inf,
    )
    cost[:parts, parts] = WEIGHTS.to_other
    cost[parts, :parts] = WEIGHTS.from_other
    return np.asarray(np.exp(-cost))


def first(keys: Sequence[str]) -> NDArray[np.float64]:
    """A talk begins with a greeting or with its first part; anything else is a rehearsal of the middle."""
    import numpy as np

    return np.array([0.5 if key in (keys[0], OTHER) else 0.02 for key in keys])


def last(keys: Sequence[str]) -> NDArray[np.float64]:
    """A talk ends with its last part or with thanks; else the end was left out."""
    import numpy as np

    return np.array([1.0 if key in (keys[-2], OTHER) else 0.2 for key in keys])


def _cues(phrases: Phrases, text: str) -> int:
    """How many different cue phrases stand in a sentence, up to two."""
    return min(len({match.lower() for match in matcher(phrases).findall(plain(text))}), 2)
