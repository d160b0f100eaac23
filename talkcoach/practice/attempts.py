"""Recorded attempts at answering a question, and what was said in them.

They are in ``answers/`` in the rehearsal's folder: for each a sound file, a note of which question it answers, and
its words once they are known. The folder is the truth, so an attempt outlives the page that recorded it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from talkcoach.domain import Transcript
from talkcoach.errors import InputError, OutputError
from talkcoach.store.codec import dump, load
from talkcoach.store.files import copy_in, make_folder, read_text, write_text
from talkcoach.store.locks import is_held
from talkcoach.store.paths import is_file

ATTEMPTS = "answers"
"""The folder in a rehearsal's folder."""

_SOUND, _NOTE, _WORDS, _LOCK = ".wav", ".json", ".said.json", ".lock"
"""How the names of an attempt's files end."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted beside the sound: the key and the words of the question, the moment (ISO 8601), the length.

    The key and the words are empty where the note is lost.
    """

    question: str
    text: str
    recorded: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """One recorded attempt."""

    note: Note
    sound: Path

    @property
    def words(self) -> Path:
        """Where its words are kept."""
        return self.sound.with_suffix(_WORDS)

    @property
    def lock(self) -> Path:
        """What a process holds that finds out its words."""
        return self.sound.with_suffix(_LOCK)


@dataclass(frozen=True, slots=True)
class AttemptWords:
    """What was said in an attempt; ``error`` tells why that could not be found out, else it is empty."""

    transcript: Transcript | None
    error: str = ""


def keep_attempt(folder: Path, question: str, text: str, sound: bytes) -> Attempt:
    """Keep the sound of an attempt in a rehearsal's folder.

    Args:
        folder: the rehearsal's.
        question: the key of its card.
        text: the question itself, for when it is not asked any more.
        sound: a whole sound file, as the browser gives it.

    Raises:
        InputError: when there is no sound in it.
        OutputError: when the folder cannot be written to.
    """
    from talkcoach.audio.decode import decode_bytes

    seconds = decode_bytes(sound, "the answer").duration
    make_folder(folder / ATTEMPTS)
    now = datetime.now().astimezone()
    path = folder / ATTEMPTS / f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}{_SOUND}"
    try:
        copy_in(BytesIO(sound), path)
    except OSError as error:
        raise OutputError(
            f"the answer cannot be kept in {path.parent} ({error.strerror})", "Make room on the disk"
        ) from None
    note = Note(question, text, now.isoformat(timespec="seconds"), seconds)
    write_text(path.with_suffix(_NOTE), dump(note))
    return Attempt(note, path)


def attempts_in(folder: Path) -> tuple[Attempt, ...]:
    """The attempts in a rehearsal's folder, the newest first; one whose note is damaged answers no question."""
    sounds = sorted((folder / ATTEMPTS).glob(f"*{_SOUND}"), reverse=True)
    return tuple(Attempt(_note(path), path) for path in sounds if is_file(path))


def discard(attempt: Attempt) -> None:
    """Delete an attempt with all that belongs to it.

    Raises:
        OutputError: when something of it cannot be deleted.
    """
    try:
        for ending in (_WORDS, _NOTE, _SOUND, _LOCK):
            attempt.sound.with_suffix(ending).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{attempt.sound} cannot be deleted ({error.strerror})", "Close the programs that use it"
        ) from None


def is_being_transcribed(attempt: Attempt) -> bool:
    """Whether a process finds out right now what was said."""
    return is_held(attempt.lock)


def words_of(attempt: Attempt) -> AttemptWords | None:
    """What was said in an attempt; None where that is not known, yet or at all."""
    with suppress(InputError):
        if is_file(attempt.words):
            return load(read_text(attempt.words), AttemptWords, attempt.words)
    return None


def times_attempted(attempts: Iterable[Attempt]) -> dict[str, int]:
    """How many attempts there are at each question, by its key."""
    keys = [attempt.note.question for attempt in attempts]
    return {key: keys.count(key) for key in keys}


def attempt_at(sound: Path) -> Attempt:
    """The attempt whose sound is in a file."""
    return Attempt(_note(sound), sound)


def _note(sound: Path) -> Note:
    path = sound.with_suffix(_NOTE)
    with suppress(InputError):
        if is_file(path):
            return load(read_text(path), Note, path)
    when = datetime.fromtimestamp(sound.stat().st_mtime).astimezone()
    return Note("", "", when.isoformat(timespec="seconds"), 0.0)
