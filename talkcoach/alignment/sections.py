"""Which part of the rubric's structure was spoken, when.

Without slides the shipped model of talks decides (`learned`): on long talks that it never saw it is better alone,
and its probabilities are true. With slides it is one piece of evidence beside the deck's own section, the slide's
title, the rubric's phrases and a little the position in the talk (`part_emissions`), in a hidden Markov model over
sentences whose states are the parts, in their order, and `OTHER`. In another language, and for a rubric whose
parts have no roles, there is no model. A user's correction always wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from talkcoach.alignment.hmm import TransitionTable, posterior
from talkcoach.alignment.learned import by_part, decided, is_learned, predicted, unsure
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


LEAST_CHANCE = 1e-3
"""The model is never surer than this that a sentence is none of a part: labels are not right that often."""

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
    up = slides_up(sentences, deck, visits)
    prediction = predicted(sentences, up) if is_learned(rubric, transcript.language) else None
    if prediction is not None and not any(up):
        labels = decided(prediction, rubric)
    else:
        labels = [keys[int(row.argmax())] for row in chances]
    slides = [slide.number if slide else None for slide in up]
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
    sentences = transcript.sentences
    slides = slides_up(sentences, deck, visits)
    prediction = predicted(sentences, slides) if is_learned(rubric, transcript.language) else None
    learned = by_part(prediction.part, rubric) if prediction is not None else None
    if learned is not None and not any(slides):
        return learned
    return chances_with(learned, sentences, slides, deck, rubric, corrections, weights)


def chances_with(
    learned: NDArray[np.float64] | None,
    sentences: Sequence[Sentence],
    slides: Sequence[Slide | None],
    deck: Deck,
    rubric: Rubric,
    corrections: Mapping[int, str] | None = None,
    weights: PartWeights = WEIGHTS,
) -> NDArray[np.float64]:
    """As `part_chances`, from the probabilities of a model, in the same shape, or without any.

    Args:
        learned: the model's probabilities; None to go by slides, phrases and order alone.
        sentences: at least one.
        slides: the slide that was up in each sentence.
        deck: all slides.
        rubric: the structure.
        corrections: the key of the part for each slide number that the user corrected.
        weights: what each kind of evidence counts.
    """
    import numpy as np

    keys = (*rubric.keys, OTHER)
    evidence = _evidence(sentences, slides, deck, rubric, weights)
    if learned is not None:
        evidence = weights.hints * evidence + weights.learned * np.log(learned + LEAST_CHANCE)
    for row, slide in enumerate(slides):
        if slide and corrections and slide.number in corrections:
            evidence[row, keys.index(corrections[slide.number])] += weights.correction
    transitions = TransitionTable(part_transitions(keys, weights))
    return posterior(evidence, transitions, initial(keys), final(keys), _readiness(slides, weights))


def unsure_parts(
    transcript: Transcript,
    deck: Deck,
    visits: Sequence[Visit],
    rubric: Rubric,
    found: frozenset[str],
    corrections: Mapping[int, str] | None = None,
) -> frozenset[str]:
    """The parts that were not ``found``, by key, of which it cannot be said that they are missing.

    Without the model of talks nothing can be said of any of them. Where the user set the part of every slide that
    was up, none is unsure.
    """
    if visits and all(visit.slide in (corrections or {}) for visit in visits):
        return frozenset()
    lacking = frozenset(rubric.keys) - found
    if not lacking or not is_learned(rubric, transcript.language):
        return lacking if all(part.role for part in rubric.parts) else frozenset()
    prediction = predicted(transcript.sentences, slides_up(transcript.sentences, deck, visits))
    return lacking if prediction is None else unsure(prediction, rubric, found)


def _doubts(
    sentences: Sequence[Sentence],
    labels: Sequence[str],
    slides: Sequence[int | None],
    chances: NDArray[np.float64],
    keys: Sequence[str],
) -> list[Doubt]:
    """The visits within one part whose second part is likely enough to be a doubt."""
    doubts = []
    for span, (label, slide), steps in runs(sentences, list(zip(labels, slides, strict=True))):
        means = chances[steps].mean(axis=0)
        second = max((n for n, key in enumerate(keys) if key != label), key=lambda n: means[n])
        if means[second] >= RIVAL:
            doubts.append(Doubt(span, keys[second], slide))
    return doubts


def slides_up(sentences: Sequence[Sentence], deck: Deck, visits: Sequence[Visit]) -> list[Slide | None]:
    """The slide that was up in the middle of each sentence."""
    up = Visits(visits)
    shown = (up.at(sentence.span.middle) for sentence in sentences)
    return [deck.find(visit.slide) if visit else None for visit in shown]


def _evidence(
    sentences: Sequence[Sentence],
    slides: Sequence[Slide | None],
    deck: Deck,
    rubric: Rubric,
    weights: PartWeights,
) -> NDArray[np.float64]:
    """The evidence of slides, phrases and place, shape ``(sentences, parts + 1)``, `OTHER` last."""
    import numpy as np

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
