"""Pace: speaking rate, articulation rate, and the stretches that are too fast or too slow.

Conventions: the speaking rate is words per minute from the first word to the last, pauses included; the
articulation rate is syllables per second of phonation time, silent pauses of at least `pauses.SHORTEST` and filled
pauses cut out (de Jong and Wempe, Behavior Research Methods 41, 2009). A filled pause is no word. Words are those
of the recogniser where it gives them, also in scripts without spaces. Questions from the audience and gaps in the
recording are left out. The ordinary band and the number of syllables are known only in the language of the rubric.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, nextafter

from talkcoach.analysis.expressions import QUOTED, bare, timed
from talkcoach.analysis.pauses import SHORTEST, left_out
from talkcoach.domain import Aligned, Finding, Quote, Span, Word, merged, outside
from talkcoach.domain.clock import clock
from talkcoach.domain.text import listed
from talkcoach.domain.words import syllables
from talkcoach.rubric import Rubric
from talkcoach.rubric.phrases import speak

WINDOW = 30.0
"""Seconds over which pace is measured: about five sentences, so that one long word changes little."""

STEP = 5.0
"""Seconds from one window to the next."""

LASTS = 20.0
"""Seconds for which a pace lasts before it is reported."""

LEAST_PHONATION = 5.0
"""Seconds of phonation below which there is no articulation rate."""

NAMED = 4
"""Slides of the longest stretch that are named."""

KINDS = ("too-fast", "too-slow")

_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters, whose words are not separated by spaces."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Words per minute in one window, or over one stretch."""

    span: Span
    words_per_minute: float


@dataclass(frozen=True, slots=True)
class Tempo:
    """The rates of a talk, each None where it could not be measured.

    ``words_per_minute`` is the speaking rate and ``syllables_per_second`` the articulation rate; ``pace`` is the
    speaking rate in windows of `WINDOW` seconds, `STEP` apart. ``band`` is the least and the most words per minute
    of ordinary research talks, None for a talk in another language; ``hurried`` and ``dragging`` are the stretches
    outside it.
    """

    words_per_minute: float | None = None
    syllables_per_second: float | None = None
    pace: tuple[Pace, ...] = ()
    band: tuple[float, float] | None = None
    hurried: tuple[Pace, ...] = ()
    dragging: tuple[Pace, ...] = ()


def tempo(talk: Aligned, rubric: Rubric, silences: Sequence[Span] | None = None) -> Tempo:
    """Measure how fast a talk was spoken.

    Args:
        talk: the talk; sentences without word times count evenly, but have no articulation rate.
        rubric: what is ordinary, and which words are filled pauses.
        silences: the silent pauses found in the sound; None to use the gaps between words.
    """
    is_understood = speak(talk.transcript.language)
    band = rubric.delivery.words_per_minute if is_understood else None
    words = spoken_words(talk, rubric.delivery.fillers if is_understood else frozenset())
    moments = sorted(word.span.middle for word in words)
    stretches = speaking_spans(talk) if moments else ()
    seconds = sum(stretch.duration for stretch in stretches)
    pace = tuple(_paced(span, moments) for stretch in stretches for span in _windows(stretch))
    slow, fast = band or (0.0, inf)
    return Tempo(
        words_per_minute=60 * len(moments) / seconds if seconds else None,
        syllables_per_second=_articulation_rate(talk, rubric, silences) if is_understood else None,
        pace=pace,
        band=band,
        hurried=_lasting(pace, moments, (nextafter(fast, inf), inf)),
        dragging=_lasting(pace, moments, (0.0, nextafter(slow, -inf))),
    )


def speaking_spans(talk: Aligned) -> tuple[Span, ...]:
    """The time from the first word to the last without questions and gaps in the recording, in order."""
    sentences = talk.transcript.sentences
    if not sentences:
        return ()
    return outside(Span(sentences[0].span.start, sentences[-1].span.end), (*talk.interruptions, *talk.gaps))


def spoken_words(talk: Aligned, fillers: frozenset[str]) -> tuple[Word, ...]:
    """The speaker's words without filled pauses; none where a sentence cannot be split into words."""
    sentences = talk.transcript.sentences
    if any(not s.words and _WITHOUT_SPACES.search(s.text) for s in sentences):
        return ()
    holes = left_out(talk)
    return tuple(
        word
        for sentence in sentences
        for word in timed(sentence)
        if bare(word.text) not in fillers and not any(word.span.middle in hole for hole in holes)
    )


def pace_findings(talk: Aligned, measured: Tempo) -> tuple[Finding, ...]:
    """Findings about stretches that are too fast or too slow, the longest first."""
    if measured.band is None:
        return ()
    checks = (
        _finding(talk, measured.band, measured.hurried, "too-fast", "Slow down there, or say less."),
        _finding(talk, measured.band, measured.dragging, "too-slow", "Shorten the pauses there, or say more."),
    )
    return tuple(finding for finding in checks if finding)


def _finding(
    talk: Aligned, band: tuple[float, float], stretches: Sequence[Pace], kind: str, advice: str
) -> Finding | None:
    by_length = sorted(stretches, key=lambda stretch: -stretch.span.duration)
    quotes = tuple(quote for stretch in by_length[:QUOTED] for quote in _opening(talk, stretch.span))
    if not quotes:
        return None
    rate, where = f"{by_length[0].words_per_minute:.0f} words a minute", _slides(talk, by_length[0].span)
    message = f"For {clock(by_length[0].span.duration)}{where} you speak at {rate}"
    if len(by_length) > 1:
        total = clock(sum(stretch.span.duration for stretch in stretches))
        of = clock(sum(stretch.duration for stretch in speaking_spans(talk)))
        limit = f"faster than {band[1]:.0f}" if kind == "too-fast" else f"slower than {band[0]:.0f}"
        message = f"{message}; in all you speak {limit} for {total} of {of}"
    return Finding(kind, "low", f"{message} (research talks: {band[0]:.0f}–{band[1]:.0f}).", advice, quotes)


def _slides(talk: Aligned, stretch: Span) -> str:
    """The slides that are up in a stretch, in words."""
    shown = sorted({visit.slide for visit in talk.visits if visit.span & stretch})
    if not shown:
        return ""
    return f" on slide{'s' if len(shown) > 1 else ''} {listed([*map(str, shown)], NAMED)}"


def _opening(talk: Aligned, stretch: Span) -> tuple[Quote, ...]:
    inside = [s for s in talk.transcript.sentences if s.span & stretch]
    within = [s for s in inside if s.span.middle in stretch]
    return tuple(talk.quote(sentence) for sentence in (within or inside)[:1])


def _windows(stretch: Span) -> Iterable[Span]:
    """Whole windows only: a shorter one at the edge would look like a change of pace."""
    steps = int((stretch.duration - WINDOW) // STEP) + 1
    starts = (stretch.start + n * STEP for n in range(steps))
    return (Span(start, start + WINDOW) for start in starts)


def _paced(span: Span, moments: Sequence[float]) -> Pace:
    count = bisect_left(moments, span.end) - bisect_left(moments, span.start)
    return Pace(span, 60 * count / span.duration)


def _lasting(windows: Iterable[Pace], moments: Sequence[float], band: tuple[float, float]) -> tuple[Pace, ...]:
    """Stretches of the middles of successive windows, where the stretch itself also lies inside a band."""
    least, most = band
    middles = (window.span.middle for window in windows if least <= window.words_per_minute <= most)
    stretches = merged((Span(middle - STEP / 2, middle + STEP / 2) for middle in middles), gap=STEP / 10)
    paced = (_paced(stretch, moments) for stretch in stretches if stretch.duration >= LASTS)
    return tuple(pace for pace in paced if least <= pace.words_per_minute <= most)


def _articulation_rate(talk: Aligned, rubric: Rubric, silences: Sequence[Span] | None) -> float | None:
    """Syllables per second of phonation; gaps between words shorter than a pause count as phonation."""
    fillers = rubric.delivery.fillers
    holes = left_out(talk)
    timed_words = [w for w in talk.transcript.words if not any(w.span.middle in hole for hole in holes)]
    words = [word for word in timed_words if bare(word.text) not in fillers]
    quiet = _gaps(timed_words) if silences is None else silences
    cut = [silence for silence in quiet if silence.duration >= SHORTEST]
    cut += [word.span for word in timed_words if bare(word.text) in fillers]
    cut += [word.span for word in talk.transcript.filled]
    cut += [sentence.span for sentence in talk.transcript.sentences if not sentence.words]
    phonation = sum(piece.duration for stretch in speaking_spans(talk) for piece in outside(stretch, cut))
    return sum(syllables(word.text) for word in words) / phonation if phonation >= LEAST_PHONATION else None


def _gaps(words: Sequence[Word]) -> list[Span]:
    ends = ((one.span.end, next_.span.start) for one, next_ in pairwise(words))
    return [Span(end, start) for end, start in ends if start > end]
