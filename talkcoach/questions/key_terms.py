"""The key terms of a talk: phrases of content words that are repeated.

A phrase of two to four content words with nothing but a hyphen between them is a candidate, ranked by how widely
it is spoken, higher when it is long and when a title has it. That is the C-value idea (Frantzi, Ananiadou and
Mima, 2000) in its simplest form: a phrase that occurs mostly inside a longer one gives way to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from talkcoach.domain import Aligned, Sentence
from talkcoach.domain.text import plain
from talkcoach.domain.words import content_words, stem
from talkcoach.rubric import Rubric
from talkcoach.rubric.phrases import matcher

LONGEST = 4
SEVERAL = 2
"""The least number of times that a term is spoken."""

STRETCH = 30.0
"""Seconds in which a term counts once, so that one long example does not become the topic."""

NESTED = 0.5
"""A phrase of which this share lies inside a longer one is that longer one."""

TITLE, HEADING = 5.0, 2.0
"""The weight of a term in the talk's title, and in a slide's."""

_PIECE = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s-]|\d+")

Stems = tuple[str, ...]


@dataclass(slots=True)
class _Uses:
    """Where a phrase is spoken, and in which spellings."""

    first: Sentence
    count: int = 0
    stretches: set[int] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def spelling(self) -> str:
        """The most frequent spelling; of two, the one without a capital letter."""
        return max(self.spellings, key=lambda text: (self.spellings[text], text[0].islower()))


def key_terms(talk: Aligned, rubric: Rubric) -> tuple[tuple[str, Sentence], ...]:
    """The terms, the most important first, each with the first sentence that says it."""
    uses = _uses(talk)
    shown = {stems for slide in talk.deck.slides for stems, _ in _phrases(slide.text)}
    named = {stems for stems, _ in _phrases(talk.deck.title)}
    frequent = {
        p: use for p, use in uses.items() if p in named or (use.count >= SEVERAL and (p in shown or not shown))
    }
    general = matcher(rubric.questions.not_terms)
    terms = [p for p in frequent if not _is_nested(p, frequent) and not general.fullmatch(frequent[p].spelling)]
    weights = _weights(talk)
    terms.sort(key=lambda p: -len(frequent[p].stretches) * len(p) * weights.get(p, 1.0))
    return tuple((frequent[phrase].spelling, frequent[phrase].first) for phrase in terms)


def _uses(talk: Aligned) -> dict[Stems, _Uses]:
    uses: dict[Stems, _Uses] = {}
    for sentence in talk.transcript.sentences:
        for stems, spelling in _phrases(sentence.text):
            use = uses.setdefault(stems, _Uses(sentence))
            use.count += 1
            use.stretches.add(int(sentence.span.start // STRETCH))
            use.spellings[spelling] += 1
    return uses


def _weights(talk: Aligned) -> dict[Stems, float]:
    headings = {stems: HEADING for slide in talk.deck.slides for stems, _ in _phrases(slide.title)}
    return headings | {stems: TITLE for stems, _ in _phrases(talk.deck.title)}


def _is_nested(phrase: Stems, frequent: dict[Stems, _Uses]) -> bool:
    size = len(phrase)
    return any(
        use.count >= NESTED * frequent[phrase].count
        and len(longer) > size
        and any(longer[i : i + size] == phrase for i in range(len(longer) - size + 1))
        for longer, use in frequent.items()
    )


def _phrases(text: str) -> Iterator[tuple[Stems, str]]:
    """Runs of two to `LONGEST` neighbouring content words, with their spelling; adverbs end a run."""
    text = plain(text)
    run: list[re.Match[str]] = []
    for piece in [*_PIECE.finditer(text), None]:
        if piece and content_words(piece.group()) and not piece.group().endswith("ly"):
            run.append(piece)
            continue
        for start in range(len(run)):
            for end in range(start + 2, min(start + LONGEST, len(run)) + 1):
                words = run[start:end]
                stems = tuple(stem(word.group()) for word in words)
                yield stems, " ".join(text[words[0].start() : words[-1].end()].split())
        run = []
