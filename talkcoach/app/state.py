"""What every page asks: which talk, which rehearsal, what was found in it; and how text of others is shown.

The folders are the truth. What is chosen stands in the session and in the address, so that a reload finds it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from talkcoach import library, talks, trend
from talkcoach.comparison import Run
from talkcoach.errors import TalkcoachError
from talkcoach.library import Entry
from talkcoach.rehearsal import REPORT
from talkcoach.talks import Talk
from talkcoach.trend import Point

if TYPE_CHECKING:
    from talkcoach.domain import Deck
    from talkcoach.report import Report
    from talkcoach.rubric import Rubric

TALK, REHEARSAL = "talk", "rehearsal"
"""Their names in the session and in the page's address."""

NEW = "new"
"""Stands for a talk that is still to be prepared."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r":(?=[\w+/-]+:)")


def restore() -> None:
    """Take over what the address names, once for each session; then keep the address up to date."""
    for name in (TALK, REHEARSAL):
        if name not in st.session_state:
            st.session_state[name] = st.query_params.get(name, "")
        if st.session_state[name]:
            st.query_params[name] = st.session_state[name]
        elif name in st.query_params:
            del st.query_params[name]


def current_talk() -> Talk | None:
    """The talk that was chosen, else the newest; None where there is none, or a new one is to be prepared."""
    chosen = st.session_state.get(TALK, "")
    known = talks.talks()
    if chosen == NEW:
        return None
    return next((talk for talk in known if talk.id == chosen), known[0] if known else None)


def current_rehearsals() -> tuple[Entry, ...]:
    """The rehearsals of the current talk, the newest first; those of no talk where there is none."""
    talk = current_talk()
    wanted = talk.id if talk else ""
    return tuple(entry for entry in library.rehearsals() if (entry.meta.talk if entry.meta else "") == wanted)


def current_rehearsal() -> Entry | None:
    """The rehearsal that was chosen, else the newest of the current talk; None where there is none."""
    known = current_rehearsals()
    chosen = st.session_state.get(REHEARSAL, "")
    return next((entry for entry in known if entry.id == chosen), known[0] if known else None)


def choose_talk(id_: str) -> None:
    """Go on with another talk, `NEW` for one that is still to be prepared."""
    st.session_state[TALK], st.session_state[REHEARSAL] = id_, ""
    restore()


def choose_rehearsal(id_: str) -> None:
    """Go on with another rehearsal, and with its talk.

    Raises:
        InputError: when there is no such rehearsal.
    """
    entry = library.find(id_)
    st.session_state[TALK] = (entry.meta.talk if entry.meta else "") or NEW
    st.session_state[REHEARSAL] = entry.id
    restore()


def report_of_current() -> Report | None:
    """The report on the current rehearsal; None while there is none that holds."""
    entry = current_rehearsal()
    return report_of(entry) if entry and entry.state == "coached" else None


def report_of(entry: Entry) -> Report | None:
    """A rehearsal's report, read once for as long as its file stays as it is."""
    path = entry.folder / REPORT
    return _report(entry, str(path), path.stat().st_mtime_ns) if path.is_file() else None


def point_of(entry: Entry) -> Point | None:
    """The figures of a coached rehearsal, read once for as long as its report stays as it is."""
    path = entry.folder / REPORT
    return _point(entry, path.stat().st_mtime_ns) if path.is_file() else None


def run_before(entry: Entry) -> Run | None:
    """The figures of the current talk's last rehearsal before one; None where there is none."""
    return trend.run_before(entry, current_rehearsals(), point_of)


def deck_of(path: Path) -> Deck:
    """The slides in a file, read once for as long as it stays as it is.

    Raises:
        DeckError: when it cannot be read.
    """
    status = path.stat()
    return _deck(path, (status.st_mtime_ns, status.st_size))


def rubric_of(name: str) -> Rubric:
    """A rubric by its name or path, read once for as long as its file stays as it is.

    Raises:
        RubricError: when it cannot be read.
    """
    path = Path(name)
    return _rubric(name, path.stat().st_mtime_ns if path.is_file() else 0)


def plain(text: str) -> str:
    """Text as Markdown that shows it as it stands: no link, picture, formula, colour, icon or HTML comes of it.

    A backslash makes punctuation ordinary (CommonMark 2.4); an emoji's short code is broken by a word joiner.
    """
    return _PUNCTUATION.sub(r"\\\1", _SHORTCODE.sub(":\u2060", " ".join(text.split())))


def show_error(error: TalkcoachError) -> None:
    """Say what is wrong and what to do about it."""
    st.error(plain(str(error)))


@st.cache_resource(max_entries=8, show_spinner=False)
def _report(_entry: Entry, path: str, modified: int) -> Report | None:  # noqa: ARG001
    return library.report_of(_entry)


@st.cache_data(max_entries=200, show_spinner="Reading your rehearsals", hash_funcs={Entry: lambda entry: entry.id})
def _point(entry: Entry, modified: int) -> Point | None:  # noqa: ARG001
    return trend.point_of(entry)


@st.cache_resource(max_entries=8, show_spinner=False)
def _deck(path: Path, version: tuple[int, int]) -> Deck:  # noqa: ARG001
    from talkcoach.decks import read_deck

    return read_deck(path)


@st.cache_resource(max_entries=8, show_spinner=False)
def _rubric(name: str, modified: int) -> Rubric:  # noqa: ARG001
    from talkcoach.rubric import load_rubric

    return load_rubric(name)
