"""A label track for Audacity (File, Import, Labels): parts, slides and findings beside the waveform.

Each line has the start and the end in seconds and the label, separated by tabs.
"""

from __future__ import annotations

from collections.abc import Iterator

from talkcoach.domain import Span
from talkcoach.report.evidence import Places
from talkcoach.report.model import Report
from talkcoach.report.printable import printable
from talkcoach.report.summary import Summary
from talkcoach.report.wording import doubt


def render(report: Report, _: Summary | None = None) -> str:
    """The label track in order of time, without what has no moment in the recording."""
    labels = sorted([*_parts(report), *_slides(report), *_findings(report)], key=lambda label: label[0])
    return "".join(f"{span.start:.6f}\t{span.end:.6f}\t{_line(text)}\n" for span, text in labels)


def _parts(report: Report) -> Iterator[tuple[Span, str]]:
    return ((section.span, section.title) for section in report.sections if section.span)


def _slides(report: Report) -> Iterator[tuple[Span, str]]:
    titles = {slide.number: slide.title for slide in report.timing.slides}
    for visit in report.slides:
        name = f"{doubt(visit.confidence)} slide {visit.slide}".strip()
        yield visit.span, f"{name}: {titles[visit.slide]}" if titles.get(visit.slide) else name


def _findings(report: Report) -> Iterator[tuple[Span, str]]:
    """Every moment that a finding quotes."""
    places = Places(report)
    for number, finding in enumerate(report.findings, start=1):
        for quote in finding.quotes:
            if places.evidence(quote).moment is not None:
                yield quote.span, f"finding {number}: {finding.message}"


def _line(text: str) -> str:
    return " ".join(printable(text).split())
