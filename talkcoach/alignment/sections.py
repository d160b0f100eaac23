"""Which part of the rubric's structure was spoken, when.

A chain over sentences whose states are the parts, in their order, and `OTHER`. What speaks for a part is the
deck's own section, the slide's title, the cue phrases in the sentence, whether it says "we", and a little how far
the talk has come (`parts`). A user's correction of a slide always wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from talkcoach.alignment.chain import Table, posterior
from talkcoach.alignment.parts import (
    WEIGHTS,
    Weights,
    agent_evidence,
    cue_evidence,
    first,
    last,
    moves,
    position_evidence,
    slide_evidence,
)
from talkcoach.alignment.runs import runs
from talkcoach.domain import Deck, Doubt, Section, Sentence, Slide, Transcript, Visit
from talkcoach.rubric import OTHER, Rubric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


RIVAL = 0.25
"""The chance from which a second part is worth a question: over nine labelled talks, each judged without the
phrases that it alone contains, the rival is then right in five of 22 stays, and neither in five
(docs/accuracy.md)."""


ORDINARY = 40
"""Sentences of the talks from which the moves were chosen. A longer talk has as many parts, not more of them."""


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
    chances = part_chances(transcript, deck, visits, rubric, corrections)
    labels = [keys[int(row.argmax())] for row in chances]
    shown = (_slide_at(sentence, deck, visits) for sentence in sentences)
    slides = [slide.number if slide else None for slide in shown]
    doubts = _doubts(sentences, labels, slides, chances, keys)
    return tuple(
        Section(
            span,
            key,
            float(chances[steps, keys.index(key)].mean()),
            tuple(doubt for doubt in doubts if doubt.span & span),
        )
        for span, key, steps in runs(sentences, labels)
    )


def part_chances(
    transcript: Transcript,
    deck: Deck,
    visits: Sequence[Visit],
    rubric: Rubric,
    corrections: Mapping[int, str] | None = None,
    weights: Weights = WEIGHTS,
) -> NDArray[np.float64]:
    """The chance of each part at each sentence, shape ``(sentences, parts + 1)``, `OTHER` last; rows sum to 1.

    There must be a sentence. For the rest see `find_sections`.
    """
    sentences, keys = transcript.sentences, (*rubric.keys, OTHER)
    slides = [_slide_at(sentence, deck, visits) for sentence in sentences]
    evidence = _evidence(sentences, slides, deck, rubric, corrections or {}, weights)
    return posterior(evidence, Table(moves(keys, weights)), first(keys), last(keys), _readiness(slides, weights))


def _doubts(
    sentences: Sequence[Sentence],
    labels: Sequence[str],
    slides: Sequence[int | None],
    chances: NDArray[np.float64],
    keys: Sequence[str],
) -> list[Doubt]:
    """The stays on a slide, within one part, whose second part is likely enough to ask about."""
    doubts = []
    for span, (_, slide), steps in runs(sentences, list(zip(labels, slides, strict=True))):
        means = chances[steps].mean(axis=0)
        second = int(means.argsort()[-2])
        if means[second] >= RIVAL:
            doubts.append(Doubt(span, keys[second], slide))
    return doubts


def _slide_at(sentence: Sentence, deck: Deck, visits: Sequence[Visit]) -> Slide | None:
    return deck.find(next((visit.slide for visit in visits if sentence.span.middle in visit.span), None))


def _evidence(
    sentences: Sequence[Sentence],
    slides: Sequence[Slide | None],
    deck: Deck,
    rubric: Rubric,
    corrections: Mapping[int, str],
    weights: Weights,
) -> NDArray[np.float64]:
    """What speaks for each part at each sentence, shape ``(sentences, parts + 1)``, `OTHER` last."""
    import numpy as np

    keys = (*rubric.keys, OTHER)
    evidence = np.array([cue_evidence(s.text, rubric, weights) for s in sentences])
    evidence += agent_evidence([s.text for s in sentences], rubric, weights)
    evidence += position_evidence(_moments(sentences), rubric, weights)
    told = {slide.number: slide_evidence(slide, rubric, weights) for slide in slides if slide}
    has_ends = len(deck.slides) > 2
    if not has_ends:
        evidence[[0, -1], -1] += weights.ends
    for row, slide in enumerate(slides):
        if slide is None:
            continue
        evidence[row] += told[slide.number]
        if has_ends and slide.number in (1, len(deck.slides)):
            evidence[row, -1] += weights.ends
        if slide.number in corrections:
            evidence[row, keys.index(corrections[slide.number])] += weights.correction
    return evidence


def _moments(sentences: Sequence[Sentence]) -> NDArray[np.float64]:
    """The middle of each sentence as a share of the talk, from the first to the last."""
    import numpy as np

    start, end = sentences[0].span.start, sentences[-1].span.end
    return np.array([(s.span.middle - start) / ((end - start) or 1.0) for s in sentences])


def _readiness(slides: Sequence[Slide | None], weights: Weights) -> NDArray[np.float64]:
    """How readily a part begins with each sentence: with a new slide more, and in a long talk less at each."""
    import numpy as np

    changes = [True, *(before != after for before, after in pairwise(slides))]
    pace = min(1.0, ORDINARY / len(slides))
    return pace * np.exp(weights.new_slide * np.array(changes))
