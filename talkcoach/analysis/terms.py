"""The content words of a text, stemmed, so that "recognising objects" and "object recognition" share them."""

from __future__ import annotations

import re

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


def shortened(text: str, most: int = 90) -> str:
    """A text cut at a word so that it has at most ``most`` characters, for use inside a message."""
    flat = " ".join(text.split()).rstrip(".")
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def listed(names: tuple[str, ...], most: int) -> str:
    """Names as they are read out: ``A``, ``A and B``, ``A, B and 3 more`` when there are more than ``most``."""
    if len(names) > most:
        names = (*names[: most - 1], f"{len(names) - most + 1} more")
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
