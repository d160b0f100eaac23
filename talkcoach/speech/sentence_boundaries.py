"""Where sentences end in words without punctuation: the words around, pauses, and lines of captions, weighed.

The weights in ``data/sentence_boundaries.json`` were fitted by `training/boundaries.py`, which prints how right
they are on talks that they have not seen. They are English; in other languages only pauses and lines speak.
"""

from __future__ import annotations

import functools
import json
import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from talkcoach.domain import Sentence, Word
from talkcoach.speech.sentences import SILENCE_THAT_ENDS
from talkcoach.store.places import shipped

LONGEST = 20
"""Words in a sentence; spoken academic sentences average about 16."""

LONGEST_SECONDS = 12.0
"""The same of slow speech, which the words alone would leave too long to be judged."""

FAVOUR = 1.0
"""Added to the log-odds of every gap: with it precision and recall are about equal (`training/boundaries.py`)."""

_SLOW = 1.5
"""Times its usual length, by its letters, from which on a word's time holds a pause."""

LONGEST_PAUSE = 1.5
"""Seconds beyond which a pause says no more."""

_FEWEST_LINES = 5
"""Line ends from which on it can be told whether sentences end there."""

_ROUNDS = 8
_SUREST = 0.98

_OUTSIDE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class BoundaryModel:
    """Log-odds that a sentence ends between two words: a constant, and weights of what stands around.

    ``pause`` is per second of silence.
    """

    constant: float
    pause: float
    weights: Mapping[str, float]


def likely_sentences(words: Sequence[Word], ends_of_lines: frozenset[int] = frozenset()) -> tuple[Sentence, ...]:
    """The sentences that words without punctuation make, each of at most `LONGEST` words.

    ``ends_of_lines`` are the words, by index, after which the captions begin a new line. How much that says is
    found from the file itself: some break lines where sentences end, others where the line is full.
    """
    odds = log_odds([bare(word.text) for word in words], shipped_model())
    silences = pauses(words)
    odds = [one + more for one, more in zip(odds, said_by(silences, shipped_model().pause), strict=True)]
    odds = [one + FAVOUR for one in _with_lines(odds, ends_of_lines)]
    forced = [silence >= SILENCE_THAT_ENDS for silence in silences]
    starts = [0, *(n + 1 for n in cuts(odds, words, forced))]
    parts = [tuple(words[a:b]) for a, b in zip(starts, [*starts[1:], len(words)], strict=True) if a < b]
    return tuple(
        Sentence(part[0].span | part[-1].span, " ".join(word.text for word in part), part) for part in parts
    )


def bare(text: str) -> str:
    """A word as the weights have it: in small letters, without what stands around it."""
    return _OUTSIDE.sub("", text.replace("’", "'")).lower()


def signs(words: Sequence[str], n: int) -> list[str]:
    """What stands around the gap behind the word with index ``n``."""

    def at(index: int) -> str:
        return words[index] if 0 <= index < len(words) else ""

    b, a, x, y, z = (at(n + step) for step in (-1, 0, 1, 2, 3))
    return [
        f"a {a}", f"b {b}", f"x {x}", f"y {y}", f"z {z}",
        f"ba {b} {a}", f"ax {a} {x}", f"xy {x} {y}", f"xyz {x} {y} {z}", f"axy {a} {x} {y}",
    ]  # fmt: skip


def log_odds(words: Sequence[str], model: BoundaryModel) -> list[float]:
    """For every gap between words the log-odds that a sentence ends there; one fewer than words."""
    return [
        model.constant + sum(model.weights.get(sign, 0.0) for sign in signs(words, n))
        for n in range(len(words) - 1)
    ]


def pauses(words: Sequence[Word]) -> list[float]:
    """Seconds of silence after every word but the last: what its time has beyond the usual, by its letters.

    Ends of words are not used, since captions tell only when the next one begins.
    """
    slots = [after.span.start - word.span.start for word, after in pairwise(words)]
    letters = [len(word.text) + 1 for word in words]
    pace = statistics.median(slot / own for slot, own in zip(slots, letters, strict=False)) if slots else 0.0
    return [max(0.0, slot - _SLOW * pace * own) for slot, own in zip(slots, letters, strict=False)]


def said_by(silences: Sequence[float], weight: float) -> list[float]:
    """What silences add to the log-odds, without their mean, so that a halting speaker has no more sentences."""
    held = [min(silence, LONGEST_PAUSE) for silence in silences]
    usual = statistics.fmean(held) if held else 0.0
    return [weight * (one - usual) for one in held]


def cuts(odds: Sequence[float], words: Sequence[Word] = (), forced: Sequence[bool] = ()) -> list[int]:
    """The gaps, by the index of the word before, at which sentences of at most `LONGEST` words end (Viterbi).

    The sum of their log-odds is the greatest there is. With ``words`` a sentence of several also lasts at most
    `LONGEST_SECONDS`, and ``forced`` gaps are cut.
    """
    count = len(odds) + 1
    best, came = [0.0, *[-math.inf] * count], [0] * (count + 1)
    for end in range(1, count + 1):
        gain = odds[end - 1] if end < count else 0.0
        for start in range(end - 1, max(0, end - LONGEST) - 1, -1):
            if start < end - 1 and (_is_too_long(words, start, end) or (forced and forced[start])):
                break
            if best[start] + gain > best[end]:
                best[end], came[end] = best[start] + gain, start
    found, end = [], came[count]
    while end:
        found.append(end - 1)
        end = came[end]
    return found[::-1]


def _is_too_long(words: Sequence[Word], start: int, end: int) -> bool:
    return bool(words) and words[end - 1].span.end - words[start].span.start > LONGEST_SECONDS


def _with_lines(odds: Sequence[float], ends: frozenset[int]) -> list[float]:
    """Log-odds with what the ends of lines say, by how often sentences end there in this very file (EM)."""
    inside = frozenset(n for n in ends if n < len(odds))
    if len(inside) < _FEWEST_LINES or len(inside) == len(odds):
        return list(odds)
    usual = _share(odds)
    at_ends = elsewhere = usual
    for _ in range(_ROUNDS):
        weighed = _weighed(odds, inside, _logit(at_ends) - _logit(usual), _logit(elsewhere) - _logit(usual))
        at_ends = _share([weighed[n] for n in inside])
        elsewhere = _share([one for n, one in enumerate(weighed) if n not in inside])
    return _weighed(odds, inside, _logit(at_ends) - _logit(usual), _logit(elsewhere) - _logit(usual))


def _weighed(odds: Sequence[float], inside: frozenset[int], more: float, less: float) -> list[float]:
    return [one + (more if n in inside else less) for n, one in enumerate(odds)]


def _share(odds: Sequence[float]) -> float:
    return sum(1 / (1 + math.exp(-max(-30.0, min(30.0, one)))) for one in odds) / len(odds)


def _logit(share: float) -> float:
    held = min(max(share, 1 - _SUREST), _SUREST)
    return math.log(held / (1 - held))


@functools.cache
def shipped_model() -> BoundaryModel:
    """The weights that are installed with talkcoach."""
    with shipped("speech", "data", "sentence_boundaries.json").open(encoding="utf-8") as stream:
        return BoundaryModel(**json.load(stream))
