"""What the user corrected in a rehearsal: the parts of slides, which slide was up when, who belongs to the talk.

All are kept apart from the marks, which are what the recorder saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from talkcoach.domain import Deck, Visit
from talkcoach.errors import InputError
from talkcoach.store.codec import dump, load
from talkcoach.store.files import read_text, write_text
from talkcoach.store.marks import slide_number
from talkcoach.store.paths import is_file

CORRECTIONS = "corrections.yaml"
"""The file with the parts of slides, in the folder of a rehearsal or of a prepared talk."""

VISITS = "stays.json"
"""The file with the corrected visits, in a rehearsal's folder. Its name is that of the first version."""


LIMITATIONS = "limitations.json"
"""The file with sentences that the user took for limitations, or not, in the folder of a rehearsal or a talk."""


@dataclass(frozen=True, slots=True)
class _Limitations:
    """The content of the file with those sentences."""

    sentences: dict[str, bool]


VOICES = "voices.json"
"""The file with the voices that the user took into the talk, in a rehearsal's folder."""


@dataclass(frozen=True, slots=True)
class _Voices:
    """The content of the file with those voices."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Visits:
    """The content of the file with the corrected visits."""

    stays: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that the user corrected in a rehearsal.

    ``parts`` is the rubric's key for slides, by number. ``visits`` are in the order in which they were corrected:
    a later one goes before an earlier one. ``limitations`` says of sentences whether they state a limitation
    of the speaker's own work. ``voices`` are those beside the speaker, by name, that belong to the talk.
    """

    parts: Mapping[int, str] = field(default_factory=dict)
    visits: tuple[Visit, ...] = ()
    limitations: Mapping[str, bool] = field(default_factory=dict)
    voices: tuple[str, ...] = ()


def read_corrections(path: Path) -> dict[int, str]:
    """Which slide belongs to which part, from a YAML or JSON mapping of slide numbers to keys of the rubric.

    The mapping stands at the top or under ``corrections``, as it does in a report.

    Raises:
        InputError: when the file holds no such mapping.
    """
    import yaml

    try:
        data: Any = yaml.safe_load(read_text(path)) or {}
        mapping = data.get("corrections", data)
        return {slide_number(slide): str(key) for slide, key in mapping.items()}
    except (yaml.YAMLError, AttributeError, TypeError, ValueError):
        remedy = "Write one line per slide, such as 9: approach"
        raise InputError(f"{path} is not a mapping of slide numbers to parts of the talk", remedy) from None


def parts_in(folder: Path) -> dict[int, str]:
    """The corrected parts of slides in a folder; none where there is no file.

    Raises:
        InputError: when the file has a mistake.
    """
    path = folder / CORRECTIONS
    return read_corrections(path) if is_file(path) else {}


def write_parts(folder: Path, parts: Mapping[int, str]) -> None:
    """Keep corrected parts of slides in a folder, in place of those that were there.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / CORRECTIONS, "".join(f"{slide}: {key}\n" for slide, key in sorted(parts.items())))


def visits_in(folder: Path) -> tuple[Visit, ...]:
    """The corrected visits in a rehearsal's folder, in the order in which they were made; none without a file.

    Raises:
        InputError: when the file has a mistake.
    """
    path = folder / VISITS
    if not is_file(path):
        return ()
    visits = load(read_text(path, remedy="Delete it"), _Visits, path).stays
    return tuple(replace(visit, source="corrected") for visit in visits)  # earlier versions wrote "click"


def write_visits(folder: Path, visits: Sequence[Visit]) -> None:
    """Keep corrected visits in a rehearsal's folder, in place of those that were there.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / VISITS, dump(_Visits(tuple(visits))))


def limitations_in(folder: Path) -> dict[str, bool]:
    """What the user said of sentences in a folder; nothing without a file.

    Raises:
        InputError: when the file has a mistake.
    """
    path = folder / LIMITATIONS
    return load(read_text(path, remedy="Delete it"), _Limitations, path).sentences if is_file(path) else {}


def write_limitations(folder: Path, sentences: Mapping[str, bool]) -> None:
    """Keep what the user said of sentences in a folder, in place of what was there.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / LIMITATIONS, dump(_Limitations(dict(sentences))))


def voices_in(folder: Path) -> tuple[str, ...]:
    """The voices that the user took into the talk in a folder; none without a file.

    Raises:
        InputError: when the file has a mistake.
    """
    path = folder / VOICES
    return load(read_text(path, remedy="Delete it"), _Voices, path).names if is_file(path) else ()


def write_voices(folder: Path, names: Sequence[str]) -> None:
    """Keep the voices that the user took into the talk, in place of those that were there.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / VOICES, dump(_Voices(tuple(names))))


def corrections_in(folder: Path) -> Corrections:
    """All that the user corrected, as it is kept in a rehearsal's folder.

    Raises:
        InputError: when a file of it has a mistake.
    """
    return Corrections(parts_in(folder), visits_in(folder), limitations_in(folder), voices_in(folder))


def fitting(parts: Mapping[int, str], deck: Deck, keys: Iterable[str]) -> dict[int, str]:
    """The corrections that speak of a slide that is there and of one of the keys."""
    known, last = set(keys), len(deck.slides)
    return {slide: key for slide, key in parts.items() if slide <= last and key in known}
