"""Before a rehearsal: the microphone and its level, the start; or another way to bring in what you said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

import streamlit as st

from talkcoach.app.rehearse_line import loudness
from talkcoach.app.state import choose_rehearsal, show_error
from talkcoach.errors import OutputError, TalkcoachError
from talkcoach.store import library
from talkcoach.store.prepared import PreparedTalk
from talkcoach.workflows import rehearse
from talkcoach.workflows.coaching import coaching
from talkcoach.workflows.prepare import new_rehearsal
from talkcoach.workflows.take_in import FILMS, NARRATED, SOUNDS, TEXTS, take_in

if TYPE_CHECKING:
    from talkcoach.audio.levels import Level

CHECK_SECONDS = 5.0

SPACE_SECONDS = 60.0
"""With room for less recording than this none is begun; with room for less than twice the slot it is said."""

SYSTEM = ""
"""Stands for the microphone that the system has chosen."""

_LOCAL = ("localhost", "127.0.0.1", "::1")


def setup(talk: PreparedTalk) -> None:
    """All the ways to rehearse a talk."""
    here, problem = _is_local(), ""
    try:
        names = _microphones() if here else []
    except TalkcoachError as error:
        names, problem = [], str(error)
    if names:
        _record_here(talk, names)
    elif here:
        st.warning(problem or "No microphone was found on this computer. Plug one in, then look again.")
        st.button("Look again", on_click=_look_again)
    else:
        st.info(
            "Your browser is on another computer than talkcoach, so its own microphone is used. "
            "Browsers allow that only where the address begins with https."
        )
    with st.expander("Record in the browser", expanded=not names):
        _record_in_browser(talk)
    with st.expander("Use a recording that you have"):
        _use_file(talk)


def _record_here(talk: PreparedTalk, names: list[str]) -> None:
    from talkcoach.audio.recorder.process import enough_space

    device = st.selectbox(
        "Microphone",
        [SYSTEM, *names],
        format_func=lambda name: name or "The system's choice",
        key="_microphone",
    )
    _check(device)
    if not enough_space(talk.folder, 2 * 60 * talk.slot_minutes):
        st.warning("The disk is nearly full: the recording stops when it is, and is kept.")
    if st.button("Start rehearsing", type="primary", key="_start"):
        with st.spinner("Opening the microphone"), _shown_errors():
            _begin(talk, device)
            st.rerun()
    st.caption(
        "The clock starts at once. Reloading or closing this page does not stop the recording: "
        "come back, and it is here."
    )


@st.fragment
def _check(device: str) -> None:
    """Some seconds in which you see that the microphone hears you."""
    with st.container(horizontal=True):
        wanted = st.button("Check the microphone", key="_check")
        st.button("Look again", key="_look_again", on_click=_look_again, help="Look for microphones again.")
    if not wanted:
        return
    from talkcoach.audio.recorder.client import listen

    heard: list[Level] = []
    bar = st.progress(0.0, "Say a sentence, as loud as in the talk")

    def look(level: Level) -> None:
        heard.append(level)
        bar.progress(loudness(level.rms), "Say a sentence, as loud as in the talk")

    with _shown_errors():
        listen(device or None, CHECK_SECONDS, look)
        wrong = rehearse.complaint(heard)
        if wrong:
            st.warning(wrong)
        else:
            st.success("The microphone hears you well.")
    bar.empty()


def _begin(talk: PreparedTalk, device: str) -> None:
    """Start to record; where that cannot be, nothing is left of it.

    Raises:
        TalkcoachError: says why.
    """
    from talkcoach.audio.recorder.process import enough_space

    if not enough_space(talk.folder, SPACE_SECONDS):
        raise OutputError("the disk is full", "Free some space, then start again")
    folder = new_rehearsal(talk)
    with _deleted_unless_done(folder):
        rehearse.begin(folder, device or None, with_this_process=False)
    choose_rehearsal(folder.name)


def _record_in_browser(talk: PreparedTalk) -> None:
    st.write(
        "For a browser on another computer, or where no other microphone is found. It has limits: nothing is kept "
        "until you press stop, so do not reload or close the page, and your changes of slide are not recorded."
    )
    sound = st.audio_input("Your talk", sample_rate=16_000, key=_fresh("_browser"))
    if sound and st.button("Coach this recording", key="_coach_browser"):
        _take_in(talk, "talk.wav", sound)


def _use_file(talk: PreparedTalk) -> None:
    kinds = [*SOUNDS, *FILMS, *TEXTS, *NARRATED]
    given = st.file_uploader("Sound, film, subtitles, or a narrated .pptx", type=kinds, key=_fresh("_file"))
    if given and st.button("Coach this file", key="_coach_file"):
        _take_in(talk, given.name, given)


def _take_in(talk: PreparedTalk, name: str, content: BinaryIO) -> None:
    with _shown_errors():
        folder = new_rehearsal(talk)
        with _deleted_unless_done(folder):
            take_in(folder, name, content)
        coaching(folder).start()
        choose_rehearsal(folder.name)
        # The browser's copy is not held in memory any longer than it takes to write it down.
        st.session_state["_taken_in"] = st.session_state.get("_taken_in", 0) + 1
        st.rerun()


def _fresh(name: str) -> str:
    """The key of a widget that is empty again once a file was taken in."""
    return f"{name}-{st.session_state.get('_taken_in', 0)}"


@contextmanager
def _deleted_unless_done(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        library.delete(library.find(folder.name))
        raise


@contextmanager
def _shown_errors() -> Iterator[None]:
    try:
        yield
    except TalkcoachError as error:
        show_error(error)


def _is_local() -> bool:
    """Whether the browser runs on the computer that would record: it asked for this very computer."""
    return urlsplit(f"//{st.context.headers.get('Host', _LOCAL[0])}").hostname in _LOCAL


def _microphones() -> list[str]:
    """The names of the microphones.

    Raises:
        RecordingError: when PortAudio is missing.
    """
    from talkcoach.audio.devices import input_devices

    return list(dict.fromkeys(device.name for device in input_devices()))


def _look_again() -> None:
    from talkcoach.audio.devices import rescan

    with _shown_errors():
        rescan()
