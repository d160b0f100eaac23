"""Finding a rubric's phrases in what was said or written.

A phrase is plain words. Case does not matter, ``*`` at the end of a word stands for any ending
(``limit*`` finds "limits" and "limitation"), and ``…`` stands for up to `GAP` words in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

GAP = 6
"""The most words that ``…`` stands for: about a clause; more, and the two ends stop belonging together."""

LANGUAGE = "en"
"""What the phrases of rubrics are in (ISO 639-1); a talk in another language cannot be held against them."""

_NOTHING = re.compile(r"(?!)")


def speak(language: str) -> bool:
    """Whether the phrases speak a talk's language; of one whose language is unknown, empty, it is assumed."""
    return language in ("", LANGUAGE)


def matcher(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of the phrases, the longest first; it finds nothing when there are none."""
    return _compiled(tuple(phrases))


def found(phrases: Iterable[str], text: str) -> tuple[str, ...]:
    """The stretches of ``text`` where a phrase stands, in order."""
    return tuple(match.group() for match in matcher(phrases).finditer(plain(text)))


def has(phrases: Iterable[str], text: str) -> bool:
    """Whether one of the phrases stands in ``text``."""
    return matcher(phrases).search(plain(text)) is not None


def plain(text: str) -> str:
    """Text with typographic apostrophes made plain, so that a phrase finds either kind."""
    return text.replace("’", "'").replace("ʼ", "'")


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
