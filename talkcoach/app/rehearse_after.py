"""After a rehearsal: how far its coaching is, the way to its report, and recordings that nobody coached yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import streamlit as st

from talkcoach.app.navigation import go_to
from talkcoach.app.state import choose_rehearsal, current_rehearsals, show_error
from talkcoach.domain.clock import clock
from talkcoach.errors import OutputError, TalkcoachError
from talkcoach.jobs.job import Status
from talkcoach.store import library
from talkcoach.store.rehearsal import Rehearsal
from talkcoach.workflows.coaching import coaching

MOST = 3
"""Recordings to be coached that are offered at once."""

_AWAITED = "_awaited"
"""The rehearsal whose coaching was seen to go on in this session."""


def after() -> None:
    """What is to be said of the talk's recordings before the next one."""
    known = current_rehearsals()
    at_work = [rehearsal for rehearsal in known if coaching(rehearsal.folder).status().is_running]
    for rehearsal in at_work:
        st.session_state[_AWAITED] = rehearsal.id
        _progress(rehearsal)
    for rehearsal in known:
        if (
            rehearsal.id == st.session_state.get(_AWAITED)
            and rehearsal.state == "coached"
            and rehearsal not in at_work
        ):
            _ready(rehearsal)
    left = [
        rehearsal for rehearsal in known if rehearsal.state in ("recorded", "cut off") and rehearsal not in at_work
    ]
    for rehearsal in left[:MOST]:
        _offer(rehearsal)


@st.fragment(run_every=1)
def _progress(rehearsal: Rehearsal) -> None:
    work = coaching(rehearsal.folder).status()
    if not work.is_running:
        st.rerun()
    with st.container(border=True):
        st.markdown(f"**{_named(rehearsal)}**")
        st.progress(work.share, _told(work))
        st.caption("You may leave this page, or rehearse again meanwhile.")
        st.button(
            "Cancel",
            key=f"_cancel-{rehearsal.id}",
            on_click=partial(_tried, lambda: coaching(rehearsal.folder).cancel()),
        )


def _told(work: Status) -> str:
    """How far it is, and how long it still takes, in words."""
    if work.is_finishing:
        return "Looking at what you said. This takes some seconds."
    left = work.seconds_left(time.time())
    words = f"Listening: {clock(work.seconds)} of {clock(work.total)}" if work.total else "Listening"
    return words if left is None else f"{words} · about {clock(left)} left"


def _ready(rehearsal: Rehearsal) -> None:
    with st.container(border=True):
        st.markdown(f"**{_named(rehearsal)}** The report is ready.")
        if st.button("Review it", key=f"_review-{rehearsal.id}", type="primary"):
            choose_rehearsal(rehearsal.id)
            go_to("review")


def _offer(rehearsal: Rehearsal) -> None:
    work = coaching(rehearsal.folder).status()
    with st.container(border=True):
        why = (
            "It was cut off; nothing before is lost." if rehearsal.state == "cut off" else "It is not coached yet."
        )
        st.markdown(f"**{_named(rehearsal)}** {why}")
        if work.state == "failed":
            show_error(OutputError(work.error, work.remedy))
        with st.container(horizontal=True):
            st.button(
                "Coach it",
                key=f"_coach-{rehearsal.id}",
                on_click=partial(_tried, lambda: coaching(rehearsal.folder).start()),
            )
            with st.popover("Delete"):
                st.write("The recording is deleted for good.")
                st.button("Delete for good", key=f"_delete-{rehearsal.id}", on_click=partial(_delete, rehearsal))


def _tried(do: Callable[[], None]) -> None:
    try:
        do()
    except TalkcoachError as error:
        show_error(error)


def _delete(rehearsal: Rehearsal) -> None:
    try:
        library.delete(rehearsal)
    except TalkcoachError as error:
        show_error(error)


def _named(rehearsal: Rehearsal) -> str:
    length = f", {clock(rehearsal.seconds)} long" if rehearsal.seconds else ""
    return f"Rehearsal of {rehearsal.when:%d %B, %H:%M}{length}."
