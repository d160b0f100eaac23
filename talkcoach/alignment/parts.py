"""What a slide, and its place in the order, tell of the part of the talk that it belongs to.

Shared by what is found from speech (`sections`) and what is planned from the deck alone (`plan`). The constants
are round numbers from the middle of a broad optimum over nine talks that two annotators labelled;
`benchmarks/sections.py --cross-validate` chooses the chief ones anew without each talk in turn
(docs/accuracy.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from talkcoach.domain import Slide
from talkcoach.phrases import has, matcher, plain
from talkcoach.rubric import OTHER, Other, Part, Rubric
from talkcoach.rubric_cues import Phrases

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


WORLD = frozenset({"problem", "gap"})
"""Keys of the parts that are about the world and about earlier work; the others are about the speaker's own."""

OWN = ("we",)
"""Who works is the plainest sign of whose work a sentence is about (Teufel and Moens, Computational Linguistics
28(4), 2002): over nine labelled talks "we" stands in half of the sentences about the own work, in an eighth of the
rest, and in none on earlier work."""

TEXTS = 2**15
"""Sentences and slides, times parts, whose cue phrases are remembered: those of a talk of two hours."""

LEAD = 2
"""Words that may stand before a phrase that opens a sentence, such as "and so"."""

PADDING = frozenset({"a", "an", "and", "cont", "cont'd", "continued", "of", "our", "part", "the"})
"""Words of a title that tell nothing beside a cue phrase: "Our results (continued, 2)" is "Results"."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts, and what moves between parts cost, in nats."""

    cue: float = 2.0
    """For each cue phrase in a sentence, up to two."""
    opening: float = 2.0
    """For a cue phrase with which a sentence opens, beyond that: it announces, where others may mention."""
    own: float = 1.0
    """For each part about the own work, where a sentence says "we", against one that does not: half of the log of
    the odds of that there and elsewhere, since sentences that stand together say it together."""
    title: float = 3.0
    """For a slide title that is a cue phrase and nothing else; less as the title has more words."""
    deck_section: float = 5.0
    """Likewise for the deck's own section."""
    line: float = 0.5
    """For a line on the slide, other than its title, that could be a title by itself."""
    body: float = 0.3
    """For each cue phrase in what stands on the slide, up to two."""
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
    """A part begins exp of this times as often with a new slide as within one: 43 and 12 in a hundred sentences of
    nine labelled talks are exp of 1.3."""
    correction: float = 1000.0
    """For what the user says about a slide."""


WEIGHTS = Weights()


def cue_evidence(text: str, rubric: Rubric, weights: Weights = WEIGHTS) -> list[float]:
    """What a spoken sentence says for each part, by the cue phrases in it, and last for `OTHER`."""
    phrases = [*(part.speech for part in rubric.parts), rubric.other.speech]
    return [weights.cue * _cues(each, text) + weights.opening * _opens(each, text) for each in phrases]


def agent_evidence(texts: Sequence[str], rubric: Rubric, weights: Weights = WEIGHTS) -> NDArray[np.float64]:
    """What it says for each part who works in a sentence, shape ``(sentences, parts + 1)``, `OTHER` last.

    Held against the talk's own habit: where nobody ever says "we", it says nothing that nobody does.
    """
    import numpy as np

    works = np.array([has(OWN, text) for text in texts], dtype=float)
    about_own = np.array([*(key not in WORLD for key in rubric.keys), False])
    return np.asarray(weights.own * np.outer(works - works.mean(), about_own))


def slide_evidence(slide: Slide, rubric: Rubric, weights: Weights = WEIGHTS) -> list[float]:
    """What a slide and its section in the deck say for each part, at each sentence; last for `OTHER`."""
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
    moments: NDArray[np.float64], rubric: Rubric, weights: Weights = WEIGHTS
) -> NDArray[np.float64]:
    """What moments, as shares of the talk, say for each part, shape ``(moments, parts + 1)``, `OTHER` last."""
    import numpy as np

    length = np.array([sum(part.minutes) for part in rubric.parts])
    length = length / (length.sum() or 1.0)
    middles = np.cumsum(length) - length / 2
    away = (moments[:, None] - middles[None, :]) / (length / 2 + weights.position_slack)
    other = np.full((len(moments), 1), -weights.other)
    return np.hstack([-weights.position * away**2, other])


def moves(keys: Sequence[str], weights: Weights = WEIGHTS) -> NDArray[np.float64]:
    """How likely it is to go from one part (row) to another (column) beside staying, `OTHER` last."""
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


def first(keys: Sequence[str]) -> NDArray[np.float64]:
    """A talk begins with a greeting or with its first part; anything else is a rehearsal of the middle."""
    import numpy as np

    return np.array([0.5 if key in (keys[0], OTHER) else 0.02 for key in keys])


def last(keys: Sequence[str]) -> NDArray[np.float64]:
    """A talk ends with its last part or with thanks; else the end was left out."""
    import numpy as np

    return np.array([1.0 if key in (keys[-2], OTHER) else 0.2 for key in keys])


def _has_line(phrases: Phrases, slide: Slide) -> bool:
    return any(share(phrases, line) == 1.0 for line in slide.text.splitlines() if line != slide.title)


def _cues(phrases: Phrases, text: str) -> int:
    """How many different cue phrases stand in a text, up to two."""
    return min(len({phrase for _, phrase in _found(phrases, text)}), 2)


def _opens(phrases: Phrases, text: str) -> bool:
    """Whether a cue phrase stands at the beginning of a sentence, behind at most `LEAD` words."""
    return any(before <= LEAD for before, _ in _found(phrases, text))


@lru_cache(maxsize=TEXTS)
def _found(phrases: Phrases, text: str) -> tuple[tuple[int, str], ...]:
    """The cue phrases in a text, each with the number of words before it."""
    text = plain(text)
    return tuple(
        (len(text[: match.start()].split()), match.group().lower()) for match in matcher(phrases).finditer(text)
    )
