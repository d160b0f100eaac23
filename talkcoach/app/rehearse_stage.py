"""What you see while you speak: the slide, what comes next, your notes, and how you stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from talkcoach.app.navigation import page
from talkcoach.app.rehearse_keys import Meaning, keys
from talkcoach.app.rehearse_line import STYLE, card, standing
from talkcoach.app.state import plain, show_error
from talkcoach.domain import Deck, Slide
from talkcoach.errors import TalkcoachError
from talkcoach.workflows.coaching import coaching
from talkcoach.workflows.rehearse import Moment, Rehearsing, attach

_REHEARSING = "_rehearsing"

GLANCE = 0.5
"""Seconds between two looks at the recorder: the clock never skips a second, and the level is seen to move."""

_ROOM = """<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"], [data-testid="stHeader"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: 1rem 2rem; max-width: none; }
.st-key-stage { --tc-slide-height: calc(100vh - 14rem); }
.st-key-slide img { max-height: var(--tc-slide-height); object-fit: contain; object-position: top; }
.st-key-slide [data-testid="stElementToolbar"] { display: none; }
.st-key-notes { max-height: calc(var(--tc-slide-height) - 14rem); overflow-y: auto; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: .75rem; }
  .st-key-notes { max-height: 6rem; }
}
</style>"""


def stage(folder: Path) -> None:
    """The rehearsal that is being recorded in a folder, until it is over."""
    with st.container(key="stage"):
        st.html(_ROOM + STYLE)
        _stage(folder)


@st.fragment(run_every=GLANCE)
def _stage(folder: Path) -> None:
    try:
        rehearsing = _rehearsing(folder)
        moment = rehearsing.moment() if rehearsing else None
    except TalkcoachError as error:
        show_error(error)
        return
    if rehearsing is None or moment is None or moment.is_over:
        st.rerun()
    _show_slides(rehearsing.deck, moment.slide)
    st.html(str(standing(moment, rehearsing.plan)))
    _controls(rehearsing, moment)


def _rehearsing(folder: Path) -> Rehearsing | None:
    """What runs in the folder; its deck and its plan are read once for this page."""
    known: Rehearsing | None = st.session_state.get(_REHEARSING)
    if known is None or known.folder != folder:
        known = attach(folder)
        st.session_state[_REHEARSING] = known
    return known


def _show_slides(deck: Deck, number: int | None) -> None:
    if not deck.slides:
        return
    shown, beside = st.columns([4, 1], gap="medium")
    slide = deck.find(number)
    with shown, st.container(key="slide"):
        picture = _picture(deck, number)
        if picture:
            st.image(str(picture), width="stretch")
        else:
            st.html(str(card(slide)))
    with beside:
        _show_beside(deck, slide)


def _show_beside(deck: Deck, slide: Slide | None) -> None:
    following = (each for each in deck.slides if not each.hidden and slide and each.number > slide.number)
    coming = next(following, None)
    title = plain(coming.title or f"slide {coming.number}") if coming else "the end"
    st.markdown(f"Next: **{title}**")
    if slide:
        st.caption(f"Slide {slide.number} of {len(deck.slides)}")
        with st.expander("Notes", expanded=True), st.container(key="notes"):
            st.text(slide.notes or "This slide has no notes.")
    st.page_link(page("prepare"), label="Leave this page, keep recording")


def _picture(deck: Deck, number: int | None) -> Path | None:
    from talkcoach.decks.images import pictures

    if deck.path is None or number is None:
        return None
    try:
        return pictures(deck.path).of(number)
    except OSError:
        return None


def _controls(rehearsing: Rehearsing, moment: Moment) -> None:
    does: dict[Meaning, Callable[[], None]] = {
        "next": lambda: rehearsing.step(1),
        "back": lambda: rehearsing.step(-1),
        "pause": rehearsing.pause_or_go_on,
        "question": rehearsing.question_or_answer,
        "stop": lambda: _stop(rehearsing),
    }

    def obey(meaning: Meaning) -> None:
        try:
            does[meaning]()
        except TalkcoachError as error:
            show_error(error)

    names: dict[Meaning, str] = {
        "back": "Back",
        "next": "Next",
        "pause": "Go on" if moment.status.state == "paused" else "Pause",
        "question": "Answered" if moment.asked else "Question",
        "stop": "Stop",
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        for meaning, name in names.items():
            st.button(name, key=f"_{meaning}", on_click=obey, args=(meaning,))
        keys(obey)


def _stop(rehearsing: Rehearsing) -> None:
    rehearsing.stop()
    coaching(rehearsing.folder).start()
