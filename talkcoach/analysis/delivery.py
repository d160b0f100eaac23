"""How the talk was spoken: pace, filled pauses and long silences, as far as the transcript tells.

Conventions: pace is words per minute over a window of the recording, pauses included. Words are those of the
recogniser where it gives them, which also counts where a script has no spaces. Only filled pauses that the
recogniser wrote are counted, and it leaves most of them out, so their number is a lower bound. What is ordinary,
and which words are filled pauses, holds for the language of the rubric only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from talkcoach.domain import Finding, Quote, Sentence, Span, Talk, Word, merged
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
    words = talk.transcript.words
    is_understood = speak(talk.transcript.language)
    fillers = rubric.delivery.fillers if is_understood else frozenset()
    return Delivery(
        words_per_minute=_words_per_minute(talk),
        pace=_pace(talk),
        fillers=tuple(_filler(talk, word) for word in words if _bare(word.text) in fillers),
        pauses=tuple(
            Pause(Span(one.span.end, next_.span.start))
            for one, next_ in pairwise(words)
            if next_.span.start - one.span.end >= rubric.delivery.long_pause_seconds
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


def _words_per_minute(talk: Talk) -> float | None:
    sentences = talk.transcript.sentences
    moments = _moments(sentences)
    spoken = sentences[-1].span.end - sentences[0].span.start if moments else 0.0
    return 60 * len(moments) / spoken if spoken else None


def _pace(talk: Talk) -> tuple[Pace, ...]:
    """Whole windows from the first word on; a sentence without word times counts evenly over its span."""
    sentences = talk.transcript.sentences
    moments = _moments(sentences)
    if not moments:
        return ()
    start = sentences[0].span.start
    windows = int((sentences[-1].span.end - start) // WINDOW)
    spans = [Span(start + WINDOW * n, start + WINDOW * (n + 1)) for n in range(windows)]
    return tuple(Pace(span, 60 * sum(moment in span for moment in moments) / WINDOW) for span in spans)


def _moments(sentences: tuple[Sentence, ...]) -> list[float]:
    """The moment of every word; none at all where the words of a sentence cannot be told."""
    if any(not s.words and _WITHOUT_SPACES.search(s.text) for s in sentences):
        return []
    return [moment for sentence in sentences for moment in _moments_in(sentence)]


def _moments_in(sentence: Sentence) -> list[float]:
    if sentence.words:
        return [word.span.middle for word in sentence.words]
    span, count = sentence.span, len(sentence.text.split())
    return [span.start + span.duration * (n + 0.5) / count for n in range(count)]


def _filler(talk: Talk, word: Word) -> Quote:
    return Quote(word.span, word.text.strip(), talk.slide_at(word.span.middle))


def _bare(text: str) -> str:
    return text.strip(" .,;:!?…—–-\"'").casefold()
