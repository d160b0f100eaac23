"""Decks that come as bytes with a name: the name is the user's, so it is shown, and never becomes a path."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from talkcoach.decks.readers import read_deck
from talkcoach.domain import Deck
from talkcoach.errors import DeckError

MOST_SHOWN = 120
"""Letters of a file's own name that are kept to show it."""

LONGEST_SUFFIX = 12


def shown_name(name: str) -> str:
    """The last part of a name, on one line and no longer than is read; ``deck`` where nothing is left."""
    last = " ".join(name.replace("\\", "/").rsplit("/", 1)[-1].split())
    return last[:MOST_SHOWN] or "deck"


def suffix_of(name: str) -> str:
    """The ending of a name in lower case, with its dot; ``.unknown`` for one of other signs than ASCII letters."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return (
        suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= LONGEST_SUFFIX else ".unknown"
    )


def kept(content: bytes, shown: str, path: Path) -> Deck:
    """The deck that bytes hold, written to a path.

    Args:
        content: the file.
        shown: what the user calls it, for what is wrong with it.
        path: in a folder that is there.

    Raises:
        DeckError: when it cannot be read; the file is left to whoever owns the folder.
        OSError: when it cannot be written.
    """
    path.write_bytes(content)
    try:
        return read_deck(path)
    except DeckError as error:
        raise DeckError(error.what.replace(str(path), shown), error.remedy.replace(str(path), shown)) from None
