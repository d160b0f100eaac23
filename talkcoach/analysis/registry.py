"""All analyses, and the kinds of finding that each of them makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from talkcoach.analysis import (
    acronyms,
    claims,
    coverage,
    fillers,
    fluency,
    limitations,
    numbers,
    pace,
    pauses,
    preflight,
    quality,
    timing,
    voice,
)
from talkcoach.analysis.delivery import Delivery
from talkcoach.analysis.limitations import Limitations
from talkcoach.analysis.timing import Timing
from talkcoach.domain import Aligned, Finding, gravest_first
from talkcoach.rubric import Rubric
from talkcoach.rubric.phrases import speak

Findings = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A talk with all that was measured of it."""

    talk: Aligned
    rubric: Rubric
    timing: Timing
    limitations: Limitations
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis: the kinds of finding that it makes, and the function that makes them.

    ``by_phrases`` is whether it needs a talk in the language of the rubric's phrases.
    """

    kinds: tuple[str, ...]
    findings: Callable[[Measured], Findings]
    by_phrases: bool = False


def _limitations(of: Measured) -> Findings:
    return limitations.limitation_findings(of.limitations, of.talk, of.rubric, of.timing.slot_seconds)


def _quality(of: Measured) -> Findings:
    return quality.quality_findings(of.talk, of.delivery.quality) if of.delivery.quality else ()


def _pauses(of: Measured) -> Findings:
    if "pauses" in of.delivery.spoiled:
        return ()
    return pauses.pause_findings(of.talk, of.delivery.silence, of.delivery.long_pause_seconds)


def _voice(of: Measured) -> Findings:
    if of.delivery.voice is None:
        return ()
    return voice.voice_findings(of.talk, of.delivery.voice, of.delivery.spoiled)


ANALYSES = (
    Analysis(limitations.KINDS, _limitations, by_phrases=True),
    Analysis(claims.KINDS, lambda of: claims.claims(of.talk, of.rubric), by_phrases=True),
    Analysis(coverage.KINDS, lambda of: coverage.coverage(of.talk, of.rubric), by_phrases=True),
    Analysis(acronyms.KINDS, lambda of: acronyms.acronyms(of.talk, of.rubric), by_phrases=True),
    Analysis(timing.KINDS, lambda of: timing.timing_findings(of.talk, of.rubric, of.timing)),
    Analysis(numbers.KINDS, lambda of: numbers.numbers(of.talk, of.rubric)),
    Analysis(quality.KINDS, _quality),
    Analysis(pace.KINDS, lambda of: pace.pace_findings(of.talk, of.delivery.tempo)),
    Analysis(fillers.KINDS, lambda of: fillers.filler_findings(of.talk, of.delivery.filling, of.rubric)),
    Analysis(fluency.KINDS, lambda of: fluency.fluency_findings(of.delivery.fluency, of.rubric)),
    Analysis(pauses.KINDS, _pauses, by_phrases=True),
    Analysis(voice.KINDS, _voice),
)
"""The analyses of a rehearsal, in the order of their findings."""

KINDS = frozenset(kind for analysis in ANALYSES for kind in analysis.kinds)
"""Every kind of finding about a rehearsal; any of them may raise a question."""

DECK_KINDS = frozenset((*preflight.KINDS, *acronyms.KINDS))
"""Every kind of finding about a deck before its rehearsal."""


def find(measured: Measured) -> Findings:
    """The findings of all analyses, the gravest first; among equals, in the order of `ANALYSES`."""
    in_phrases = speak(measured.talk.transcript.language)
    return gravest_first(
        finding
        for analysis in ANALYSES
        if in_phrases or not analysis.by_phrases
        for finding in analysis.findings(measured)
    )
