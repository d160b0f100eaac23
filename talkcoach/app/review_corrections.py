"""Where the user puts right which part a slide belongs to, and which slide was up when; both show at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import streamlit as st

from talkcoach.app.state import deck_of, rubric_of, show_error
from talkcoach.clock import clock
from talkcoach.coach import coach_again
from talkcoach.domain import Span, Visit
from talkcoach.errors import InputError, TalkcoachError
from talkcoach.export.wording import doubt, slide_parts
from talkcoach.library import Entry, opened
from talkcoach.rehearsal import CORRECTIONS, corrections_text, remember
from talkcoach.report import Report, rivals, to_json
from talkcoach.rubric import OTHER, Rubric
from talkcoach.stays import moved, stay, write_stays
from talkcoach.storage import write_text

STEP = 1
"""Seconds by which a boundary is moved at least: nobody hears less."""


@dataclass(frozen=True, slots=True)
class Said:
    """All that the user has put right in a rehearsal."""

    parts: Mapping[int, str]
    stays: tuple[Visit, ...]


def corrections(entry: Entry, report: Report) -> None:
    """Show what can be put right, and put it right."""
    rehearsal = opened(entry)
    if not rehearsal.deck or not entry.meta:
        st.write("Slides can be corrected in a rehearsal that has a deck.")
        return
    said, rubric = Said(rehearsal.corrections, rehearsal.stays), rubric_of(entry.meta.rubric)
    _take_back(entry, report, said)
    parts, moments = st.columns(2, gap="large")
    with parts:
        _part_of_slide(entry, report, rubric, said)
    with moments:
        _slide_at(entry, report, said)
        _came_up(entry, report, said)


def judge_again(entry: Entry, report: Report, said: Said) -> None:
    """Keep corrections in place of those that there were, and the report that follows from them.

    Raises:
        TalkcoachError: when they do not fit, or cannot be kept; then all is as it was.
    """
    before = opened(entry)
    if not before.deck or not entry.meta:
        raise InputError(f"{entry.id} has no deck", "Correct a rehearsal that has one")
    rehearsal = replace(before, corrections=dict(said.parts), stays=said.stays)
    again = coach_again(rehearsal, deck_of(before.deck), rubric_of(entry.meta.rubric), report)
    write_text(entry.folder / CORRECTIONS, corrections_text(said.parts))
    write_stays(entry.folder, said.stays)
    remember(rehearsal, "", to_json(again))


def _part_of_slide(entry: Entry, report: Report, rubric: Rubric, said: Said) -> None:
    titles = {key: rubric.title(key) for key in (*rubric.keys, OTHER)}
    slides = {slide.number: slide for slide in report.timing.slides}
    st.markdown("**Which part a slide belongs to**")
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
    now = said.parts.get(number) or slides[number].part
    key = st.selectbox(
        "belongs to", keys, index=keys.index(now), format_func=titles.__getitem__, key=f"part_of_{number}_{now}"
    )
    if key != now:
        _apply(entry, report, said, Said({**said.parts, number: key}, said.stays))


def _slide_at(entry: Entry, report: Report, said: Said) -> None:
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
        _apply(entry, report, said, Said(said.parts, (*said.stays, stay(visit.span, number))))


def _came_up(entry: Entry, report: Report, said: Said) -> None:
    """Only between two stays that touch: elsewhere there is no boundary."""
    st.markdown("**When a slide came up**")
    changes = _changes(report.slides)
    if not changes:
        st.caption("No slide came up right after another.")
        return
    index = st.selectbox("Change", range(len(changes)), format_func=lambda i: _change(*changes[i]), key="change")
    before, after = changes[min(index, len(changes) - 1)]
    now = round(after.span.start)
    least, most = int(before.span.start) + STEP, int(after.span.end) - STEP
    if not least <= now <= most:
        st.caption("These two are too short to move.")
        return
    seconds = st.slider(
        "Seconds earlier or later", least - now, most - now, 0, STEP, key=f"moved_{before.span}_{after.span}"
    )
    st.caption(f"Slide {after.slide} comes up at {clock(now + seconds)}.")
    statement = moved(before, after, after.span.start + seconds)
    if st.button("Move it there", disabled=statement is None) and statement:
        _apply(entry, report, said, Said(said.parts, (*said.stays, statement)))


def _take_back(entry: Entry, report: Report, said: Said) -> None:
    """One step back as long as the session lasts, and all of it at any time."""
    earlier: list[Said] = st.session_state.setdefault(_history(entry.folder), [])
    if not (said.parts or said.stays or earlier):
        st.caption("Whatever you put right here shows at once, and can be taken back.")
        return
    one, all_ = st.columns([1, 3], vertical_alignment="center")
    if one.button("Undo", disabled=not earlier, width="stretch"):
        _apply(entry, report, said, earlier[-1], is_back=True)
    if all_.button("Take back all corrections", disabled=not (said.parts or said.stays)):
        _apply(entry, report, said, Said({}, ()))


def _apply(entry: Entry, report: Report, before: Said, after: Said, *, is_back: bool = False) -> None:
    """Put right, or take back, and show the page anew."""
    history: list[Said] = st.session_state.setdefault(_history(entry.folder), [])
    try:
        judge_again(entry, report, after)
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
