"""Where the user puts right which part a slide belongs to, and which slide was up when; both show at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import streamlit as st

from talkcoach.alignment.corrected_visits import corrected_visit, moved
from talkcoach.app.state import deck_of, rubric_of, show_error
from talkcoach.domain import Span, Visit
from talkcoach.domain.clock import clock
from talkcoach.errors import TalkcoachError
from talkcoach.report.model import Report, is_by_the_speaker, rivals, slides_of_one_part
from talkcoach.report.wording import doubt, ranges, slide_parts
from talkcoach.rubric import OTHER, Rubric
from talkcoach.store.corrections import Corrections
from talkcoach.store.rehearsal import Rehearsal, deck_in
from talkcoach.workflows.correct import confirmed, correct, corrections_of

STEP = 1
"""Seconds by which a boundary is moved at least: nobody hears less."""


def show_corrections(rehearsal: Rehearsal, report: Report) -> None:
    """Show what can be put right, and put it right."""
    if not deck_in(rehearsal.folder) or not rehearsal.meta:
        st.write("Slides can be corrected in a rehearsal that has a deck.")
        return
    now, rubric = corrections_of(rehearsal), rubric_of(rehearsal.meta.rubric)
    _take_back(rehearsal, report, now)
    parts, moments = st.columns(2, gap="large")
    with parts:
        _part_of_slide(rehearsal, report, rubric, now)
    with moments:
        _slide_at(rehearsal, report, now)
        _came_up(rehearsal, report, now)


def _part_of_slide(rehearsal: Rehearsal, report: Report, rubric: Rubric, now: Corrections) -> None:
    titles = {key: rubric.title(key) for key in (*rubric.keys, OTHER)}
    slides = {slide.number: slide for slide in report.timing.slides}
    st.markdown("**Which part a slide belongs to**")
    _are_right(rehearsal, report, now)
    asked = {number: slide_parts(report)[number] for number in rivals(report)}
    if asked:
        st.caption("Not sure: " + ", ".join(f"slide {n} could be {either}" for n, either in asked.items()) + ".")
    number = st.selectbox(
        "Slide",
        list(slides),
        index=list(slides).index(next(iter(asked), next(iter(slides)))),
        format_func=lambda n: _named(n, report),
        key="part_slide",
    )
    keys = list(titles)
    part = now.parts.get(number) or slides[number].part
    key = st.selectbox(
        "belongs to", keys, index=keys.index(part), format_func=titles.__getitem__, key=f"part_of_{number}_{part}"
    )
    if key != part:
        _apply(rehearsal, report, now, replace(now, parts={**now.parts, number: key}))


def _are_right(rehearsal: Rehearsal, report: Report, now: Corrections) -> None:
    """One click for all parts as they stand."""
    if is_by_the_speaker(report):
        st.caption("✓ You said that these parts are right. They hold for the next rehearsals of this talk too.")
        return
    several = [
        slide.number
        for slide in report.timing.slides
        if slide.seconds and slide.number not in slides_of_one_part(report)
    ]
    rest = f" Slides with more than one part stay as found: {ranges(several)}." if several else ""
    about = f"Keeps the part of every slide for this and the next rehearsals.{rest}"
    if st.button("These parts are right", help=about):
        _apply(rehearsal, report, now, confirmed(now, report))


def _slide_at(rehearsal: Rehearsal, report: Report, now: Corrections) -> None:
    st.markdown("**Which slide was up**")
    visits = report.slides
    if not visits:
        return
    index = st.selectbox("From", range(len(visits)), format_func=lambda i: _stay(visits[i]), key="stay")
    visit = visits[min(index, len(visits) - 1)]
    numbers = [slide.number for slide in report.timing.slides]
    place = numbers.index(visit.slide)
    number = st.selectbox(
        "you were on", numbers, index=place, format_func=lambda n: _named(n, report), key=f"stay_on_{visit}"
    )
    if number != visit.slide:
        _apply(rehearsal, report, now, replace(now, visits=(*now.visits, corrected_visit(visit.span, number))))


def _came_up(rehearsal: Rehearsal, report: Report, now: Corrections) -> None:
    """Only between two stays that touch: elsewhere there is no boundary."""
    st.markdown("**When a slide came up**")
    changes = _changes(report.slides)
    if not changes:
        st.caption("No slide came up right after another.")
        return
    index = st.selectbox("Change", range(len(changes)), format_func=lambda i: _change(*changes[i]), key="change")
    before, after = changes[min(index, len(changes) - 1)]
    start = round(after.span.start)
    least, most = int(before.span.start) + STEP, int(after.span.end) - STEP
    if not least <= start <= most:
        st.caption("These two are too short to move.")
        return
    seconds = st.slider(
        "Seconds earlier or later", least - start, most - start, 0, STEP, key=f"moved_{before.span}_{after.span}"
    )
    st.caption(f"Slide {after.slide} comes up at {clock(start + seconds)}.")
    statement = moved(before, after, after.span.start + seconds)
    if st.button("Move it there", disabled=statement is None) and statement:
        _apply(rehearsal, report, now, replace(now, visits=(*now.visits, statement)))


def _take_back(rehearsal: Rehearsal, report: Report, now: Corrections) -> None:
    """One step back as long as the session lasts, and all of it at any time."""
    earlier: list[Corrections] = st.session_state.setdefault(_history(rehearsal.folder), [])
    if not (now.parts or now.visits or earlier):
        st.caption("Whatever you put right here shows at once, and can be taken back.")
        return
    one, all_ = st.columns([1, 3], vertical_alignment="center")
    if one.button("Undo", disabled=not earlier, width="stretch"):
        _apply(rehearsal, report, now, earlier[-1], is_back=True)
    if all_.button("Take back all corrections", disabled=not (now.parts or now.visits)):
        _apply(rehearsal, report, now, replace(now, parts={}, visits=()))


def _apply(
    rehearsal: Rehearsal, report: Report, before: Corrections, after: Corrections, *, is_back: bool = False
) -> None:
    """Put right, or take back, and show the page anew."""
    history: list[Corrections] = st.session_state.setdefault(_history(rehearsal.folder), [])
    deck, meta = deck_in(rehearsal.folder), rehearsal.meta
    if deck is None or meta is None:
        return
    try:
        correct(rehearsal, after, deck_of(deck), rubric_of(meta.rubric), report)
    except TalkcoachError as error:
        show_error(error)
        return
    if is_back:
        history.pop()
    else:
        history.append(before)
    st.rerun()


def _history(folder: Path) -> str:
    return f"corrected_before_{folder.name}"


def _changes(visits: Sequence[Visit]) -> list[tuple[Visit, Visit]]:
    return [(a, b) for a, b in pairwise(visits) if a.span.end == b.span.start and a.slide != b.slide]


def _named(number: int, report: Report) -> str:
    title = next((slide.title for slide in report.timing.slides if slide.number == number), "")
    return f"{number} · {title[:60]}" if title else str(number)


def _stay(visit: Visit) -> str:
    return f"{_span(visit.span)} · {doubt(visit.confidence)} slide {visit.slide}".replace("  ", " ")


def _change(before: Visit, after: Visit) -> str:
    return f"{clock(after.span.start)} · slide {before.slide} to slide {after.slide}"


def _span(span: Span) -> str:
    return f"{clock(span.start)}–{clock(span.end)}"
