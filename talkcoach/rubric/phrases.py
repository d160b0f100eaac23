"""Finding a rubric's phrases in speech and on slides.

A phrase is plain words. Case does not matter, ``*`` at the end of a word stands for any ending
(``limit*`` finds "limits" and "limitation"), and ``…`` stands for up to `GAP` words in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from talkcoach.domain.text import plain

GAP = 6
"""The most words that ``…`` stands for, about a clause."""

LANGUAGE = "en"
"""The language of the rubrics' phrases (ISO 639-1)."""

_NOTHING = re.compile(r"(?!)")


def speak(language: str) -> bool:
    """Whether a talk is in the language of the phrases; an unknown language, empty, counts as theirs."""
    return language in ("", LANGUAGE)


def matcher(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all phrases, the longest first; without phrases it matches nothing."""
    return _compiled(tuple(phrases))


def found(phrases: Iterable[str], text: str) -> tuple[str, ...]:
    """The places in ``text`` that match a phrase, in order."""
    return tuple(match.group() for match in matcher(phrases).finditer(plain(text)))


def has(phrases: Iterable[str], text: str) -> bool:
    """Whether ``text`` contains one of the phrases."""
    return matcher(phrases).search(plain(text)) is not None


@lru_cache(maxsize=512)
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    if not phrases:
        return _NOTHING
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    any_phrase = "|".join(map(_pattern, longest_first))
    return re.compile(rf"(?<!\w)(?:{any_phrase})(?!\w)", re.IGNORECASE)


def _pattern(phrase: str) -> str:
    pattern = ""
    for word in plain(phrase).split():
        if word == "…":
            pattern += rf"(?:\W+[\w'-]+){{0,{GAP}}}?"
        else:
            pattern += (r"\W+" if pattern else "") + re.escape(word).replace(r"\*", r"\w*")
    return pattern
