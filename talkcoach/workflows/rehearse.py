"""A rehearsal while it is recorded: who records, who listens, and what the speaker does.

The recorder and the transcriber are processes of their own, and all that they and the speaker do is in the
rehearsal's folder. Whoever comes back to it finds it as it stands.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from talkcoach.alignment.plan import plan
from talkcoach.analysis.pacing import Guidance, TalkPlan, guide, plan_talk, slides_shown, talk_clock
from talkcoach.audio.recorder import client
from talkcoach.audio.recorder.client import Recording
from talkcoach.decks import read_deck
from talkcoach.domain import ENDLESS, Deck, Event, EventKind, interruptions, slide_marks
from talkcoach.jobs.job import Progress
from talkcoach.speech import live
from talkcoach.speech.hotwords import distinctive_terms
from talkcoach.store.corrections import parts_in
from talkcoach.store.marks import append_mark, events_in
from talkcoach.store.recorder import RecorderStatus, wanted
from talkcoach.store.rehearsal import Meta, deck_in, meta_of
from talkcoach.workflows.rubrics import open_rubric

if TYPE_CHECKING:
    from talkcoach.audio.levels import Level

_GLANCE = 0.2
"""Seconds between two looks at what another process has done."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How a rehearsal stands now: what the recorder says, the slide that is up, and how the plan is kept.

    ``slide`` is None without a deck; ``asked`` is whether the audience's question is open.
    """

    status: RecorderStatus
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
        return Moment(self.recording.status(), self._slide(events), _is_asked(events), guidance)

    def step(self, by: int) -> None:
        """Show the next slide (1) or the one before (-1); hidden slides are passed over, and the ends stay.

        With the first step it is marked what was up until then. A speaker who never takes one may change slides
        somewhere else, and leaves no marks.
        """
        events = self._events()
        now = self._slide(events)
        if now is None:
            return
        ahead = [slide.number for slide in self.deck.slides if (slide.number - now) * by > 0 and not slide.hidden]
        if ahead:
            if not slide_marks(events):
                append_mark(self.folder, "slide", 0.0, slide=now)
            self._mark("slide", slide=min(ahead, key=lambda number: abs(number - now)))

    def pause_or_go_on(self) -> None:
        """Record nothing until this is called again."""
        if wanted(self.folder) == "pause":  # the recorder itself says so a moment later
            self.recording.resume()
        else:
            self.recording.pause()

    def question_or_answer(self) -> None:
        """Stop the talk's clock for a question from the audience, until this is called again."""
        self._mark("answered" if _is_asked(self._events()) else "question")

    def stop(self) -> RecorderStatus:
        """End the recording; the transcriber goes on with what is left.

        Raises:
            RecordingError: when the recorder does not follow.
        """
        return self.recording.stop()

    def _mark(self, event: EventKind, **more: int) -> None:
        """Note what happens now, but never before what was noted last: the time that is told jumps a little."""
        last = max((known.time for known in self._events()), default=0.0)
        append_mark(self.folder, event, max(self.recording.position(), last), **more)

    def _slide(self, events: tuple[Event, ...]) -> int | None:
        """The slide that is up: the deck's first until another one was shown."""
        marks = slide_marks(events)
        return marks[-1].slide if marks else next((s.number for s in self.deck.slides if not s.hidden), None)

    def _events(self) -> tuple[Event, ...]:
        return events_in(self.folder)


def begin(folder: Path, device: str | None = None, *, with_this_process: bool = True) -> Rehearsing:
    """Start to record into a new rehearsal's folder, and to transcribe what is recorded.

    Args:
        folder: as the library makes it, with its meta and its deck.
        device: the microphone's name or a part of it; None for the system's.
        with_this_process: whether the recording ends when this process does.

    Raises:
        TalkcoachError: when the deck or the rubric cannot be read, or there is no microphone to be had.
    """
    deck, meta = deck_of(folder), meta_of(folder)
    open_rubric(meta.rubric)
    recorder = client.start(folder, device, os.getpid() if with_this_process else None)
    live.start(folder, live.Settings(meta.model, meta.language, deck.language, distinctive_terms(deck)))
    return _rehearsing(folder, deck, meta, recorder)


def attach(folder: Path) -> Rehearsing | None:
    """The rehearsal that is being recorded in a folder, whoever began it; None when none is.

    Raises:
        TalkcoachError: when the deck or the rubric cannot be read any more.
    """
    recorder = client.attach(folder)
    return _rehearsing(folder, deck_of(folder), meta_of(folder), recorder) if recorder else None


def complaint(heard: Sequence[Level]) -> str:
    """What is wrong with some seconds of speech before a talk, by the limits that hold during it; else nothing."""
    from talkcoach.audio.levels import CLIPPED_BLOCKS, CLIPPED_DB, NO_SOUND_DB, QUIET_DB

    if all(level.peak < NO_SOUND_DB for level in heard):
        return "Nothing was heard. Is the microphone on?"
    if sum(level.peak > CLIPPED_DB for level in heard) >= CLIPPED_BLOCKS:
        return "Too loud: the sound is clipped. Move back, or turn the microphone down."
    if all(level.rms < QUIET_DB for level in heard):
        return "Very quiet. Move closer to the microphone, or turn it up."
    return ""


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


def deck_of(folder: Path) -> Deck:
    """The slides of the rehearsal in a folder, possibly none.

    Raises:
        DeckError: when they cannot be read.
    """
    path = deck_in(folder)
    return read_deck(path) if path else Deck(())


def _rehearsing(folder: Path, deck: Deck, meta: Meta, recorder: Recording) -> Rehearsing:
    slot, rubric = 60 * meta.slot_minutes, open_rubric(meta.rubric)
    talk_plan = None
    if deck.slides:
        placed = plan(deck, rubric, parts_in(folder))
        talk_plan = plan_talk(deck, placed, rubric, slot)
    return Rehearsing(folder, deck, talk_plan, slot, recorder)


def _is_asked(events: tuple[Event, ...]) -> bool:
    return any(span.end == ENDLESS for span in interruptions(events, ENDLESS))
