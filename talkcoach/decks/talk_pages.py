"""The slides among the pages of a PDF: hand-outs taken apart, notes taken off, overlays grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talkcoach.decks.frames import Frame, frames
from talkcoach.decks.handouts import handout_slides
from talkcoach.decks.notes_pages import beside, is_upright, with_notes, without_notes_pages
from talkcoach.decks.page_text import Sheet
from talkcoach.domain import Caveat


@dataclass(frozen=True, slots=True)
class TalkPages:
    """The frames of a talk in order, and what is to be said of how they were found."""

    frames: tuple[Frame, ...]
    caveats: tuple[Caveat, ...] = ()


def talk_pages(sheets: Sequence[Sheet], name: str) -> TalkPages:
    """The frames of a talk; ``name`` is what caveats call its file."""
    printed, on_a_page = handout_slides(sheets)
    if printed:
        return TalkPages(frames(printed), (Caveat("handout", name, numbers=(on_a_page,)),))
    if halves := beside(sheets):
        return TalkPages(frames(with_notes(sheets, *halves)), (Caveat("notes-beside-slides", name),))
    slides = without_notes_pages(sheets)
    if len(slides) < len(sheets):
        return TalkPages(frames(slides), (Caveat("notes-between-slides", name),))
    return TalkPages(frames(slides), (Caveat("upright-pages", name),) if is_upright(sheets) else ())
