"""What Review shows of a rehearsal that has no report yet."""

from __future__ import annotations

import time

import streamlit as st

from talkcoach.app.navigation import go_to
from talkcoach.app.state import plain
from talkcoach.domain.clock import clock
from talkcoach.store.rehearsal import Rehearsal
from talkcoach.workflows.coaching import coaching


def waiting(rehearsal: Rehearsal) -> None:
    """Say why there is nothing to review, and offer the one thing to do about it."""
    st.title("Review")
    if rehearsal.state == "recording":
        st.write("This rehearsal is still being recorded.")
        if st.button("To the recording", type="primary"):
            go_to("rehearse")
    elif rehearsal.state == "damaged":
        st.warning(plain(f"This rehearsal cannot be opened: {rehearsal.problem}."))
        if st.button("To all rehearsals"):
            go_to("progress")
    elif coaching(rehearsal.folder).status().is_running:
        _under_way(rehearsal)
    else:
        _not_yet(rehearsal)


def _not_yet(rehearsal: Rehearsal) -> None:
    work = coaching(rehearsal.folder).status()
    if work.state == "failed":
        st.error(plain(f"{work.error}. {work.remedy}."))
    elif rehearsal.state == "cut off":
        st.write(f"The recording was cut off after {clock(rehearsal.seconds)}. What was recorded is kept.")
    else:
        st.write(
            f"{clock(rehearsal.seconds)} are recorded. Have them listened to, and this page shows what was found."
        )
    if st.button("Listen to it", type="primary"):
        coaching(rehearsal.folder).start()
        st.rerun()


@st.fragment(run_every=1)
def _under_way(rehearsal: Rehearsal) -> None:
    work = coaching(rehearsal.folder).status()
    if not work.is_running:
        st.rerun()
    left = work.seconds_left(time.time())
    words = "Looking at what was said …" if work.is_finishing else "Listening …"
    st.progress(work.share, words if left is None else f"{words} {clock(left)} left")
    if st.button("Cancel"):
        coaching(rehearsal.folder).cancel()
        st.rerun()
