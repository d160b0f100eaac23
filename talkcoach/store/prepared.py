"""Talks that are being prepared: a deck, the rubric and slot it is held against, and what the user corrected.

A prepared talk is one folder; its rehearsals are in the library and name it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

from talkcoach.errors import InputError
from talkcoach.store.codec import dump, load
from talkcoach.store.collection import folders_in
from talkcoach.store.corrections import parts_in, write_parts
from talkcoach.store.files import read_text, write_text, writing_in
from talkcoach.store.library import rehearsals
from talkcoach.store.places import data_folder
from talkcoach.store.rehearsal import DECK, Rehearsal, deck_in

META = "meta.json"

_NEW, _REPLACED = ".new-", ".replaced-"
"""How names begin of what is not yet, or no longer, part of a talk."""


@dataclass(frozen=True, slots=True)
class _Meta:
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
class PreparedTalk:
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


def talks() -> tuple[PreparedTalk, ...]:
    """Every talk that can be read, the newest first."""
    found = []
    for folder in folders_in(talks_folder()):
        with suppress(InputError):
            found.append(talk_in(folder))
    return tuple(sorted(found, key=lambda talk: (talk.created, talk.id), reverse=True))


def find_talk(id_: str) -> PreparedTalk:
    """The talk with an id.

    Raises:
        InputError: when there is none, or it cannot be read.
    """
    for folder in folders_in(talks_folder()):
        if folder.name == id_:
            return talk_in(folder)
    raise InputError(f"there is no talk {id_!r}", "Drop its deck on the page Prepare")


def keep_talk(
    write_deck: Callable[[Path], str], suffix: str, deck_name: str, rubric: str, slot_minutes: float
) -> PreparedTalk:
    """A new talk; it comes into being as a whole or not at all.

    Args:
        write_deck: writes the deck to a path, and gives the talk's title.
        suffix: how the deck's file name ends.
        deck_name: what the user calls the deck.
        rubric: a name, or an absolute path.
        slot_minutes: how long the talk may be.

    Raises:
        TalkcoachError: what ``write_deck`` raises.
        OutputError: when nothing can be kept.
    """
    place = talks_folder()
    with writing_in(place):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place, prefix=_NEW, ignore_cleanup_errors=True) as made:
            folder = Path(made, "talk")
            folder.mkdir(mode=0o700)
            title = write_deck(folder / f"{DECK}{suffix}")
            created = datetime.now(UTC).astimezone()
            meta = _Meta(title, rubric, slot_minutes, created.isoformat(timespec="microseconds"), deck_name)
            write_text(folder / META, dump(meta))
            # The random end of the temporary folder's name makes the id unique without a race.
            id_ = f"{created:%Y-%m-%d-%H%M%S}-{Path(made).name.removeprefix(_NEW)}"
            return talk_in(folder.rename(place / id_))


def keep_newer_deck(
    talk: PreparedTalk, write_deck: Callable[[Path], tuple[str, Mapping[int, str]]], suffix: str, deck_name: str
) -> PreparedTalk:
    """The talk with a newer version of its deck.

    Args:
        talk: as it was.
        write_deck: writes the deck to a path, and gives the talk's title, empty to leave it, and the corrections.
        suffix: how the deck's file name ends.
        deck_name: what the user calls the deck.

    Raises:
        TalkcoachError: what ``write_deck`` raises; the talk stays as it was.
        OutputError: when it cannot be kept.
    """
    with writing_in(talk.folder), tempfile.TemporaryDirectory(dir=talk.folder, prefix=_NEW) as made:
        fresh = Path(made, f"{DECK}{suffix}")
        title, corrections = write_deck(fresh)
        place = talk.folder / fresh.name
        if place != talk.deck:
            talk.deck.rename(Path(made, f"{_REPLACED}{talk.deck.name}"))
        fresh.replace(place)
        _write_meta(replace(talk, deck=place, deck_name=deck_name, title=title or talk.title))
        write_parts(talk.folder, corrections)
    return talk_in(talk.folder)


def change(talk: PreparedTalk, rubric: str, slot_minutes: float) -> PreparedTalk:
    """The talk held against another rubric or slot.

    Raises:
        OutputError: when it cannot be kept.
    """
    changed = replace(talk, rubric=rubric, slot_minutes=slot_minutes)
    _write_meta(changed)
    return changed


def correct(talk: PreparedTalk, slide: int, key: str | None) -> PreparedTalk:
    """The talk with a slide put into the part with a key of the rubric; None takes a correction back.

    Raises:
        OutputError: when it cannot be kept.
    """
    corrections = {number: part for number, part in talk.corrections.items() if number != slide}
    if key is not None:
        corrections[slide] = key
    write_parts(talk.folder, corrections)
    return replace(talk, corrections=corrections)


def rehearsals_of(talk: PreparedTalk) -> tuple[Rehearsal, ...]:
    """The rehearsals of a talk, the newest first."""
    return tuple(rehearsal for rehearsal in rehearsals() if rehearsal.meta and rehearsal.meta.talk == talk.id)


def delete_talk(talk: PreparedTalk) -> None:
    """Delete a talk with its deck and corrections, for good; its rehearsals stay.

    Raises:
        OutputError: when something of it cannot be deleted.
    """
    with writing_in(talk.folder):
        shutil.rmtree(talk.folder)


def talk_in(folder: Path) -> PreparedTalk:
    """The talk in a folder.

    Raises:
        InputError: when there is none, or it cannot be read.
    """
    path, deck = folder / META, deck_in(folder)
    try:
        meta = load(read_text(path), _Meta, path)
        created = datetime.fromisoformat(meta.created)
    except ValueError:
        raise InputError(f"{path} cannot be read", "Prepare the talk again") from None
    if deck is None or created.tzinfo is None:
        raise InputError(f"{folder} holds no talk", "Prepare the talk again")
    return PreparedTalk(
        id=folder.name,
        folder=folder,
        title=meta.title,
        rubric=meta.rubric,
        slot_minutes=meta.slot_minutes,
        created=created,
        deck=deck,
        deck_name=meta.deck_name,
        corrections=parts_in(folder),
    )


def _write_meta(talk: PreparedTalk) -> None:
    created = talk.created.isoformat(timespec="microseconds")
    meta = _Meta(talk.title, talk.rubric, talk.slot_minutes, created, talk.deck_name)
    write_text(talk.folder / META, dump(meta))
