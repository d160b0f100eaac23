"""A talk whose slides and parts are known: what every analysis reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from talkcoach.domain.deck import Deck, Slide
from talkcoach.domain.findings import Caveat, Quote
from talkcoach.domain.span import Span, outside
from talkcoach.domain.transcript import Sentence, Transcript
from talkcoach.domain.visits import Sections, Visits


@dataclass(frozen=True, slots=True)
class Aligned:
    """A rehearsal after alignment. Tuples of visits and sections become the collections.

    ``duration`` is the recording's length in seconds.

    In ``interruptions``, when others speak, the talk's clock stands; they are in order, do not
    overlap and lie within the recording. ``transcript``, ``visits`` and ``sections`` leave them out. In ``gaps``
    nothing was recorded while the clock ran. ``unsure`` are the parts without a section, by the rubric's
    key, that may be there all the same. ``bounds`` are the least and the most seconds of each part, by key; a part
    that is not in them has the time of its sections. ``confirmed`` is what the user said of sentences: whether
    they state a limitation of the own work. ``caveats`` are the input's.
    """

    transcript: Transcript
    deck: Deck
    visits: Visits
    sections: Sections
    duration: float
    interruptions: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    unsure: frozenset[str] = frozenset()
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    confirmed: Mapping[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "visits", Visits(self.visits))
        object.__setattr__(self, "sections", Sections(self.sections))

    @property
    def seconds(self) -> float:
        """The length of the talk itself: the recording's without the interruptions."""
        return self.clock_at(self.duration)

    def clock_at(self, moment: float) -> float:
        """What the talk's clock shows, in seconds, at a moment of the recording."""
        return sum(piece.duration for piece in outside(Span(0.0, moment), self.interruptions))

    def slide_at(self, moment: float) -> int | None:
        """The number of the slide that was up at a moment, or None."""
        visit = self.visits.at(moment)
        return visit.slide if visit else None

    def shown_at(self, moment: float) -> Slide | None:
        """The slide that was up at a moment, or None when none of the deck was."""
        return self.deck.find(self.slide_at(moment))

    def section_at(self, moment: float) -> str:
        """The rubric's key of the part that was spoken at a moment; ``other`` when none was."""
        section = self.sections.at(moment)
        return section.key if section else "other"

    def sentences_in(self, *keys: str) -> tuple[Sentence, ...]:
        """The sentences whose middle lies in one of some parts of the talk, in order."""
        return tuple(s for s in self.transcript.sentences if self.section_at(s.span.middle) in keys)

    def quote(self, sentence: Sentence) -> Quote:
        """A sentence as evidence, with the slide that was up in its middle."""
        return Quote(sentence.span, sentence.text, self.slide_at(sentence.span.middle))

    def quote_slide(self, slide: Slide, text: str = "") -> Quote:
        """A slide as evidence: its title, or other words on it, at the moment when it was first shown."""
        shown = next((visit.span.start for visit in self.visits if visit.slide == slide.number), 0.0)
        return Quote(Span(shown, shown), text or slide.title or f"slide {slide.number}", slide.number)
