"""Preparing a talk: from an uploaded deck to a talk to rehearse, a newer version of its deck, a new rehearsal."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from talkcoach.decks import read_deck
from talkcoach.decks.uploads import kept, shown_name, suffix_of
from talkcoach.decks.versions import same_slides
from talkcoach.domain import Deck
from talkcoach.errors import DeckError
from talkcoach.rubric import OTHER
from talkcoach.store.corrections import fitting, limitations_in, write_limitations, write_parts
from talkcoach.store.library import new
from talkcoach.store.prepared import PreparedTalk, keep_newer_deck, keep_talk
from talkcoach.store.rehearsal import Meta
from talkcoach.workflows.rubrics import open_rubric


def prepare(content: bytes, name: str, rubric: str, slot_minutes: float) -> PreparedTalk:
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
    shown = shown_name(name)

    def write(path: Path) -> str:
        return kept(content, shown, path).title or PurePosixPath(shown).stem or "Talk"

    return keep_talk(write, suffix_of(name), shown, rubric, slot_minutes)


def replace_deck(talk: PreparedTalk, content: bytes, name: str) -> tuple[PreparedTalk, tuple[int, ...]]:
    """The talk with a newer version of its deck, and the slides of the old one whose correction fits no more.

    A correction goes with its slide, which is known again by its title, or by its text where it has none.

    Raises:
        DeckError: when the new deck cannot be read; the talk stays as it was.
        OutputError: when it cannot be kept.
    """
    shown, before = shown_name(name), _readable(talk.deck)
    lost = set(talk.corrections)

    def write(path: Path) -> tuple[str, Mapping[int, str]]:
        after = kept(content, shown, path)
        moved = {old: new for old, new in same_slides(before, after).items() if old in talk.corrections}
        lost.difference_update(moved)
        return after.title, {new: talk.corrections[old] for old, new in moved.items()}

    changed = keep_newer_deck(talk, write, suffix_of(name), shown)
    return changed, tuple(sorted(lost))


def new_rehearsal(talk: PreparedTalk, model: str = "base", language: str | None = None) -> Path:
    """The folder of a new rehearsal of a talk, with a copy of its deck and of the corrections that fit it.

    Args:
        talk: what is to be rehearsed.
        model: the speech model, by name or folder.
        language: an ISO 639-1 code, None to find out.

    Raises:
        TalkcoachError: when the deck or the rubric cannot be read, or the folder cannot be made.
    """
    fit = fitting(talk.corrections, read_deck(talk.deck), (*open_rubric(talk.rubric).keys, OTHER))
    started = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    meta = Meta(talk.title, started, talk.slot_minutes, talk.rubric, model, language, talk.id)
    folder = new(meta, talk.deck)
    write_parts(folder, fit)
    write_limitations(folder, limitations_in(talk.folder))
    return folder


def _readable(path: Path) -> Deck:
    """The deck in a file; one of no slides where it is damaged, so that a newer version can take its place."""
    with suppress(DeckError):
        return read_deck(path)
    return Deck(())
