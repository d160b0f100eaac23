"""What every page asks: which talk, which rehearsal, what was found in it; and how text of others is shown.

The folders are the truth. What is chosen stands in the session and in the address, so that a reload finds it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from talkcoach.errors import TalkcoachError
from talkcoach.report import trend
from talkcoach.report.kept import kept_report, kept_summary
from talkcoach.report.summary import Summary
from talkcoach.store import library
from talkcoach.store import prepared as talks
from talkcoach.store.prepared import PreparedTalk
from talkcoach.store.rehearsal import REPORT, Rehearsal

if TYPE_CHECKING:
    from talkcoach.domain import Deck
    from talkcoach.report.model import Report
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


def current_talk() -> PreparedTalk | None:
    """The talk that was chosen, else the newest; None where there is none, or a new one is to be prepared."""
    chosen = st.session_state.get(TALK, "")
    known = talks.talks()
    if chosen == NEW:
        return None
    return next((talk for talk in known if talk.id == chosen), known[0] if known else None)


def current_rehearsals() -> tuple[Rehearsal, ...]:
    """The rehearsals of the current talk, the newest first; those of no talk where there is none."""
    talk = current_talk()
    wanted = talk.id if talk else ""
    return tuple(
        rehearsal
        for rehearsal in library.rehearsals()
        if (rehearsal.meta.talk if rehearsal.meta else "") == wanted
    )


def current_rehearsal() -> Rehearsal | None:
    """The rehearsal that was chosen, else the newest of the current talk; None where there is none."""
    known = current_rehearsals()
    chosen = st.session_state.get(REHEARSAL, "")
    return next((rehearsal for rehearsal in known if rehearsal.id == chosen), known[0] if known else None)


def choose_talk(id_: str) -> None:
    """Go on with another talk, `NEW` for one that is still to be prepared."""
    st.session_state[TALK], st.session_state[REHEARSAL] = id_, ""
    restore()


def choose_rehearsal(id_: str) -> None:
    """Go on with another rehearsal, and with its talk.

    Raises:
        InputError: when there is no such rehearsal.
    """
    rehearsal = library.find(id_)
    st.session_state[TALK] = (rehearsal.meta.talk if rehearsal.meta else "") or NEW
    st.session_state[REHEARSAL] = rehearsal.id
    restore()


def report_of_current() -> Report | None:
    """The report on the current rehearsal; None while there is none that holds."""
    rehearsal = current_rehearsal()
    return report_of(rehearsal) if rehearsal and rehearsal.state == "coached" else None


def report_of(rehearsal: Rehearsal) -> Report | None:
    """A rehearsal's report, read once for as long as its file stays as it is."""
    path = rehearsal.folder / REPORT
    return _report(rehearsal, str(path), path.stat().st_mtime_ns) if path.is_file() else None


def summary_of(rehearsal: Rehearsal) -> Summary | None:
    """The summary of a coached rehearsal, read once for as long as its report stays as it is."""
    path = rehearsal.folder / REPORT
    return _summary(rehearsal, path.stat().st_mtime_ns) if path.is_file() else None


def summary_before(rehearsal: Rehearsal) -> Summary | None:
    """The summary of the current talk's last rehearsal before one; None where there is none."""
    return trend.summary_before(rehearsal, current_rehearsals(), summary_of)


def deck_of(path: Path) -> Deck:
    """The slides in a file, read once for as long as it stays as it is.

    Raises:
        DeckError: when it cannot be read.
    """
    status = path.stat()
    return _deck(path, (status.st_mtime_ns, status.st_size))


def rubric_of(name: str) -> Rubric:
    """A rubric by its name or path.

    Raises:
        RubricError: when it cannot be read.
    """
    from talkcoach.workflows.rubrics import open_rubric

    return open_rubric(name)


def plain(text: str) -> str:
    """Text as Markdown that shows it as it stands: no link, picture, formula, colour, icon or HTML comes of it.

    A backslash makes punctuation ordinary (CommonMark 2.4); an emoji's short code is broken by a word joiner.
    """
    return _PUNCTUATION.sub(r"\\\1", _SHORTCODE.sub(":\u2060", " ".join(text.split())))


def show_error(error: TalkcoachError) -> None:
    """Say what is wrong and what to do about it."""
    st.error(plain(str(error)))


@st.cache_resource(max_entries=8, show_spinner=False)
def _report(_rehearsal: Rehearsal, path: str, modified: int) -> Report | None:  # noqa: ARG001
    return kept_report(_rehearsal)


@st.cache_data(
    max_entries=1000,
    show_spinner="Reading your rehearsals",
    hash_funcs={Rehearsal: lambda rehearsal: rehearsal.id},
)
def _summary(rehearsal: Rehearsal, modified: int) -> Summary | None:  # noqa: ARG001
    return kept_summary(rehearsal)


@st.cache_resource(max_entries=8, show_spinner=False)
def _deck(path: Path, version: tuple[int, int]) -> Deck:  # noqa: ARG001
    from talkcoach.decks import read_deck

    return read_deck(path)
