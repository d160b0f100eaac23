"""Detection of filled pauses, um and uh, which Whisper recognises and leaves out of its transcript.

Candidates are gaps between words with a sustained sound that lasts longer than the words there take. At each of
them the recogniser gives the probability that the next word is a filled pause (`likelihood`); likely ones are
located in the sound. The words of the transcript are not changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from talkcoach.audio.decode import Samples
from talkcoach.audio.sustained import VoiceTracks, voice_tracks
from talkcoach.domain import Span, Word
from talkcoach.speech.likelihood import SpeechExcerpt, WordLikelihood
from talkcoach.speech.word_gaps import Window, reach, windows
from talkcoach.store.wav import RATE

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_LANGUAGE = "en"
"""The language of these filled pauses."""

_FORMS = ("um", "uh", "er", "erm", "hmm", "mm")

_WRITTEN = frozenset({*_FORMS, "uhm", "umm", "uhh"})
"""Spellings in transcripts. Before one of these words no other filled pause is searched; it would be the same one.
"""

_CONFUSED = frozenset({"ah", "err", "ohm", "oom", "or", "ur"})
"""Words that Whisper sometimes writes for a filled pause."""

_PROMPT = "um so uh i was um thinking that uh hmm we could um you know er do this uh like um"
"""Makes the decoder expect filled pauses, and no punctuation, which competes with them."""

LIKELY = 0.4
"""The probability from which a filled pause is reported. In labelled clips real ones have 0.45 and more and nearly
all false ones less than 0.4, also with longer prompts of this kind and longer windows."""

_SHARED = 0.1
"""The same where the transcript has a word that may stand for it, which then shares the probability."""

_LETTER = 0.05
"""Seconds of voice per letter: the median of the speakers of 32 talks and clips."""

_STEADY, _STEADY_PER_SECOND, _MOST_EXCESS = 23.0, 20.0, 0.3
"""The most change of the spectrum of a candidate, as in `VoiceTracks`; how much more is allowed for each second by
which the voice lasts longer than the words on both sides take; and the most seconds that count. All filled pauses
that the recogniser finds in the labelled clips meet this; four of five gaps do not."""

_SHORTEST = 0.1
"""Seconds; no clearly voiced filled pause in the labelled clips is shorter."""

_SAME = 0.3
"""Filled pauses less than so many seconds apart are one: "the uh" matches as a lengthened "the" and as "uh"."""

_PEAK_BEFORE, _TAIL = 0.1, 0.45
"""Seconds from the maximum of a filled pause to the end of its alignment, and from there to its latest end."""

_ROUNDS = 2
"""Passes over the text: with a filled pause in the text the recogniser finds others nearby more likely."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A gap at which the recogniser finds a filled pause likely, not yet located in the sound."""

    window: Window
    gap: int
    form: str
    probability: float


@dataclass(frozen=True, slots=True)
class _Located:
    gap: int
    word: Word


def filled_pauses(
    whisper: WhisperModel,
    samples: Samples,
    words: Sequence[Word],
    language: str = _LANGUAGE,
    least: float = LIKELY,
    progress: Callable[[float], None] | None = None,
) -> tuple[Word, ...]:
    """The filled pauses that a transcript leaves out, in order and disjoint.

    Their text is ``um``, ``uh``, ``er``, ``erm``, ``hmm`` or ``mm``, the most probable; their span is that of the
    sound; their probability is that of any filled pause. Those in the transcript are not repeated. The sound can
    be any part of a talk; without words no filled pauses are found.

    Args:
        whisper: the model.
        samples: the sound, at `RATE`.
        words: the recognised words, in order, with times.
        language: ISO 639-1 code of the spoken language; only those of English are known.
        least: the probability from which a filled pause is reported.
        progress: called with the share of the work that is done, 0 to 1.

    Raises:
        ValueError: for another rate.
    """
    if samples.rate != RATE:
        raise ValueError(f"the speech model needs {RATE} samples per second, not {samples.rate}")
    if language != _LANGUAGE or not words:
        return ()
    forms = [f" {form}" for form in (*_FORMS, *map(str.capitalize, _FORMS))]
    likelihood = WordLikelihood(whisper, language, _PROMPT, forms)
    tracks = voice_tracks(samples.values, samples.rate)
    text, known = list(words), list[Word]()
    for _ in range(_ROUNDS):
        every = windows(_candidate_gaps(text, tracks, samples.duration), text, samples.duration)
        near = [one for one in every if not known or any(word in known for word in text[one.first : one.last])]
        # The second round is short, and not reported.
        located = _located(likelihood, samples, tracks, text, near, least, None if known else progress)
        found = _distinct(located, text)
        known += [one.word for one in found]
        for one in sorted(found, key=lambda one: one.gap, reverse=True):
            text.insert(one.gap, one.word)
        if not found:
            break
    return tuple(sorted(known, key=lambda word: word.span))


def _located(
    likelihood: WordLikelihood,
    samples: Samples,
    tracks: VoiceTracks,
    text: Sequence[Word],
    near: Sequence[Window],
    least: float,
    progress: Callable[[float], None] | None,
) -> Iterator[_Located]:
    """The candidates in some windows that have a sound of their own."""
    excerpts = {window: _excerpt(samples, text, window) for window in near}
    candidates = list(_candidates(likelihood, text, excerpts, least, progress))
    times = likelihood.aligned(
        [excerpts[one.window] for one in candidates],
        [(one.gap - one.window.first, one.form) for one in candidates],
    )
    for one, (start, end) in zip(candidates, times, strict=True):
        within = Span(start, end + _TAIL).shifted(one.window.sound.start)
        peak = one.window.sound.start + end - _PEAK_BEFORE
        span = tracks.sound_at(within & _limits(text, one.gap, samples.duration), peak)
        if span and span.duration >= _SHORTEST:
            yield _Located(one.gap, Word(span, one.form.strip().lower(), one.probability))


def _candidates(
    likelihood: WordLikelihood,
    text: Sequence[Word],
    excerpts: dict[Window, SpeechExcerpt],
    least: float,
    progress: Callable[[float], None] | None,
) -> Iterator[_Candidate]:
    """The gaps at which the recogniser finds a filled pause likely."""
    gaps = [[gap - window.first for gap in window.gaps] for window in excerpts]
    found = likelihood.probabilities(list(excerpts.values()), gaps, progress)
    for window, probabilities in zip(excerpts, found, strict=True):
        for gap, each in zip(window.gaps, probabilities, strict=True):
            probability = min(float(each.sum()), 1.0)
            if probability >= (min(least, _SHARED) if _next(text, gap) in _CONFUSED else least):
                yield _Candidate(window, gap, likelihood.words[int(each.argmax())], probability)


def _limits(text: Sequence[Word], gap: int, duration: float) -> Span:
    """Where the sound of a filled pause at a gap can be; not before the word that may stand for it."""
    limits = reach(text, gap, duration)
    return Span(text[gap].span.start, limits.end + _TAIL) if _next(text, gap) in _CONFUSED else limits


def _excerpt(samples: Samples, text: Sequence[Word], window: Window) -> SpeechExcerpt:
    first, last = round(window.sound.start * RATE), round(window.sound.end * RATE)
    words = (_as_in_prompt(word.text) for word in text[window.first : window.last])
    return SpeechExcerpt(samples.values[first:last], tuple(words))


def _as_in_prompt(text: str) -> str:
    """A word in the spelling of the prompt."""
    bare = re.sub(r"[^\w'%$-]", "", text)
    return bare if re.match(r"I\b", bare) else bare.lower()


def _next(text: Sequence[Word], gap: int) -> str:
    return _as_in_prompt(text[gap].text) if gap < len(text) else ""


def _distinct(found: Iterator[_Located], text: Sequence[Word]) -> list[_Located]:
    """The most probable of those at the same time, and none where the text has one."""
    written = [word.span for word in text if _as_in_prompt(word.text) in _WRITTEN]
    kept: list[_Located] = []
    for one in sorted(found, key=lambda one: -one.word.probability):
        wide = Span(max(0.0, one.word.span.start - _SAME), one.word.span.end + _SAME)
        if not any(wide & other for other in chain(written, (k.word.span for k in kept))):
            kept.append(one)
    return kept


def _candidate_gaps(text: Sequence[Word], tracks: VoiceTracks, duration: float) -> Iterator[int]:
    """Gaps with a steady sound that lasts longer than the words on both sides take."""
    for gap in range(len(text) + 1):
        if _next(text, gap) in _WRITTEN or _is_spelled(text, gap):
            continue
        span = reach(text, gap, duration)
        excess = tracks.voice_seconds(span) - _LETTER * _letters(text, gap)
        if tracks.least_change(span) < _STEADY + _STEADY_PER_SECOND * min(excess, _MOST_EXCESS):
            yield gap


def _is_spelled(text: Sequence[Word], gap: int) -> bool:
    """Whether the next word is an acronym that begins with M, whose name sounds like um."""
    return gap < len(text) and bool(re.match(r"M[A-Z]", text[gap].text))


def _letters(text: Sequence[Word], gap: int) -> int:
    """The number of letters of the words on both sides of a gap, except of those in `_CONFUSED`."""
    sides = text[max(0, gap - 1) : gap + 1]
    return sum(len(word.text) for word in sides if _as_in_prompt(word.text) not in _CONFUSED)
