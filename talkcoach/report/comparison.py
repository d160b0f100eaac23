"""What changed from one rehearsal to a later one: parts, slides, depth, delivery and findings.

Conventions: times in seconds. Parts are paired by the rubric's key. Slides are paired by title, slides with equal
titles in their order, and the rest by number. A finding is still there when the later report has one of the same
kind on the same subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from talkcoach.analysis.timing import PartTiming, SlideTiming
from talkcoach.domain import SURE, Finding
from talkcoach.report.model import Report
from talkcoach.report.summary import Summary, summary_of

T = TypeVar("T")

SCHEMA = 1

SAME_WORDS = 0.5
"""The least Jaccard similarity of the words of two quotes that count as the same: speakers phrase a sentence
differently each time, and the recogniser spells it differently."""

_COMPARED_BY_QUOTES = frozenset({"acronym-unexpanded", "claim-without-evidence", "number-differs"})
"""Kinds of which a report may have several on one subject, so that their quotes are compared as well."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part in both rehearsals; None where the rubric of that rehearsal does not have it, never in both."""

    earlier: PartTiming | None
    later: PartTiming | None

    @property
    def title(self) -> str:
        """The title of the part, the later one if it has two."""
        part = self.later or self.earlier
        return part.title if part else ""


@dataclass(frozen=True, slots=True)
class SlideChange:
    """One slide in both rehearsals; None where the deck of that rehearsal does not have it, never in both.

    ``sure`` is whether it is certain in both when the slide was shown.
    """

    earlier: SlideTiming | None
    later: SlideTiming | None
    sure: bool

    @property
    def title(self) -> str:
        """The title of the slide, the later one if it has two."""
        slide = self.later or self.earlier
        return slide.title if slide else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes. ``gone`` are findings of the earlier report, ``new`` and ``still`` those of the later one."""

    earlier: Summary
    later: Summary
    parts: tuple[PartChange, ...]
    slides: tuple[SlideChange, ...]
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    still: tuple[Finding, ...]
    schema: int = SCHEMA

    @property
    def judged(self) -> bool:
        """Whether the parts have verdicts in both."""
        return self.earlier.judged and self.later.judged


def compare(earlier: Report, later: Report) -> Comparison:
    """Compare two reports."""
    pairs = _same_findings(earlier, later)
    paired, still = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    return Comparison(
        earlier=summary_of(earlier),
        later=summary_of(later),
        parts=tuple(
            PartChange(*pair) for pair in _paired(earlier.timing.parts, later.timing.parts, lambda part: part.key)
        ),
        slides=_slides(earlier, later),
        gone=tuple(finding for finding in earlier.findings if id(finding) not in paired),
        new=tuple(finding for finding in later.findings if id(finding) not in still),
        still=tuple(finding for finding in later.findings if id(finding) in still),
    )


def _slides(earlier: Report, later: Report) -> tuple[SlideChange, ...]:
    by_title = _paired(earlier.timing.slides, later.timing.slides, _title)
    matched = [(one, other) for one, other in by_title if one and other]
    gone = [one for one, other in by_title if one and not other]
    new = [other for one, other in by_title if other and not one]
    doubtful = [_doubtful(report) for report in (earlier, later)]
    changes = [
        SlideChange(one, other, not (_among(one, doubtful[0]) or _among(other, doubtful[1])))
        for one, other in [*matched, *_paired(gone, new, lambda slide: slide.number)]
    ]
    return tuple(sorted(changes, key=_position))


def _title(slide: SlideTiming) -> Hashable:
    """What identifies a slide: its title, or its number if it has none."""
    return " ".join(slide.title.casefold().split()) or slide.number


def _doubtful(report: Report) -> set[int]:
    return {visit.slide for visit in report.slides if visit.confidence < SURE}


def _among(slide: SlideTiming | None, numbers: set[int]) -> bool:
    return slide is not None and slide.number in numbers


def _position(change: SlideChange) -> tuple[int, bool]:
    """The position in the later deck; a removed slide comes before the one that took its place."""
    if change.later:
        return change.later.number, True
    return (change.earlier.number if change.earlier else 0), False


def _paired(
    earlier: Sequence[T], later: Sequence[T], key: Callable[[T], Hashable]
) -> list[tuple[T | None, T | None]]:
    """Pairs with equal keys in the order of the later sequence, then what only the earlier one has."""
    waiting: dict[Hashable, list[T]] = {}
    for one in earlier:
        waiting.setdefault(key(one), []).append(one)
    pairs: list[tuple[T | None, T | None]] = []
    for other in later:
        same = waiting.get(key(other))
        pairs.append((same.pop(0) if same else None, other))
    left = {id(one) for each in waiting.values() for one in each}
    return [*pairs, *((one, None) for one in earlier if id(one) in left)]


def _same_findings(earlier: Report, later: Report) -> list[tuple[Finding, Finding]]:
    """Findings of the earlier report with the first equal one of the later report, each used at most once."""
    waiting = list(later.findings)
    pairs = []
    for finding in earlier.findings:
        index = next((n for n, other in enumerate(waiting) if _is_same(finding, other)), None)
        if index is not None:
            pairs.append((finding, waiting.pop(index)))
    return pairs


def _is_same(one: Finding, other: Finding) -> bool:
    if (one.kind, one.subject) != (other.kind, other.subject):
        return False
    if one.kind in _COMPARED_BY_QUOTES:
        words, others = _quoted_words(one), _quoted_words(other)
        return len(words & others) >= SAME_WORDS * len(words | others)
    return True


def _quoted_words(finding: Finding) -> frozenset[str]:
    """The words of its quotes from slides, which rarely change; if there are none, of its spoken quotes."""
    shown = [quote.text for quote in finding.quotes if not quote.span]
    return _words(shown or [quote.text for quote in finding.quotes])


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(texts).casefold()))
