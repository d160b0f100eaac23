"""Which part of the rubric's structure was spoken, when.

A chain over sentences whose states are the parts, in their order, and `OTHER`. What speaks for a part is the
deck's own section, the slide's title, the cue phrases in the sentence, and a little how far the talk has come. A
user's correction of a slide always wins. The constants are from the middle of a broad optimum over nine talks that
two annotators labelled, found by leaving one talk out at a time (docs/accuracy.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from talkcoach.alignment.chain import posterior
from talkcoach.alignment.runs import runs
from talkcoach.domain import Deck, Section, Sentence, Slide, Transcript, Visit
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


def find_sections(
    transcript: Transcript,
    deck: Deck,
    visits: Sequence[Visit],
    rubric: Rubric,
    corrections: Mapping[int, str] | None = None,
) -> tuple[Section, ...]:
    """The sections of a talk in order, from the first sentence to the last.

    Args:
        transcript: what was said.
        deck: its slides, possibly none.
        visits: which slide was up, when.
        rubric: the structure.
        corrections: the key of the part for each slide number of which the user knows better.
    """
    sentences = transcript.sentences
    if not sentences:
        return ()
    keys = (*rubric.keys, OTHER)
    slides = [_slide_at(sentence, deck, visits) for sentence in sentences]
    evidence = _evidence(sentences, slides, deck, rubric, corrections or {})
    chances = posterior(evidence, _moves(keys), _first(keys), _last(keys), _readiness(slides))
    labels = [keys[int(row.argmax())] for row in chances]
    return tuple(
        Section(span, key, float(chances[steps, keys.index(key)].mean()))
        for span, key, steps in runs(sentences, labels)
    )


def _slide_at(sentence: Sentence, deck: Deck, visits: Sequence[Visit]) -> Slide | None:
    return deck.find(next((visit.slide for visit in visits if sentence.span.middle in visit.span), None))


def _evidence(
    sentences: Sequence[Sentence],
    slides: Sequence[Slide | None],
    deck: Deck,
    rubric: Rubric,
    corrections: Mapping[int, str],
) -> NDArray[np.float64]:
    """What speaks for each part at each sentence, shape ``(sentences, parts + 1)``, `OTHER` last."""
    import numpy as np

    keys = (*rubric.keys, OTHER)
    speech = [*(part.speech for part in rubric.parts), rubric.other.speech]
    titles = [*(part.titles for part in rubric.parts), rubric.other.titles]
    evidence = np.array([[WEIGHTS.cue * _cues(phrases, s.text) for phrases in speech] for s in sentences])
    evidence[:, :-1] -= _astray(sentences, rubric)
    evidence[:, -1] -= WEIGHTS.other
    has_ends = len(deck.slides) > 2
    if not has_ends:
        evidence[[0, -1], -1] += WEIGHTS.ends
    for row, slide in enumerate(slides):
        if slide is None:
            continue
        evidence[row] += [
            WEIGHTS.title * _share(phrases, slide.title) + WEIGHTS.deck_section * _share(phrases, slide.section)
            for phrases in titles
        ]
        if has_ends and slide.number in (1, len(deck.slides)):
            evidence[row, -1] += WEIGHTS.ends
        if slide.number in corrections:
            evidence[row, keys.index(corrections[slide.number])] += WEIGHTS.correction
    return evidence


def _cues(phrases: Phrases, text: str) -> int:
    """How many different cue phrases stand in a sentence, up to two."""
    return min(len({match.lower() for match in matcher(phrases).findall(plain(text))}), 2)


def _share(phrases: Phrases, title: str) -> float:
    """The share of a title's words, numbering left out, that one cue phrase covers."""
    words = re.sub(r"^\W*[\d.]+\s+", "", plain(title))
    found = matcher(phrases).findall(words)
    return max((len(match.split()) for match in found), default=0) / max(len(words.split()), 1)


def _astray(sentences: Sequence[Sentence], rubric: Rubric) -> NDArray[np.float64]:
    """How far each sentence is from where each part should be, shape ``(sentences, parts)``."""
    import numpy as np

    start, end = sentences[0].span.start, sentences[-1].span.end
    moments = np.array([(s.span.middle - start) / ((end - start) or 1.0) for s in sentences])
    share = np.array([sum(part.minutes) for part in rubric.parts])
    share = share / (share.sum() or 1.0)
    middles = np.cumsum(share) - share / 2
    away = (moments[:, None] - middles[None, :]) / (share / 2 + WEIGHTS.position_slack)
    return np.asarray(WEIGHTS.position * away**2)


def _moves(keys: Sequence[str]) -> NDArray[np.float64]:
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


def _first(keys: Sequence[str]) -> NDArray[np.float64]:
    """A talk begins with a greeting or with its first part; anything else is a rehearsal of the middle."""
    import numpy as np

    return np.array([0.5 if key in (keys[0], OTHER) else 0.02 for key in keys])


def _last(keys: Sequence[str]) -> NDArray[np.float64]:
    import numpy as np

    return np.array([1.0 if key in (keys[-2], OTHER) else 0.2 for key in keys])


def _readiness(slides: Sequence[Slide | None]) -> NDArray[np.float64]:
    import numpy as np

    changes = [True, *(before != after for before, after in pairwise(slides))]
    return np.exp(np.where(changes, WEIGHTS.new_slide, WEIGHTS.same_slide))
