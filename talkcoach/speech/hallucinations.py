"""Removal of hallucinations, text without speech: repetition loops, known inventions, echoes of the prompt.

The rules for loops and inventions use voice activity as well as the words, because speakers do repeat themselves
and do say thank you.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import yaml

from talkcoach.domain import Span, Word
from talkcoach.speech.sentences import sentence_ranges
from talkcoach.speech.vad import speech_shares
from talkcoach.store.places import shipped

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST_REPEATS = 4
"""Consecutive repetitions from which a phrase may be a loop; emphasis repeats two or three times."""

_LONGEST_PHRASE = 20
"""The most words in a phrase that loops."""

_FASTEST_SPEECH = 7.0
"""Words per second, about twice the rate of a fast speaker. Loops fill a window with far more."""

_NO_SPEECH_SHARE = 0.1
"""A sentence of whose duration a smaller share is speech cannot have been spoken."""

_HALF_SPEECH = 0.5
"""The same for phrases that Whisper is known to invent."""

_NO_SPEECH, _UNSURE = 0.6, -0.5
"""When a known phrase is doubtful: Whisper's own limit for "no speech", and half its limit for the mean log
probability, which is seldom low for these phrases."""

_SLACK = 0.2
"""Seconds by which Whisper's word times may be off."""

_ECHOED_TERMS = 4
"""The number of consecutive terms in the order of the prompt that make an echo."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Recognised words with the recogniser's confidence.

    ``mean_log_probability`` is per token, ``no_speech_probability`` 0 to 1; both are those of the window of up to
    30 s that contains the segment.
    """

    words: tuple[Word, ...]
    mean_log_probability: float = 0.0
    no_speech_probability: float = 0.0


def without_hallucinations(
    segments: Sequence[Segment], speech: Sequence[Span], terms: Sequence[str] = ()
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The spoken words and the hallucinated ones, each in order.

    Args:
        segments: what was recognised, in order of time.
        speech: spans of speech, in order.
        terms: the hotwords of the recogniser, in the order of its prompt.
    """
    words = [word for segment in segments for word in segment.words]
    doubted = [_is_doubted(segment) for segment in segments for _ in segment.words]
    shares = _speech_shares(words, speech)
    invented = {
        index
        for indices in (*loops(words, shares), *echoes(words, terms), *unspoken(words, shares, doubted))
        for index in indices
    }
    return (
        tuple(word for index, word in enumerate(words) if index not in invented),
        tuple(word for index, word in enumerate(words) if index in invented),
    )


def loops(words: Sequence[Word], shares: NDArray[np.float64]) -> Iterator[range]:
    """The repetitions of phrases that are faster than anyone speaks, or without speech.

    The first occurrence is kept, since a loop often begins with real speech.
    """
    plain = [_unspaced(word.text) for word in words]
    for length in range(1, _LONGEST_PHRASE + 1):
        start = 0
        while start + length < len(plain):
            end = start
            while end + length < len(plain) and plain[end] == plain[end + length]:
                end += 1
            if end - start >= (_FEWEST_REPEATS - 1) * length:
                repeats = range(start + length, end + length)
                if _speed(words, repeats) > _FASTEST_SPEECH or _mean(shares, repeats) < _HALF_SPEECH:
                    yield repeats
            start = max(end, start + 1)


def echoes(words: Sequence[Word], terms: Sequence[str]) -> Iterator[range]:
    """Where consecutive hotwords of the prompt occur in the text, in the prompt's order."""
    plain = [_unspaced(word.text) for word in words]
    prompt = [_unspaced(part) for term in terms for part in term.split()]
    follows = set(pairwise(prompt))
    start = 0
    for index in range(1, len(plain) + 1):
        if index == len(plain) or (plain[index - 1], plain[index]) not in follows:
            if index - start >= _ECHOED_TERMS:
                yield range(start, index)
            start = index


def unspoken(words: Sequence[Word], shares: NDArray[np.float64], doubted: Sequence[bool]) -> Iterator[range]:
    """Sentences without speech, and known inventions with little speech or low confidence."""
    for sentence in sentence_ranges(words):
        share = _mean(shares, sentence)
        known = _unspaced("".join(words[index].text for index in sentence)) in _known_inventions()
        if share < _NO_SPEECH_SHARE or (known and (share < _HALF_SPEECH or doubted[sentence[0]])):
            yield sentence


def _is_doubted(segment: Segment) -> bool:
    return segment.no_speech_probability > _NO_SPEECH and segment.mean_log_probability < _UNSURE


def _speed(words: Sequence[Word], indices: range) -> float:
    """Words per second."""
    seconds = words[indices[-1]].span.end - words[indices[0]].span.start
    return len(indices) / seconds if seconds else float("inf")


def _speech_shares(words: Sequence[Word], speech: Sequence[Span]) -> NDArray[np.float64]:
    """For each word the share of its duration, and a little around it, that is speech."""
    near = [Span(max(0.0, word.span.start - _SLACK), word.span.end + _SLACK) for word in words]
    return speech_shares(near, speech)


def _mean(shares: NDArray[np.float64], indices: range) -> float:
    return float(shares[indices.start : indices.stop].mean())


def _unspaced(text: str) -> str:
    """The letters and digits of a text, so that punctuation and spacing do not matter."""
    return re.sub(r"[\W_]+", "", text.casefold())


@functools.cache
def _known_inventions() -> frozenset[str]:
    with shipped("speech", "data", "invented_phrases.yaml").open(encoding="utf-8") as stream:
        return frozenset(_unspaced(phrase) for phrase in yaml.safe_load(stream))
