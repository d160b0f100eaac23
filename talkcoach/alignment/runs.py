"""From one label per sentence to spans of time."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import groupby, pairwise
from typing import TypeVar

from talkcoach.domain import Sentence, Span

Label = TypeVar("Label", bound=Hashable)


def runs(sentences: Sequence[Sentence], labels: Sequence[Label]) -> list[tuple[Span, Label, list[int]]]:
    """Neighbouring sentences of one label as one span, with their indices; the spans touch.

    ::

        sentences  |--| |---|    |--| |----|
        labels      a     a       b     b
        runs       |----------||-----------|
    """
    if not sentences:
        return []
    ends = edges(sentences)
    spans = []
    for label, group in groupby(range(len(labels)), key=lambda index: labels[index]):
        steps = list(group)
        spans.append((Span(ends[steps[0]], ends[steps[-1] + 1]), label, steps))
    return spans


def edges(sentences: Sequence[Sentence]) -> list[float]:
    """Where one sentence's time ends and the next one's begins, in seconds: halfway through the silence between.

    One more than there are sentences, of which there must be one.
    """
    edges = [sentences[0].span.start]
    for before, after in pairwise(sentences):
        edges.append(max((before.span.end + after.span.start) / 2, edges[-1]))
    return [*edges, max(sentences[-1].span.end, edges[-1])]
