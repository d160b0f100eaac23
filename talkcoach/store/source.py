"""What a user hands in: which files belong to a rehearsal, and what stands beside its sound and slides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from talkcoach.domain import Event, Transcript
from talkcoach.errors import InputError
from talkcoach.store.codec import load
from talkcoach.store.corrections import Corrections, corrections_in, read_corrections
from talkcoach.store.files import read_text
from talkcoach.store.marks import events_in, read_events
from talkcoach.store.paths import is_file, is_folder, status_of
from talkcoach.store.recorder import RECORDING, is_recording
from talkcoach.store.rehearsal import (
    SOUND,
    TRANSCRIPT,
    Rehearsal,
    deck_in,
    is_current,
    repair_recording,
    sound_in,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rehearsal is: a file, or a folder whose files are used where no others are given.

    ``corrections`` is a file of the parts of slides. ``title`` is what the talk is called where the deck does not
    tell. ``track`` is which track of its sound to take, from 1; None to choose.
    """

    path: Path
    deck: Path | None = None
    marks: Path | None = None
    corrections: Path | None = None
    title: str = ""
    track: int | None = None

    @property
    def folder(self) -> Path | None:
        """Where results are kept; None for loose files."""
        return self.path if is_folder(self.path) else None


@dataclass(frozen=True, slots=True)
class Opened:
    """A source whose small files are read.

    Attributes:
        spoken: the file with what was said: sound, captions, a transcript, a report, or a narrated deck.
        deck: the file with the slides, if there is one.
        events: what happened while it was recorded.
        corrections: what the user knows better; empty where nothing is kept.
        kept: the transcript of last time, if the recording has not changed since.
    """

    spoken: Path
    deck: Path | None
    events: tuple[Event, ...]
    corrections: Corrections
    kept: Transcript | None


def source_of(rehearsal: Rehearsal) -> Source:
    """Where a rehearsal of the library is.

    Raises:
        InputError: while it is being recorded, or when it is damaged.
    """
    if is_recording(rehearsal.folder):
        raise InputError(f"{rehearsal.id} is still being recorded", "Stop the recording first")
    if rehearsal.state == "damaged":
        keeps_sound = is_file(rehearsal.folder / RECORDING)
        remedy = f"talkcoach analyze {rehearsal.folder}" if keeps_sound else f"talkcoach delete {rehearsal.id}"
        raise InputError(f"{rehearsal.id} cannot be opened: {rehearsal.problem}", f"Try {remedy}")
    return Source(rehearsal.folder, title=rehearsal.meta.title if rehearsal.meta else "")


def open_source(source: Source) -> Opened:
    """Find the files of a rehearsal and read those that stand beside its sound and slides.

    Corrections that are given go before those that the folder remembers. A recording that was cut off is repaired.

    Raises:
        InputError: when there is nothing at the path, the folder has no recording, or a file has a mistake.
    """
    status_of(source.path, "file", InputError)
    given = read_corrections(source.corrections) if source.corrections else {}
    events = read_events(source.marks) if source.marks else ()
    folder = source.folder
    if folder is None:
        return Opened(source.path, source.deck, events, Corrections(given), None)
    repair_recording(folder)
    spoken, kept = _spoken(folder), corrections_in(folder)
    return Opened(
        spoken=spoken,
        deck=source.deck or deck_in(folder),
        events=events if source.marks else events_in(folder),
        corrections=replace(kept, parts={**kept.parts, **given}),
        kept=_kept(folder / TRANSCRIPT, spoken),
    )


def _spoken(folder: Path) -> Path:
    transcript = folder / TRANSCRIPT
    found = sound_in(folder) or (transcript if is_file(transcript) else None)
    if not found:
        raise InputError(
            f"{folder} is a folder without a rehearsal",
            f"Give a recording, or a folder that holds {SOUND}.wav or {TRANSCRIPT}",
        )
    return found


def _kept(transcript: Path, spoken: Path) -> Transcript | None:
    if transcript == spoken or not is_current(transcript, spoken):
        return None
    return load(read_text(transcript), Transcript, transcript)
