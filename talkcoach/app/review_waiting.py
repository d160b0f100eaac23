"""What Review shows of a rehearsal that has no report yet."""

from __future__ import annotations

import time

import streamlit as st

from talkcoach.app.pages import go_to
from talkcoach.app.state import plain
from talkcoach.app.work import begin_coaching, cancel, state_of
from talkcoach.clock import clock
from talkcoach.library import Entry


def waiting(entry: Entry) -> None:
    """Say why there is nothing to review, and offer the one thing to do about it."""
    st.title("Review")
    if entry.state == "recording":
        st.write("This rehearsal is still being recorded.")
        if st.button("To the recording", type="primary"):
            go_to("rehearse")
    elif entry.state == "damaged":
        st.warning(plain(f"This rehearsal cannot be opened: {entry.problem}."))
        if st.button("To all rehearsals"):
            go_to("progress")
    elif state_of(entry.folder).goes_on:
        _under_way(entry)
    else:
        _not_yet(entry)


def _not_yet(entry: Entry) -> None:
    work = state_of(entry.folder)
    if work.state == "failed":
        st.error(plain(f"{work.error}. {work.remedy}."))
    elif entry.state == "cut off":
        st.write(f"The recording was cut off after {clock(entry.seconds)}. What was recorded is kept.")
    else:
        st.write(
            f"{clock(entry.seconds)} are recorded. Have them listened to, and this page shows what was found."
        )
    if st.button("Listen to it", type="primary"):
        begin_coaching(entry.folder)
        st.rerun()


@st.fragment(run_every=1)
def _under_way(entry: Entry) -> None:
    work = state_of(entry.folder)
    if not work.goes_on:
        st.rerun()
    left = work.seconds_left(time.time())
    words = "Looking at what was said …" if work.state == "judging" else "Listening …"
    st.progress(work.share, words if left is None else f"{words} {clock(left)} left")
    if st.button("Cancel"):
        cancel(entry.folder)
        st.rerun()
