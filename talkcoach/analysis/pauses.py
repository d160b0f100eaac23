"""Silent pauses: their length and place, from the sound and the times of the words together.

Conventions: a pause is a silence of at least `SHORTEST` between two stretches of speech; before the first and
after the last there is none. Voice activity detection is exact to a few hundredths of a second, but sometimes
takes a breath for speech, or a mumbled word for silence; the words, whose times are coarser, correct that. Without
sound the words alone are used. Questions from the audience and gaps in the recording are left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from talkcoach.analysis.expressions import QUOTED
from talkcoach.domain import Aligned, Finding, Quote, Span, Word, merged, outside

SHORTEST = 0.25
"""Seconds: shorter silences are mostly the closures of stops (Goldman-Eisler 1968; de Jong and Bosker 2013)."""

LENGTHS = (SHORTEST, 0.5, 1.0, 2.0)
"""The least seconds of each class of pauses; those of the last class are long."""

BREATH = 0.5
"""Seconds: a shorter sound without a word is a breath, a click or a cough, not speech."""

WORD_ERROR = 0.2
"""Seconds by which the recogniser's word times are sometimes wrong."""

STALLS = 2
"""Long pauses inside phrases from which on they are reported; a single one may be a sip of water."""

QUOTED_WORDS = 4
"""Words before and after a pause that are quoted."""

KINDS = ("pauses-inside-phrases",)

Place = Literal["sentence", "clause", "phrase"]

_CLAUSE_ENDS = (",", ";", ":", "—", "–", ".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence. Its ``place`` is between sentences, at a comma or the like (``clause``), or inside a phrase.

    It is None where it was not measured. ``after_key`` is true after a key statement.
    """

    span: Span
    place: Place | None = None
    after_key: bool = False


@dataclass(frozen=True, slots=True)
class Pauses:
    """The pauses of a talk in order; ``longest_run`` is the longest speech without any, None without words."""

    pauses: tuple[Pause, ...] = ()
    longest_run: Span | None = None

    @property
    def by_length(self) -> tuple[int, ...]:
        """How many there are of each class of `LENGTHS`."""
        classes = [bisect_right(LENGTHS[1:], pause.span.duration) for pause in self.pauses]
        return tuple(classes.count(n) for n in range(len(LENGTHS)))

    def at(self, place: Place) -> tuple[Pause, ...]:
        """Those at one kind of place."""
        return tuple(pause for pause in self.pauses if pause.place == place)


def pauses(
    talk: Aligned, speech: Sequence[Span] | None = None, filled: Sequence[Span] = (), key: Sequence[Span] = ()
) -> Pauses:
    """Find the pauses of a talk; there are none where the words have no times.

    Args:
        talk: the talk.
        speech: where there is speech in the sound, in order, without overlap; None without sound.
        filled: filled pauses, which divide the silence that they stand in.
        key: the spans of the sentences that are key statements.
    """
    holes = left_out(talk)
    words = [word for word in talk.transcript.words if not _touches(word.span, holes)]
    if not words:
        return Pauses()
    talking = _talking([word.span for word in words], speech, filled)
    silences = [
        span
        for span in (Span(one.end, next_.start) for one, next_ in pairwise(talking))
        if span.duration >= SHORTEST and not _touches(span, holes)
    ]
    runs = outside(talking[0] | talking[-1], (*silences, *holes))
    return Pauses(_placed(talk, silences, frozenset(key)), max(runs, key=lambda run: run.duration, default=None))


def pause_findings(talk: Aligned, found: Pauses, long_seconds: float) -> tuple[Finding, ...]:
    """A finding about long pauses inside phrases, where there are at least `STALLS`; other pauses are no fault."""
    stalls = [pause for pause in found.at("phrase") if pause.span.duration >= long_seconds]
    if len(stalls) < STALLS:
        return ()
    message = f"{len(stalls)} times you stop for {long_seconds:.0f} seconds or more in the middle of a phrase."
    advice = "Rehearse how each of these goes on."
    quotes = tuple(_quote(talk, pause) for pause in stalls[:QUOTED])
    return (Finding("pauses-inside-phrases", "low", message, advice, quotes),)


def left_out(talk: Aligned) -> tuple[Span, ...]:
    """Questions from the audience and gaps in the recording, in order."""
    return merged((*talk.interruptions, *talk.gaps))


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span & other for other in others)


def _talking(words: Sequence[Span], speech: Sequence[Span] | None, filled: Sequence[Span]) -> tuple[Span, ...]:
    """When the speaker talks, in order, without overlap; not empty where there are words."""
    if not speech:
        return merged((*words, *filled))
    uttered = merged((*words, *filled))
    voiced = [span for span in speech if span.duration >= BREATH or _near(span, uttered, 0.0)]
    missed = [word for word in words if not _near(word, speech, WORD_ERROR)]
    return merged((*voiced, *missed, *filled))


def _near(span: Span, others: Sequence[Span], distance: float) -> bool:
    """Whether a span comes closer than a distance to any of others, which are in order and do not overlap."""
    after = bisect_left(others, span.start - distance, key=lambda other: other.end)
    return after < len(others) and others[after].start < span.end + distance


def _placed(talk: Aligned, silences: Sequence[Span], key: frozenset[Span]) -> tuple[Pause, ...]:
    spoken = [(word, sentence) for sentence in talk.transcript.sentences for word in sentence.words]
    middles = [word.span.middle for word, _ in spoken]
    placed = []
    for silence in silences:
        after = bisect_left(middles, silence.middle)
        before, sentence = spoken[max(after - 1, 0)]
        is_end = after == len(spoken) or spoken[after][1] is not sentence
        place: Place = "sentence" if is_end else "clause" if _ends_clause(before) else "phrase"
        placed.append(Pause(silence, place, is_end and sentence.span in key))
    return tuple(placed)


def _ends_clause(word: Word) -> bool:
    return word.text.rstrip("\"'”’) ").endswith(_CLAUSE_ENDS)


def _quote(talk: Aligned, pause: Pause) -> Quote:
    words = talk.transcript.words
    after = bisect_left([word.span.middle for word in words], pause.span.middle)
    before = " ".join(word.text for word in words[max(0, after - QUOTED_WORDS) : after])
    behind = " ".join(word.text for word in words[after : after + QUOTED_WORDS])
    return Quote(pause.span, f"{before} … {behind}", talk.slide_at(pause.span.middle))
