"""What the recogniser wrote but nobody said: loops, invented phrases, echoes of its own prompt.

Every rule asks the sound as well as the words, because speakers do repeat themselves and do say thank you.
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
from talkcoach.resources import shipped
from talkcoach.speech.activity import heard_shares
from talkcoach.speech.sentences import sentence_ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST_REPEATS = 4
"""Times that a phrase stands in a row before it may be a loop; emphasis repeats two or three times."""

_LONGEST_PHRASE = 20
"""Words in a phrase that loops."""

_FASTEST_SPEECH = 7.0
"""Words a second that no one says: about twice a fast talker's rate. Loops fill a window with far more."""

_UNHEARD = 0.1
"""The share of a sentence's time in speech, below which nobody can have said it."""

_HALF_HEARD = 0.5
"""The same for what Whisper is known to invent."""

_NO_SPEECH, _UNSURE = 0.6, -0.5
"""Whisper's doubts about a known phrase: its own limit for "no speech", and half its limit for the mean log
probability, which for these phrases is seldom low."""

_SLACK = 0.2
"""Seconds by which Whisper's word times may miss the speech."""

_ECHOED_TERMS = 4
"""Terms of the prompt, one right after the other in its order, that make an echo."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of recognised words with what the recogniser thinks of its own work.

    ``mean_log_probability`` is per token, ``no_speech_probability`` 0 to 1; both are of the window of up to 30 s
    that the segment is from.
    """

    words: tuple[Word, ...]
    mean_log_probability: float = 0.0
    no_speech_probability: float = 0.0


def without_hallucinations(
    segments: Sequence[Segment], speech: Sequence[Span], terms: Sequence[str] = ()
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that were said, and those that were not, each in order.

    Args:
        segments: what was recognised, in order of time.
        speech: where speech is heard, in order.
        terms: the words that the recogniser was told to expect, in the order of its prompt.
    """
    words = [word for segment in segments for word in segment.words]
    doubted = [_is_doubted(segment) for segment in segments for _ in segment.words]
    heard = _heard(words, speech)
    invented = {
        index
        for stretch in (*looped(words, heard), *echoed(words, terms), *unheard(words, heard, doubted))
        for index in stretch
    }
    return (
        tuple(word for index, word in enumerate(words) if index not in invented),
        tuple(word for index, word in enumerate(words) if index in invented),
    )


def looped(words: Sequence[Word], heard: NDArray[np.float64]) -> Iterator[range]:
    """Where a phrase is written again and again faster than anyone speaks, or where nobody does.

    The first time is left standing, since the loop often begins with what was said.
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
                if _speed(words, repeats) > _FASTEST_SPEECH or _mean(heard, repeats) < _HALF_HEARD:
                    yield repeats
            start = max(end, start + 1)


def echoed(words: Sequence[Word], terms: Sequence[str]) -> Iterator[range]:
    """Where the list of terms that the recogniser was given stands in its text, in the list's order."""
    plain = [_unspaced(word.text) for word in words]
    prompt = [_unspaced(part) for term in terms for part in term.split()]
    follows = set(pairwise(prompt))
    start = 0
    for index in range(1, len(plain) + 1):
        if index == len(plain) or (plain[index - 1], plain[index]) not in follows:
            if index - start >= _ECHOED_TERMS:
                yield range(start, index)
            start = index


def unheard(words: Sequence[Word], heard: NDArray[np.float64], doubted: Sequence[bool]) -> Iterator[range]:
    """Sentences where there is no speech, and those known to be invented where there is little or much doubt."""
    for sentence in sentence_ranges(words):
        share = _mean(heard, sentence)
        known = _unspaced("".join(words[index].text for index in sentence)) in _known_inventions()
        if share < _UNHEARD or (known and (share < _HALF_HEARD or doubted[sentence[0]])):
            yield sentence


def _is_doubted(segment: Segment) -> bool:
    return segment.no_speech_probability > _NO_SPEECH and segment.mean_log_probability < _UNSURE


def _speed(words: Sequence[Word], stretch: range) -> float:
    """Words a second."""
    seconds = words[stretch[-1]].span.end - words[stretch[0]].span.start
    return len(stretch) / seconds if seconds else float("inf")


def _heard(words: Sequence[Word], speech: Sequence[Span]) -> NDArray[np.float64]:
    """For each word the share of its time and a little around it that is speech."""
    near = [Span(max(0.0, word.span.start - _SLACK), word.span.end + _SLACK) for word in words]
    return heard_shares(near, speech)


def _mean(heard: NDArray[np.float64], stretch: range) -> float:
    return float(heard[stretch.start : stretch.stop].mean())


def _unspaced(text: str) -> str:
    """A text's letters and digits only, so that neither spelling nor spacing matter."""
    return re.sub(r"[\W_]+", "", text.casefold())


@functools.cache
def _known_inventions() -> frozenset[str]:
    with shipped("speech", "data", "invented_phrases.yaml").open(encoding="utf-8") as stream:
        return frozenset(_unspaced(phrase) for phrase in yaml.safe_load(stream))
