"""The page Questions: what the panel is likely to ask, what the user prepared of it, and practising it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from talkcoach.app import drill
from talkcoach.app.answering import (
    QuestionsOf,
    show_attempt,
    show_moments,
    show_notes,
    show_prepared,
    show_what_went_wrong,
    trying,
)
from talkcoach.app.navigation import go_to
from talkcoach.app.state import current_rehearsal, current_talk, plain, report_of_current
from talkcoach.practice.attempts import Attempt, attempts_in
from talkcoach.practice.cards import OWN, Card, change, key_of, put_aside, read_practice
from talkcoach.report.wording import counted, plainly, unjudged
from talkcoach.store.rehearsal import Rehearsal

_REMOVED, _NEW = "questions-removed", "questions-new"


def show() -> None:
    """The page."""
    st.title("Questions")
    rehearsal = current_rehearsal()
    if rehearsal is None:
        _nothing_yet()
        return
    show_what_went_wrong()
    report = report_of_current()
    asked = QuestionsOf(
        rehearsal, report, {key_of(q.archetype, q.text): q for q in report.questions} if report else {}
    )
    cards = read_practice(rehearsal.folder).of(asked.questions.values())
    _say_what_was_put_aside(rehearsal)
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


def _say_why_there_are_none(asked: QuestionsOf) -> None:
    """Why nothing is likely to be asked, and the one button that helps."""
    if asked.questions:
        return
    if asked.report is None:
        problem = asked.rehearsal.problem
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


def _say_what_was_put_aside(rehearsal: Rehearsal) -> None:
    for path in put_aside(rehearsal.folder):
        st.warning(
            f"Your marks and notes on the questions could not be read. They are put aside as {plain(path.name)} "
            f"in {plain(str(rehearsal.folder))}, and you can go on. Move that file away to be rid of this message."
        )


def _list(asked: QuestionsOf, current: Sequence[Card], cards: Sequence[Card]) -> None:
    attempts: dict[str, list[Attempt]] = {}
    for attempt in attempts_in(asked.rehearsal.folder):
        attempts.setdefault(attempt.note.question, []).append(attempt)
    for card in current:
        _card(asked, card, attempts.pop(card.key, []))
    _offer_to_bring_back(asked.rehearsal)
    _add(asked.rehearsal)
    _earlier(asked, [card for card in cards if card not in current], attempts)


def _card(asked: QuestionsOf, card: Card, attempts: Sequence[Attempt]) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(card.text)}**")
        question = asked.questions.get(card.key)
        st.caption(f"{_kind(card)} · {plain(question.why)}" if question else _kind(card))
        show_moments(asked, card)
        with st.container(horizontal=True, vertical_alignment="center"):
            show_prepared(asked, card)
            if card.is_own:
                st.button(
                    "Remove",
                    key=f"remove-{asked.rehearsal.id}-{card.key}",
                    on_click=_remove,
                    args=(asked.rehearsal, card),
                )
        with st.expander(_inside(card, attempts)):
            show_notes(asked, card)
            for attempt in attempts:
                show_attempt(asked, attempt)


def _kind(card: Card) -> str:
    """The archetype in words."""
    return "Your own question" if card.archetype == OWN else plain(card.archetype.replace("_", " ").capitalize())


def _inside(card: Card, attempts: Sequence[Attempt]) -> str:
    kept = (["notes"] if card.notes else []) + ([counted(len(attempts), "answer")] if attempts else [])
    return f"Notes and answers ({', '.join(kept)})" if kept else "Notes and answers"


def _remove(rehearsal: Rehearsal, card: Card) -> None:
    def remove() -> None:
        change(rehearsal.folder, lambda practice: practice.without(card.key))
        st.session_state[_REMOVED] = rehearsal.id, card

    trying(remove)


def _offer_to_bring_back(rehearsal: Rehearsal) -> None:
    id_, card = st.session_state.get(_REMOVED, ("", None))
    if id_ != rehearsal.id or card is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Removed: {plain(card.text)}", width="stretch")
        st.button("Bring it back", on_click=_bring_back, args=(rehearsal, card))


def _bring_back(rehearsal: Rehearsal, card: Card) -> None:
    trying(lambda: change(rehearsal.folder, lambda practice: practice.with_card(card)))
    st.session_state.pop(_REMOVED, None)


def _add(rehearsal: Rehearsal) -> None:
    with st.form("own-question", clear_on_submit=True):
        st.text_input("A question of your own", key=_NEW, placeholder="What you expect to be asked")
        st.form_submit_button("Add it", on_click=_keep_own, args=(rehearsal,))


def _keep_own(rehearsal: Rehearsal) -> None:
    text = st.session_state[_NEW]
    trying(lambda: change(rehearsal.folder, lambda practice: practice.with_own(text)))


def _earlier(asked: QuestionsOf, cards: Sequence[Card], attempts: dict[str, list[Attempt]]) -> None:
    """What the user left on questions that this talk does not raise any more: nothing of it is lost."""
    if not cards and not attempts:
        return
    st.subheader("No longer asked", anchor=False)
    st.caption("Questions that were found before, with what you left on them.")
    for card in cards:
        _card(asked, card, attempts.pop(card.key, []))
    for left in attempts.values():
        with st.container(border=True):
            st.markdown(f"**{plain(left[0].note.text) or 'An answer whose question is not known any more'}**")
            for attempt in left:
                show_attempt(asked, attempt)


show()
