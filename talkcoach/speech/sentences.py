"""Words to sentences: at the recogniser's punctuation, and in its absence at long silences."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import yaml

from talkcoach.domain import Sentence, Word
from talkcoach.resources import shipped

UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that Whisper writes without spaces between words."""

_LONGEST = 40
"""Words in a sentence before it counts as a run-on; spoken academic sentences average about 20."""

_SILENCE_IN_RUN_ON = 0.5
"""Seconds of silence at which a run-on may be parted."""

_SILENCE_THAT_ENDS = 3.0
"""Seconds of silence after which a new sentence begins whatever the punctuation says."""

_CLOSING = "\"'”’»)]}"
_ENDS = re.compile(rf"[.?!…。！？]+[{re.escape(_CLOSING)}]*$")


def to_sentences(words: Iterable[Word], *, spaced: bool = True) -> tuple[Sentence, ...]:
    """Words, in order, to sentences that hold each of them once, in the same order.

    A full stop after an abbreviation, or before a small letter, ends nothing. ``spaced`` tells whether the
    language writes spaces between words. No words give no sentences.
    """
    joint = " " if spaced else ""
    return tuple(
        Sentence(part[0].span | part[-1].span, joint.join(word.text for word in part), tuple(part))
        for sentence in _at_punctuation(words)
        for part in _at_silences(sentence)
    )


def ends_sentence(text: str, following: str) -> bool:
    """Whether a word, written with its punctuation, is the last of a sentence, given the word after it."""
    if not _ENDS.search(text):
        return False
    bare = text.rstrip(_CLOSING)
    if not bare.endswith(".") or bare.endswith(".."):
        return True
    stem = bare[:-1].lstrip("\"'“‘«([{").casefold()
    always_goes_on, may_end = _abbreviations()
    if stem in always_goes_on or (len(stem) == 1 and stem.isalpha() and stem != "i"):
        return False
    starts_small = following.lstrip("\"'“‘«([{")[:1].islower()
    return not starts_small and not (stem in may_end and not following[:1].isupper())


def _at_punctuation(words: Iterable[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        if sentence and (
            ends_sentence(sentence[-1].text, word.text)
            or word.span.start - sentence[-1].span.end >= _SILENCE_THAT_ENDS
        ):
            yield sentence
            sentence = []
        sentence.append(word)
    if sentence:
        yield sentence


def _at_silences(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """A run-on parted at its longest silence, again and again; a silence at either end parts nothing."""
    silences = [later.span.start - earlier.span.end for earlier, later in pairwise(words)]
    if len(words) <= _LONGEST or max(silences) < _SILENCE_IN_RUN_ON:
        yield words
        return
    cut = 1 + max(range(len(silences)), key=silences.__getitem__)
    yield from _at_silences(words[:cut])
    yield from _at_silences(words[cut:])


@functools.cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    with shipped("speech", "data", "abbreviations.yaml").open(encoding="utf-8") as stream:
        table = yaml.safe_load(stream)
    return frozenset(table["always_goes_on"]), frozenset(table["may_end"])
