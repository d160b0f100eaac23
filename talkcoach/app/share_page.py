"""The page Share: the report, the subtitles, the deck with notes and the recording as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from talkcoach.app.navigation import go_to
from talkcoach.app.state import (
    current_rehearsal,
    current_talk,
    plain,
    report_of,
    report_of_current,
    show_error,
    summary_before,
)
from talkcoach.decks import is_presentation
from talkcoach.errors import TalkcoachError
from talkcoach.export import FORMATS
from talkcoach.export.notes import deck_with_notes, name_of_copy
from talkcoach.report.model import Report
from talkcoach.store.paths import is_file
from talkcoach.store.recorder import RECORDING
from talkcoach.store.rehearsal import REPORT, Rehearsal, deck_in

_WANTED = "share-copy"


def show() -> None:
    """The page."""
    st.title("Share")
    rehearsal = current_rehearsal()
    if rehearsal is None:
        _nothing_yet()
        return
    report = report_of_current()
    st.markdown(f"{_which(rehearsal)}. What you take from here leaves this computer only if you send it.")
    if report:
        _reports(rehearsal, report)
        _deck(rehearsal)
    else:
        _not_reviewed(rehearsal)
    _recording(rehearsal)


def _nothing_yet() -> None:
    st.markdown(
        "Here you take the report, the subtitles, and your deck with what was found in its notes. "
        "They are made from a rehearsal, and you have none yet."
    )
    talk = current_talk()
    if st.button("Rehearse" if talk else "Prepare a talk", type="primary"):
        go_to("rehearse" if talk else "prepare")


def _which(rehearsal: Rehearsal) -> str:
    title = plain(rehearsal.meta.title) if rehearsal.meta else ""
    return f"{title or 'the rehearsal'}, {rehearsal.when:%d %b %Y, %H:%M}"


def _not_reviewed(rehearsal: Rehearsal) -> None:
    if rehearsal.problem:
        st.markdown(f"This rehearsal is damaged: {plain(rehearsal.problem)}.")
        return
    st.markdown("The report and what comes from it can be had when the rehearsal is reviewed.")
    if st.button("Review this rehearsal", type="primary"):
        go_to("review")


def _reports(rehearsal: Rehearsal, report: Report) -> None:
    earlier = summary_before(rehearsal)
    for each in FORMATS.values():
        content = partial(each.render, report, earlier)
        _download(each.label, each.purpose, f"{rehearsal.id}{each.suffix}", each.media_type, content)


def _download(label: str, purpose: str, name: str, media_type: str, content: Callable[[], str | bytes]) -> None:
    """Offer a file, which is written when it is downloaded."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(label, content, name, media_type, key=name, on_click="ignore", width=220)
        st.markdown(purpose, width="stretch")


def _deck(rehearsal: Rehearsal) -> None:
    st.subheader("Your deck with notes", anchor=False)
    deck = deck_in(rehearsal.folder)
    if deck is None:
        st.markdown("There was no deck in this rehearsal, so there are no slides to add notes to.")
        return
    if not is_presentation(deck):
        st.markdown("Your deck is a PDF, which has no speaker notes. Rehearse with the .pptx to get a copy of it.")
        return
    st.markdown(
        "A copy of your deck whose speaker notes say, under your own, how long each slide took and what to "
        "change. Your deck itself stays as it is."
    )
    advance = st.checkbox("Let the copy move from slide to slide by itself, in the times of this rehearsal")
    if advance:
        st.warning("PowerPoint then moves on without you, also in the real talk. Use it for rehearsing only.")
    if st.button("Make the copy"):
        st.session_state[_WANTED] = (rehearsal.id, advance)
    if st.session_state.get(_WANTED) == (rehearsal.id, advance):
        _copy(rehearsal, deck, advance)


def _copy(rehearsal: Rehearsal, deck: Path, advance: bool) -> None:
    when = f"rehearsal of {rehearsal.when:%d %B %Y, %H:%M}"
    changed = tuple(path.stat().st_mtime_ns for path in (deck, rehearsal.folder / REPORT))
    try:
        content = _made(rehearsal, deck, when, advance, changed)
    except TalkcoachError as error:
        show_error(error)
        return
    name = name_of_copy(deck.with_stem(rehearsal.id))
    st.download_button("Download the copy", content, name, key="deck-copy", type="primary", on_click="ignore")


@st.cache_data(
    max_entries=2, show_spinner="Making the copy", hash_funcs={Rehearsal: lambda rehearsal: rehearsal.id}
)
def _made(rehearsal: Rehearsal, deck: Path, when: str, advance: bool, changed: tuple[int, ...]) -> bytes:  # noqa: ARG001
    report = report_of(rehearsal)
    return deck_with_notes(deck, report, when, advance=advance) if report else b""


def _recording(rehearsal: Rehearsal) -> None:
    path = rehearsal.folder / RECORDING
    if not is_file(path) or rehearsal.state == "recording":
        return
    st.subheader("The recording", anchor=False)
    megabytes = path.stat().st_size / 1e6
    _download("Recording (WAV)", f"{megabytes:.0f} MB", f"{rehearsal.id}.wav", "audio/wav", path.read_bytes)


show()
