"""The transcript in passages: consecutive sentences in one part on one slide, at most a minute long."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from itertools import chain

from talkcoach.domain import Sentence, Span
from talkcoach.domain.clock import clock
from talkcoach.report.evidence import Places
from talkcoach.report.model import Report
from talkcoach.report.palette import part_classes
from talkcoach.report.wording import doubt
from talkcoach.rubric import OTHER

LONGEST = 60.0
"""Seconds after which a passage ends even where part and slide stay the same, so that moments are easy to find."""


_AROUND = " .,;:!?…—–-\"'“”()"
"""Punctuation around a word, which is not marked with it."""


@dataclass(frozen=True, slots=True)
class TranscriptPiece:
    """Part of the text of a sentence: one filled pause, or the text between two of them."""

    text: str
    is_filler: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One sentence. ``findings`` are the numbers of those that quote it; ``quoted`` is whether anything does."""

    anchor: str
    clock: str
    pieces: tuple[TranscriptPiece, ...]
    quoted: bool
    findings: tuple[int, ...]

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TranscriptPassage:
    """Lines in one part on one slide. ``part`` and ``slide`` are empty where they are as in the passage before."""

    clock: str
    part: str
    slide: str
    class_: str
    lines: tuple[TranscriptLine, ...]


def passages(report: Report) -> tuple[TranscriptPassage, ...]:
    """The whole transcript, in order."""
    lines = _lines(report)
    classes, titles = part_classes(report.timing), {part.key: part.title for part in report.timing.parts}
    found: list[TranscriptPassage] = []
    before: tuple[str | None, str] = (None, "")
    for group in _groups(report):
        first = report.transcript.sentences[group[0]]
        part, slide = _part(report, first), _slide(report, first)
        found.append(
            TranscriptPassage(
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
    """The indices of the sentences of each passage."""
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


def _lines(report: Report) -> tuple[TranscriptLine, ...]:
    places = Places(report)
    quoting: dict[int, list[int]] = {}
    for number, finding in enumerate(report.findings, start=1):
        for quote in finding.quotes:
            index = places.sentence(quote) if quote.span else None
            if index is not None and number not in quoting.setdefault(index, []):
                quoting[index].append(number)
    other = chain(report.limitations.quotes, *(question.quotes for question in report.questions))
    quoted = {places.sentence(quote) for quote in other if quote.span}
    fillers = frozenset(quote.span for quote in report.delivery.filling.fillers)
    return tuple(
        TranscriptLine(
            f"sentence-{index + 1}",
            clock(sentence.span.start),
            _pieces(sentence, fillers),
            index in quoted or index in quoting,
            tuple(quoting.get(index, ())),
        )
        for index, sentence in enumerate(report.transcript.sentences)
    )


def _pieces(sentence: Sentence, fillers: Set[Span]) -> tuple[TranscriptPiece, ...]:
    """The text cut around its filled pauses; words that are not found in it in their order are passed over."""
    pieces: list[TranscriptPiece] = []
    cut = reached = 0
    for word in sentence.words if any(word.span in fillers for word in sentence.words) else ():
        text = word.text.strip(_AROUND)
        start = _find_word(text, sentence.text, reached)
        if start is None:
            continue
        reached = start + len(text)
        if word.span in fillers:
            pieces += [TranscriptPiece(sentence.text[cut:start]), TranscriptPiece(text, is_filler=True)]
            cut = reached
    return tuple(piece for piece in (*pieces, TranscriptPiece(sentence.text[cut:])) if piece.text)


def _find_word(word: str, text: str, start: int) -> int | None:
    """Where a whole word is in a text, from an index on."""
    found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(text, start) if word else None
    return found.start() if found else None


def _part(report: Report, sentence: Sentence) -> str:
    middle = sentence.span.middle
    return next((section.key for section in report.sections if middle in section.span), OTHER)


def _slide(report: Report, sentence: Sentence) -> str:
    middle = sentence.span.middle
    visit = next((visit for visit in report.slides if middle in visit.span), None)
    return f"{doubt(visit.confidence)} slide {visit.slide}".strip() if visit else ""
