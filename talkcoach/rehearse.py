"""A rehearsal while it is recorded: who records, who listens, and what the speaker does.

The recorder and the transcriber are processes of their own, and all that they and the speaker do is in the
rehearsal's folder. Whoever comes back to it finds it as it stands.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from talkcoach.alignment.plan import plan
from talkcoach.audio import recording
from talkcoach.audio.control import Status, append_mark, wanted, write_status
from talkcoach.audio.recording import Recording
from talkcoach.decks import is_presentation, read_deck
from talkcoach.domain import Deck
from talkcoach.entry import Meta, meta_of
from talkcoach.errors import InputError, OutputError
from talkcoach.guidance import Guidance, TalkPlan, guide, plan_talk, slides_shown, talk_clock
from talkcoach.paths import is_file
from talkcoach.rehearsal import (
    CORRECTIONS,
    ENDLESS,
    MARKS,
    RECORDING,
    Event,
    EventKind,
    deck_in,
    interruptions,
    read_corrections,
    read_events,
    slide_marks,
)
from talkcoach.rubric import load_rubric
from talkcoach.speech import live
from talkcoach.speech.terms import distinctive_terms

if TYPE_CHECKING:
    from talkcoach.audio.levels import Level

Progress = Callable[[float, float], None]
"""Called with the seconds of sound that are transcribed and the seconds in all."""

SOUNDS = ("aac", "aif", "aiff", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav", "wma")
FILMS = ("avi", "m4v", "mkv", "mov", "mp4", "mpg", "webm", "wmv")
TEXTS = ("srt", "vtt")
NARRATED = ("pptx",)
"""The endings of files that can be taken in."""

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

    def stop(self) -> Status:
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
    live.start(folder, live.Listening(meta.model, meta.language, deck.language, distinctive_terms(deck)))
    return _rehearsing(folder, deck, meta, recorder)


def attach(folder: Path) -> Rehearsing | None:
    """The rehearsal that is being recorded in a folder, whoever began it; None when none is.

    Raises:
        TalkcoachError: when the deck or the rubric cannot be read any more.
    """
    recorder = recording.attach(folder)
    return _rehearsing(folder, _deck(folder), meta_of(folder), recorder) if recorder else None


def take_in(folder: Path, name: str, content: BinaryIO) -> None:
    """Make a file from elsewhere what was said in a new rehearsal. Of its name only the ending counts.

    A narrated deck tells its slides itself, so the folder's own deck and corrections go.

    Raises:
        InputError: for a file of another kind.
        OutputError: when there is no room for it.
    """
    ending = PurePosixPath(name.lower()).suffix[1:]
    if ending not in (*SOUNDS, *FILMS, *TEXTS, *NARRATED):
        raise InputError(f"{name} is no sound, film, subtitles or narrated deck", "Choose another file")
    # audio.wav is the recorder's own, which has one form and can be gone on with.
    place = folder / f"{RECORDING}.{'wave' if ending == 'wav' else ending}"
    try:
        with tempfile.TemporaryDirectory(dir=folder) as made:
            arriving = Path(made, "arriving")
            with arriving.open("xb") as file:
                shutil.copyfileobj(content, file)
                file.flush()
                os.fsync(file.fileno())
            arriving.replace(place)
        deck = deck_in(folder)
        if deck and is_presentation(place):
            deck.unlink()
            (folder / CORRECTIONS).unlink(missing_ok=True)
        write_status(folder, Status("stopped"))
    except OSError as error:
        raise OutputError(f"{name} cannot be kept ({error.strerror or error})", "Make room on the disk") from None


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


def _rehearsing(folder: Path, deck: Deck, meta: Meta, recorder: Recording) -> Rehearsing:
    slot, rubric = 60 * meta.slot_minutes, load_rubric(meta.rubric)
    talk_plan = None
    if deck.slides:
        path = folder / CORRECTIONS
        placed = plan(deck, rubric, read_corrections(path) if is_file(path) else {})
        talk_plan = plan_talk(deck, placed, rubric, slot)
    return Rehearsing(folder, deck, talk_plan, slot, recorder)


def _deck(folder: Path) -> Deck:
    path = deck_in(folder)
    return read_deck(path) if path else Deck(())


def _is_asked(events: tuple[Event, ...]) -> bool:
    return any(span.end == ENDLESS for span in interruptions(events, ENDLESS))
