"""Which slide was up, when: exactly from clicks or narration, else from the words alone.

From the words it is a hidden Markov model over sentences. At each sentence the speaker is on a slide, or off the
slides between two of them, and may stay, go on, skip or go back (`transitions`). The evidence of a sentence for
each slide comes from `slide_emissions`, the probabilities from `hmm`. `benchmarks/alignment.py --cross-validate`
chooses the chief constants again without each fifth of 21 labelled talks (docs/accuracy.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise
from math import inf
from typing import TYPE_CHECKING

from talkcoach.alignment.discourse_markers import topic_shift
from talkcoach.alignment.hmm import posterior
from talkcoach.alignment.runs import runs
from talkcoach.alignment.slide_emissions import WEIGHTS, SlideWeights, bareness, views
from talkcoach.alignment.split import split_at_silences
from talkcoach.alignment.transitions import COSTS, Costs, slide_transitions
from talkcoach.domain import SURE, Deck, Mark, Sentence, Slide, Span, Transcript, Visit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Constants:
    """The weights of the words, of transitions and of the moments of change, in nats."""

    weights: SlideWeights = WEIGHTS
    costs: Costs = COSTS
    off: float = 0.25
    """For talking off the slides, at each sentence, and likewise for a slide without text (`bareness`): the
    expected evidence of a sentence for the slide that it is spoken on."""
    pause: float = 0.8
    """For a change of slide, for each second of silence before a sentence, up to two."""
    opening: float = 0.8
    """For a change of slide where a sentence opens a new topic, and against it where one continues."""


CONSTANTS = Constants()

USUALLY_OFF = 0.02
"""The prior share of a talk that is spoken off the slides."""

OFF_SENTENCES = 150
"""The weight of that prior in sentences: it decides in a short talk, and little in a lecture."""

FORGOTTEN_VISITS, FORGOTTEN_SECONDS, CLEARLY = 3, 60.0, 3.0
"""On how many later slides, for how many seconds, and by how many nats on each, words must contradict the last
click. `benchmarks/alignment.py` measures how often a forgotten clicker is detected, and how often wrongly."""

PASSES = 3
"""Iterations of the estimate of the share that is spoken off the slides."""


def clicked(marks: Sequence[Mark], end: float) -> tuple[Visit, ...]:
    """Visits from the speaker's own changes of slide; the last one lasts to ``end``, in seconds.

    A slide that was up for no time, as when a clicker is pressed twice, is no visit.
    """
    times = [min(mark.time, end) for mark in marks] + [end]
    return tuple(
        Visit(Span(start, stop), mark.slide, 1.0, "click")
        for mark, (start, stop) in zip(marks, pairwise(times), strict=True)
        if stop > start
    )


def align(transcript: Transcript, deck: Deck, known: Sequence[Visit] = ()) -> tuple[Visit, ...]:
    """The visits of a talk in order: known ones are kept, the time around them is found from the words.

    Where the clicks end on a slide and the words clearly follow later ones, the words decide (`_until_forgotten`).
    Without sentences or slides there are only the known visits.
    """
    language = transcript.language or "en"
    transcript = replace(transcript, sentences=split_at_silences(transcript.sentences))
    if not known:
        return _from_words(transcript.sentences, deck, language, 1)
    visits = [*known[:-1], *_until_forgotten(known[-1], transcript, deck, language)]
    starts, ends = [visit.span.start for visit in known], [visit.span.end for visit in known]
    on = [1, *(visit.slide for visit in known)]
    for start, end, slide in zip([0.0, *ends], [*starts, inf], on, strict=True):
        spoken = _spoken(transcript, start, end)
        visits += _within(start, end, _from_words(spoken, deck, language, slide))
    return tuple(sorted(visits, key=lambda visit: visit.span))


def _until_forgotten(last_known: Visit, transcript: Transcript, deck: Deck, language: str) -> tuple[Visit, ...]:
    """The last known visit; if from a click, only until the words show that the clicker was forgotten.

    They do when they follow later slides for long: at least `FORGOTTEN_VISITS` of them, for each of which the
    evidence exceeds that for the clicked slide by `CLEARLY`.
    """
    spoken = _spoken(transcript, last_known.span.start, last_known.span.end)
    if last_known.source != "click" or not spoken or last_known.slide >= len(deck.slides):
        return (last_known,)
    seen = views([sentence.text for sentence in spoken], deck.slides, language)
    found = visits_of(weighed(seen, spoken, deck.slides, last_known.slide), spoken)
    later = tuple(dropwhile(lambda visit: visit.slide <= last_known.slide, found))
    evidence = CONSTANTS.weights.together(seen)
    gained = {
        visit.slide: sum(
            row[visit.slide - 1] - row[last_known.slide - 1]
            for row, sentence in zip(evidence, spoken, strict=True)
            if sentence.span.middle in visit.span
        )
        for visit in later
        if visit.slide > last_known.slide
    }
    lasts = sum(visit.span.duration for visit in later)
    sure = sum(visit.confidence * visit.span.duration for visit in later) >= SURE * lasts
    are_clear = sum(gain >= CLEARLY for gain in gained.values()) >= FORGOTTEN_VISITS
    if not (are_clear and lasts >= FORGOTTEN_SECONDS and sure):
        return (last_known,)
    until = replace(last_known, span=Span(last_known.span.start, later[0].span.start))
    last = replace(later[-1], span=Span(later[-1].span.start, last_known.span.end))
    return tuple(visit for visit in (until, *later[:-1], last) if visit.span)


def _spoken(transcript: Transcript, start: float, end: float) -> tuple[Sentence, ...]:
    """The sentences whose middle lies between two moments."""
    return tuple(sentence for sentence in transcript.sentences if start <= sentence.span.middle < end)


def _within(start: float, end: float, visits: Sequence[Visit]) -> tuple[Visit, ...]:
    """The visits cut to the time between two moments."""
    cut = (
        replace(visit, span=Span(max(visit.span.start, start), min(visit.span.end, end)))
        for visit in visits
        if visit.span.start < end and visit.span.end > start
    )
    return tuple(visit for visit in cut if visit.span)


def _from_words(sentences: tuple[Sentence, ...], deck: Deck, language: str, start: int) -> tuple[Visit, ...]:
    if not sentences or not deck.slides:
        return ()
    return visits_of(slide_chances(sentences, deck.slides, language, start), sentences)


def visits_of(chances: NDArray[np.float64], sentences: Sequence[Sentence]) -> tuple[Visit, ...]:
    """Visits from the likeliest slide of each sentence (see `slide_chances`), neighbours on one slide joined.

    A sentence that is likelier off the slides than on any is in no visit. The confidence of a visit is the mean
    probability of its sentences.
    """
    import numpy as np

    on, off = np.split(chances, 2, axis=1)
    on_slide, away = on + off, off.sum(axis=1) > 0.5
    best = [0 if gone else int(row.argmax()) + 1 for row, gone in zip(on_slide, away, strict=True)]
    return tuple(
        Visit(span, slide, float(on_slide[steps, slide - 1].mean()), "speech")
        for span, slide, steps in runs(sentences, best)
        if slide
    )


def slide_chances(
    sentences: Sequence[Sentence],
    slides: Sequence[Slide],
    language: str = "en",
    start: int = 1,
) -> NDArray[np.float64]:
    """The probability of each state at each sentence, shape ``(sentences, 2 * slides)``.

    The first half of the states are the slides, the second half is talking off the slides after each of them.
    ``start`` is the slide, by number, on which the talk most likely begins.
    """
    seen = views([sentence.text for sentence in sentences], slides, language)
    return weighed(seen, sentences, slides, start)


def weighed(
    seen: NDArray[np.float64],
    sentences: Sequence[Sentence],
    slides: Sequence[Slide],
    start: int = 1,
    constants: Constants = CONSTANTS,
) -> NDArray[np.float64]:
    """`slide_chances` from evidence that `slide_emissions.views` has computed.

    How much of the talk is off the slides is estimated from the talk itself (expectation–maximisation).
    """
    import numpy as np

    on = constants.weights.together(seen)
    off = np.full(on.shape, constants.off)
    evidence = np.hstack([on + off * bareness(slides), off])
    numbers, costs = np.arange(len(slides)), constants.costs
    first = np.exp(-costs.late_start * np.minimum(np.abs(numbers - (start - 1)), 2))
    last = np.exp(-costs.unfinished * np.minimum(numbers[::-1], 4))
    readiness = _readiness(sentences, constants)
    share = USUALLY_OFF
    for _ in range(PASSES):
        transitions = slide_transitions(slides, len(sentences), share, costs)
        begin = np.concatenate([first, first * transitions.leave])
        chances = posterior(evidence, transitions, begin, np.concatenate([last, last]), readiness)
        away = float(chances[:, len(slides) :].sum())
        share = (USUALLY_OFF * OFF_SENTENCES + away) / (OFF_SENTENCES + len(sentences))
    return chances


def _readiness(sentences: Sequence[Sentence], constants: Constants) -> NDArray[np.float64]:
    """A factor on changes of slide before each sentence, from the silence and the sentence's opening."""
    import numpy as np

    silence = np.array([0.0, *(max(b.span.start - a.span.end, 0.0) for a, b in pairwise(sentences))])
    silence = np.minimum(silence, 2.0)
    shifts = np.array([topic_shift(sentence.text) for sentence in sentences])
    return np.asarray(np.exp(constants.pause * (silence - silence.mean()) + constants.opening * shifts))
