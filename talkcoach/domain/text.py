"""Text as it is shown: on one line, shortened, listed."""

from __future__ import annotations

import sys
from collections.abc import Sequence


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


def plain(text: str) -> str:
    """Text with typographic apostrophes made plain, so that a phrase finds either kind."""
    return text.replace("’", "'").replace("ʼ", "'")
