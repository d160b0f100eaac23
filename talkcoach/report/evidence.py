"""The place of a quote: its moment, its slide, and the anchor in the report that it links to."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from talkcoach.domain import Quote
from talkcoach.domain.clock import clock
from talkcoach.report.model import Report
from talkcoach.report.wording import doubt


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote with its place. ``moment`` is in seconds, None for words on a slide that was never shown.

    ``label`` is the moment as ``m:ss``, or else the slide; ``place`` is the slide in words. ``anchor`` is the id
    of the sentence in the transcript, or of the slide in the table of slides; empty where there is neither.
    """

    moment: float | None
    label: str
    anchor: str
    place: str
    text: str


class Places:
    """Finds the places of quotes in one report."""

    def __init__(self, report: Report) -> None:
        self._ends = [sentence.span.end for sentence in report.transcript.sentences]
        self._visits = report.slides
        self._shown = {visit.slide for visit in report.slides}
        self._listed = {slide.number for slide in report.timing.slides} if report.slides else set()

    def sentence(self, quote: Quote) -> int | None:
        """The index of the sentence in which a quote begins; between two sentences, of the later one."""
        if not self._ends or not self._was_shown(quote):
            return None
        return min(bisect_right(self._ends, quote.span.start), len(self._ends) - 1)

    def evidence(self, quote: Quote) -> Evidence:
        """A quote with its moment, its slide in words, and its anchor."""
        shown = self._was_shown(quote)
        return Evidence(
            moment=quote.span.start if shown else None,
            label=clock(quote.span.start) if shown else f"slide {quote.slide}",
            anchor=self._anchor(quote),
            place=self._place(quote) if shown else "never shown",
            text=quote.text,
        )

    def _anchor(self, quote: Quote) -> str:
        sentence = self.sentence(quote)
        if sentence is not None:
            return f"sentence-{sentence + 1}"
        return f"slide-{quote.slide}" if quote.slide in self._listed else ""

    def _was_shown(self, quote: Quote) -> bool:
        return bool(quote.span) or quote.slide is None or quote.slide in self._shown

    def _place(self, quote: Quote) -> str:
        if quote.slide is None:
            return ""
        if not quote.span:
            return f"on slide {quote.slide}"
        here = (v for v in self._visits if v.slide == quote.slide and quote.span.start in v.span)
        confidence = max((visit.confidence for visit in here), default=1.0)
        return f"{doubt(confidence)} slide {quote.slide}".strip()
