"""How the talk was spoken: pace, filled pauses and long silences, as far as the transcript tells.

Conventions: pace is words per minute over a window of the recording, pauses included. Words are those of the
recogniser where it gives them, which also counts where a script has no spaces. Only filled pauses that the
recogniser wrote are counted, and it leaves most of them out, so their number is a lower bound. Questions from the
audience, and times when the microphone was gone, are left out of everything. What is ordinary,
and which words are filled pauses, holds for the language of the rubric only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from talkcoach.domain import Finding, Quote, Sentence, Span, Talk, Word, merged, outside
from talkcoach.phrases import speak
from talkcoach.rubric import Rubric

WINDOW = 30.0
"""Seconds over which pace is measured: long enough for about five sentences, so that one long word is no event."""

_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters: spaces do not tell their words."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Words per minute in one window."""

    span: Span
    words_per_minute: float


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence between two words."""

    span: Span


@dataclass(frozen=True, slots=True)
class Delivery:
    """The figures; ``words_per_minute`` and ``pitch_semitones_sd`` are None where there was nothing to measure.

    ``band`` is the least and the most words per minute of ordinary research talks, from the rubric; None where the
    talk is in another language.
    """

    words_per_minute: float | None
    pace: tuple[Pace, ...]
    fillers: tuple[Quote, ...]
    pauses: tuple[Pause, ...]
    band: tuple[float, float] | None
    pitch_semitones_sd: float | None = None


def delivery(talk: Talk, rubric: Rubric, pitch_semitones_sd: float | None = None) -> Delivery:
    """Measure how a talk was spoken. Without word times there is a pace, but no pauses and no filled pauses."""
    words = [word for word in talk.transcript.words if _is_own(talk, word.span.middle)]
    is_understood = speak(talk.transcript.language)
    fillers = rubric.delivery.fillers if is_understood else frozenset()
    return Delivery(
        words_per_minute=_words_per_minute(talk),
        pace=_pace(talk),
        fillers=tuple(_filler(talk, word) for word in words if _bare(word.text) in fillers),
        pauses=tuple(
            Pause(silence)
            for silence in _silences(words)
            if silence.duration >= rubric.delivery.long_pause_seconds
            and not any(silence & hole for hole in _left_out(talk))
        ),
        band=rubric.delivery.words_per_minute if is_understood else None,
        pitch_semitones_sd=pitch_semitones_sd,
    )


def delivery_findings(talk: Talk, measured: Delivery) -> tuple[Finding, ...]:
    """Stretches of at least two windows outside the band of pace; inside it there is nothing to say."""
    if measured.band is None:
        return ()
    slow, fast = measured.band
    return tuple(
        finding
        for kind, outside, advice in (
            ("too-fast", [p for p in measured.pace if p.words_per_minute > fast], "Slow down here, or say less."),
            ("too-slow", [p for p in measured.pace if p.words_per_minute < slow], "Shorten the pauses here."),
        )
        for finding in _stretches(talk, kind, outside, measured.band, advice)
    )


def _stretches(
    talk: Talk, kind: str, outside: list[Pace], band: tuple[float, float], advice: str
) -> list[Finding]:
    found = []
    for stretch in merged(pace.span for pace in outside):
        inside = [sentence for sentence in talk.transcript.sentences if sentence.span & stretch]
        if stretch.duration < 2 * WINDOW or not inside:
            continue
        rates = [pace.words_per_minute for pace in outside if pace.span & stretch]
        mean = sum(rates) / len(rates)
        found.append(
            Finding(
                kind,
                "low",
                f"For {stretch.duration:.0f} seconds you speak at {mean:.0f} words a minute "
                f"(research talks: {band[0]:.0f}–{band[1]:.0f}).",
                advice,
                (talk.quote(inside[0]),),
            )
        )
    return found


def _left_out(talk: Talk) -> tuple[Span, ...]:
    """Where the words, or the silence, are not the speaker's: questions, and gaps in the recording."""
    return merged((*talk.interruptions, *talk.gaps))


def _is_own(talk: Talk, moment: float) -> bool:
    return not any(moment in hole for hole in _left_out(talk))


def _silences(words: list[Word]) -> list[Span]:
    """From the end of each word to the start of the next, where that comes later."""
    ends = [(one.span.end, next_.span.start) for one, next_ in pairwise(words)]
    return [Span(end, start) for end, start in ends if start > end]


def _stretches_spoken(talk: Talk) -> tuple[Span, ...]:
    """From the first word to the last, what is left out cut out."""
    sentences = talk.transcript.sentences
    return outside(Span(sentences[0].span.start, sentences[-1].span.end), _left_out(talk)) if sentences else ()


def _words_per_minute(talk: Talk) -> float | None:
    moments = _moments(talk)
    spoken = sum(span.duration for span in _stretches_spoken(talk)) if moments else 0.0
    return 60 * len(moments) / spoken if spoken else None


def _pace(talk: Talk) -> tuple[Pace, ...]:
    """Whole windows from the first word of each stretch on; a sentence without word times counts evenly."""
    moments = sorted(_moments(talk))
    if not moments:
        return ()
    spans = [
        Span(stretch.start + WINDOW * n, stretch.start + WINDOW * (n + 1))
        for stretch in _stretches_spoken(talk)
        for n in range(int(stretch.duration // WINDOW))
    ]
    counts = [bisect_left(moments, span.end) - bisect_left(moments, span.start) for span in spans]
    return tuple(Pace(span, 60 * count / WINDOW) for span, count in zip(spans, counts, strict=True))


def _moments(talk: Talk) -> list[float]:
    """The moment of every word of the speaker's; none at all where the words of a sentence cannot be told."""
    sentences = talk.transcript.sentences
    if any(not s.words and _WITHOUT_SPACES.search(s.text) for s in sentences):
        return []
    return [moment for s in sentences for moment in _moments_in(s) if _is_own(talk, moment)]


def _moments_in(sentence: Sentence) -> list[float]:
    if sentence.words:
        return [word.span.middle for word in sentence.words]
    span, count = sentence.span, len(sentence.text.split())
    return [span.start + span.duration * (n + 0.5) / count for n in range(count)]


def _filler(talk: Talk, word: Word) -> Quote:
    return Quote(word.span, word.text.strip(), talk.slide_at(word.span.middle))


def _bare(text: str) -> str:
    return text.strip(" .,;:!?…—–-\"'").casefold()
