"""The report: all that was found in one rehearsal, as plain data that goes to JSON and comes back the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from talkcoach.analysis.delivery import Delivery
from talkcoach.analysis.limitations import Limitations
from talkcoach.analysis.timing import Timing, expected_at
from talkcoach.domain import Doubt, Finding, Question, Span, Talk, Transcript, Verdict, Visit
from talkcoach.errors import InputError
from talkcoach.rubric import OTHER, Rubric
from talkcoach.serial import dump, load

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of one part of the talk; a part that is missing has one empty stretch where it should have been.

    ``seconds`` are the stretch's own; ``target_seconds`` and ``verdict`` are those of the whole part, and None
    for what belongs to no part. ``doubts`` are the stays within it that could as well belong to another part.
    """

    span: Span
    key: str
    title: str
    seconds: float
    confidence: float
    target_seconds: tuple[float, float] | None
    verdict: Verdict | None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. Findings come in the order in which to mend them, questions in the order of likelihood.

    ``recording`` and ``deck`` are names of files, without their folders. ``caveats`` are sentences on what limits
    the judgement: what the recogniser invented, that there was no deck. ``corrections`` are the parts of slides,
    by number, that the user set. ``transcript`` is all that was said, also in the ``interruptions``, which are
    questions from the audience and count for nothing else. In the ``gaps`` the microphone was gone.
    """

    title: str
    recording: str
    deck: str
    rubric: str
    slides: tuple[Visit, ...]
    sections: tuple[Stretch, ...]
    timing: Timing
    limitations: Limitations
    delivery: Delivery
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    caveats: tuple[str, ...]
    corrections: dict[int, str]
    transcript: Transcript
    interruptions: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    schema: int = SCHEMA


def stretches(talk: Talk, rubric: Rubric, account: Timing) -> tuple[Stretch, ...]:
    """The sections of a talk with their targets and verdicts, in order of time, missing parts included."""
    parts = {part.key: part for part in account.parts}
    spoken = [
        Stretch(
            section.span,
            section.key,
            rubric.title(section.key),
            section.span.duration,
            section.confidence,
            parts[section.key].target_seconds if section.key != OTHER else None,
            parts[section.key].verdict if section.key != OTHER else None,
            tuple(
                replace(doubt, span=shared) for doubt in section.doubts if (shared := doubt.span & section.span)
            ),
        )
        for section in talk.sections
    ]
    missing = [
        Stretch(Span(moment, moment), part.key, part.title, 0.0, 1.0, part.target_seconds, part.verdict)
        for part in account.parts
        if not any(section.key == part.key for section in talk.sections)
        for moment in [expected_at(talk, rubric, part.key)]
    ]
    return tuple(sorted(spoken + missing, key=lambda stretch: stretch.span))


def rivals(report: Report) -> dict[int, str]:
    """The other part, by its key, to which a slide could belong, for the slides in doubt most of their time."""
    found = {}
    for slide in report.timing.slides:
        doubts = [
            doubt
            for stretch in report.sections
            if stretch.key == slide.part
            for doubt in stretch.doubts
            if doubt.slide == slide.number
        ]
        longest = max(doubts, key=lambda doubt: doubt.span.duration, default=None)
        if longest and longest.span.duration > slide.seconds / 2:
            found[slide.number] = longest.rival
    return found


def to_json(report: Report) -> str:
    """The report as JSON text, times in seconds to the millisecond."""
    return dump(report)


def from_json(text: str, path: Path) -> Report:
    """A report from JSON text; ``path`` only names it in errors.

    Raises:
        InputError: when the text is no report, or one of another version.
    """
    report = load(text, Report, path)
    if report.schema != SCHEMA:
        raise InputError(
            f"{path} is not a report of version {SCHEMA}",
            "Coach the rehearsal again with this version of talkcoach",
        )
    return report
