"""The page Questions: what the panel is likely to ask, what the user prepared of it, and practising it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from talkcoach.answers import Answer, answers_in
from talkcoach.app import drill
from talkcoach.app.answering import (
    Asked,
    show_answer,
    show_moments,
    show_notes,
    show_prepared,
    show_what_went_wrong,
    trying,
)
from talkcoach.app.pages import go_to
from talkcoach.app.state import current_rehearsal, current_talk, plain, report_of_current
from talkcoach.entry import Entry
from talkcoach.export.wording import counted, plainly, unjudged
from talkcoach.practice import OWN, Card, change, key_of, put_aside, read_practice

_REMOVED, _NEW = "questions-removed", "questions-new"


def show() -> None:
    """The page."""
    st.title("Questions")
    entry = current_rehearsal()
    if entry is None:
        _nothing_yet()
        return
    show_what_went_wrong()
    report = report_of_current()
    asked = Asked(entry, report, {key_of(q.archetype, q.text): q for q in report.questions} if report else {})
    cards = read_practice(entry.folder).of(asked.questions.values())
    _say_what_was_put_aside(entry)
    if drill.is_on(asked) and cards:
        drill.show(asked, cards)
        return
    _say_why_there_are_none(asked)
    current = [card for card in cards if card.key in asked.questions or card.is_own]
    if current:
        prepared = sum(card.prepared for card in current)
        st.markdown(f"{counted(len(current), 'question')}, {prepared} prepared.")
        drill.offer(asked, current)
    _list(asked, current, cards)


def _nothing_yet() -> None:
    st.markdown(
        "Here stands what the panel is likely to ask, with the moment of your talk that raises each question. "
        "It is found in a rehearsal, and you have none yet."
    )
    talk = current_talk()
    if st.button("Rehearse" if talk else "Prepare a talk", type="primary"):
        go_to("rehearse" if talk else "prepare")


def _say_why_there_are_none(asked: Asked) -> None:
    """Why nothing is likely to be asked, and the one button that helps."""
    if asked.questions:
        return
    if asked.report is None:
        problem = asked.entry.problem
        st.markdown(
            f"This rehearsal is damaged: {plain(problem)}."
            if problem
            else "What the panel is likely to ask is found when the rehearsal is reviewed."
        )
        if not problem and st.button("Review this rehearsal", type="primary"):
            go_to("review")
        return
    words = plainly(asked.report) or unjudged(asked.report)
    st.markdown(plain(words) or "Nothing was found in this talk that a panel would be likely to ask.")


def _say_what_was_put_aside(entry: Entry) -> None:
    for path in put_aside(entry.folder):
        st.warning(
            f"Your marks and notes on the questions could not be read. They are put aside as {plain(path.name)} "
            f"in {plain(str(entry.folder))}, and you can go on. Move that file away to be rid of this message."
        )


def _list(asked: Asked, current: Sequence[Card], cards: Sequence[Card]) -> None:
    answers: dict[str, list[Answer]] = {}
    for answer in answers_in(asked.entry.folder):
        answers.setdefault(answer.about.question, []).append(answer)
    for card in current:
        _card(asked, card, answers.pop(card.key, []))
    _offer_to_bring_back(asked.entry)
    _add(asked.entry)
    _earlier(asked, [card for card in cards if card not in current], answers)


def _card(asked: Asked, card: Card, answers: Sequence[Answer]) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(card.text)}**")
        question = asked.questions.get(card.key)
        st.caption(f"{_kind(card)} · {plain(question.why)}" if question else _kind(card))
        show_moments(asked, card)
        with st.container(horizontal=True, vertical_alignment="center"):
            show_prepared(asked, card)
            if card.is_own:
                st.button(
                    "Remove", key=f"remove-{asked.entry.id}-{card.key}", on_click=_remove, args=(asked.entry, card)
                )
        with st.expander(_inside(card, answers)):
            show_notes(asked, card)
            for answer in answers:
                show_answer(asked, answer)


def _kind(card: Card) -> str:
    """The archetype in words."""
    return "Your own question" if card.archetype == OWN else plain(card.archetype.replace("_", " ").capitalize())


def _inside(card: Card, answers: Sequence[Answer]) -> str:
    kept = (["notes"] if card.notes else []) + ([counted(len(answers), "answer")] if answers else [])
    return f"Notes and answers ({', '.join(kept)})" if kept else "Notes and answers"


def _remove(entry: Entry, card: Card) -> None:
    def remove() -> None:
        change(entry.folder, lambda practice: practice.without(card.key))
        st.session_state[_REMOVED] = entry.id, card

    trying(remove)


def _offer_to_bring_back(entry: Entry) -> None:
    id_, card = st.session_state.get(_REMOVED, ("", None))
    if id_ != entry.id or card is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Removed: {plain(card.text)}", width="stretch")
        st.button("Bring it back", on_click=_bring_back, args=(entry, card))


def _bring_back(entry: Entry, card: Card) -> None:
    trying(lambda: change(entry.folder, lambda practice: practice.with_card(card)))
    st.session_state.pop(_REMOVED, None)


def _add(entry: Entry) -> None:
    with st.form("own-question", clear_on_submit=True):
        st.text_input("A question of your own", key=_NEW, placeholder="What you expect to be asked")
        st.form_submit_button("Add it", on_click=_keep_own, args=(entry,))


def _keep_own(entry: Entry) -> None:
    text = st.session_state[_NEW]
    trying(lambda: change(entry.folder, lambda practice: practice.with_own(text)))


def _earlier(asked: Asked, cards: Sequence[Card], answers: dict[str, list[Answer]]) -> None:
    """What the user left on questions that this talk does not raise any more: nothing of it is lost."""
    if not cards and not answers:
        return
    st.subheader("No longer asked", anchor=False)
    st.caption("Questions that were found before, with what you left on them.")
    for card in cards:
        _card(asked, card, answers.pop(card.key, []))
    for left in answers.values():
        with st.container(border=True):
            st.markdown(f"**{plain(left[0].about.text) or 'An answer whose question is not known any more'}**")
            for answer in left:
                show_answer(asked, answer)


show()
