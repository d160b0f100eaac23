"""Silent pauses: how long they are and where they stand, from the sound and the times of the words together.

Conventions: a pause is a silence of at least `SHORTEST` between two stretches of talking; before the first and
after the last there is none. Voice activity detection hears to a few hundredths of a second when somebody speaks,
but takes a breath for speech now and then, and a mumbled word for silence; the words, whose times are coarser, put
that right. Without sound the words alone tell. Questions from the audience, and times when the microphone was
gone, are left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from talkcoach.analysis.expressions import QUOTED
from talkcoach.domain import Finding, Quote, Span, Talk, Word, merged, outside

SHORTEST = 0.25
"""Seconds: shorter silences are mostly the closures of stops (Goldman-Eisler 1968; de Jong and Bosker 2013)."""

LENGTHS = (SHORTEST, 0.5, 1.0, 2.0)
"""From how many seconds on a pause is of each class; from the last on it is long."""

BREATH = 0.5
"""Seconds: a sound that no word touches and that is shorter is a breath, a click or a cough, not speech."""

WORD_ERROR = 0.2
"""Seconds by which the recogniser's word times are off now and then."""

STALLS = 2
"""So many long pauses inside phrases are worth a remark; a single one may be a swallow of water."""

QUOTED_WORDS = 4
"""How many words before a pause, and as many after it, show where it is."""

Place = Literal["sentence", "clause", "phrase"]

_CLAUSE_ENDS = (",", ";", ":", "—", "–", ".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence. Its ``place`` is between sentences, at a comma or the like (``clause``), or inside a phrase.

    It is None where nobody looked. ``after_key`` is true where it lets a key statement sink in.
    """

    span: Span
    place: Place | None = None
    after_key: bool = False


@dataclass(frozen=True, slots=True)
class Pauses:
    """The pauses of a talk in order; ``longest_run`` is the longest talking without any, None without words."""

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
    talk: Talk, speech: Sequence[Span] | None = None, filled: Sequence[Span] = (), key: Sequence[Span] = ()
) -> Pauses:
    """Find the pauses of a talk; none where the words have no times.

    Args:
        talk: the talk.
        speech: where speech is heard, in order and apart; None without sound.
        filled: filled pauses, which part the silence that they stand in.
        key: the spans of the sentences that are key statements.
    """
    words = [word for word in talk.transcript.words if not _touches(word.span, left_out(talk))]
    if not words:
        return Pauses()
    talking = _talking([word.span for word in words], speech, filled)
    silences = [
        span
        for span in (Span(one.end, next_.start) for one, next_ in pairwise(talking))
        if span.duration >= SHORTEST and not _touches(span, left_out(talk))
    ]
    runs = outside(talking[0] | talking[-1], (*silences, *left_out(talk)))
    return Pauses(_placed(talk, silences, frozenset(key)), max(runs, key=lambda run: run.duration, default=None))


def pause_findings(talk: Talk, found: Pauses, long_seconds: float) -> tuple[Finding, ...]:
    """Long pauses inside phrases, where there are at least `STALLS`; elsewhere a pause is good, or no matter."""
    stalls = [pause for pause in found.at("phrase") if pause.span.duration >= long_seconds]
    if len(stalls) < STALLS:
        return ()
    message = f"{len(stalls)} times you stop for {long_seconds:.0f} seconds or more in the middle of a phrase."
    advice = "Rehearse how each of these goes on."
    quotes = tuple(_quote(talk, pause) for pause in stalls[:QUOTED])
    return (Finding("pauses-inside-phrases", "low", message, advice, quotes),)


def left_out(talk: Talk) -> tuple[Span, ...]:
    """Where the sound is not the speaker's: questions from the audience, and gaps in the recording; in order."""
    return merged((*talk.interruptions, *talk.gaps))


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span & other for other in others)


def _talking(words: Sequence[Span], speech: Sequence[Span] | None, filled: Sequence[Span]) -> tuple[Span, ...]:
    """When the speaker talks, in order and apart; not empty where there are words."""
    if not speech:
        return merged((*words, *filled))
    said = merged((*words, *filled))
    heard = [span for span in speech if span.duration >= BREATH or _near(span, said, 0.0)]
    unheard = [word for word in words if not _near(word, speech, WORD_ERROR)]
    return merged((*heard, *unheard, *filled))


def _near(span: Span, others: Sequence[Span], distance: float) -> bool:
    """Whether a span comes closer than a distance to any of others, which are in order and apart."""
    after = bisect_left(others, span.start - distance, key=lambda other: other.end)
    return after < len(others) and others[after].start < span.end + distance


def _placed(talk: Talk, silences: Sequence[Span], key: frozenset[Span]) -> tuple[Pause, ...]:
    said = [(word, sentence) for sentence in talk.transcript.sentences for word in sentence.words]
    middles = [word.span.middle for word, _ in said]
    placed = []
    for silence in silences:
        after = bisect_left(middles, silence.middle)
        before, sentence = said[max(after - 1, 0)]
        is_end = after == len(said) or said[after][1] is not sentence
        place: Place = "sentence" if is_end else "clause" if _ends_clause(before) else "phrase"
        placed.append(Pause(silence, place, is_end and sentence.span in key))
    return tuple(placed)


def _ends_clause(word: Word) -> bool:
    return word.text.rstrip("\"'”’) ").endswith(_CLAUSE_ENDS)


def _quote(talk: Talk, pause: Pause) -> Quote:
    words = talk.transcript.words
    after = bisect_left([word.span.middle for word in words], pause.span.middle)
    before = " ".join(word.text for word in words[max(0, after - QUOTED_WORDS) : after])
    behind = " ".join(word.text for word in words[after : after + QUOTED_WORDS])
    return Quote(pause.span, f"{before} … {behind}", talk.slide_at(pause.span.middle))
