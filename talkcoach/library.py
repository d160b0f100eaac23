"""The collection of rehearsals: one folder each, in one folder of the user's. The folders are the truth.

An id is the name of a folder. It is looked for among those that are there and never made into a path, so that
nothing outside the collection can be reached.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from talkcoach.audio.control import RECORDING, is_recording
from talkcoach.entry import META, Entry, Meta, State, entry_of, report_of
from talkcoach.errors import DeckError, InputError, OutputError
from talkcoach.paths import is_file, is_folder, status_of
from talkcoach.rehearsal import DECK, Rehearsal, open_rehearsal
from talkcoach.resources import data_folder
from talkcoach.serial import dump
from talkcoach.storage import write_text

__all__ = [
    "LAST",
    "Entry",
    "Meta",
    "State",
    "delete",
    "find",
    "library_folder",
    "new",
    "opened",
    "rehearsals",
    "report_of",
]

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
                _copy(deck, folder / f"{DECK}{deck.suffix.lower()}")
            return _placed(folder, library, _name(meta))
    except OSError as error:
        raise OutputError(
            f"no rehearsal can be kept in {library} ({error.strerror or error})",
            "Make room, or set TALKCOACH_DATA to another folder",
        ) from None


def rehearsals() -> tuple[Entry, ...]:
    """Every rehearsal, the newest first; none where nothing was recorded yet.

    Raises:
        InputError: when the user may not look into the collection.
    """
    entries = (entry_of(folder) for folder in _folders())
    return tuple(sorted(entries, key=lambda entry: (entry.when, entry.id), reverse=True))


def find(id_: str) -> Entry:
    """The rehearsal with an id, with the only one that begins like that, or the newest for ``last``.

    Raises:
        InputError: when there is none or several, naming those that there are.
    """
    known = rehearsals()
    if not known:
        raise InputError("there are no rehearsals yet", RECORD_ONE)
    if id_ == LAST:
        return known[0]
    exact = [entry for entry in known if entry.id == id_]
    found = exact or [entry for entry in known if id_ and entry.id.startswith(id_)]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{id_!r} begins {len(found)} rehearsals", f"Give one of {_names(found)}")
    raise InputError(f"there is no rehearsal {id_!r}", f"Give one of {_names(known)}, or {LAST}")


def opened(entry: Entry) -> Rehearsal:
    """The files of a rehearsal.

    Raises:
        InputError: while it is being recorded, when it is damaged, or when one of its files has a mistake.
    """
    if is_recording(entry.folder):
        raise InputError(f"{entry.id} is still being recorded", "Stop the recording first")
    if entry.state == "damaged":
        keeps_sound = is_file(entry.folder / RECORDING)
        remedy = f"talkcoach analyze {entry.folder}" if keeps_sound else f"talkcoach delete {entry.id}"
        raise InputError(f"{entry.id} cannot be opened: {entry.problem}", f"Try {remedy}")
    return replace(open_rehearsal(entry.folder), title=entry.meta.title if entry.meta else "")


def delete(entry: Entry) -> None:
    """Delete a rehearsal with all its files, for good; half of it is never listed.

    Raises:
        InputError: while it is being recorded, or when its folder is none of the collection.
        OutputError: when something of it cannot be deleted.
    """
    library = library_folder()
    if not _is_inside(entry.folder, library):
        raise InputError(f"{entry.folder} is no rehearsal of the collection", "See talkcoach list")
    if is_recording(entry.folder):
        raise InputError(f"{entry.id} is being recorded", "Stop the recording first")
    try:
        entry.folder.rename(Path(tempfile.mkdtemp(dir=library, prefix=_DELETED), entry.folder.name))
        for left in library.glob(f"{_DELETED}*"):  # this one, and any that something stopped in the middle
            shutil.rmtree(left)
    except OSError as error:
        raise OutputError(
            f"{error.filename or entry.folder} cannot be deleted ({error.strerror or error})",
            "Close the programs that use it, then delete it by hand",
        ) from None


def _folders() -> Iterator[Path]:
    library = library_folder()
    try:
        folders = tuple(library.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError(f"{library} cannot be read ({error.strerror})", "Check TALKCOACH_DATA") from None
    yield from (each for each in folders if not each.name.startswith(".") and _is_inside(each, library))


def _is_inside(folder: Path, library: Path) -> bool:
    """Whether a path is a folder in the collection itself, and not where a link or ``..`` leads from there."""
    real = Path(os.path.realpath(folder))
    return is_folder(real) and real == Path(os.path.realpath(library), folder.name)


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


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())


def _names(entries: Sequence[Entry], most: int = 5) -> str:
    shown = [entry.id if entry.id.isprintable() else ascii(entry.id) for entry in entries[:most]]
    return ", ".join(shown) + (f" and {len(entries) - most} more" if len(entries) > most else "")
