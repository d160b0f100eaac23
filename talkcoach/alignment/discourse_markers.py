"""Whether a sentence opens a new topic or continues one, by its discourse marker.

Speakers open a topic with "Now …", "Next …", "Let's look at …", and continue with "Because …", "It …", "They …"
(discourse markers and anaphora; Hirschberg and Litman, Computational Linguistics 19(3), 1993). The phrases are in
``discourse_markers.txt``; they are English, and sentences in other languages have no markers.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from talkcoach.domain.text import plain
from talkcoach.rubric.phrases import matcher

_BEFORE = re.compile(r"^(?:\W*(?:and|but|or|so|uh|um|well)\b\W*)+", re.IGNORECASE)
"""Words that may stand before the marker."""


def topic_shift(text: str) -> int:
    """1 when a sentence opens a new topic, -1 when it continues one, else 0."""
    opening = _BEFORE.sub("", plain(text)).lstrip()
    return next((sign for sign, phrases in _markers() if matcher(phrases).match(opening)), 0)


@cache
def _markers() -> tuple[tuple[int, tuple[str, ...]], ...]:
    lines = Path(__file__).with_name("discourse_markers.txt").read_text(encoding="utf-8").splitlines()
    return tuple((int(f"{sign}1"), tuple(line[2:] for line in lines if line.startswith(sign))) for sign in "+-")
