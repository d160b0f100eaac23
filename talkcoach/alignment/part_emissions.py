"""The evidence of sentences and slides for the parts of a talk, and the transitions between parts.

Shared by the parts found from speech (`sections`) and those planned from the deck alone (`plan`). The weights are
round numbers from the middle of a broad optimum over nine talks that two annotators labelled;
`benchmarks/sections.py --cross-validate` chooses the chief ones again without each talk in turn
(docs/accuracy.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from talkcoach.domain import Slide
from talkcoach.domain.text import plain
from talkcoach.rubric import OTHER, Other, Part, Role, Rubric
from talkcoach.rubric.cues import Phrases
from talkcoach.rubric.phrases import has, matcher

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


OWN_WORK: tuple[Role, ...] = ("method", "results", "limits", "outlook")
"""The roles of the parts about the speaker's own work."""

OWN_AGENT = ("we",)
"""The agent of a sentence is the plainest sign of whose work it is about (Teufel and Moens, Computational
Linguistics 28(4), 2002): over nine labelled talks "we" is in half of the sentences about the own work, in an
eighth of the rest, and in none about earlier work."""

TEXTS = 2**15
"""Sentences and slides, times parts, whose cue phrases are cached: those of a talk of two hours."""

LEAD = 2
"""Words that may stand before a phrase that opens a sentence, such as "and so"."""

PADDING = frozenset({"a", "an", "and", "cont", "cont'd", "continued", "of", "our", "part", "the"})
"""Words of a title that do not count beside a cue phrase: "Our results (continued, 2)" is "Results"."""


@dataclass(frozen=True, slots=True)
class PartWeights:
    """The weight of each kind of evidence, and the costs of transitions between parts, in nats."""

    cue: float = 2.0
    """For each cue phrase in a sentence, up to two."""
    opening: float = 2.0
    """For a cue phrase at the beginning of a sentence, in addition: it announces what others may only mention."""
    own: float = 1.0
    """For each part about the own work in a sentence with "we", relative to one without: half of the log odds
    ratio, since neighbouring sentences are not independent."""
    title: float = 3.0
    """For a slide title that is only a cue phrase; less the more other words the title has."""
    deck_section: float = 5.0
    """Likewise for the deck's own section."""
    line: float = 0.5
    """For a line on the slide, other than its title, that could be a title by itself."""
    body: float = 0.3
    """For each cue phrase in the text of the slide, up to two."""
    position: float = 0.07
    """Against a part, for each squared part-length that the talk is away from where it should be."""
    position_slack: float = 0.1
    """Added to half a part's length, as a share of the talk."""
    other: float = 1.0
    """Against `OTHER` everywhere."""
    ends: float = 3.0
    """For `OTHER` on the first and on the last slide; on the first and last sentence where two slides are all."""
    go_on: float = 2.0
    skip: float = 1.2
    """For each part left out, beyond going on."""
    back: float = 2.0
    """Beyond going on."""
    to_other: float = 3.0
    from_other: float = 1.0
    new_slide: float = 1.2
    """A part begins exp(new_slide) times as often with a new slide as within one: at 43 and 12 of a hundred
    sentences of nine labelled talks, which is exp(1.3)."""
    learned: float = 1.0
    """For the logarithm of the probability that the shipped model of talks gives a part."""
    hints: float = 1.0
    """For all evidence of slides, phrases and place, where there is the model's as well."""
    correction: float = 1000.0
    """For a user's correction of a slide."""


WEIGHTS = PartWeights()


def cue_evidence(text: str, rubric: Rubric, weights: PartWeights = WEIGHTS) -> list[float]:
    """The evidence of a spoken sentence's cue phrases for each part, and last for `OTHER`."""
    phrases = [*(part.speech for part in rubric.parts), rubric.other.speech]
    return [weights.cue * _cues(each, text) + weights.opening * _opens(each, text) for each in phrases]


def agent_evidence(texts: Sequence[str], rubric: Rubric, weights: PartWeights = WEIGHTS) -> NDArray[np.float64]:
    """The evidence of the agent of each sentence for each part, shape ``(sentences, parts + 1)``, `OTHER` last.

    It is relative to the talk's own mean: where nobody ever says "we", its absence is no evidence.
    """
    import numpy as np

    is_own = np.array([has(OWN_AGENT, text) for text in texts], dtype=float)
    about_own = np.array([*(part.role in OWN_WORK for part in rubric.parts), False])
    return np.asarray(weights.own * np.outer(is_own - is_own.mean(), about_own))


def slide_evidence(slide: Slide, rubric: Rubric, weights: PartWeights = WEIGHTS) -> list[float]:
    """The evidence of a slide and its section in the deck for each part, at each sentence; last for `OTHER`."""
    parts: list[Part | Other] = [*rubric.parts, rubric.other]
    return [
        weights.title * share(part.titles, slide.title)
        + weights.deck_section * share(part.titles, slide.section)
        + weights.line * _has_line(part.titles, slide)
        + weights.body * _cues(part.speech, slide.text)
        for part in parts
    ]


@lru_cache(maxsize=4096)
def share(phrases: Phrases, title: str) -> float:
    """The share of a title's words that cue phrases cover, numbers and `PADDING` left out."""
    words = plain(title)
    covered = sum(_count(match) for match in matcher(phrases).findall(words))
    return covered / max(_count(words), 1)


def _count(words: str) -> int:
    return sum(word.casefold() not in PADDING for word in re.findall(r"[^\W\d][\w'-]*", words))


def position_evidence(
    moments: NDArray[np.float64], rubric: Rubric, weights: PartWeights = WEIGHTS
) -> NDArray[np.float64]:
    """The evidence of moments, as shares of the talk, for each part; shape and order as in `agent_evidence`."""
    import numpy as np

    length = np.array([sum(part.minutes) for part in rubric.parts])
    length = length / (length.sum() or 1.0)
    middles = np.cumsum(length) - length / 2
    away = (moments[:, None] - middles[None, :]) / (length / 2 + weights.position_slack)
    other = np.full((len(moments), 1), -weights.other)
    return np.hstack([-weights.position * away**2, other])


def part_transitions(keys: Sequence[str], weights: PartWeights = WEIGHTS) -> NDArray[np.float64]:
    """How likely each transition from a part (row) to another (column) is relative to staying, `OTHER` last."""
    import numpy as np

    parts = len(keys) - 1
    ahead = np.arange(parts)[None, :] - np.arange(parts)[:, None]
    cost = np.full((parts + 1, parts + 1), np.inf)
    cost[:parts, :parts] = np.select(
        [ahead > 0, ahead < 0],
        [weights.go_on + weights.skip * (ahead - 1), weights.go_on + weights.back],
        np.inf,
    )
    cost[:parts, parts] = weights.to_other
    cost[parts, :parts] = weights.from_other
    return np.asarray(np.exp(-cost))


def initial(keys: Sequence[str]) -> NDArray[np.float64]:
    """How likely a talk is to begin with each part: mostly with a greeting or with the first one."""
    import numpy as np

    return np.array([0.5 if key in (keys[0], OTHER) else 0.02 for key in keys])


def final(keys: Sequence[str]) -> NDArray[np.float64]:
    """How likely a talk is to end with each part: mostly with the last one or with thanks."""
    import numpy as np

    return np.array([1.0 if key in (keys[-2], OTHER) else 0.2 for key in keys])


def _has_line(phrases: Phrases, slide: Slide) -> bool:
    return any(share(phrases, line) == 1.0 for line in slide.text.splitlines() if line != slide.title)


def _cues(phrases: Phrases, text: str) -> int:
    """The number of different cue phrases in a text, up to two."""
    return min(len({phrase for _, phrase in _found(phrases, text)}), 2)


def _opens(phrases: Phrases, text: str) -> bool:
    """Whether a cue phrase is at the beginning of a sentence, after at most `LEAD` words."""
    return any(before <= LEAD for before, _ in _found(phrases, text))


@lru_cache(maxsize=TEXTS)
def _found(phrases: Phrases, text: str) -> tuple[tuple[int, str], ...]:
    """The cue phrases in a text, each with the number of words before it."""
    text = plain(text)
    return tuple(
        (len(text[: match.start()].split()), match.group().lower()) for match in matcher(phrases).finditer(text)
    )
