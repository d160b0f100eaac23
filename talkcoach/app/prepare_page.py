"""The page Prepare: from a deck to a plan, before anybody has spoken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from talkcoach.alignment.plan import Placement, plan
from talkcoach.analysis.caveats import caveat_sentence
from talkcoach.analysis.pacing import TalkPlan, plan_talk
from talkcoach.analysis.preflight import preflight
from talkcoach.app.navigation import go_to
from talkcoach.app.plan_table import colour, show_minutes
from talkcoach.app.slide_cards import show_slide
from talkcoach.app.state import NEW, choose_talk, current_talk, deck_of, plain, rubric_of, show_error
from talkcoach.decks.images import Pictures, begin, forget, pictures
from talkcoach.domain import SURE, Deck, Finding, Slide
from talkcoach.domain.clock import clock
from talkcoach.domain.text import shortened
from talkcoach.errors import TalkcoachError
from talkcoach.rubric import DEFAULT, OTHER, Rubric, shipped_rubrics
from talkcoach.store import prepared as talks
from talkcoach.store.corrections import fitting
from talkcoach.store.prepared import PreparedTalk
from talkcoach.workflows.prepare import prepare, replace_deck

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

LONGEST_TITLE = 80

ACROSS = 3
"""Slides beside each other where there is room; a narrow page puts them below each other."""

SEVERITIES = {"high": "Fix first", "medium": "Look at", "low": "Consider"}
TOLD = "_told"
"""The session's name for what is to be said once, after the page has changed under the user."""


def page() -> None:
    """Everything on the page."""
    st.title("Prepare")
    if told := st.session_state.pop(TOLD, ""):
        st.info(plain(told))
    talk = current_talk()
    if talk is None:
        _new_talk()
        return
    try:
        deck = deck_of(talk.deck)
    except TalkcoachError as error:
        show_error(error)
        _settings(talk)
    else:
        _planned(talk, deck, _rubric(talk))
    _delete(talk)


def _planned(talk: PreparedTalk, deck: Deck, rubric: Rubric) -> None:
    corrections = fitting(talk.corrections, deck, (*rubric.keys, OTHER))
    placements = plan(deck, rubric, corrections)
    timed = plan_talk(deck, placements, rubric, 60 * talk.slot_minutes)
    _head(talk, deck, placements)
    _settings(talk)
    _findings(preflight(deck, placements, rubric, 60 * talk.slot_minutes), deck)
    for caveat in deck.caveats:
        st.caption(plain(caveat_sentence(caveat).replace(talk.deck.name, talk.deck_name)))
    st.subheader("Minutes of each part", anchor=False)
    show_minutes(rubric, placements, timed)
    _slides(talk, deck, placements, timed, rubric)


def _new_talk() -> None:
    st.write(
        "Drop the deck of your talk. At once you see which slide belongs to which part, how many minutes each "
        "gets, and what to put right before you speak."
    )
    rubric, slot = _expectations(DEFAULT, None, "new")
    upload = _upload("Your deck, as .pptx or .pdf")
    if upload:
        talk = prepare(upload.getvalue(), upload.name, rubric, slot)
        _go_on(talk, "")


def _head(talk: PreparedTalk, deck: Deck, placements: Sequence[Placement]) -> None:
    words, button = st.columns([3, 1], vertical_alignment="center")
    shown = sum(each.shown for each in placements)
    left_out = len(deck.slides) - shown
    aside = f", {left_out} more hidden or after the end" if left_out else ""
    words.subheader(plain(talk.title), anchor=False)
    words.caption(f"{plain(talk.deck_name)} · {shown} slides{aside} · {talk.slot_minutes:g} minutes")
    if button.button("Rehearse this talk", type="primary", width="stretch"):
        go_to("rehearse")


def _settings(talk: PreparedTalk) -> None:
    with st.expander("Slot, structure, newer version of the deck"):
        rubric, slot = _expectations(talk.rubric, talk.slot_minutes, talk.id)
        if (rubric, slot) != (talk.rubric, talk.slot_minutes):
            talks.change(talk, rubric, slot)
            st.rerun()
        upload = _upload("A newer version of this deck; your choices stay with their slides")
        if upload:
            _replace(talk, upload)


def _replace(talk: PreparedTalk, upload: UploadedFile) -> None:
    try:
        changed, lost = replace_deck(talk, upload.getvalue(), upload.name)
    except TalkcoachError as error:
        show_error(error)
    else:
        _go_on(changed, _kept(changed, lost))


def _expectations(rubric: str, slot: float | None, of: str) -> tuple[str, float]:
    """What the user chose for the rubric and the slot in minutes."""
    known = list(dict.fromkeys([*shipped_rubrics(), rubric]))
    left, right = st.columns(2)
    name = left.selectbox(
        "Held against",
        known,
        index=known.index(rubric),
        format_func=_rubric_title,
        key=f"_rubric-{of}",
    )
    minutes = right.number_input(
        "Slot in minutes, without questions",
        min_value=1.0,
        max_value=600.0,
        value=float(slot or rubric_of(name).slot_minutes),
        step=1.0,
        format="%g",
        key=f"_slot-{of}",
    )
    return name, float(minutes)


def _rubric_title(rubric: str) -> str:
    """What a rubric calls itself; its path where it cannot be read."""
    try:
        return rubric_of(rubric).name
    except TalkcoachError:
        return rubric


def _upload(label: str) -> UploadedFile | None:
    """A file that was dropped; every taken one makes room for the next."""
    return st.file_uploader(label, key=f"_deck-{st.session_state.get('_decks', 0)}")


def _go_on(talk: PreparedTalk, told: str) -> None:
    st.session_state["_decks"] = st.session_state.get("_decks", 0) + 1
    st.session_state[TOLD] = told
    choose_talk(talk.id)
    st.rerun()


def _kept(talk: PreparedTalk, lost: Sequence[int]) -> str:
    said = "The newer version is in its place."
    if talk.corrections:
        numbers = ", ".join(map(str, sorted(talk.corrections)))
        said += f" The parts that you chose are kept, now on slides {numbers}."
    if lost:
        said += f" Your choice for the former slides {', '.join(map(str, lost))} fits no slide any more."
    return said


def _rubric(talk: PreparedTalk) -> Rubric:
    try:
        return rubric_of(talk.rubric)
    except TalkcoachError as error:
        show_error(error)
        return rubric_of(DEFAULT)


def _findings(findings: Sequence[Finding], deck: Deck) -> None:
    st.subheader("Before you speak", anchor=False)
    if not findings:
        st.write("Nothing to put right that the deck alone could tell.")
    for finding in findings:
        numbers = dict.fromkeys(quote.slide for quote in finding.quotes if deck.find(quote.slide))
        links = ", ".join(f"[slide {number}](#slide-{number})" for number in list(numbers)[:8])
        st.markdown(
            f"**{SEVERITIES[finding.severity]}** · {plain(finding.message)} {plain(finding.advice)} → {links}"
        )


def _slides(
    talk: PreparedTalk, deck: Deck, placements: Sequence[Placement], timed: TalkPlan, rubric: Rubric
) -> None:
    st.subheader("Slides", anchor=False)
    st.caption("Choose another part where the guess is wrong; the minutes follow.")
    drawn = _pictures(talk)
    seconds = {each.slide: each.seconds for each in timed.slides}
    for start in range(0, len(placements), ACROSS):
        for column, placement in zip(st.columns(ACROSS), placements[start : start + ACROSS], strict=False):
            with column:
                _card(talk, deck[placement.slide], placement, seconds[placement.slide], rubric, drawn)


def _card(
    talk: PreparedTalk, slide: Slide, placement: Placement, seconds: float, rubric: Rubric, drawn: Pictures | None
) -> None:
    show_slide(slide, drawn)
    st.html(
        Markup(
            '<div id="slide-{0}" dir="auto" title="{1}" style="border-inline-start:.35rem solid {2};'
            "scroll-margin-top:15rem;"
            'font-weight:600;padding-inline-start:.5rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis">'
            "{0} · {1}</div>"
        ).format(
            slide.number,
            shortened(slide.title, LONGEST_TITLE) or "No title",
            colour(rubric, placement.key),
        )
    )
    key = f"_part-{talk.id}-{slide.number}"
    st.session_state[key] = placement.key
    st.selectbox(
        f"Part of slide {slide.number}",
        [*rubric.keys, OTHER],
        format_func=rubric.title,
        key=key,
        label_visibility="collapsed",
        on_change=_correct,
        args=(talk, slide.number, key),
    )
    st.caption(_note(talk, slide, placement, seconds))


def _correct(talk: PreparedTalk, slide: int, chosen: str) -> None:
    try:
        talks.correct(talk, slide, st.session_state[chosen])
    except TalkcoachError as error:
        st.session_state[TOLD] = str(error)


def _note(talk: PreparedTalk, slide: Slide, placement: Placement, seconds: float) -> str:
    if slide.hidden:
        return "Hidden: not shown, so it gets no time"
    if not placement.shown:
        return "After the end: gets no time"
    if slide.number in talk.corrections:
        return f"{clock(seconds)} · your choice"
    return clock(seconds) if placement.confidence >= SURE else f"{clock(seconds)} · not sure of its part"


def _pictures(talk: PreparedTalk) -> Pictures | None:
    """The slides' pictures as far as they are drawn; the page is shown again when they are."""
    asked = f"_drawn-{talk.deck}-{talk.deck.stat().st_mtime_ns}"
    found = pictures(talk.deck)
    if asked not in st.session_state:
        st.session_state[asked] = True
        found = begin(talk.deck)
    if found.problem:
        st.caption(plain(found.problem))
    elif not found.over:
        _await_pictures(talk)
    return found


@st.fragment(run_every=1)
def _await_pictures(talk: PreparedTalk) -> None:
    st.caption("The slides are being drawn; until then you see their text.")
    if pictures(talk.deck).over:
        st.rerun()


def _delete(talk: PreparedTalk) -> None:
    with st.expander("Delete this talk"):
        kept = len(talks.rehearsals_of(talk))
        st.write(
            f"This deletes the deck {plain(talk.deck_name)} from talkcoach, with the parts that you chose, "
            f"for good. Your own file stays where it is{f', and so do {kept} rehearsals' if kept else ''}."
        )
        if st.button("Delete for good"):
            forget(talk.deck)
            talks.delete_talk(talk)
            choose_talk(NEW)
            st.rerun()


try:
    page()
except TalkcoachError as error:
    show_error(error)
