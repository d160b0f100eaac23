"""A copy of the deck with the time of each slide in the rehearsal, and what to change, in its speaker notes.

Every added line begins with ``talkcoach:``, so that a copy of a copy has the newest lines only. Other notes are
kept. The original deck is only read.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from talkcoach.decks import is_presentation, read_deck
from talkcoach.decks.openxml import tag
from talkcoach.decks.repaired import open_for_change
from talkcoach.domain import SURE
from talkcoach.domain.clock import clock
from talkcoach.errors import DeckError, InputError
from talkcoach.report.model import Report
from talkcoach.report.printable import printable

PREFIX = "talkcoach: "

_NOTES_BOX = (0.75, 4.8, 6, 4)
"""Inches: left, top, width and height of the notes on PowerPoint's own page of 7.5 by 10."""

_WITH_MACROS = frozenset({".pptm", ".ppsm", ".potm"})


def deck_with_notes(path: Path, report: Report, when: str, *, advance: bool = False) -> bytes:
    """The bytes of a copy of a deck with lines from a report in its speaker notes.

    Args:
        path: the deck that was shown.
        report: what was found.
        when: the moment of the rehearsal, in words.
        advance: whether the copy advances by itself after the time that each slide took (``advTm``).

    Raises:
        DeckError: for a deck without speaker notes, such as a PDF, or one that cannot be read.
        InputError: when the report is on a deck with other slides.
    """
    if not is_presentation(path):
        raise DeckError(f"{path.name} has no speaker notes that could be added to", "Export the deck as .pptx")
    slides = read_deck(path).slides
    if len(slides) != len(report.timing.slides):
        raise InputError(
            f"{path.name} has {len(slides)} slides and the report is on {len(report.timing.slides)}",
            "Coach the rehearsal again",
        )
    presentation = open_for_change(path)
    for number, slide in enumerate(presentation.slides, start=1):
        _add_notes(slide, notes_on(report, number, when))
        seconds = report.timing.slides[number - 1].seconds
        if advance and seconds:
            _advance_after(slide, seconds)
    copy = io.BytesIO()
    presentation.save(copy)
    return copy.getvalue()


def name_of_copy(path: Path) -> str:
    """The file name of the copy, which is a presentation even if the deck was a template or a show."""
    return f"{path.stem} with notes{'.pptm' if path.suffix.lower() in _WITH_MACROS else '.pptx'}"


def notes_on(report: Report, number: int, when: str) -> tuple[str, ...]:
    """The lines for a slide, by its number; none where the report has nothing on it."""
    lines = (*_time(report, number), *_cut(report, number), *_advice(report, number))
    return tuple(PREFIX + " ".join(printable(line).split()) for line in (when, *lines)) if lines else ()


def _time(report: Report, number: int) -> tuple[str, ...]:
    """How long the slide was shown; nothing if it was not."""
    visits = [visit for visit in report.slides if visit.slide == number]
    timing = report.timing.slides[number - 1]
    if not visits or not timing.seconds:
        return ()
    doubt = "probably " if any(visit.confidence < SURE for visit in visits) else ""
    planned = f" (saved in the deck: {clock(timing.planned_seconds)})" if timing.planned_seconds else ""
    part = _titles(report).get(timing.part, "")
    return (f"{doubt}{clock(timing.seconds)} on this slide{planned}{f', {part}' if part else ''}.",)


def _titles(report: Report) -> Mapping[str, str]:
    return {part.key: part.title for part in report.timing.parts}


def _cut(report: Report, number: int) -> tuple[str, ...]:
    cuts = [cut for cut in report.timing.cuts if cut.slide == number]
    return tuple(f"Cut {clock(cut.seconds)} here, which leaves {clock(cut.leaves_seconds)}." for cut in cuts)


def _advice(report: Report, number: int) -> tuple[str, ...]:
    """The findings on the slide; each is written on the slide of its first quote only."""
    return tuple(f"{each.message} {each.advice}" for each in report.findings if each.quotes[0].slide == number)


def _add_notes(slide: Any, lines: tuple[str, ...]) -> None:
    """Append lines to the notes of a slide in place of those that an earlier copy added."""
    if not lines and not (slide.has_notes_slide and slide.notes_slide.notes_text_frame):
        return
    frame = slide.notes_slide.notes_text_frame or _new_frame(slide.notes_slide)
    for paragraph in [each for each in frame.paragraphs if each.text.startswith(PREFIX)]:
        if len(frame.paragraphs) > 1:
            paragraph._p.getparent().remove(paragraph._p)
        else:
            paragraph.text = ""
    for line in lines:
        last = frame.paragraphs[-1]
        (frame.add_paragraph() if last.text else last).text = line


def _new_frame(notes: Any) -> Any:
    """A text frame for notes on a page whose own was deleted, or whose master has none."""
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.util import Inches

    tree = notes.element.spTree
    shape = tree.add_placeholder(tree.max_shape_id + 1, "Notes", PP_PLACEHOLDER.BODY, "horz", "quarter", 1)
    shape.x, shape.y, shape.cx, shape.cy = (Inches(each) for each in _NOTES_BOX)
    return notes.notes_text_frame


def _advance_after(slide: Any, seconds: float) -> None:
    """Let a slide show advance by itself after some seconds; a click still advances it."""
    root = slide._element
    transitions = list(root.iter(tag("p:transition")))  # PowerPoint writes a newer one and its fallback
    if not transitions:
        transitions = [etree.Element(tag("p:transition"))]
        # The schema's order (ISO/IEC 29500-1, CT_Slide): cSld, clrMapOvr, transition, timing, extLst.
        before = root.find(tag("p:clrMapOvr"))
        (root.find(tag("p:cSld")) if before is None else before).addnext(transitions[0])
    for transition in transitions:
        transition.set("advTm", str(round(1000 * seconds)))
