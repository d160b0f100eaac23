"""Practising: one question at a time, a clock, and an answer that is recorded and written down."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import Any

import streamlit as st

from talkcoach.answers import answers_in, keep_answer, times_answered
from talkcoach.app.answering import (
    Asked,
    begin_to_write,
    show_answer,
    show_moments,
    show_notes,
    show_prepared,
    trying,
)
from talkcoach.app.state import plain
from talkcoach.clock import clock
from talkcoach.practice import Card, hardest_first

_DRILL = "drill"

_RECORDER = 16_000
"""Samples a second that the browser is asked for: what the speech model hears."""


def offer(asked: Asked, cards: Sequence[Card]) -> None:
    """The two ways to begin, and what the order is."""
    with st.container(horizontal=True):
        st.button("Practise, hardest first", type="primary", on_click=_begin, args=(asked, _hardest(asked, cards)))
        st.button("Practise at random", on_click=_begin, args=(asked, random.sample(list(cards), len(cards))))
    st.caption(
        "Hardest first: what you have not marked as prepared, then what you have answered least, "
        "then what is likeliest to be asked."
    )


def is_on(asked: Asked) -> bool:
    """Whether the questions of this rehearsal are being practised."""
    return bool(_drill(asked))


def show(asked: Asked, cards: Sequence[Card]) -> None:
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


def _record(asked: Asked, card: Card) -> None:
    """Record an answer, which is kept at once; the newest one stands below with its words."""
    key = f"answer-{asked.entry.id}-{card.key}"
    st.audio_input(
        "Record your answer",
        sample_rate=_RECORDER,
        key=key,
        on_change=trying,
        args=(lambda: _take(asked, card, st.session_state[key]),),
    )
    given = [answer for answer in answers_in(asked.entry.folder) if answer.about.question == card.key]
    if given:
        show_answer(asked, given[0])


def _take(asked: Asked, card: Card, sound: Any) -> None:
    if sound is not None:  # the field was emptied
        answer = keep_answer(asked.entry.folder, card.key, card.text, sound.getvalue())
        begin_to_write(asked, answer)


def _ways_on(at: int, of: int) -> None:
    with st.container(horizontal=True):
        st.button("Previous", on_click=_go, args=(at - 1,), disabled=at == 0, shortcut="Left")
        st.button("Next", on_click=_go, args=(at + 1,), disabled=at + 1 == of, shortcut="Right", type="primary")
        st.button("End practice", on_click=_end, shortcut="Esc")


def _begin(asked: Asked, cards: Sequence[Card]) -> None:
    order = [card.key for card in cards]
    st.session_state[_DRILL] = {"of": asked.entry.id, "order": order, "at": 0, "since": time.time()}


def _go(at: int) -> None:
    st.session_state[_DRILL] |= {"at": at, "since": time.time()}


def _end() -> None:
    st.session_state.pop(_DRILL, None)


def _drill(asked: Asked) -> dict[str, Any]:
    drill: dict[str, Any] = st.session_state.get(_DRILL, {})
    return drill if drill.get("of") == asked.entry.id else {}


def _hardest(asked: Asked, cards: Sequence[Card]) -> Sequence[Card]:
    return hardest_first(cards, times_answered(answers_in(asked.entry.folder)))
