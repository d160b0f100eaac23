"""The content words of a text, stemmed, so that "recognising objects" and "object recognition" share them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from talkcoach.phrases import plain
from talkcoach.words import function_words, stem

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry content, lower case, in order: no function words, nothing of two letters."""
    words = (word.lower() for word in _WORD.findall(plain(text)))
    return tuple(word for word in words if len(word) > 2 and word not in function_words())


def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(stem(word) for word in content_words(text))


def shortened(text: str, most: int) -> str:
    """One line of at most ``most`` characters, cut at a word where there is one near the end."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    head, _, tail = cut.rpartition(" ")
    return (head if head and len(tail) < most // 3 else cut).rstrip(" ,;:") + "…"


def excerpt(text: str, most: int = 90) -> str:
    """What was said or shown as it is quoted inside a sentence: shortened, and without its own full stop."""
    return shortened(text.rstrip(" ."), most)


def listed(names: Sequence[str], most: int = sys.maxsize) -> str:
    """Names as they are read out: ``A``, ``A and B``, ``A, B and 3 more`` when there are more than ``most``."""
    if len(names) > most:
        names = (*names[: most - 1], f"{len(names) - most + 1} more")
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
