"""Expressions found in spoken words, by the words and the punctuation around them.

Conventions: words are in lower case, without punctuation, with plain apostrophes. Any run of punctuation is a
comma, and so are both ends of a sentence, since a recogniser writes punctuation of any kind for a pause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from talkcoach.domain import Aligned, Quote, Sentence, Span, Word
from talkcoach.domain.text import plain
from talkcoach.rubric import Expression

EDGE = ","
"""What stands for punctuation and for the ends of a sentence."""

QUOTED = 5
"""Moments that a finding quotes at most; the figures beside it have them all."""

_PIECE = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*|[^\w\s'\"()%$*_-]+|(?<=\w)-+(?!\w)")


def timed(sentence: Sentence) -> tuple[Word, ...]:
    """A sentence's words; spread evenly over it where they have no times."""
    if sentence.words:
        return sentence.words
    texts = sentence.text.split()
    step = sentence.span.duration / max(len(texts), 1)
    starts = [sentence.span.start + n * step for n in range(len(texts))]
    return tuple(Word(Span(start, start + step), text) for start, text in zip(starts, texts, strict=True))


def bare(text: str) -> str:
    """A word for comparison: in lower case, without the punctuation around it."""
    return plain(text).strip(" .,;:!?…—–-\"'“”()").casefold()


def matches(
    words: Sequence[Word], expressions: Iterable[Expression], skipped: frozenset[str] = frozenset()
) -> list[tuple[int, int]]:
    """The ranges of words, first and one after the last, in which an expression stands, in order and without
    overlap.

    Args:
        words: one sentence.
        expressions: what to look for; of two that overlap the longer counts.
        skipped: bare words that are read as punctuation.
    """
    line, index = _line(words, skipped)
    found = []
    for expression in expressions:
        around = _spans(expression.when, line)
        proper = _spans(expression.unless, line)
        for start, end in _spans((expression.say,), line):
            if (not expression.when or _inside(start, end, around)) and not _inside(start, end, proper):
                found.append((index[line.count(" ", 0, start)], index[line.count(" ", 0, end)] + 1))
    return _apart(found)


def quoted(talk: Aligned, words: Sequence[Word]) -> Quote:
    """Successive words as evidence, with the slide at their middle."""
    span = words[0].span | words[-1].span
    text = " ".join(word.text.strip() for word in words).strip(" ,;:.?!…")
    return Quote(span, text, talk.slide_at(span.middle))


def _line(words: Sequence[Word], skipped: frozenset[str]) -> tuple[str, list[int]]:
    """The pieces of a sentence on one line, separated by spaces, and the number of the word of each piece."""
    pieces, index = [EDGE], [0]
    for number, word in enumerate(words):
        for piece in [EDGE] if bare(word.text) in skipped else _PIECE.findall(plain(word.text).lower()):
            piece = piece if piece[0].isalnum() else EDGE
            if piece != EDGE or pieces[-1] != EDGE:
                pieces.append(piece)
                index.append(number)
    if pieces[-1] != EDGE:
        pieces.append(EDGE)
        index.append(len(words) - 1)
    return " ".join(pieces), index


def _spans(phrases: Sequence[str], line: str) -> list[tuple[int, int]]:
    return [match.span(1) for phrase in phrases for match in _pattern(phrase).finditer(line)]


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    # A lookahead, so that matches may overlap: the comma that ends one may begin the next.
    pieces = (re.escape(piece).replace(r"\*", r"[^\s,]*") for piece in plain(phrase).lower().split())
    return re.compile(rf"(?<!\S)(?=({' '.join(pieces)})(?!\S))")


def _inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _apart(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda words: words[0] - words[1]):
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    return sorted(kept)
