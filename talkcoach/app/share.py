"""The page Share: what was found, what was said and the deck with notes, as files to take elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from talkcoach.app.pages import go_to
from talkcoach.app.state import (
    current_rehearsal,
    current_talk,
    plain,
    report_of,
    report_of_current,
    run_before,
    show_error,
)
from talkcoach.audio.control import RECORDING
from talkcoach.decks import is_presentation
from talkcoach.entry import Entry
from talkcoach.errors import TalkcoachError
from talkcoach.export import FORMATS, SUFFIXES
from talkcoach.export.notes import deck_with_notes, name_of_copy
from talkcoach.paths import is_file
from talkcoach.rehearsal import REPORT, deck_in
from talkcoach.report import Report

REPORTS = {
    "html": ("Report (HTML)", "One file for any browser. It needs no network and holds no sound.", "text/html"),
    "md": ("Report (Markdown)", "For notes and for version control.", "text/markdown"),
    "srt": ("Subtitles (SRT)", "What you said, for a video of the talk.", "application/x-subrip"),
    "vtt": ("Subtitles (WebVTT)", "The same, for a web page.", "text/vtt"),
    "audacity": ("Labels for Audacity", "Parts and slides as labels beside the sound.", "text/plain"),
    "json": ("All figures (JSON)", "For programs.", "application/json"),
}
"""What each format is called, what it is for, and its media type."""

_WANTED = "share-copy"


def show() -> None:
    """The page."""
    st.title("Share")
    entry = current_rehearsal()
    if entry is None:
        _nothing_yet()
        return
    report = report_of_current()
    st.markdown(f"{_which(entry)}. What you take from here leaves this computer only if you send it.")
    if report:
        _reports(entry, report)
        _deck(entry)
    else:
        _not_reviewed(entry)
    _recording(entry)


def _nothing_yet() -> None:
    st.markdown(
        "Here you take the report, the subtitles, and your deck with what was found in its notes. "
        "They are made from a rehearsal, and you have none yet."
    )
    talk = current_talk()
    if st.button("Rehearse" if talk else "Prepare a talk", type="primary"):
        go_to("rehearse" if talk else "prepare")


def _which(entry: Entry) -> str:
    title = plain(entry.meta.title) if entry.meta else ""
    return f"{title or 'the rehearsal'}, {entry.when:%d %b %Y, %H:%M}"


def _not_reviewed(entry: Entry) -> None:
    if entry.problem:
        st.markdown(f"This rehearsal is damaged: {plain(entry.problem)}.")
        return
    st.markdown("The report and what comes from it can be had when the rehearsal is reviewed.")
    if st.button("Review this rehearsal", type="primary"):
        go_to("review")


def _reports(entry: Entry, report: Report) -> None:
    for name, (label, purpose, media_type) in REPORTS.items():
        content = partial(FORMATS[name], report, run_before(entry))
        _download(label, purpose, f"{entry.id}{SUFFIXES[name]}", media_type, content)


def _download(label: str, purpose: str, name: str, media_type: str, content: Callable[[], str | bytes]) -> None:
    """A file that is made when it is asked for."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(label, content, name, media_type, key=name, on_click="ignore", width=220)
        st.markdown(purpose, width="stretch")


def _deck(entry: Entry) -> None:
    st.subheader("Your deck with notes", anchor=False)
    deck = deck_in(entry.folder)
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
        st.session_state[_WANTED] = (entry.id, advance)
    if st.session_state.get(_WANTED) == (entry.id, advance):
        _copy(entry, deck, advance)


def _copy(entry: Entry, deck: Path, advance: bool) -> None:
    when = f"rehearsal of {entry.when:%d %B %Y, %H:%M}"
    changed = tuple(path.stat().st_mtime_ns for path in (deck, entry.folder / REPORT))
    try:
        content = _made(entry, deck, when, advance, changed)
    except TalkcoachError as error:
        show_error(error)
        return
    name = name_of_copy(deck.with_stem(entry.id))
    st.download_button("Download the copy", content, name, key="deck-copy", type="primary", on_click="ignore")


@st.cache_data(max_entries=2, show_spinner="Making the copy", hash_funcs={Entry: lambda entry: entry.id})
def _made(entry: Entry, deck: Path, when: str, advance: bool, changed: tuple[int, ...]) -> bytes:  # noqa: ARG001
    report = report_of(entry)
    return deck_with_notes(deck, report, when, advance=advance) if report else b""


def _recording(entry: Entry) -> None:
    path = entry.folder / RECORDING
    if not is_file(path) or entry.state == "recording":
        return
    st.subheader("The recording", anchor=False)
    megabytes = path.stat().st_size / 1e6
    _download("Recording (WAV)", f"{megabytes:.0f} MB", f"{entry.id}.wav", "audio/wav", path.read_bytes)


show()
