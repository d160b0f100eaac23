"""What was shown: slides, in the order of the deck."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from talkcoach.domain.findings import Caveat
from talkcoach.domain.text import plain


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
    """The slides of a talk, in order.

    ``language`` is the ISO 639-1 code of its text, empty when unknown. ``caveats`` tell what of the file could not
    be read, or was not read as it stands.
    """

    slides: tuple[Slide, ...]
    path: Path | None = None
    language: str = ""
    caveats: tuple[Caveat, ...] = ()

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
        """What the talk calls itself on its title slide, the first that is shown; empty where that has no title.

        A list of contents is no title slide.
        """
        title = next((slide.title for slide in self.slides if not slide.hidden), "")
        return "" if _heads_an_outline(title) else title


def _heads_an_outline(title: str) -> bool:
    return " ".join(plain(title).casefold().split()).strip(" .:…") in _outline_titles()


@cache
def _outline_titles() -> frozenset[str]:
    """What lists of contents are headed in the languages of Europe and East Asia, in lower case."""
    lines = Path(__file__).with_name("outline_titles.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines)
