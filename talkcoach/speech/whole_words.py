"""Whisper's words, which it parts where its tokens do, to words as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from talkcoach.domain import Span, Word


def whole_words(heard: Sequence[Any], within: Span, *, spaced: bool) -> tuple[Word, ...]:
    """Whisper's words as plain values that neither overlap nor leave a stretch of time.

    It parts " 4" from ".2" and " state" from "-of" "-the" "-art"; what has no space before it goes on.
    """
    clock = within.start
    words: list[Word] = []
    for parts in _joined(heard, spaced):
        text = "".join(part.word.strip() for part in parts)
        start = min(max(float(parts[0].start), clock), within.end)
        clock = min(max(float(parts[-1].end), start), within.end)
        if text:
            words.append(Word(Span(start, clock), text, float(min(part.probability for part in parts))))
    return tuple(words)


def _joined(heard: Sequence[Any], spaced: bool) -> Iterator[list[Any]]:
    parts: list[Any] = []
    for word in heard:
        if parts and not (spaced and _goes_on(parts[-1].word, word.word)):
            yield parts
            parts = []
        parts.append(word)
    if parts:
        yield parts


def _goes_on(before: str, word: str) -> bool:
    """Whether a word is written as the rest of the one before it; thousands are at times written "10, 000"."""
    return not word.startswith(" ") or bool(re.search(r"\d,$", before) and re.match(r" 000\b", word))
