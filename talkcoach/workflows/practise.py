"""Practising questions: finding out in the background what was said in a recorded attempt.

``python -m talkcoach.workflows.practise SOUND MODEL LANGUAGE`` is the process that does it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from talkcoach.domain import Transcript
from talkcoach.errors import TalkcoachError
from talkcoach.jobs.processes import start_module, within
from talkcoach.practice.attempts import Attempt, AttemptWords, attempt_at, is_being_transcribed
from talkcoach.store.codec import dump
from talkcoach.store.files import write_text
from talkcoach.store.locks import only_one
from talkcoach.store.paths import is_file

START_SECONDS = 10.0
"""A process that is not at work by then never will be: it needs a tenth of it on a slow machine."""


def transcribe_attempt(attempt: Attempt, model: str, language: str | None) -> subprocess.Popen[bytes]:
    """Find out what was said, in a process that needs nobody to look after it; returns when it is at work.

    Args:
        attempt: one that was kept.
        model: the speech model by name or folder.
        language: ISO 639-1 code of what is spoken; None to find out.
    """
    attempt.words.unlink(missing_ok=True)
    process = start_module("talkcoach.workflows.practise", str(attempt.sound), model, language or "")
    within(START_SECONDS, lambda: process.poll() is not None or is_being_transcribed(attempt))
    return process


def main(sound: Path, model: str, language: str) -> None:
    """What the process does: it writes down what was said in an attempt, or why it could not."""
    attempt = attempt_at(sound)
    with only_one(attempt.lock, patience=-1):
        try:
            words = AttemptWords(_transcript(sound, model, language))
        except TalkcoachError as error:
            words = AttemptWords(None, str(error))
        if is_file(sound):  # the user may have discarded it meanwhile
            write_text(attempt.words, dump(words))
    if not is_file(sound):
        attempt.lock.unlink(missing_ok=True)


def _transcript(sound: Path, model: str, language: str) -> Transcript:
    from talkcoach.audio.decode import decode
    from talkcoach.speech.transcriber import transcribe

    return transcribe(decode(sound), model=model, language=language or None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
