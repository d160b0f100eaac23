"""The page Progress: every rehearsal of a talk, where the figures go, two side by side, and deleting one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from talkcoach.app.answering import show_what_went_wrong, trying
from talkcoach.app.comparing import show_comparison
from talkcoach.app.navigation import go_to
from talkcoach.app.progress_charts import Picture, delivery_pictures, part_pictures
from talkcoach.app.state import (
    NEW,
    choose_talk,
    current_rehearsal,
    current_rehearsals,
    current_talk,
    plain,
    summary_of,
)
from talkcoach.domain.clock import clock
from talkcoach.practice.attempts import attempts_in
from talkcoach.practice.cards import PRACTICE
from talkcoach.report.trend import DatedSummary, dated
from talkcoach.report.wording import counted
from talkcoach.store import library
from talkcoach.store.rehearsal import REPORT, TRANSCRIPT, Rehearsal, deck_in

COLUMNS = 3
"""Charts beside each other; on a telephone they stand one below the other."""

_SURE = "progress-delete"


def show() -> None:
    """The page."""
    st.title("Progress")
    rehearsals = _rehearsals()
    if not rehearsals:
        _nothing_yet()
        return
    show_what_went_wrong()
    points = _points(rehearsals)
    _charts(points)
    _table(rehearsals, points)
    if len(points) > 1:
        show_comparison(rehearsals, points)
    _delete(rehearsals)


def _rehearsals() -> tuple[Rehearsal, ...]:
    """Those of the talk, the newest first; without a talk, those that are called the same."""
    rehearsals, current = current_rehearsals(), current_rehearsal()
    if current_talk() or not current or not current.meta:
        return rehearsals
    return tuple(
        rehearsal for rehearsal in rehearsals if rehearsal.meta and rehearsal.meta.title == current.meta.title
    )


def _nothing_yet() -> None:
    st.markdown(
        "Here you see from rehearsal to rehearsal how many minutes each part gets, how deep you go into the "
        "limitations, and how it sounds: pace, pauses, filled pauses, your voice. "
        "You have not rehearsed this talk yet."
    )
    talk = current_talk()
    if st.button("Rehearse" if talk else "Prepare a talk", type="primary"):
        go_to("rehearse" if talk else "prepare")


def _points(rehearsals: Sequence[Rehearsal]) -> tuple[DatedSummary, ...]:
    """The figures, the earliest first; each report is read once for as long as it stays as it is."""
    coached = [rehearsal for rehearsal in rehearsals if rehearsal.state == "coached"]
    points = (dated(rehearsal, summary_of) for rehearsal in coached)
    return tuple(sorted((point for point in points if point), key=lambda point: (point.when, point.id)))


def _charts(points: Sequence[DatedSummary]) -> None:
    if len(points) < 2:
        st.markdown(
            "The changes show here from the second reviewed rehearsal on."
            if points
            else "None of these rehearsals is reviewed yet."
        )
        if st.button("Rehearse again" if points else "Review", type="primary"):
            go_to("rehearse" if points else "review")
        return
    parts, delivery = _pictures(points)
    if parts:
        st.subheader("Minutes for each part", anchor=False)
        st.caption("Every rehearsal of the whole talk. The grey band, or dashed line, is the target.")
        _row_of(parts)
    if delivery:
        st.subheader("Depth and delivery", anchor=False)
        _row_of(delivery)


@st.cache_data(max_entries=4, show_spinner=False)
def _pictures(points: Sequence[DatedSummary]) -> tuple[list[Picture], list[Picture]]:
    """Altair takes half a second for what does not change from one click to the next."""
    return part_pictures(points), delivery_pictures(points)


def _row_of(pictures: Sequence[Picture]) -> None:
    for first in range(0, len(pictures), COLUMNS):
        for column, picture in zip(st.columns(COLUMNS), pictures[first : first + COLUMNS], strict=False):
            with column:
                st.markdown(f"**{plain(picture.name)}**  \n:gray[{plain(picture.words)}]")
                st.vega_lite_chart(picture.chart, width="stretch", alt=f"{picture.name}: {picture.words}")


def _table(rehearsals: Sequence[Rehearsal], points: Sequence[DatedSummary]) -> None:
    st.subheader("Every rehearsal", anchor=False)
    numbers = {point.id: number for number, point in enumerate(points, start=1)}
    by_id = {point.id: point for point in points}
    st.dataframe(
        [_line(rehearsal, numbers.get(rehearsal.id), by_id.get(rehearsal.id)) for rehearsal in rehearsals],
        hide_index=True,
    )


def _line(rehearsal: Rehearsal, number: int | None, point: DatedSummary | None) -> dict[str, Any]:
    run = point.summary if point else None
    return {
        "Nr": number,
        "Rehearsal of": f"{rehearsal.when:%d %b %Y, %H:%M}",
        "Length": f"{clock(run.seconds)} of {clock(run.slot_seconds)}" if run else clock(rehearsal.seconds),
        "Limitations (of 4)": run.depth if run else None,
        "Words/min": _rounded(run.words_per_minute if run else None),
        "Filled pauses/min": _rounded(run.fillers_per_minute if run else None, 1),
        "State": rehearsal.problem or _state(rehearsal, run is not None),
    }


def _state(rehearsal: Rehearsal, is_readable: bool) -> str:
    """A rehearsal whose report cannot be read can be reviewed again, so it counts as recorded."""
    if rehearsal.state == "coached":
        return "reviewed" if is_readable else "recorded"
    return rehearsal.state


def _rounded(value: float | None, digits: int = 0) -> float | None:
    return None if value is None else round(value, digits)


def _delete(rehearsals: Sequence[Rehearsal]) -> None:
    """Deleting asks once and names what goes."""
    st.subheader("Delete a rehearsal", anchor=False)
    known = {rehearsal.id: rehearsal for rehearsal in rehearsals if rehearsal.state != "recording"}
    chosen = st.selectbox(
        "Rehearsal to delete",
        list(known),
        index=None,
        placeholder="Choose one",
        format_func=lambda id_: _named(known[id_]),
        on_change=lambda: st.session_state.pop(_SURE, None),
    )
    if chosen not in known:
        return
    rehearsal = known[chosen]
    if st.session_state.get(_SURE) != chosen:
        st.button("Delete", on_click=lambda: st.session_state.update({_SURE: chosen}))
        return
    goes = ", ".join(_what_goes(rehearsal))
    st.warning(f"The rehearsal of {_named(rehearsal)} goes for good: {goes}. It cannot be brought back.")
    with st.container(horizontal=True):
        st.button("Delete for good", type="primary", on_click=_delete_for_good, args=(rehearsal,))
        st.button("Keep it", on_click=lambda: st.session_state.pop(_SURE, None))


def _named(rehearsal: Rehearsal) -> str:
    return f"{rehearsal.when:%d %b %Y, %H:%M} · {clock(rehearsal.seconds)}"


def _what_goes(rehearsal: Rehearsal) -> list[str]:
    """What is in its folder, in words."""
    folder, attempts = rehearsal.folder, len(attempts_in(rehearsal.folder))
    there = (
        (f"the recording of {clock(rehearsal.seconds)}", True),
        ("what was said", (folder / TRANSCRIPT).is_file()),
        ("what was found", (folder / REPORT).is_file()),
        ("its copy of the deck", deck_in(folder) is not None),
        ("your marks and notes on the questions", (folder / PRACTICE).is_file()),
        (counted(attempts, "recorded answer"), attempts > 0),
    )
    return [words for words, is_there in there if is_there]


def _delete_for_good(rehearsal: Rehearsal) -> None:
    def delete() -> None:
        talk, was_current = current_talk(), current_rehearsal() == rehearsal
        library.delete(rehearsal)
        if was_current:
            choose_talk(talk.id if talk else NEW)

    st.session_state.pop(_SURE, None)
    trying(delete)


show()
