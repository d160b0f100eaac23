"""Which slide was up, when: exactly from clicks or narration, else from the words alone.

From the words it is a chain over sentences. At each the speaker is on a slide, or off the slides between two of
them, and may stay, go on, skip or go back. What a sentence says for a slide comes from `evidence`, the chances
come from `chain`. The constants were chosen by cross-validation over 21 labelled talks (docs/accuracy.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from talkcoach.alignment.chain import posterior
from talkcoach.alignment.evidence import off_slide_evidence, slide_evidence, stems
from talkcoach.alignment.runs import runs
from talkcoach.domain import Deck, Mark, Sentence, Slide, Span, Transcript, Visit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Costs:
    """What moves cost, in nats: a move of cost c is exp(-c) times as likely as staying."""

    base: float = -1.0
    """Going on to the next slide costs this and `per_log_stay` times the log of how many sentences a slide has."""
    per_log_stay: float = 1.2
    skip: float = 5.0
    """Beyond going on; and `skip_per_slide` for every slide left out."""
    skip_per_slide: float = 0.6
    back: float = 6.0
    """Beyond going on; and `back_per_slide` for every slide further back than one."""
    back_per_slide: float = 0.3
    leave: float = 4.0
    """To start talking off the slides."""
    come_back: float = 3.0
    unfinished: float = 0.3
    """Ending the talk, for each slide that is left, up to four."""
    late_start: float = 2.0
    """Starting the talk, for each slide that is passed over, up to two."""
    unused: float = 4.0
    """Showing a slide that is hidden in the deck, beyond what the move costs."""


COSTS = Costs()

WORDY = 0.25
"""A slide is expected to stay up in proportion to its number of words, plus five, to this power."""

PAUSE = 0.9
"""Each second of silence before a sentence, up to two, makes a change of slide exp(0.9) times as likely."""


def clicked(marks: Sequence[Mark], end: float) -> tuple[Visit, ...]:
    """Visits from the speaker's own changes of slide; the last one lasts to ``end``, in seconds.

    A slide that was on for no time at all, as when a clicker is pressed twice, is no visit.
    """
    times = [min(mark.time, end) for mark in marks] + [end]
    return tuple(
        Visit(Span(start, stop), mark.slide, 1.0, "click")
        for mark, (start, stop) in zip(marks, pairwise(times), strict=True)
        if stop > start
    )


def align(transcript: Transcript, deck: Deck, known: Sequence[Visit] = ()) -> tuple[Visit, ...]:
    """The visits of a talk in order; those that are known stand, and the words tell of the time around them.

    No sentences, or no slides, give no visits beyond the known ones.
    """
    language = transcript.language or "en"
    if not known:
        return _from_words(transcript.sentences, deck, language, 1)
    visits = list(known)
    starts, ends = [visit.span.start for visit in known], [visit.span.end for visit in known]
    on = [1, *(visit.slide for visit in known)]
    for start, end, slide in zip([0.0, *ends], [*starts, inf], on, strict=True):
        said = tuple(s for s in transcript.sentences if start <= s.span.middle < end)
        visits += _within(start, end, _from_words(said, deck, language, slide))
    return tuple(sorted(visits, key=lambda visit: visit.span))


def _within(start: float, end: float, visits: Sequence[Visit]) -> tuple[Visit, ...]:
    """What of the visits lies between two moments."""
    cut = (
        replace(visit, span=Span(max(visit.span.start, start), min(visit.span.end, end)))
        for visit in visits
        if visit.span.start < end and visit.span.end > start
    )
    return tuple(visit for visit in cut if visit.span)


def _from_words(sentences: tuple[Sentence, ...], deck: Deck, language: str, start: int) -> tuple[Visit, ...]:
    if not sentences or not deck.slides:
        return ()
    chances = slide_chances(sentences, deck.slides, language, start)
    on_slide = chances[:, : len(deck.slides)] + chances[:, len(deck.slides) :]
    off = chances[:, len(deck.slides) :].sum(axis=1) > 0.5
    best = [0 if away else int(row.argmax()) + 1 for row, away in zip(on_slide, off, strict=True)]
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
    costs: Costs = COSTS,
) -> NDArray[np.float64]:
    """The chance of each state at each sentence, shape ``(sentences, 2 * slides)``.

    The first half of the states are the slides, the second half is talking off the slides after each of them.
    ``start`` is the slide, by number, on which the talk most likely begins.
    """
    import numpy as np

    said = [sentence.text for sentence in sentences]
    shown = [slide.text for slide in slides]
    on = slide_evidence(said, shown, language)
    off = np.repeat(off_slide_evidence(said, language)[:, None], len(slides), axis=1)
    go_on = _go_on_costs(len(sentences), shown, language, costs)
    numbers = np.arange(len(slides))
    first = np.exp(-costs.late_start * np.minimum(np.abs(numbers - (start - 1)), 2))
    last = np.exp(-costs.unfinished * np.minimum(numbers[::-1], 4))
    hidden = np.exp(-costs.unused * np.array([slide.hidden for slide in slides]))
    return posterior(
        np.hstack([on, off]),
        _moves(go_on, hidden, costs),
        np.concatenate([first, first * np.exp(-costs.leave)]),
        np.concatenate([last, last]),
        _readiness(sentences),
    )


def _go_on_costs(sentences: int, slides: Sequence[str], language: str, costs: Costs) -> NDArray[np.float64]:
    """The cost of leaving each slide, from the talk's own number of sentences for a slide of that many words."""
    import numpy as np

    words = (np.array([len(stems(text, language)) for text in slides]) + 5.0) ** WORDY
    stay = np.maximum(sentences / len(slides) * words / words.mean(), 1.0)
    return np.asarray(costs.base + costs.per_log_stay * np.log(stay))


def _moves(go_on: NDArray[np.float64], hidden: NDArray[np.float64], costs: Costs) -> NDArray[np.float64]:
    """How likely each move is beside staying, shape ``(2 * slides, 2 * slides)``: to slides, and off them."""
    import numpy as np

    count = len(go_on)
    ahead = np.arange(count)[None, :] - np.arange(count)[:, None]
    cost = np.select(
        [ahead == 1, ahead > 1, ahead < 0],
        [0.0, costs.skip + costs.skip_per_slide * (ahead - 1), costs.back + costs.back_per_slide * (-ahead - 1)],
        np.inf,
    )
    to_slides = np.exp(-cost - go_on[:, None]) * hidden[None, :]
    here = np.eye(count)
    from_off = (here + to_slides) * np.exp(-costs.come_back)
    return np.block([[to_slides, here * np.exp(-costs.leave)], [from_off, np.zeros((count, count))]])


def _readiness(sentences: Sequence[Sentence]) -> NDArray[np.float64]:
    """How much likelier than usual a change of slide is before each sentence: speakers click in pauses."""
    import numpy as np

    silence = np.array([0.0, *(max(b.span.start - a.span.end, 0.0) for a, b in pairwise(sentences))])
    silence = np.minimum(silence, 2.0)
    return np.asarray(np.exp(PAUSE * (silence - silence.mean())))
