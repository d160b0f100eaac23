"""Sentences in pieces, parted where the speaker falls silent: slides change in pauses, not only at full stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from talkcoach.domain import Sentence

SILENT = 1.0
"""Seconds between two words of one sentence from which on they are parted: longer than a breath takes, and found
inside sentences that a recogniser ran together. From 0.7 to 1.5 the share of time on the right slide, in nine
recordings, moves between 0.903 and 0.897 (done once, by hand)."""


def pieces(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Sentences, each in as many pieces as silences make of it; those without word times stay whole."""
    return tuple(piece for sentence in sentences for piece in _parted(sentence))


def _parted(sentence: Sentence) -> Iterator[Sentence]:
    said = sentence.words
    cuts = [n for n, (one, other) in enumerate(pairwise(said), 1) if other.span.start - one.span.end >= SILENT]
    if not cuts:
        yield sentence
        return
    for first, end in pairwise([0, *cuts, len(said)]):
        words = said[first:end]
        text = " ".join(word.text.strip() for word in words)
        yield Sentence(words[0].span | words[-1].span, text, words)
