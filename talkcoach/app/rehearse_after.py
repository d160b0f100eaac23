"""After a rehearsal: how far its coaching is, the way to its report, and recordings that nobody coached yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import streamlit as st

from talkcoach import library
from talkcoach.app.pages import go_to
from talkcoach.app.state import choose_rehearsal, current_rehearsals, show_error
from talkcoach.app.work import Work, begin_coaching, cancel, state_of
from talkcoach.clock import clock
from talkcoach.errors import OutputError, TalkcoachError
from talkcoach.library import Entry

MOST = 3
"""Recordings to be coached that are offered at once."""

_AWAITED = "_awaited"
"""The rehearsal whose coaching was seen to go on in this session."""


def after() -> None:
    """What is to be said of the talk's recordings before the next one."""
    known = current_rehearsals()
    at_work = [entry for entry in known if state_of(entry.folder).goes_on]
    for entry in at_work:
        st.session_state[_AWAITED] = entry.id
        _progress(entry)
    for entry in known:
        if entry.id == st.session_state.get(_AWAITED) and entry.state == "coached" and entry not in at_work:
            _ready(entry)
    left = [entry for entry in known if entry.state in ("recorded", "cut off") and entry not in at_work]
    for entry in left[:MOST]:
        _offer(entry)


@st.fragment(run_every=1)
def _progress(entry: Entry) -> None:
    work = state_of(entry.folder)
    if not work.goes_on:
        st.rerun()
    with st.container(border=True):
        st.markdown(f"**{_named(entry)}**")
        st.progress(work.share, _told(work))
        st.caption("You may leave this page, or rehearse again meanwhile.")
        st.button("Cancel", key=f"_cancel-{entry.id}", on_click=partial(_tried, cancel, entry))


def _told(work: Work) -> str:
    """How far it is, and how long it still takes, in words."""
    if work.state == "judging":
        return "Looking at what you said. This takes some seconds."
    left = work.seconds_left(time.time())
    words = f"Listening: {clock(work.seconds)} of {clock(work.total)}" if work.total else "Listening"
    return words if left is None else f"{words} · about {clock(left)} left"


def _ready(entry: Entry) -> None:
    with st.container(border=True):
        st.markdown(f"**{_named(entry)}** The report is ready.")
        if st.button("Review it", key=f"_review-{entry.id}", type="primary"):
            choose_rehearsal(entry.id)
            go_to("review")


def _offer(entry: Entry) -> None:
    work = state_of(entry.folder)
    with st.container(border=True):
        why = "It was cut off; nothing before is lost." if entry.state == "cut off" else "It is not coached yet."
        st.markdown(f"**{_named(entry)}** {why}")
        if work.state == "failed":
            show_error(OutputError(work.error, work.remedy))
        with st.container(horizontal=True):
            st.button("Coach it", key=f"_coach-{entry.id}", on_click=partial(_tried, begin_coaching, entry))
            with st.popover("Delete"):
                st.write("The recording is deleted for good.")
                st.button("Delete for good", key=f"_delete-{entry.id}", on_click=partial(_delete, entry))


def _tried(do: Callable[..., None], entry: Entry) -> None:
    try:
        do(entry.folder)
    except TalkcoachError as error:
        show_error(error)


def _delete(entry: Entry) -> None:
    try:
        library.delete(entry)
    except TalkcoachError as error:
        show_error(error)


def _named(entry: Entry) -> str:
    length = f", {clock(entry.seconds)} long" if entry.seconds else ""
    return f"Rehearsal of {entry.when:%d %B, %H:%M}{length}."
