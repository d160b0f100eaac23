"""What a question shows wherever it stands: the moment that raised it, notes on it, and recorded answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st

from talkcoach.app.state import plain, show_error
from talkcoach.audio.excerpt import excerpt
from talkcoach.domain import Question, Span
from talkcoach.domain.clock import clock
from talkcoach.errors import TalkcoachError
from talkcoach.practice.attempts import Attempt, discard, is_being_transcribed, words_of
from talkcoach.practice.cards import Card, Practice, change
from talkcoach.report.evidence import Places
from talkcoach.report.model import Report
from talkcoach.speech.weights import EMBEDDED
from talkcoach.store.paths import is_file
from talkcoach.store.recorder import RECORDING
from talkcoach.store.rehearsal import Rehearsal
from talkcoach.workflows.practise import transcribe_attempt

BEFORE, AFTER = 1.0, 15.0
"""Seconds that are played before a moment and from it on at least: enough to know where in the talk one is."""

_ERROR, _PLAYED = "questions-error", "questions-played"


@dataclass(frozen=True, slots=True)
class QuestionsOf:
    """What the pages know of a rehearsal's questions: its report, where there is one, and the questions by key."""

    rehearsal: Rehearsal
    report: Report | None
    questions: dict[str, Question]


def trying(action: Callable[[], object]) -> None:
    """Do what a click asks; what goes wrong is said when the page is drawn."""
    try:
        action()
    except TalkcoachError as error:
        st.session_state[_ERROR] = error


def show_what_went_wrong() -> None:
    """Say it once."""
    error = st.session_state.pop(_ERROR, None)
    if error:
        show_error(error)


def show_moments(asked: QuestionsOf, card: Card) -> None:
    """Why the question is likely, and a button for each moment that raised it."""
    question = asked.questions.get(card.key)
    if not question or not asked.report:
        return
    places = Places(asked.report)
    for number, quote in enumerate(question.quotes):
        found = places.evidence(quote)
        key = f"{asked.rehearsal.id}-{card.key}-{number}"
        quoted = plain(f"{found.place}: “{found.text}”" if found.place else f"“{found.text}”")
        if found.moment is None or not is_file(asked.rehearsal.folder / RECORDING):
            st.markdown(f"{found.label} · {quoted}")
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(f"▶ {found.label}", key=f"play-{key}", help="Hear this moment"):
                st.session_state[_PLAYED] = key
            st.markdown(quoted, width="stretch")
        if st.session_state.get(_PLAYED) == key:
            heard = Span(max(found.moment - BEFORE, 0.0), max(quote.span.end, found.moment) + AFTER)
            st.audio(excerpt(asked.rehearsal.folder / RECORDING, heard), autoplay=True)


def show_prepared(asked: QuestionsOf, card: Card) -> None:
    """Whether the question is prepared; a click is kept at once."""
    key = f"prepared-{asked.rehearsal.id}-{card.key}"
    keep = lambda: _keep(asked, card, prepared=st.session_state[key])  # noqa: E731
    st.checkbox("Prepared", value=card.prepared, key=key, on_change=trying, args=(keep,))


def show_notes(asked: QuestionsOf, card: Card) -> None:
    """Notes on the question, kept when the field is left."""
    key = f"notes-{asked.rehearsal.id}-{card.key}"
    keep = lambda: _keep(asked, card, notes=st.session_state[key].strip())  # noqa: E731
    st.text_area(
        "Notes",
        value=card.notes,
        key=key,
        placeholder="The two or three points of your answer",
        on_change=trying,
        args=(keep,),
    )


def _keep(asked: QuestionsOf, card: Card, **changes: object) -> None:
    """Change a card as it is kept by now, which another page may have done meanwhile."""

    def changed(practice: Practice) -> Practice:
        kept = next((each for each in practice.cards if each.key == card.key), card)
        return practice.with_card(replace(kept, **changes))  # type: ignore[arg-type]

    change(asked.rehearsal.folder, changed)


def show_attempt(asked: QuestionsOf, attempt: Attempt) -> None:
    """A recorded answer: its sound, what was said in it, and a way to discard it."""
    when = datetime.fromisoformat(attempt.note.recorded)
    length = f" · {clock(attempt.note.seconds)}" if attempt.note.seconds else ""
    st.caption(f"Your answer of {when:%d %b, %H:%M}{length}")
    st.audio(attempt.sound.read_bytes())
    if words_of(attempt) is None and is_being_transcribed(attempt):
        _await_words(attempt)
    else:
        _show_words(asked, attempt)
    _offer_to_discard(attempt)


@st.fragment(run_every=1)
def _await_words(attempt: Attempt) -> None:
    if is_being_transcribed(attempt):
        st.caption("Writing down what you said. You can go on meanwhile.")
    else:
        st.rerun()


def _show_words(asked: QuestionsOf, attempt: Attempt) -> None:
    said = words_of(attempt)
    if said and said.transcript:
        st.markdown(plain(said.transcript.text) or "Nobody is heard speaking in this answer.")
        return
    st.caption(plain(said.error) if said else "What you said is not written down yet.")
    if st.button("Write it down", key=f"write-{attempt.sound.stem}"):
        begin_to_transcribe(asked, attempt)
        st.rerun()


def begin_to_transcribe(asked: QuestionsOf, attempt: Attempt) -> None:
    """Find out in the background what was said, with the model and language of the rehearsal."""
    meta, report = asked.rehearsal.meta, asked.report
    heard = report.transcript.language if report else ""
    transcribe_attempt(attempt, meta.model if meta else EMBEDDED, heard or (meta.language if meta else None))


def _offer_to_discard(attempt: Attempt) -> None:
    """Deleting asks once."""
    key = f"discard-{attempt.sound.stem}"
    if not st.session_state.get(key):
        st.button("Discard this answer", key=f"ask-{key}", on_click=_ask, args=(key, True))
        return
    st.markdown("Discard this answer, its sound and its words? It cannot be brought back.")
    with st.container(horizontal=True):
        st.button("Discard", key=f"yes-{key}", on_click=trying, args=(lambda: discard(attempt),))
        st.button("Keep it", key=f"no-{key}", on_click=_ask, args=(key, False))


def _ask(key: str, wanted: bool) -> None:
    st.session_state[key] = wanted
