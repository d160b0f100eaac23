"""The page Rehearse: before, while and after you speak your talk."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.navigation import go_to
from talkcoach.app.rehearse_after import after
from talkcoach.app.rehearse_setup import setup
from talkcoach.app.rehearse_stage import stage
from talkcoach.app.state import choose_rehearsal, current_rehearsal, current_talk, plain
from talkcoach.store import library
from talkcoach.store.rehearsal import Rehearsal


def _running() -> Rehearsal | None:
    """The rehearsal that is being recorded, whoever began it; the current one where there are several."""
    running = [rehearsal for rehearsal in library.rehearsals() if rehearsal.state == "recording"]
    current = current_rehearsal()
    return next(
        (rehearsal for rehearsal in running if current and rehearsal.id == current.id), next(iter(running), None)
    )


def _before() -> None:
    talk = current_talk()
    st.title("Rehearse")
    after()
    if talk is None:
        st.write("Here you speak your talk, with your slides and a clock before you, and it is recorded.")
        st.write("First it needs your slides, and how long you may speak.")
        if st.button("Prepare a talk", type="primary"):
            go_to("prepare")
        return
    st.markdown(f"**{plain(talk.title)}** · {talk.slot_minutes:g} minutes")
    setup(talk)


running = _running()
if running:
    current = current_rehearsal()
    if current is None or current.id != running.id:
        choose_rehearsal(running.id)
    stage(running.folder)
else:
    _before()
