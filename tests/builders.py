"""Small talks for tests, written as they would be told.

A script has a line per sentence, ``part: words``, or ``part 3: words`` when slide 3 was up::

    talk('''
        approach 2: We propose Sieve, which skips most of the text.
        evidence 3: It gains 4.2 points over the baseline.
    ''', slides=("Sieve", "Approach", "Results\\n4.3 points"))
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TypeVar

from talkcoach.domain import Aligned, Deck, Section, Sentence, Slide, Span, Transcript, Visit

T = TypeVar("T")

_LINE = re.compile(r"(?P<part>[a-z]+)(?:\s+(?P<slide>\d+))?:\s*(?P<words>.+)")


def talk(script: str, slides: tuple[str, ...] = (), seconds: float = 10.0) -> Aligned:
    """The talk of a script. Each sentence takes ``seconds``; a slide is its title, then its other lines."""
    lines = [match for line in script.strip().splitlines() if (match := _LINE.fullmatch(line.strip()))]
    assert len(lines) == len([line for line in script.splitlines() if line.strip()]), "a line is no 'part: words'"
    spans = [Span(i * seconds, (i + 1) * seconds) for i in range(len(lines))]
    parts = [(line["part"], span) for line, span in zip(lines, spans, strict=True)]
    shown = [(int(line["slide"] or 0), span) for line, span in zip(lines, spans, strict=True)]
    return Aligned(
        transcript=Transcript(
            tuple(Sentence(span, m["words"]) for m, span in zip(lines, spans, strict=True)), "en"
        ),
        deck=Deck(tuple(Slide(n, text.partition("\n")[0], text) for n, text in enumerate(slides, start=1))),
        visits=tuple(Visit(span, number, source="click") for number, span in _joined(shown) if number),
        sections=tuple(Section(span, part) for part, span in _joined(parts)),
        duration=len(lines) * seconds,
    )


def _joined(stretches: list[tuple[T, Span]]) -> list[tuple[T, Span]]:
    runs = (list(run) for _, run in groupby(stretches, key=lambda stretch: stretch[0]))
    return [(run[0][0], run[0][1] | run[-1][1]) for run in runs]
