"""Whether a sentence opens as speakers do when they turn to something new, or as they do when they go on.

They turn with "Now …", "Next …", "Let's look at …", and go on with "Because …", "It …", "They …" (discourse
markers and anaphora; Hirschberg and Litman, Computational Linguistics 19(3), 1993). The phrases are in
``openings.txt``; they are English, and of another language nothing is told.
"""

from __future__ import annotations

import re
from functools import cache

from talkcoach.phrases import matcher, plain
from talkcoach.resources import shipped

_BEFORE = re.compile(r"^(?:\W*(?:and|but|or|so|uh|um|well)\b\W*)+", re.IGNORECASE)
"""What may stand before the opening itself."""


def turn(text: str) -> int:
    """1 when a sentence opens by turning to something new, -1 when it goes on with what was said, else 0."""
    opening = _BEFORE.sub("", plain(text)).lstrip()
    return next((sign for sign, phrases in _openings() if matcher(phrases).match(opening)), 0)


@cache
def _openings() -> tuple[tuple[int, tuple[str, ...]], ...]:
    lines = shipped("openings.txt").read_text(encoding="utf-8").splitlines()
    return tuple((int(f"{sign}1"), tuple(line[2:] for line in lines if line.startswith(sign))) for sign in "+-")
