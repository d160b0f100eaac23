"""Answers that the user recorded while practising questions, and the process that writes down what they said.

They are in ``answers/`` in the rehearsal's folder: for each a sound file, a note of which question it answers, and
what was said once that is known. The folder is the truth, so an answer outlives the page that recorded it.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from talkcoach.domain import Transcript
from talkcoach.errors import InputError, OutputError, TalkcoachError
from talkcoach.locks import is_held
from talkcoach.paths import is_file
from talkcoach.serial import dump, load
from talkcoach.storage import make_folder, write_text

ANSWERS = "answers"
"""The folder in a rehearsal's folder."""

_SOUND, _NOTE, _SAID, _LOCK = ".wav", ".json", ".said.json", ".lock"
"""How the names of an answer's files end."""

_START_SECONDS = 10.0
"""A process that is not at work by then never will be: it needs a tenth of it on a slow machine."""

_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class About:
    """What is noted beside the sound: the key and the words of the question, the moment (ISO 8601), the length.

    The key and the words are empty where the note is lost.
    """

    question: str
    text: str
    recorded: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One recorded answer."""

    about: About
    sound: Path


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in an answer; ``error`` tells why that could not be found out, else it is empty."""

    transcript: Transcript | None
    error: str = ""


def keep_answer(folder: Path, question: str, text: str, sound: bytes) -> Answer:
    """Keep the sound of an answer in a rehearsal's folder.

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
    make_folder(folder / ANSWERS)
    now = datetime.now().astimezone()
    path = folder / ANSWERS / f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}{_SOUND}"
    _write(path, sound)
    about = About(question, text, now.isoformat(timespec="seconds"), seconds)
    write_text(path.with_suffix(_NOTE), dump(about))
    return Answer(about, path)


def answers_in(folder: Path) -> tuple[Answer, ...]:
    """The answers in a rehearsal's folder, the newest first; one whose note is damaged answers no question."""
    sounds = sorted((folder / ANSWERS).glob(f"*{_SOUND}"), reverse=True)
    return tuple(Answer(_about(path), path) for path in sounds if is_file(path))


def discard(answer: Answer) -> None:
    """Delete an answer with all that belongs to it.

    Raises:
        OutputError: when something of it cannot be deleted.
    """
    try:
        for ending in (_SAID, _NOTE, _SOUND, _LOCK):
            answer.sound.with_suffix(ending).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{answer.sound} cannot be deleted ({error.strerror})", "Close the programs that use it"
        ) from None


def write_down(answer: Answer, model: str, language: str | None) -> subprocess.Popen[bytes]:
    """Find out what was said, in a process that needs nobody to look after it; returns when it is at work.

    Args:
        answer: one that was kept.
        model: the speech model by name or folder.
        language: ISO 639-1 code of what is spoken; None to find out.
    """
    answer.sound.with_suffix(_SAID).unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "talkcoach.answers", str(answer.sound), model, language or ""],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and not is_being_written(answer) and time.monotonic() < until:
        time.sleep(_POLL_SECONDS)
    return process


def is_being_written(answer: Answer) -> bool:
    """Whether somebody finds out right now what was said."""
    return is_held(answer.sound.with_suffix(_LOCK))


def said_in(answer: Answer) -> Said | None:
    """What was said in an answer; None where that is not known, yet or at all."""
    path = answer.sound.with_suffix(_SAID)
    try:
        return load(path.read_text(encoding="utf-8"), Said, path) if is_file(path) else None
    except (InputError, UnicodeDecodeError):
        return None


def times_answered(answers: Iterable[Answer]) -> dict[str, int]:
    """How many answers there are to each question, by its key."""
    keys = [answer.about.question for answer in answers]
    return {key: keys.count(key) for key in keys}


def main(sound: Path, model: str, language: str) -> None:
    """What the process does: it hears the answer and writes down what was said, or why it could not."""
    from filelock import FileLock

    with FileLock(sound.with_suffix(_LOCK)):
        try:
            said = Said(_heard(sound, model, language))
        except TalkcoachError as error:
            said = Said(None, str(error))
        if is_file(sound):  # the user may have discarded it meanwhile
            write_text(sound.with_suffix(_SAID), dump(said))
    if not is_file(sound):
        sound.with_suffix(_LOCK).unlink(missing_ok=True)


def _heard(sound: Path, model: str, language: str) -> Transcript:
    from talkcoach.audio.decode import decode
    from talkcoach.speech.transcriber import transcribe

    return transcribe(decode(sound), model=model, language=language or None)


def _about(sound: Path) -> About:
    path = sound.with_suffix(_NOTE)
    with suppress(InputError, UnicodeDecodeError):
        if is_file(path):
            return load(path.read_text(encoding="utf-8"), About, path)
    when = datetime.fromtimestamp(sound.stat().st_mtime).astimezone()
    return About("", "", when.isoformat(timespec="seconds"), 0.0)


def _write(path: Path, content: bytes) -> None:
    """The file is there as a whole or not at all."""
    part = path.with_suffix(".part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(
            f"the answer cannot be kept in {path.parent} ({error.strerror})", "Make room on the disk"
        ) from None


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
