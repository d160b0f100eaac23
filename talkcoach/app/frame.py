"""What stands around every page: the way between pages, which talk and rehearsal, and whether a recording runs."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.navigation import TITLES, page
from talkcoach.app.state import (
    NEW,
    choose_rehearsal,
    choose_talk,
    current_rehearsal,
    current_rehearsals,
    current_talk,
    restore,
    show_error,
)
from talkcoach.audio.recorder import client as recording
from talkcoach.domain.clock import clock
from talkcoach.errors import TalkcoachError
from talkcoach.store import library
from talkcoach.store import prepared as talks
from talkcoach.store.places import shipped

LOOKS = """<style>
.stMainBlockContainer { padding-top: 3.5rem; padding-bottom: 4rem; max-width: 76rem; }
.stImage img { border: 1px solid rgba(128, 136, 150, 0.45); border-radius: 8px; }
[data-testid="stCaptionContainer"] { opacity: 0.78 !important; }
</style>"""
"""What the theme cannot say: room, an edge for white slides on a white page, small print of good contrast."""


def frame() -> None:
    """Show the page that the address names, in its frame."""
    icon = shipped("assets", "icon.svg")
    st.set_page_config(page_title="talkcoach", page_icon=str(icon), layout="wide", initial_sidebar_state="auto")
    chosen = st.navigation([page(name) for name in TITLES])
    st.html(LOOKS)
    try:
        restore()
        _sidebar()
        chosen.run()
    except TalkcoachError as error:
        show_error(error)


def _sidebar() -> None:
    with st.sidebar:
        if any(rehearsal.state == "recording" for rehearsal in library.rehearsals()):
            _recording()
        _choice_of_talk()
        _choice_of_rehearsal()
        st.caption("Everything stays on this computer.")


@st.fragment(run_every=1)
def _recording() -> None:
    """A steady dot and the clock while the microphone is on, on whatever page."""
    for rehearsal in library.rehearsals():
        running = recording.attach(rehearsal.folder) if rehearsal.state == "recording" else None
        if running:
            st.markdown(f":red[●] Recording · {clock(running.position())}")
            st.page_link(page("rehearse"), label="To the recording")


def _choice_of_talk() -> None:
    names = {talk.id: talk.title for talk in talks.talks()} | {NEW: "New talk"}
    current = current_talk()
    st.session_state["_talk"] = current.id if current else NEW
    st.selectbox(
        "Talk",
        list(names),
        format_func=lambda id_: names[id_],
        key="_talk",
        on_change=lambda: choose_talk(st.session_state["_talk"]),
    )


def _choice_of_rehearsal() -> None:
    rehearsals = current_rehearsals()
    current = current_rehearsal()
    if not current:
        return
    # A label that changes while it is shown, as a length would, comes back from the browser as an unknown choice.
    known = {
        rehearsal.id: f"{len(rehearsals) - n} · {rehearsal.when:%d %b %H:%M}"
        for n, rehearsal in enumerate(rehearsals)
    }
    st.session_state["_rehearsal"] = current.id
    st.selectbox(
        "Rehearsal",
        list(known),
        format_func=lambda id_: known[id_],
        key="_rehearsal",
        on_change=lambda: choose_rehearsal(st.session_state["_rehearsal"]),
    )
