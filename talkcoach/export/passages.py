"""The transcript in passages: sentences on one slide and in one part, short enough to find one's place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from talkcoach.clock import clock
from talkcoach.domain import Sentence
from talkcoach.export.evidence import Places
from talkcoach.export.palette import part_classes
from talkcoach.export.wording import doubt
from talkcoach.report import Report
from talkcoach.rubric import OTHER

LONGEST = 60.0
"""Seconds after which a passage ends even where nothing changes, so that a moment is found by its time."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. ``findings`` are the numbers of those that rest on it; ``quoted`` is whether anything does."""

    anchor: str
    clock: str
    text: str
    quoted: bool
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines in one part on one slide. ``part`` and ``slide`` are empty where nothing changed."""

    clock: str
    part: str
    slide: str
    class_: str
    lines: tuple[Line, ...]


def passages(report: Report) -> tuple[Passage, ...]:
    """The whole transcript, in order."""
    lines = _lines(report)
    classes, titles = part_classes(report.timing), {part.key: part.title for part in report.timing.parts}
    found: list[Passage] = []
    before: tuple[str | None, str] = (None, "")
    for group in _groups(report):
        first = report.transcript.sentences[group[0]]
        part, slide = _part(report, first), _slide(report, first)
        found.append(
            Passage(
                clock(first.span.start),
                titles.get(part, "Other") if report.sections and part != before[0] else "",
                slide if slide != before[1] else "",
                classes.get(part, "part-other"),
                tuple(lines[index] for index in group),
            )
        )
        before = (part, slide)
    return tuple(found)


def _groups(report: Report) -> list[list[int]]:
    """Indices of sentences that go into one passage each."""
    sentences = report.transcript.sentences
    groups: list[list[int]] = []
    for index, sentence in enumerate(sentences):
        if groups:
            first = sentences[groups[-1][0]]
            same = (_part(report, first), _slide(report, first)) == (
                _part(report, sentence),
                _slide(report, sentence),
            )
            if same and sentence.span.end - first.span.start <= LONGEST:
                groups[-1].append(index)
                continue
        groups.append([index])
    return groups


def _lines(report: Report) -> tuple[Line, ...]:
    places = Places(report)
    spoken_of: dict[int, list[int]] = {}
    for number, finding in enumerate(report.findings, start=1):
        for quote in finding.quotes:
            index = places.sentence(quote) if quote.span else None
            if index is not None and number not in spoken_of.setdefault(index, []):
                spoken_of[index].append(number)
    other = chain(report.limitations.quotes, *(question.quotes for question in report.questions))
    quoted = {places.sentence(quote) for quote in other if quote.span}
    return tuple(
        Line(
            f"sentence-{index + 1}",
            clock(sentence.span.start),
            sentence.text,
            index in quoted or index in spoken_of,
            tuple(spoken_of.get(index, ())),
        )
        for index, sentence in enumerate(report.transcript.sentences)
    )


def _part(report: Report, sentence: Sentence) -> str:
    middle = sentence.span.middle
    return next((stretch.key for stretch in report.sections if middle in stretch.span), OTHER)


def _slide(report: Report, sentence: Sentence) -> str:
    middle = sentence.span.middle
    visit = next((visit for visit in report.slides if middle in visit.span), None)
    return f"{doubt(visit.confidence)} slide {visit.slide}".strip() if visit else ""
