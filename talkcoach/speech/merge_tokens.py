"""Merging of Whisper's word pieces, which follow its tokens, into words as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from talkcoach.domain import Span, Word


def merged_words(pieces: Sequence[Any], within: Span, *, spaced: bool) -> tuple[Word, ...]:
    """Words in order of time that do not overlap, clipped to a span.

    Whisper separates " 4" from ".2" and " state" from "-of" "-the" "-art"; a piece without a leading space
    continues the word before it.

    Args:
        pieces: faster-whisper's ``Word`` objects, in order.
        within: seconds.
        spaced: whether the language writes spaces between words.
    """
    clock = within.start
    words: list[Word] = []
    for parts in _joined(pieces, spaced):
        text = "".join(part.word.strip() for part in parts)
        start = min(max(float(parts[0].start), clock), within.end)
        clock = min(max(float(parts[-1].end), start), within.end)
        if text:
            words.append(Word(Span(start, clock), text, float(min(part.probability for part in parts))))
    return tuple(words)


def _joined(pieces: Sequence[Any], spaced: bool) -> Iterator[list[Any]]:
    parts: list[Any] = []
    for word in pieces:
        if parts and not (spaced and _goes_on(parts[-1].word, word.word)):
            yield parts
            parts = []
        parts.append(word)
    if parts:
        yield parts


def _goes_on(before: str, word: str) -> bool:
    """Whether a piece continues the one before it; thousands are sometimes written "10, 000"."""
    return not word.startswith(" ") or bool(re.search(r"\d,$", before) and re.match(r" 000\b", word))
