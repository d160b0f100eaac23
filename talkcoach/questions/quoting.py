"""Shortening a spoken sentence for a quotation in a question."""

from __future__ import annotations

import re

from talkcoach.domain.text import excerpt, plain

LONG = 110
"""Characters of a quotation inside a question."""

LEAST = 3
"""Words that a quotation keeps at least."""

OPENERS = frozenset({"and", "so", "but", "now", "then", "also", "okay", "well", "um", "uh", "er", "here", "yeah"})
"""Words at the beginning of a spoken sentence that are left out of a quotation."""

_SENTENCE = re.compile(r"[.!?]\s+")
_CLAUSE = re.compile(r"[,;:]\s+")


def clause(text: str, at: int) -> str:
    """The part of a sentence to quote, around the character ``at``.

    Of several sentences joined it is the one at that place; of a long one, from the start of the clause on.
    """
    text = plain(text)
    start = max((match.end() for match in _SENTENCE.finditer(text, 0, at)), default=0)
    end = _SENTENCE.search(text, at)
    if (end.start() if end else len(text)) - start > LONG:
        start = max((match.end() for match in _CLAUSE.finditer(text, start, at)), default=start)
    words = text[start : end.start() if end else len(text)].split()
    while len(words) > LEAST and words[0].lower().strip(",") in OPENERS:
        words = words[1:]
    return excerpt(" ".join(words), LONG)
