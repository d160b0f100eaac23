"""Practising: one question at a time, a clock, and an answer that is recorded and written down."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import Any

import streamlit as st

from talkcoach.app.answering import (
    QuestionsOf,
    begin_to_transcribe,
    show_attempt,
    show_moments,
    show_notes,
    show_prepared,
    trying,
)
from talkcoach.app.state import plain
from talkcoach.domain.clock import clock
from talkcoach.practice.attempts import attempts_in, keep_attempt, times_attempted
from talkcoach.practice.cards import Card, hardest_first

_DRILL = "drill"

_RECORDER = 16_000
"""Samples a second that the browser is asked for: what the speech model hears."""


def offer(asked: QuestionsOf, cards: Sequence[Card]) -> None:
    """The two ways to begin, and what the order is."""
    with st.container(horizontal=True):
        st.button("Practise, hardest first", type="primary", on_click=_begin, args=(asked, _hardest(asked, cards)))
        st.button("Practise at random", on_click=_begin, args=(asked, random.sample(list(cards), len(cards))))
    st.caption(
        "Hardest first: what you have not marked as prepared, then what you have answered least, "
        "then what is likeliest to be asked."
    )


def is_on(asked: QuestionsOf) -> bool:
    """Whether the questions of this rehearsal are being practised."""
    return bool(_drill(asked))


def show(asked: QuestionsOf, cards: Sequence[Card]) -> None:
    """The question that is up."""
    drill, known = _drill(asked), {card.key: card for card in cards}
    order = [key for key in drill["order"] if key in known]
    at = min(drill["at"], len(order) - 1)
    if at < 0:
        _end()
        st.rerun()
    card = known[order[at]]
    st.caption(f"Question {at + 1} of {len(order)}")
    st.header(plain(card.text), anchor=False)
    _clock(drill["since"])
    _record(asked, card)
    _ways_on(at, len(order))
    with st.expander("Why they may ask, and your notes"):
        if card.key in asked.questions:
            st.markdown(plain(asked.questions[card.key].why))
        show_moments(asked, card)
        show_prepared(asked, card)
        show_notes(asked, card)


@st.fragment(run_every=1)
def _clock(since: float) -> None:
    st.markdown(f"**{clock(time.time() - since)}** since the question came up")


def _record(asked: QuestionsOf, card: Card) -> None:
    """Record an answer, which is kept at once; the newest one stands below with its words."""
    key = f"answer-{asked.rehearsal.id}-{card.key}"
    st.audio_input(
        "Record your answer",
        sample_rate=_RECORDER,
        key=key,
        on_change=trying,
        args=(lambda: _take(asked, card, st.session_state[key]),),
    )
    given = [attempt for attempt in attempts_in(asked.rehearsal.folder) if attempt.note.question == card.key]
    if given:
        show_attempt(asked, given[0])


def _take(asked: QuestionsOf, card: Card, sound: Any) -> None:
    if sound is not None:  # the field was emptied
        attempt = keep_attempt(asked.rehearsal.folder, card.key, card.text, sound.getvalue())
        begin_to_transcribe(asked, attempt)


def _ways_on(at: int, of: int) -> None:
    with st.container(horizontal=True):
        st.button("Previous", on_click=_go, args=(at - 1,), disabled=at == 0, shortcut="Left")
        st.button("Next", on_click=_go, args=(at + 1,), disabled=at + 1 == of, shortcut="Right", type="primary")
        st.button("End practice", on_click=_end, shortcut="Esc")


def _begin(asked: QuestionsOf, cards: Sequence[Card]) -> None:
    order = [card.key for card in cards]
    st.session_state[_DRILL] = {"of": asked.rehearsal.id, "order": order, "at": 0, "since": time.time()}


def _go(at: int) -> None:
    st.session_state[_DRILL] |= {"at": at, "since": time.time()}


def _end() -> None:
    st.session_state.pop(_DRILL, None)


def _drill(asked: QuestionsOf) -> dict[str, Any]:
    drill: dict[str, Any] = st.session_state.get(_DRILL, {})
    return drill if drill.get("of") == asked.rehearsal.id else {}


def _hardest(asked: QuestionsOf, cards: Sequence[Card]) -> Sequence[Card]:
    return hardest_first(cards, times_attempted(attempts_in(asked.rehearsal.folder)))
