"""Uploaded decks, bytes with a file name. The name is shown to the user and never used as a path."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from talkcoach.decks.readers import read_deck
from talkcoach.domain import Deck
from talkcoach.errors import DeckError

MOST_SHOWN = 120
"""The most characters of a file's name that are shown."""

LONGEST_SUFFIX = 12


def shown_name(name: str) -> str:
    """The last part of a name, on one line and shortened; ``deck`` if it is empty."""
    last = " ".join(name.replace("\\", "/").rsplit("/", 1)[-1].split())
    return last[:MOST_SHOWN] or "deck"


def suffix_of(name: str) -> str:
    """The suffix of a name in lower case, with its dot; ``.unknown`` if it is long or not alphanumeric ASCII."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return (
        suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= LONGEST_SUFFIX else ".unknown"
    )


def kept(content: bytes, shown: str, path: Path) -> Deck:
    """Write an uploaded file to a path, and read it as a deck.

    Args:
        content: the file.
        shown: its name in messages.
        path: in an existing folder.

    Raises:
        DeckError: when it cannot be read; the file is not deleted.
        OSError: when it cannot be written.
    """
    path.write_bytes(content)
    try:
        return read_deck(path)
    except DeckError as error:
        raise DeckError(error.what.replace(str(path), shown), error.remedy.replace(str(path), shown)) from None
