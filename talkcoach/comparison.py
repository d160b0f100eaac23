"""What changed from one rehearsal to a later one: in parts, slides, depth and delivery, and in what was found.

Conventions: seconds throughout. Parts are paired by the rubric's key; slides by title, those with the same title
in their order, and what is left by number. A finding is still there when the later report holds one of its kind on
the same subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from talkcoach.analysis.delivery import Limits
from talkcoach.analysis.fillers import LEAST_MINUTES
from talkcoach.analysis.pace import WINDOW
from talkcoach.analysis.timing import PARTIAL, PartTiming, SlideTiming
from talkcoach.domain import SURE, Finding, Span, outside
from talkcoach.phrases import speak
from talkcoach.report import Report

T = TypeVar("T")

SCHEMA = 1

SAME_WORDS = 0.5
"""The share of words that two pieces of evidence have in common (Jaccard) from which on they are about the same:
a speaker says a sentence anew each time, and the recogniser spells it anew."""

_OF_A_PART = frozenset({"part-missing", "part-short", "part-long", "point-missing"})
_OF_ITS_WORDS = frozenset({"acronym-unexpanded", "claim-without-evidence", "number-differs"})
"""Kinds that a report may hold several times, by what tells them apart; of all others there is one to speak of."""


@dataclass(frozen=True, slots=True)
class Run:
    """One of the two rehearsals.

    ``judged`` is whether its parts have verdicts: not when it is only a part of a talk. ``depth`` is that of the
    limitations, 0 to 4. It and the figures of delivery are None where they could not be told, or where the
    recording spoils them; without sound ``fillers_per_minute`` is a lower bound. ``speaking_seconds`` go from the
    first word to the last, the audience's questions left out. ``band`` is the least and the most words a minute
    of ordinary talks, ``limits`` what is ordinary of the other figures.
    """

    title: str
    seconds: float
    slot_seconds: float
    judged: bool
    depth: int | None
    speaking_seconds: float
    words_per_minute: float | None
    syllables_per_second: float | None
    phrase_pauses_per_minute: float | None
    long_pauses_per_minute: float | None
    fillers_per_minute: float | None
    lexical_fillers_per_minute: float | None
    repetitions_per_minute: float | None
    hedges_per_minute: float | None
    pitch_semitones_sd: float | None
    band: tuple[float, float] | None
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part in both runs; None in the one whose rubric does not have it. At least one is there."""

    earlier: PartTiming | None
    later: PartTiming | None

    @property
    def title(self) -> str:
        """What the part is called, lastly."""
        part = self.later or self.earlier
        return part.title if part else ""


@dataclass(frozen=True, slots=True)
class SlideChange:
    """One slide in both runs; None in the one whose deck does not have it. At least one is there.

    ``sure`` is whether it is known when the slide was up, in both.
    """

    earlier: SlideTiming | None
    later: SlideTiming | None
    sure: bool

    @property
    def title(self) -> str:
        """What the slide is called, lastly."""
        slide = self.later or self.earlier
        return slide.title if slide else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed. ``gone`` are findings of the earlier report, ``new`` and ``still`` of the later one."""

    earlier: Run
    later: Run
    parts: tuple[PartChange, ...]
    slides: tuple[SlideChange, ...]
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    still: tuple[Finding, ...]
    schema: int = SCHEMA


def compare(earlier: Report, later: Report) -> Comparison:
    """Compare two reports; of the same report nothing is gone and nothing new."""
    pairs = _same_findings(earlier, later)
    met, kept = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    return Comparison(
        earlier=run_of(earlier),
        later=run_of(later),
        parts=tuple(
            PartChange(*pair) for pair in _paired(earlier.timing.parts, later.timing.parts, lambda part: part.key)
        ),
        slides=_slides(earlier, later),
        gone=tuple(finding for finding in earlier.findings if id(finding) not in met),
        new=tuple(finding for finding in later.findings if id(finding) not in kept),
        still=tuple(finding for finding in later.findings if id(finding) in kept),
    )


def run_of(report: Report) -> Run:
    """The figures of one rehearsal that can be held against another's."""
    account, measured, said = report.timing, report.delivery, report.transcript
    is_enough = bool(said.sentences) and account.duration >= WINDOW
    hears_fillers = is_enough and bool(said.words) and speak(said.language)
    seconds = _speaking_seconds(report)
    inside, long = measured.silence.at("phrase"), measured.long_pauses
    hears_pauses = measured.silence.longest_run is not None and "pauses" not in measured.spoiled
    return Run(
        title=report.title,
        seconds=account.duration,
        slot_seconds=account.slot_seconds,
        judged=is_enough and account.duration >= PARTIAL * account.slot_seconds,
        depth=report.limitations.level if is_enough and speak(said.language) else None,
        speaking_seconds=seconds,
        words_per_minute=measured.tempo.words_per_minute,
        syllables_per_second=measured.tempo.syllables_per_second,
        phrase_pauses_per_minute=_per_minute(len(inside), seconds) if hears_pauses else None,
        long_pauses_per_minute=_per_minute(len(long), seconds) if hears_pauses else None,
        fillers_per_minute=measured.filling.fillers_per_minute if hears_fillers else None,
        lexical_fillers_per_minute=measured.filling.lexical_fillers_per_minute,
        repetitions_per_minute=measured.fluency.repetitions_per_minute,
        hedges_per_minute=measured.fluency.hedges_per_minute,
        pitch_semitones_sd=None if "pitch" in measured.spoiled else measured.pitch_semitones_sd,
        band=measured.tempo.band,
        limits=measured.limits,
    )


def _speaking_seconds(report: Report) -> float:
    said = report.transcript.sentences
    if not said:
        return 0.0
    whole = Span(said[0].span.start, said[-1].span.end)
    return sum(piece.duration for piece in outside(whole, (*report.interruptions, *report.gaps)))


def _per_minute(count: int, seconds: float) -> float | None:
    return 60 * count / seconds if seconds >= 60 * LEAST_MINUTES else None


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
    """What a slide goes by; one without a title by its number, among others without a title."""
    return " ".join(slide.title.casefold().split()) or slide.number


def _doubtful(report: Report) -> set[int]:
    return {visit.slide for visit in report.slides if visit.confidence < SURE}


def _among(slide: SlideTiming | None, numbers: set[int]) -> bool:
    return slide is not None and slide.number in numbers


def _position(change: SlideChange) -> tuple[int, bool]:
    """Where a slide stands in the later deck; one that is gone before what took its place."""
    if change.later:
        return change.later.number, True
    return (change.earlier.number if change.earlier else 0), False


def _paired(
    earlier: Sequence[T], later: Sequence[T], key: Callable[[T], Hashable]
) -> list[tuple[T | None, T | None]]:
    """What has the same key in both, in its order in the later; then what only the earlier has."""
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
    """Findings of the earlier report with the first of the later one that is the same, each at most once."""
    waiting = list(later.findings)
    pairs = []
    for finding in earlier.findings:
        index = next((n for n, other in enumerate(waiting) if _is_same(finding, earlier, other, later)), None)
        if index is not None:
            pairs.append((finding, waiting.pop(index)))
    return pairs


def _is_same(one: Finding, earlier: Report, other: Finding, later: Report) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind in _OF_A_PART:
        return _part(one, earlier) == _part(other, later)
    if one.kind in _OF_ITS_WORDS:
        mine, yours = _evidence(one), _evidence(other)
        return len(mine & yours) >= SAME_WORDS * len(mine | yours)
    return True


def _part(finding: Finding, report: Report) -> str:
    """The key of the part that a message names; the longest title where one is a part of another."""
    parts = sorted(report.timing.parts, key=lambda part: len(part.title), reverse=True)
    return next((part.key for part in parts if part.title and part.title in finding.message), "")


def _evidence(finding: Finding) -> frozenset[str]:
    """The words of what slides show, which stay the same from run to run; without slides, of what was said."""
    shown = [quote.text for quote in finding.quotes if not quote.span]
    return _words(shown or [quote.text for quote in finding.quotes])


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(texts).casefold()))
