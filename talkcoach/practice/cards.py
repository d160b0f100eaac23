"""What the user did with the questions of one rehearsal: which are prepared, notes, and questions of their own.

It stands in ``practice.json`` in the rehearsal's folder and is written as a whole. A question is known by its
archetype and its words, so that marks and notes are still there when the rehearsal is coached again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from talkcoach.domain import Question
from talkcoach.errors import InputError, OutputError
from talkcoach.store.codec import dump, load
from talkcoach.store.files import read_text, write_text
from talkcoach.store.locks import only_one
from talkcoach.store.paths import is_file

PRACTICE = "practice.json"
"""The file in a rehearsal's folder."""

OWN = "own"
"""The archetype of a question that the user added."""

SCHEMA = 1

_LOCK = "practice.lock"
_DAMAGED = "practice.damaged-{}.json"


@dataclass(frozen=True, slots=True)
class Card:
    """One question and what the user did with it; ``likelihood`` as in `Question`, and 1 for the user's own."""

    key: str
    text: str
    archetype: str
    prepared: bool = False
    notes: str = ""
    likelihood: float = 1.0

    @property
    def is_own(self) -> bool:
        """Whether the user added it."""
        return self.archetype == OWN

    @property
    def is_touched(self) -> bool:
        """Whether the user left anything on it that has to be kept."""
        return self.is_own or self.prepared or bool(self.notes)


@dataclass(frozen=True, slots=True)
class Practice:
    """The cards that the user touched, in the order in which that happened."""

    cards: tuple[Card, ...] = ()
    schema: int = SCHEMA

    def of(self, questions: Iterable[Question]) -> tuple[Card, ...]:
        """A card for each question, the user's own behind them. Those not asked any more follow at the end."""
        kept = {card.key: card for card in self.cards}
        asked = {key_of(question.archetype, question.text): question for question in questions}
        likely = tuple(_card(key, question, kept.get(key)) for key, question in asked.items())
        others = tuple(card for card in self.cards if card.key not in asked)
        return (*likely, *(card for card in others if card.is_own), *(card for card in others if not card.is_own))

    def with_card(self, card: Card) -> Practice:
        """The same with a card in its place, or at the end; without it where nothing is left on it to keep."""
        if all(each.key != card.key for each in self.cards):
            cards = (*self.cards, card)
        else:
            cards = tuple(card if each.key == card.key else each for each in self.cards)
        return replace(self, cards=tuple(each for each in cards if each.is_touched))

    def with_own(self, text: str) -> Practice:
        """The same with a question of the user's own; one with the same words stays as it is.

        Raises:
            InputError: when the text is empty.
        """
        if not text.strip():
            raise InputError("the question has no words", "Write what you expect to be asked")
        key = key_of(OWN, text)
        return (
            self if any(card.key == key for card in self.cards) else self.with_card(Card(key, text.strip(), OWN))
        )

    def without(self, key: str) -> Practice:
        """The same without a card, such as a question of the user's own."""
        return replace(self, cards=tuple(card for card in self.cards if card.key != key))


def key_of(archetype: str, text: str) -> str:
    """What a question goes by: ``baseline-1f0c8e5a9b27``. Spaces and case do not tell two questions apart."""
    plain = " ".join(text.casefold().split()).encode("utf-8", "replace")
    return f"{archetype}-{hashlib.sha256(plain).hexdigest()[:12]}"


def hardest_first(cards: Iterable[Card], attempts: Mapping[str, int]) -> tuple[Card, ...]:
    """Cards in the order in which to practise them.

    First what is not prepared, then what was answered least, then what is likeliest to be asked. ``attempts`` is
    the number of recorded ones by a card's key.
    """
    return tuple(sorted(cards, key=lambda card: (card.prepared, attempts.get(card.key, 0), -card.likelihood)))


def read_practice(folder: Path) -> Practice:
    """What was kept in a rehearsal's folder; nothing where nothing was yet.

    A file that holds something else is put aside under another name, where `put_aside` finds it.

    Raises:
        InputError: when the user may not read the file.
        OutputError: when it cannot be put aside.
    """
    path = folder / PRACTICE
    if not is_file(path):
        return Practice()
    text = read_text(path, remedy="Check who may read it", errors="replace")
    try:
        practice = load(text, Practice, path)
    except InputError:
        practice = None
    if practice and practice.schema == SCHEMA:
        return practice
    _put_aside(path)
    return Practice()


def put_aside(folder: Path) -> tuple[Path, ...]:
    """The files that could not be read, the oldest first; their content is as it was."""
    return tuple(sorted(folder.glob(_DAMAGED.format("*"))))


def change(folder: Path, how: Callable[[Practice], Practice]) -> Practice:
    """Change what is kept in a rehearsal's folder in one step; two pages that do so at once both succeed.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    with only_one(folder / _LOCK, patience=-1):
        practice = how(read_practice(folder))
        write_text(folder / PRACTICE, dump(practice))
    return practice


def _card(key: str, question: Question, kept: Card | None) -> Card:
    card = Card(key, question.text, question.archetype, likelihood=question.likelihood)
    return replace(card, prepared=kept.prepared, notes=kept.notes) if kept else card


def _put_aside(path: Path) -> None:
    places = (path.with_name(_DAMAGED.format(number)) for number in count(1))
    try:
        path.rename(next(place for place in places if not os.path.lexists(place)))
    except OSError as error:
        raise OutputError(
            f"{path} is damaged and cannot be put aside ({error.strerror})", "Move it away by hand"
        ) from None
