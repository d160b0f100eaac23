"""Which part of the rubric's structure was spoken, when.

A hidden Markov model over sentences whose states are the parts, in their order, and `OTHER`. The evidence for a
part is the deck's own section, the slide's title, the cue phrases in the sentence, whether it says "we", and a
little the position in the talk (`part_emissions`). A user's correction of a slide always wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from talkcoach.alignment.hmm import TransitionTable, posterior
from talkcoach.alignment.part_emissions import (
    WEIGHTS,
    PartWeights,
    agent_evidence,
    cue_evidence,
    final,
    initial,
    part_transitions,
    position_evidence,
    slide_evidence,
)
from talkcoach.alignment.runs import runs
from talkcoach.domain import Deck, Doubt, Section, Sentence, Slide, Transcript, Visit, Visits
from talkcoach.rubric import OTHER, Rubric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


RIVAL = 0.25
"""The chance from which on a second part is a doubt: over nine labelled talks, each judged without the phrases
that it alone contains, the rival is then right in five of 22 visits, and neither in five (docs/accuracy.md)."""


ORDINARY = 40
"""Sentences of the talks from which the transition costs were chosen; a longer talk has no more parts."""


def find_sections(
    transcript: Transcript,
    deck: Deck,
    visits: Sequence[Visit],
    rubric: Rubric,
    corrections: Mapping[int, str] | None = None,
) -> tuple[Section, ...]:
    """The sections of a talk in order, from the first sentence to the last.

    Args:
        transcript: the words.
        deck: its slides, possibly none.
        visits: which slide was up, when.
        rubric: the structure.
        corrections: the key of the part for each slide number that the user corrected.
    """
    sentences = transcript.sentences
    if not sentences:
        return ()
    keys = (*rubric.keys, OTHER)
    chances = part_chances(transcript, deck, visits, rubric, corrections)
    labels = [keys[int(row.argmax())] for row in chances]
    slides = [slide.number if slide else None for slide in _slides(sentences, deck, visits)]
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
    weights: PartWeights = WEIGHTS,
) -> NDArray[np.float64]:
    """The chance of each part at each sentence, shape ``(sentences, parts + 1)``, `OTHER` last; rows sum to 1.

    There must be a sentence. For the rest see `find_sections`.
    """
    sentences, keys = transcript.sentences, (*rubric.keys, OTHER)
    slides = _slides(sentences, deck, visits)
    evidence = _evidence(sentences, slides, deck, rubric, corrections or {}, weights)
    transitions = TransitionTable(part_transitions(keys, weights))
    return posterior(evidence, transitions, initial(keys), final(keys), _readiness(slides, weights))


def _doubts(
    sentences: Sequence[Sentence],
    labels: Sequence[str],
    slides: Sequence[int | None],
    chances: NDArray[np.float64],
    keys: Sequence[str],
) -> list[Doubt]:
    """The visits within one part whose second part is likely enough to be a doubt."""
    doubts = []
    for span, (_, slide), steps in runs(sentences, list(zip(labels, slides, strict=True))):
        means = chances[steps].mean(axis=0)
        second = int(means.argsort()[-2])
        if means[second] >= RIVAL:
            doubts.append(Doubt(span, keys[second], slide))
    return doubts


def _slides(sentences: Sequence[Sentence], deck: Deck, visits: Sequence[Visit]) -> list[Slide | None]:
    """The slide that was up in the middle of each sentence."""
    up = Visits(visits)
    shown = (up.at(sentence.span.middle) for sentence in sentences)
    return [deck.find(visit.slide) if visit else None for visit in shown]


def _evidence(
    sentences: Sequence[Sentence],
    slides: Sequence[Slide | None],
    deck: Deck,
    rubric: Rubric,
    corrections: Mapping[int, str],
    weights: PartWeights,
) -> NDArray[np.float64]:
    """The evidence for each part at each sentence, shape ``(sentences, parts + 1)``, `OTHER` last."""
    import numpy as np

    keys = (*rubric.keys, OTHER)
    evidence = np.array([cue_evidence(s.text, rubric, weights) for s in sentences])
    evidence += agent_evidence([s.text for s in sentences], rubric, weights)
    evidence += position_evidence(_moments(sentences), rubric, weights)
    by_slide = {slide.number: slide_evidence(slide, rubric, weights) for slide in slides if slide}
    has_ends = len(deck.slides) > 2
    if not has_ends:
        evidence[[0, -1], -1] += weights.ends
    for row, slide in enumerate(slides):
        if slide is None:
            continue
        evidence[row] += by_slide[slide.number]
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


def _readiness(slides: Sequence[Slide | None], weights: PartWeights) -> NDArray[np.float64]:
    """A factor on transitions at each sentence: greater with a new slide, smaller in a long talk."""
    import numpy as np

    changes = [True, *(before != after for before, after in pairwise(slides))]
    pace = min(1.0, ORDINARY / len(slides))
    return pace * np.exp(weights.new_slide * np.array(changes))
