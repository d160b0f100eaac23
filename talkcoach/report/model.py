"""The report: all that was found in one rehearsal, as plain data that is written to JSON and read back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from talkcoach.analysis.delivery import Delivery
from talkcoach.analysis.limitations import Limitations
from talkcoach.analysis.timing import Timing, expected_at
from talkcoach.domain import Aligned, Caveat, Doubt, Finding, Question, Span, Transcript, Verdict, Visit
from talkcoach.errors import InputError
from talkcoach.report.migrations import REVISION, migrated
from talkcoach.rubric import OTHER, Rubric
from talkcoach.store.codec import dump, parsed, structured

SCHEMA = 1

REST = 0.2
"""The share of a slide's time that may be in other parts for it to be one of a part: a sentence or two."""


@dataclass(frozen=True, slots=True)
class ReportedSection:
    """A section of the talk; a missing part has one empty section where it should have been.

    ``seconds`` is the length of the section; ``target_seconds`` and ``verdict`` are those of the whole part, None
    for what belongs to no part. ``doubts`` are the visits within it that could as well belong to another part.
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
    """All that was found. Findings are in the order in which to fix them, questions in the order of likelihood.

    ``recording`` and ``deck`` are names of files without folders. ``caveats`` are sentences on what limits the
    judgement, such as a missing deck. ``corrections`` are the parts that the user set, by the slide's number.
    ``transcript`` has every word, also those of the ``interruptions``: other voices and questions, which are left
    out everywhere else. In the ``gaps`` nothing was recorded.

    A report has all that is needed to judge the talk again without its sound: ``input_caveats`` are the caveats of
    the input as data.
    """

    title: str
    recording: str
    deck: str
    rubric: str
    slides: tuple[Visit, ...]
    sections: tuple[ReportedSection, ...]
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
    input_caveats: tuple[Caveat, ...] = ()
    revision: int = REVISION
    schema: int = SCHEMA

    @property
    def recorded_seconds(self) -> float:
        """The length of the recording, interruptions included."""
        return self.timing.duration + sum(span.duration for span in self.interruptions)


def reported_sections(talk: Aligned, rubric: Rubric, timing: Timing) -> tuple[ReportedSection, ...]:
    """The sections of a talk with their targets and verdicts, in order of time, missing parts included."""
    parts = {part.key: part for part in timing.parts}
    spoken = [
        ReportedSection(
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
        ReportedSection(Span(moment, moment), part.key, part.title, 0.0, 1.0, part.target_seconds, part.verdict)
        for part in timing.parts
        if not any(section.key == part.key for section in talk.sections)
        for moment in [expected_at(talk, rubric, part.key)]
    ]
    return tuple(sorted(spoken + missing, key=lambda section: section.span))


def rivals(report: Report) -> dict[int, str]:
    """The other part, by its key, that a slide could belong to, for slides in doubt for most of their time."""
    found = {}
    for slide in report.timing.slides:
        doubts = [
            doubt
            for section in report.sections
            if section.key == slide.part
            for doubt in section.doubts
            if doubt.slide == slide.number
        ]
        longest = max(doubts, key=lambda doubt: doubt.span.duration, default=None)
        if longest and longest.span.duration > slide.seconds / 2:
            found[slide.number] = longest.rival
    return found


def slides_of_one_part(report: Report) -> dict[int, str]:
    """The part, by its key, of every shown slide that was up during one part only, but for `REST` of its time."""
    found = {}
    for slide in report.timing.slides:
        visits = [visit.span for visit in report.slides if visit.slide == slide.number]
        own = sum(s.span.overlap(visit) for s in report.sections if s.key == slide.part for visit in visits)
        spoken = sum(s.span.overlap(visit) for s in report.sections for visit in visits)
        if spoken and own >= (1 - REST) * spoken:
            found[slide.number] = slide.part
    return found


def is_by_the_speaker(report: Report) -> bool:
    """Whether the speaker set or confirmed the part of every slide of one part: then the minutes are theirs."""
    of_one_part = slides_of_one_part(report)
    return bool(of_one_part) and of_one_part.keys() <= report.corrections.keys()


def to_json(report: Report) -> str:
    """The report as JSON text, times in seconds to the millisecond."""
    return dump(report)


def from_json(text: str, path: Path) -> Report:
    """A report from JSON text, migrated to this version; ``path`` names it in errors.

    Raises:
        InputError: when the text is not a report, or has another schema version.
    """
    report = structured(migrated(parsed(text, path)), Report, path)
    if report.schema != SCHEMA:
        raise InputError(
            f"{path} is not a report of version {SCHEMA}",
            "Coach the rehearsal again with this version of talkcoach",
        )
    return report
