"""Where the user takes other voices into the talk, or out of it; the report follows at once."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from talkcoach.app.state import deck_of, plain, rubric_of, show_error
from talkcoach.domain import Deck, NamedVoice
from talkcoach.domain.clock import clock
from talkcoach.domain.text import excerpt
from talkcoach.errors import TalkcoachError
from talkcoach.report.model import Report
from talkcoach.store.rehearsal import Rehearsal, deck_in
from talkcoach.workflows.correct import correct, corrections_of


def show_voices(rehearsal: Rehearsal, report: Report) -> None:
    """A row for each other voice: who, when first, what; and a button that takes it in or out."""
    for number, voice in enumerate(report.transcript.others):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            start = clock(voice.sentences[0].span.start)
            words = plain(f"{voice.name or 'A voice without a name'}: “{excerpt(voice.text)}”")
            st.markdown(f"{start} · {words}", width="stretch")
            if st.button("Leave out" if voice.is_in else "Take in", key=f"voice-{number}"):
                _turn(rehearsal, report, voice)


def _turn(rehearsal: Rehearsal, report: Report, voice: NamedVoice) -> None:
    path, meta = deck_in(rehearsal.folder), rehearsal.meta
    if meta is None:
        return
    now = [each.name for each in report.transcript.others if each.is_in != (each is voice)]
    try:
        corrections = replace(corrections_of(rehearsal), voices=tuple(now))
        correct(rehearsal, corrections, deck_of(path) if path else Deck(()), rubric_of(meta.rubric), report)
    except TalkcoachError as error:
        show_error(error)
        return
    st.rerun()
