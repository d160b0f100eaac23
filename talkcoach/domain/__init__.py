"""The nouns of talkcoach: frozen values that every stage passes on. Time is float seconds from the start.

Nothing here opens a user's file or knows of another room of talkcoach.
"""

from talkcoach.domain.aligned import Aligned
from talkcoach.domain.deck import Deck, Slide
from talkcoach.domain.events import ENDLESS, Event, EventKind, interruptions, slide_marks
from talkcoach.domain.findings import Caveat, Finding, Question, Quote, Severity, Verdict, gravest_first
from talkcoach.domain.span import Span, merged, outside
from talkcoach.domain.transcript import NamedVoice, Sentence, Transcript, Word
from talkcoach.domain.visits import SURE, Doubt, Mark, Section, Sections, Visit, Visits, VisitSource

__all__ = [
    "ENDLESS",
    "SURE",
    "Aligned",
    "Caveat",
    "Deck",
    "Doubt",
    "Event",
    "EventKind",
    "Finding",
    "Mark",
    "NamedVoice",
    "Question",
    "Quote",
    "Section",
    "Sections",
    "Sentence",
    "Severity",
    "Slide",
    "Span",
    "Transcript",
    "Verdict",
    "Visit",
    "VisitSource",
    "Visits",
    "Word",
    "gravest_first",
    "interruptions",
    "merged",
    "outside",
    "slide_marks",
]
