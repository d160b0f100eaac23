"""Taking in a recording from elsewhere, as what was said in a rehearsal."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import BinaryIO

from talkcoach.decks import is_presentation
from talkcoach.errors import InputError, OutputError
from talkcoach.store.corrections import CORRECTIONS
from talkcoach.store.files import copy_in
from talkcoach.store.recorder import RecorderStatus, write_status
from talkcoach.store.rehearsal import SOUND, deck_in

SOUNDS = ("aac", "aif", "aiff", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav", "wma")
FILMS = ("avi", "m4v", "mkv", "mov", "mp4", "mpg", "webm", "wmv")
TEXTS = ("srt", "vtt", "sbv", "ass", "ssa", "ttml", "dfxp", "smi")
NARRATED = ("pptx",)
"""The endings of files that can be taken in."""


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
    place = folder / f"{SOUND}.{'wave' if ending == 'wav' else ending}"
    try:
        copy_in(content, place)
        deck = deck_in(folder)
        if deck and is_presentation(place):
            deck.unlink()
            (folder / CORRECTIONS).unlink(missing_ok=True)
        write_status(folder, RecorderStatus("stopped"))
    except OSError as error:
        raise OutputError(f"{name} cannot be kept ({error.strerror or error})", "Make room on the disk") from None
