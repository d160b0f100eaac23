"""Sentence segmentation at the recogniser's punctuation and, where that is missing, at long silences."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import yaml

from talkcoach.domain import Sentence, Word
from talkcoach.store.places import shipped

UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that Whisper writes without spaces between words."""

_LONGEST = 40
"""Words in a sentence before it counts as a run-on; spoken academic sentences average about 20."""

_SILENCE_IN_RUN_ON = 0.5
"""Seconds of silence at which a run-on may be split."""

SILENCE_THAT_ENDS = 3.0
"""Seconds of silence after which a new sentence begins whatever the punctuation says."""

_RAREST_STOPS = 60
"""Words to a sentence end from which on a text has no punctuation, though it may have a stray full stop."""

_CLOSING = "\"'”’»)]}"
_ENDS = re.compile(rf"[.?!…。！？]+[{re.escape(_CLOSING)}]*$")


def to_sentences(words: Sequence[Word], *, spaced: bool = True) -> tuple[Sentence, ...]:
    """The sentences that consecutive words make; every word is in exactly one of them, in the same order.

    ``spaced`` is whether the language writes spaces between words. Without words there are no sentences.
    """
    parts = (tuple(words[indices.start : indices.stop]) for indices in sentence_ranges(words))
    joint = " " if spaced else ""
    return tuple(
        Sentence(part[0].span | part[-1].span, joint.join(word.text for word in part), part) for part in parts
    )


def sentence_ranges(words: Sequence[Word]) -> Iterator[range]:
    """The word indices of each sentence, in order; none is empty, and together they cover all words.

    A full stop after an abbreviation, or before a lower-case letter, does not end a sentence.
    """
    start = 0
    for index, (word, following) in enumerate(pairwise(words), 1):
        silence = following.span.start - word.span.end
        if silence >= SILENCE_THAT_ENDS or ends_sentence(word.text, following.text):
            yield from _split(words, range(start, index))
            start = index
    if words:
        yield from _split(words, range(start, len(words)))


def ends_sentence(text: str, following: str) -> bool:
    """Whether a word with its punctuation ends a sentence, given the word that follows."""
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


def lacks_stops(words: Sequence[str]) -> bool:
    """Whether words have no punctuation that tells where sentences end."""
    return sum(bool(_ENDS.search(word)) for word in words) * _RAREST_STOPS < len(words)


def _split(words: Sequence[Word], sentence: range) -> Iterator[range]:
    """A run-on split at its longest silence, or a very long one near its middle, until all parts are short."""
    cut = _split_point(words, sentence)
    if cut is None:
        yield sentence
        return
    yield from _split(words, range(sentence.start, cut))
    yield from _split(words, range(cut, sentence.stop))


def _split_point(words: Sequence[Word], sentence: range) -> int | None:
    def silence_before(index: int) -> float:
        return words[index].span.start - words[index - 1].span.end

    if len(sentence) <= _LONGEST:
        return None
    longest = max(sentence[1:], key=silence_before)
    if silence_before(longest) >= _SILENCE_IN_RUN_ON:
        return longest
    if len(sentence) <= 2 * _LONGEST:
        return None
    quarter, middle = len(sentence) // 4, (sentence.start + sentence.stop) // 2
    return max(sentence[quarter:-quarter], key=lambda index: (silence_before(index), -abs(index - middle)))


@functools.cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    with shipped("speech", "data", "abbreviations.yaml").open(encoding="utf-8") as stream:
        table = yaml.safe_load(stream)
    return frozenset(table["always_goes_on"]), frozenset(table["may_end"])
