"""Captions in capitals, as live captioners write them, made readable."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SHARE, _FEWEST = 0.9, 20
"""The share of capitals among letters, and letters, from which on a text is written in capitals."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SAID_AS_I = re.compile(r"\bi(?=$|\W)")
_NO_VOWEL = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{2,}S?")
_SHORT_FORMS = frozenset(
    {"DR", "MR", "MRS", "MS", "PHD", "ST", "VS", "HMM", "MM", "SHH", "PST", "BRR", "TH", "ND", "RD"}
)
"""Words without a vowel that are no acronyms."""


def is_in_capitals(texts: Iterable[str]) -> bool:
    """Whether words are all written in capitals."""
    letters = [letter for text in texts for letter in text if letter.isalpha()]
    return len(letters) >= _FEWEST and sum(map(str.isupper, letters)) >= _SHARE * len(letters)


def in_small_letters(text: str) -> str:
    """A sentence in capitals in ordinary letters; acronyms that nobody could read as a word stay as they are."""

    def small(found: re.Match[str]) -> str:
        word = found[0]
        stays = _NO_VOWEL.fullmatch(word) and word not in _SHORT_FORMS
        return word if stays else word.lower()

    return as_sentence(_WORD.sub(small, text))


def as_sentence(text: str) -> str:
    """A sentence with a capital at its beginning, and "I" as it is written."""
    text = _SAID_AS_I.sub("I", text)
    return text[:1].upper() + text[1:]
