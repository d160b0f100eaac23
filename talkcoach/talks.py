"""Talks that are being prepared: a deck, the rubric and slot it is held against, and what the user corrected.

A talk is one folder; its rehearsals are in the library and name it. An id is the name of a folder that is there
and is never made into a path; of an upload's own name only the kind of file is kept in the folder's.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path, PurePosixPath

from talkcoach.decks import read_deck
from talkcoach.decks.uploads import kept, shown_name, suffix_of
from talkcoach.decks.versions import same_slides
from talkcoach.domain import Deck
from talkcoach.entry import Entry, Meta
from talkcoach.errors import DeckError, InputError, OutputError
from talkcoach.library import new, rehearsals
from talkcoach.paths import is_folder
from talkcoach.rehearsal import CORRECTIONS, DECK, corrections_text, deck_in, read_corrections
from talkcoach.resources import data_folder
from talkcoach.rubric import OTHER, load_rubric
from talkcoach.serial import dump, load
from talkcoach.storage import write_text

TALK = "meta.json"

_NEW, _REPLACED = ".new-", ".replaced-"
"""How names begin of what is not yet, or no longer, part of a talk."""


@dataclass(frozen=True, slots=True)
class TalkMeta:
    """What is written down of a talk. ``created`` is ISO 8601 with its zone, ``deck_name`` the upload's."""

    title: str
    rubric: str
    slot_minutes: float
    created: str
    deck_name: str

    def __post_init__(self) -> None:
        if not (isfinite(self.slot_minutes) and self.slot_minutes > 0):
            raise ValueError(f"a slot of {self.slot_minutes} minutes is not possible")


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk that is being prepared. ``deck`` is its file; ``deck_name`` what the user calls it.

    ``rubric`` is a name, or an absolute path. ``corrections`` gives the rubric's key for the slides, by number, of
    which the user knows better.
    """

    id: str
    folder: Path
    title: str
    rubric: str
    slot_minutes: float
    created: datetime
    deck: Path
    deck_name: str
    corrections: Mapping[int, str]


def talks_folder() -> Path:
    """The folder that holds the folders of all talks; it need not be there yet."""
    return data_folder() / "talks"


def talks() -> tuple[Talk, ...]:
    """Every talk that can be read, the newest first."""
    found = []
    for folder in _folders():
        with suppress(InputError):
            found.append(_talk(folder))
    return tuple(sorted(found, key=lambda talk: (talk.created, talk.id), reverse=True))


def find_talk(id_: str) -> Talk:
    """The talk with an id.

    Raises:
        InputError: when there is none, or it cannot be read.
    """
    for folder in _folders():
        if folder.name == id_:
            return _talk(folder)
    raise InputError(f"there is no talk {id_!r}", "Drop its deck on the page Prepare")


def prepare(content: bytes, name: str, rubric: str, slot_minutes: float) -> Talk:
    """A new talk from an uploaded deck; it comes into being as a whole or not at all.

    Args:
        content: the deck's bytes.
        name: what the user calls the file; only its ending is used in a path.
        rubric: a name, or an absolute path.
        slot_minutes: how long the talk may be.

    Raises:
        DeckError: when the deck cannot be read, naming it as the user does.
        OutputError: when nothing can be kept.
    """
    place = talks_folder()
    shown = shown_name(name)
    with _writing(place):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place, prefix=_NEW, ignore_cleanup_errors=True) as made:
            folder = Path(made, "talk")
            folder.mkdir(mode=0o700)
            deck = kept(content, shown, folder / f"{DECK}{suffix_of(name)}")
            created = datetime.now(UTC).astimezone()
            title = deck.title or PurePosixPath(shown).stem or "Talk"
            meta = TalkMeta(title, rubric, slot_minutes, created.isoformat(timespec="microseconds"), shown)
            write_text(folder / TALK, dump(meta))
            # The random end of the temporary folder's name makes the id unique without a race.
            id_ = f"{created:%Y-%m-%d-%H%M%S}-{Path(made).name.removeprefix(_NEW)}"
            return _talk(folder.rename(place / id_))


def replace_deck(talk: Talk, content: bytes, name: str) -> tuple[Talk, tuple[int, ...]]:
    """The talk with a newer version of its deck, and the slides of the old one whose correction fits no more.

    A correction goes with its slide, which is known again by its title, or by its text where it has none.

    Raises:
        DeckError: when the new deck cannot be read; the talk stays as it was.
        OutputError: when it cannot be kept.
    """
    shown = shown_name(name)
    before = _readable(talk.deck)
    with _writing(talk.folder), tempfile.TemporaryDirectory(dir=talk.folder, prefix=_NEW) as made:
        fresh = Path(made, f"{DECK}{suffix_of(name)}")
        after = kept(content, shown, fresh)
        moved = {old: new for old, new in same_slides(before, after).items() if old in talk.corrections}
        place = talk.folder / fresh.name
        if place != talk.deck:
            talk.deck.rename(Path(made, f"{_REPLACED}{talk.deck.name}"))
        fresh.replace(place)
        _write_meta(replace(talk, deck=place, deck_name=shown, title=after.title or talk.title))
        _write_corrections(talk.folder, {new: talk.corrections[old] for old, new in moved.items()})
    return _talk(talk.folder), tuple(sorted(set(talk.corrections) - set(moved)))


def change(talk: Talk, rubric: str, slot_minutes: float) -> Talk:
    """The talk held against another rubric or slot.

    Raises:
        OutputError: when it cannot be kept.
    """
    changed = replace(talk, rubric=rubric, slot_minutes=slot_minutes)
    _write_meta(changed)
    return changed


def correct(talk: Talk, slide: int, key: str | None) -> Talk:
    """The talk with a slide put into the part with a key of the rubric; None takes a correction back.

    Raises:
        OutputError: when it cannot be kept.
    """
    corrections = {number: part for number, part in talk.corrections.items() if number != slide}
    if key is not None:
        corrections[slide] = key
    _write_corrections(talk.folder, corrections)
    return replace(talk, corrections=corrections)


def fitting(corrections: Mapping[int, str], deck: Deck, keys: Iterable[str]) -> dict[int, str]:
    """The corrections that speak of a slide that is there and of one of the keys."""
    known, last = set(keys), len(deck.slides)
    return {slide: key for slide, key in corrections.items() if slide <= last and key in known}


def new_rehearsal(talk: Talk, model: str = "base", language: str | None = None) -> Path:
    """The folder of a new rehearsal of a talk, with a copy of its deck and of the corrections that fit it.

    Args:
        talk: what is to be rehearsed.
        model: the speech model, by name or folder.
        language: an ISO 639-1 code, None to find out.

    Raises:
        TalkcoachError: when the deck or the rubric cannot be read, or the folder cannot be made.
    """
    fit = fitting(talk.corrections, read_deck(talk.deck), (*load_rubric(talk.rubric).keys, OTHER))
    started = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    meta = Meta(talk.title, started, talk.slot_minutes, talk.rubric, model, language, talk.id)
    folder = new(meta, talk.deck)
    _write_corrections(folder, fit)
    return folder


def rehearsals_of(talk: Talk) -> tuple[Entry, ...]:
    """The rehearsals of a talk, the newest first."""
    return tuple(entry for entry in rehearsals() if entry.meta and entry.meta.talk == talk.id)


def delete_talk(talk: Talk) -> None:
    """Delete a talk with its deck and corrections, for good; its rehearsals stay.

    Raises:
        OutputError: when something of it cannot be deleted.
    """
    with _writing(talk.folder):
        shutil.rmtree(talk.folder)


def _folders() -> Iterator[Path]:
    place = talks_folder()
    if not is_folder(place):
        return
    try:
        folders = tuple(place.iterdir())
    except OSError as error:
        raise InputError(f"{place} cannot be read ({error.strerror})", "Check TALKCOACH_DATA") from None
    real = os.path.realpath(place)
    for folder in folders:
        inside = os.path.realpath(folder) == str(Path(real, folder.name))
        if inside and not folder.name.startswith(".") and is_folder(folder):
            yield folder


def _talk(folder: Path) -> Talk:
    path, deck, corrections = folder / TALK, deck_in(folder), folder / CORRECTIONS
    try:
        meta = load(path.read_text(encoding="utf-8"), TalkMeta, path)
        created = datetime.fromisoformat(meta.created)
    except (OSError, ValueError):
        raise InputError(f"{path} cannot be read", "Prepare the talk again") from None
    if deck is None or created.tzinfo is None:
        raise InputError(f"{folder} holds no talk", "Prepare the talk again")
    return Talk(
        id=folder.name,
        folder=folder,
        title=meta.title,
        rubric=meta.rubric,
        slot_minutes=meta.slot_minutes,
        created=created,
        deck=deck,
        deck_name=meta.deck_name,
        corrections=read_corrections(corrections) if corrections.exists() else {},
    )


def _write_meta(talk: Talk) -> None:
    created = talk.created.isoformat(timespec="microseconds")
    write_text(
        talk.folder / TALK, dump(TalkMeta(talk.title, talk.rubric, talk.slot_minutes, created, talk.deck_name))
    )


def _write_corrections(folder: Path, corrections: Mapping[int, str]) -> None:
    write_text(folder / CORRECTIONS, corrections_text(corrections))


def _readable(path: Path) -> Deck:
    """The deck in a file; one of no slides where it is damaged, so that a newer version can take its place."""
    with suppress(DeckError):
        return read_deck(path)
    return Deck(())


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{place} cannot be written to ({error.strerror or error})",
            "Make room, or set TALKCOACH_DATA to another folder",
        ) from None
