"""A rehearsal while it is recorded: who records, who listens, and what the speaker does.

The recorder and the transcriber are processes of their own, and all that they and the speaker do is in the
rehearsal's folder. Whoever comes back to it finds it as it stands.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from talkcoach.alignment.plan import plan
from talkcoach.audio import recording
from talkcoach.audio.control import Status
from talkcoach.audio.recording import Recording
from talkcoach.decks import read_deck
from talkcoach.domain import Deck
from talkcoach.entry import Meta, meta_of
from talkcoach.guidance import Guidance, TalkPlan, guide, plan_talk, slides_shown, talk_clock
from talkcoach.paths import is_file
from talkcoach.rehearsal import ENDLESS, MARKS, Event, deck_in, interruptions, read_events, slide_marks
from talkcoach.rubric import load_rubric
from talkcoach.speech import live
from talkcoach.speech.terms import distinctive_terms

Progress = Callable[[float, float], None]
"""Called with the seconds of sound that are transcribed and the seconds in all."""

_GLANCE = 0.2
"""Seconds between two looks at what another process has done."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How a rehearsal stands now: what the recorder says, the slide that is up, and how the plan is kept.

    ``slide`` is None without a deck; ``asked`` is whether the audience's question is open.
    """

    status: Status
    slide: int | None
    asked: bool
    guidance: Guidance

    @property
    def is_over(self) -> bool:
        """Whether the recording has ended."""
        return self.status.state in {"stopped", "failed"}


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """A rehearsal that is being recorded. ``slot`` is in seconds; without a deck there is no ``plan``."""

    folder: Path
    deck: Deck
    plan: TalkPlan | None
    slot: float
    recording: Recording

    def moment(self) -> Moment:
        """How it stands now."""
        events = self._events()
        elapsed = talk_clock(events, self.recording.position())
        guidance = guide(self.plan, slides_shown(events), elapsed, self.slot)
        return Moment(self.recording.status(), _slide(events), _is_asked(events), guidance)

    def step(self, by: int) -> None:
        """Show the next slide (1) or the one before (-1); hidden slides are passed over, and the ends stay."""
        now = _slide(self._events())
        if now is None:
            return
        ahead = [slide.number for slide in self.deck.slides if (slide.number - now) * by > 0 and not slide.hidden]
        if ahead:
            self.recording.mark("slide", slide=min(ahead, key=lambda number: abs(number - now)))

    def pause_or_go_on(self) -> None:
        """Record nothing until this is called again."""
        if self.recording.status().state == "paused":
            self.recording.resume()
        else:
            self.recording.pause()

    def question_or_answer(self) -> None:
        """Stop the talk's clock for a question from the audience, until this is called again."""
        self.recording.mark("answered" if _is_asked(self._events()) else "question")

    def stop(self) -> Status:
        """End the recording; the transcriber goes on with what is left.

        Raises:
            RecordingError: when the recorder does not follow.
        """
        return self.recording.stop()

    def _events(self) -> tuple[Event, ...]:
        path = self.folder / MARKS
        return read_events(path) if is_file(path) else ()


def begin(folder: Path, device: str | None = None, *, with_this_process: bool = True) -> Rehearsing:
    """Start to record into a new rehearsal's folder, and to transcribe what is recorded.

    Args:
        folder: as the library makes it, with its meta and its deck.
        device: the microphone's name or a part of it; None for the system's.
        with_this_process: whether the recording ends when this process does.

    Raises:
        TalkcoachError: when the deck or the rubric cannot be read, or there is no microphone to be had.
    """
    deck, meta = _deck(folder), meta_of(folder)
    load_rubric(meta.rubric)
    recorder = recording.start(folder, device, os.getpid() if with_this_process else None)
    first = next((slide.number for slide in deck.slides if not slide.hidden), None)
    if first:
        recorder.mark("slide", slide=first)
    live.start(folder, live.Listening(meta.model, meta.language, deck.language, distinctive_terms(deck)))
    return _rehearsing(folder, deck, meta, recorder)


def attach(folder: Path) -> Rehearsing | None:
    """The rehearsal that is being recorded in a folder, whoever began it; None when none is.

    Raises:
        TalkcoachError: when the deck or the rubric cannot be read any more.
    """
    recorder = recording.attach(folder)
    return _rehearsing(folder, _deck(folder), meta_of(folder), recorder) if recorder else None


def await_transcript(folder: Path, seconds: float, progress: Progress | None = None) -> None:
    """Wait until all ``seconds`` of a finished recording are transcribed, or its transcriber has ended without.

    ``progress`` is called again and again, also while nothing is new.
    """
    while live.is_at_work(folder):
        if progress:
            progress(live.done_seconds(folder), seconds)
        time.sleep(_GLANCE)
    if progress:
        progress(seconds, seconds)


def _rehearsing(folder: Path, deck: Deck, meta: Meta, recorder: Recording) -> Rehearsing:
    slot, rubric = 60 * meta.slot_minutes, load_rubric(meta.rubric)
    talk_plan = plan_talk(deck, plan(deck, rubric), rubric, slot) if deck.slides else None
    return Rehearsing(folder, deck, talk_plan, slot, recorder)


def _deck(folder: Path) -> Deck:
    path = deck_in(folder)
    return read_deck(path) if path else Deck(())


def _slide(events: tuple[Event, ...]) -> int | None:
    marks = slide_marks(events)
    return marks[-1].slide if marks else None


def _is_asked(events: tuple[Event, ...]) -> bool:
    return any(span.end == ENDLESS for span in interruptions(events, ENDLESS))
