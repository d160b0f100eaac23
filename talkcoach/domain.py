"""The nouns of talkcoach: frozen values that every stage passes on. Time is float seconds from the start.

Nothing here reads a file or knows of another module of talkcoach.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

VisitSource = Literal["click", "narration", "rehearsed", "speech"]
Severity = Literal["high", "medium", "low"]
Verdict = Literal["missing", "short", "ok", "long"]

SURE = 0.6
"""A visit or section with a smaller chance of being right is spoken of as probable."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time ``[start, end)`` in seconds; empty, and falsy, when it ends where it starts.

    Raises:
        ValueError: when ``end`` lies before ``start``, or either is not a finite number.
    """

    start: float
    end: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end)):
            raise ValueError(f"a span needs finite ends, not {self.start} and {self.end}")
        if self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")

    @property
    def duration(self) -> float:
        """Seconds from start to end."""
        return self.end - self.start

    @property
    def middle(self) -> float:
        """The moment halfway, in seconds."""
        return (self.start + self.end) / 2

    def __bool__(self) -> bool:
        return self.end > self.start

    def __contains__(self, moment: float) -> bool:
        return self.start <= moment < self.end

    def __and__(self, other: Span) -> Span:
        """What two spans share; empty, at the later start, when they share nothing.

        ::

            self   |---------|
            other       |---------|
            &           |----|
        """
        start = max(self.start, other.start)
        return Span(start, max(start, min(self.end, other.end)))

    def __or__(self, other: Span) -> Span:
        """The shortest span that covers both, the gap between them included.

        ::

            self   |----|
            other           |----|
            |      |-------------|
        """
        return Span(min(self.start, other.start), max(self.end, other.end))

    def overlap(self, other: Span) -> float:
        """Seconds that both spans cover."""
        return (self & other).duration

    def shifted(self, seconds: float) -> Span:
        """The same stretch, later by ``seconds``."""
        return Span(self.start + seconds, self.end + seconds)


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word as it was recognised; ``probability`` is the recogniser's own, 0 to 1."""

    span: Span
    text: str
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One spoken sentence. ``words`` is empty where the source has no word times (most subtitles)."""

    span: Span
    text: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, in order.

    ``removed`` holds what the recogniser wrote but nobody said (invented tails, loops), so that a report can
    tell of it; ``filled`` are filled pauses that were heard beside the words, in order. ``language`` is an ISO
    639-1 code, empty when unknown; ``model`` names the recogniser.
    """

    sentences: tuple[Sentence, ...]
    language: str = ""
    model: str = ""
    removed: tuple[Sentence, ...] = ()
    filled: tuple[Word, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word with a time of its own, in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @property
    def text(self) -> str:
        """All that was said, on one line."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide of a deck, ``number`` being its 1-based position, hidden slides counted.

    ``text`` is everything that an audience can read on it, title first, a line per paragraph or table row.
    ``section`` is the deck's own name for the part that the slide is in. ``planned_seconds`` is the time that
    was saved with the deck when it was rehearsed in PowerPoint.
    """

    number: int
    title: str
    text: str
    notes: str = ""
    hidden: bool = False
    section: str = ""
    planned_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of a talk, in order. ``language`` is the ISO 639-1 code of its text, empty when unknown."""

    slides: tuple[Slide, ...]
    path: Path | None = None
    language: str = ""

    def __getitem__(self, number: int) -> Slide:
        """The slide at a 1-based position; ``IndexError`` when there is none."""
        if not 1 <= number <= len(self.slides):
            raise IndexError(f"no slide {number} in a deck of {len(self.slides)}")
        return self.slides[number - 1]

    def find(self, number: int | None) -> Slide | None:
        """The slide at a 1-based position, or None when there is none."""
        return self.slides[number - 1] if number and number <= len(self.slides) else None

    @property
    def title(self) -> str:
        """What the talk calls itself: the first title in the deck, or nothing."""
        return next((slide.title for slide in self.slides if slide.title), "")


@dataclass(frozen=True, slots=True)
class Mark:
    """A change of slide that the speaker made: seconds into the recording, and the slide shown from then on."""

    time: float
    slide: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay on one slide, which may be visited again. ``confidence`` is the chance, 0 to 1, of being right.

    ``source`` tells how it is known: ``click`` and ``narration`` are exact, ``rehearsed`` are the times saved
    in the deck, ``speech`` was found from the words.
    """

    span: Span
    slide: int
    confidence: float = 1.0
    source: VisitSource = "speech"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stay on a slide that could as well belong to another part, ``rival``, by the rubric's key."""

    span: Span
    rival: str
    slide: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch that belongs to one part of the talk, by the rubric's key; ``confidence`` as in `Visit`.

    ``doubts`` are the stays within it that could as well belong to another part, in order.
    """

    span: Span
    key: str
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence: a moment of the talk, a slide, or both, and the words found there.

    Words that stand on a slide but were never said have an empty span at the moment when the slide was shown,
    or at the start of the recording when it never was.
    """

    span: Span
    text: str
    slide: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement: what was found (``message``), the smallest next action (``advice``), and its evidence.

    ``kind`` is a stable identifier in kebab case.

    Raises:
        ValueError: without a quote, since a judgement without evidence is not shown.
    """

    kind: str
    severity: Severity
    message: str
    advice: str
    quotes: tuple[Quote, ...]

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError(f"the finding {self.kind!r} has no evidence")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the panel may ask, with why and the moment that raises it.

    ``archetype`` is the rubric's key; ``likelihood``, 0 to 1, orders the questions and is not a probability
    that anyone measured.

    Raises:
        ValueError: without a quote.
    """

    text: str
    archetype: str
    why: str
    quotes: tuple[Quote, ...]
    likelihood: float = 0.5

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError(f"the question {self.text!r} has no evidence")


@dataclass(frozen=True, slots=True)
class Talk:
    """A rehearsal after alignment, which is what every analysis reads.

    ``visits`` and ``sections`` are in order of time and do not overlap; ``duration`` is the recording's
    length in seconds. ``sections`` may leave silence uncovered, and so may ``visits``.

    In ``interruptions``, for questions from the audience, the talk's clock stands; they are in order, do not
    overlap and lie within the recording. ``transcript``, ``visits`` and ``sections`` leave them out. In ``gaps``
    the microphone was gone while the clock ran.
    """

    transcript: Transcript
    deck: Deck
    visits: tuple[Visit, ...]
    sections: tuple[Section, ...]
    duration: float
    interruptions: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()

    @property
    def seconds(self) -> float:
        """The length of the talk itself: the recording's without the interruptions."""
        return self.clock_at(self.duration)

    def clock_at(self, moment: float) -> float:
        """What the talk's clock shows, in seconds, at a moment of the recording."""
        return sum(piece.duration for piece in outside(Span(0.0, moment), self.interruptions))

    def slide_at(self, moment: float) -> int | None:
        """The number of the slide that was up at a moment, or None."""
        return next((visit.slide for visit in self.visits if moment in visit.span), None)

    def shown_at(self, moment: float) -> Slide | None:
        """The slide that was up at a moment, or None when none of the deck was."""
        return self.deck.find(self.slide_at(moment))

    def section_at(self, moment: float) -> str:
        """The rubric's key of the part that was spoken at a moment; ``other`` when none was."""
        return next((section.key for section in self.sections if moment in section.span), "other")

    def sentences_in(self, key: str) -> tuple[Sentence, ...]:
        """The sentences whose middle lies in a part of the talk, in order."""
        return tuple(s for s in self.transcript.sentences if self.section_at(s.span.middle) == key)

    def quote(self, sentence: Sentence) -> Quote:
        """A sentence as evidence, with the slide that was up in its middle."""
        return Quote(sentence.span, sentence.text, self.slide_at(sentence.span.middle))

    def quote_slide(self, slide: Slide, text: str = "") -> Quote:
        """A slide as evidence: its title, or other words on it, at the moment when it was first shown."""
        shown = next((visit.span.start for visit in self.visits if visit.slide == slide.number), 0.0)
        return Quote(Span(shown, shown), text or slide.title or f"slide {slide.number}", slide.number)


def merged(spans: Iterable[Span], gap: float = 0.0) -> tuple[Span, ...]:
    """Spans in order, those that touch or lie at most ``gap`` seconds apart joined into one.

    ::

        spans   |---|  |---|          |--|
                    |----|
        merged  |----------|          |--|
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start - joined[-1].end <= gap:
            joined[-1] = joined[-1] | span
        else:
            joined.append(span)
    return tuple(joined)


def outside(span: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of a span, in order, when holes are cut out of it.

    ::

        span     |--------------------|
        holes  |---|     |--|  |-|
        outside    |-----|  |--| |----|
    """
    pieces, reached = [], span.start
    for hole in merged(holes):
        if hole & span:
            pieces.append(Span(reached, max(hole.start, reached)))
            reached = max(min(hole.end, span.end), reached)
    return tuple(piece for piece in (*pieces, Span(reached, span.end)) if piece)
