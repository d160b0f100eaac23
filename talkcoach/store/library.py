"""The library of rehearsals: one folder each, in one folder of the user's. The folders are the truth."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from talkcoach.errors import DeckError, InputError, OutputError
from talkcoach.store.codec import dump
from talkcoach.store.collection import folders_in, is_inside
from talkcoach.store.files import MAKE_ROOM, copy_in, write_text
from talkcoach.store.paths import status_of
from talkcoach.store.places import data_folder
from talkcoach.store.recorder import is_recording
from talkcoach.store.rehearsal import DECK, META, Meta, Rehearsal, rehearsal_in

LAST = "last"
"""What finds the newest rehearsal."""

RECORD_ONE = "Record one: talkcoach record --deck talk.pptx"

SLUG = 16
"""Letters of the title in an id: with the moment before them it is still typed, and fits a line with the rest."""

_NEW, _DELETED = ".new-", ".deleted-"
"""How the names of folders begin that are not yet, or no longer, a rehearsal."""


def library_folder() -> Path:
    """The folder that holds the folders of all rehearsals; it need not be there yet."""
    return data_folder() / "rehearsals"


def new(meta: Meta, deck: Path | None = None) -> Path:
    """A new rehearsal's folder, named like ``2026-11-24-2103-sparse-routing``, with its deck and its meta in it.

    It comes into being as a whole or not at all, and only its owner may look into it.

    Raises:
        DeckError: when the deck is not there.
        OutputError: when the folder cannot be made.
    """
    if deck:
        status_of(deck, "deck", DeckError)
    library = library_folder()
    try:
        library.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=library, prefix=_NEW, ignore_cleanup_errors=True) as made:
            folder = Path(made, "rehearsal")
            folder.mkdir(mode=0o700)
            write_text(folder / META, dump(meta))
            if deck:
                with deck.open("rb") as content:
                    copy_in(content, folder / f"{DECK}{deck.suffix.lower()}")
            return _placed(folder, library, _name(meta))
    except OSError as error:
        raise OutputError(
            f"no rehearsal can be kept in {library} ({error.strerror or error})",
            MAKE_ROOM,
        ) from None


def rehearsals() -> tuple[Rehearsal, ...]:
    """Every rehearsal, the newest first; none where nothing was recorded yet.

    Raises:
        InputError: when the user may not look into the library.
    """
    found = (rehearsal_in(folder) for folder in folders_in(library_folder()))
    return tuple(sorted(found, key=lambda rehearsal: (rehearsal.when, rehearsal.id), reverse=True))


def find(id_: str) -> Rehearsal:
    """The rehearsal with an id, with the only one that begins like that, or the newest for ``last``.

    Raises:
        InputError: when there is none or several, naming those that there are.
    """
    known = rehearsals()
    if not known:
        raise InputError("there are no rehearsals yet", RECORD_ONE)
    if id_ == LAST:
        return known[0]
    exact = [rehearsal for rehearsal in known if rehearsal.id == id_]
    found = exact or [rehearsal for rehearsal in known if id_ and rehearsal.id.startswith(id_)]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{id_!r} begins {len(found)} rehearsals", f"Give one of {_names(found)}")
    raise InputError(f"there is no rehearsal {id_!r}", f"Give one of {_names(known)}, or {LAST}")


def delete(rehearsal: Rehearsal) -> None:
    """Delete a rehearsal with all its files, for good; half of it is never listed.

    Raises:
        InputError: while it is being recorded, or when its folder is none of the library.
        OutputError: when something of it cannot be deleted.
    """
    library = library_folder()
    if not is_inside(rehearsal.folder, library):
        raise InputError(f"{rehearsal.folder} is no rehearsal of the library", "See talkcoach list")
    if is_recording(rehearsal.folder):
        raise InputError(f"{rehearsal.id} is being recorded", "Stop the recording first")
    try:
        rehearsal.folder.rename(Path(tempfile.mkdtemp(dir=library, prefix=_DELETED), rehearsal.folder.name))
        for left in library.glob(f"{_DELETED}*"):  # this one, and any that something stopped in the middle
            shutil.rmtree(left)
    except OSError as error:
        raise OutputError(
            f"{error.filename or rehearsal.folder} cannot be deleted ({error.strerror or error})",
            "Close the programs that use it, then delete it by hand",
        ) from None


def _name(meta: Meta) -> str:
    """The moment to the minute, and the title in the letters that every system takes in a name."""
    ascii_ = unicodedata.normalize("NFKD", meta.title[:200]).encode("ascii", "ignore").decode().lower()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", ascii_):
        if len(slug) + len(word) > SLUG:
            break
        slug += f"-{word}"
    return f"{meta.when:%Y-%m-%d-%H%M}{slug or '-talk'}"


def _placed(folder: Path, library: Path, name: str) -> Path:
    """Move a folder to the first name that is free. A rehearsal is never empty, so none is ever moved over."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    while True:
        place = library / next(names)
        if not os.path.lexists(place):
            try:
                return folder.rename(place)
            except OSError:  # another program may have taken the name just now
                if not os.path.lexists(place):
                    raise


def _names(found: Sequence[Rehearsal], most: int = 5) -> str:
    shown = [rehearsal.id if rehearsal.id.isprintable() else ascii(rehearsal.id) for rehearsal in found[:most]]
    return ", ".join(shown) + (f" and {len(found) - most} more" if len(found) > most else "")
