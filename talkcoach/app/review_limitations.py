"""Where the user says which sentences state a limitation of the own work; the report follows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from talkcoach.app.state import deck_of, plain, rubric_of, show_error
from talkcoach.domain import Deck, Quote
from talkcoach.domain.clock import clock
from talkcoach.errors import TalkcoachError
from talkcoach.report.model import Report
from talkcoach.store.corrections import Corrections
from talkcoach.store.rehearsal import Rehearsal, deck_in
from talkcoach.workflows.correct import correct, corrections_of


def show_limitations(rehearsal: Rehearsal, report: Report) -> None:
    """Ask about the candidates, and let the user take back what was found or said."""
    found = report.limitations
    if found.candidates:
        st.markdown("**Is one of these a limitation of your work?**")
        _rows(rehearsal, report, found.candidates, "candidate", ("Yes, it is", True), ("No", False))
    elif found.mentioned:
        with st.expander("Not a limitation?"):
            _rows(rehearsal, report, found.mentioned, "found", ("This is none", False))
    now = corrections_of(rehearsal)
    if now.limitations and st.button("Take back what I said of limitations"):
        _apply(rehearsal, report, replace(now, limitations={}))


def _rows(
    rehearsal: Rehearsal, report: Report, quotes: Sequence[Quote], name: str, *answers: tuple[str, bool]
) -> None:
    """A row for each sentence: when it was said, its words, and a button for each answer."""
    for number, quote in enumerate(quotes):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{clock(quote.span.start)} · “{plain(quote.text)}”", width="stretch")
            for label, answer in answers:
                if st.button(label, key=f"limitation-{name}-{number}-{answer}"):
                    now = corrections_of(rehearsal)
                    limitations = {**now.limitations, quote.text: answer}
                    _apply(rehearsal, report, replace(now, limitations=limitations))


def _apply(rehearsal: Rehearsal, report: Report, corrections: Corrections) -> None:
    path, meta = deck_in(rehearsal.folder), rehearsal.meta
    if meta is None:
        return
    try:
        deck = deck_of(path) if path else Deck(())
        correct(rehearsal, corrections, deck, rubric_of(meta.rubric), report)
    except TalkcoachError as error:
        show_error(error)
        return
    st.rerun()
