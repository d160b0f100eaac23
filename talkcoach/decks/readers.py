"""The readers by file suffix, and the errors for files that no reader opens."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from talkcoach.decks.narrated import Narration
from talkcoach.domain import Deck
from talkcoach.errors import DeckError
from talkcoach.store.paths import status_of


def read_deck(path: Path) -> Deck:
    """The slides of a presentation: ``.pptx .ppsx .potx .pptm .ppsm .potm`` or ``.pdf``.

    Raises:
        DeckError: when the file cannot be read as a deck, with a remedy.
    """
    return _reader(path)(path)


def read_narration(path: Path) -> tuple[Narration, ...]:
    """The narration in a presentation, in the order of its slides; empty when there is none.

    Only sound inside the file counts. A PDF has none.

    Raises:
        DeckError: as `read_deck`.
    """
    if _reader(path) is not _read_openxml:
        return ()
    from talkcoach.decks.narration import read

    return read(path)


def is_presentation(path: Path) -> bool:
    """Whether a path has a suffix of PowerPoint, whose files can hold narration; the file is not opened."""
    return _READERS.get(path.suffix.lower()) is _read_openxml


def _read_openxml(path: Path) -> Deck:
    from talkcoach.decks.pptx import read

    return read(path)


def _read_pdf(path: Path) -> Deck:
    from talkcoach.decks.pdf import read

    return read(path)


_READERS: dict[str, Callable[[Path], Deck]] = {
    ".pptx": _read_openxml,
    ".ppsx": _read_openxml,
    ".potx": _read_openxml,
    ".pptm": _read_openxml,
    ".ppsm": _read_openxml,
    ".potm": _read_openxml,
    ".pdf": _read_pdf,
}

_REMEDIES = {
    ".ppt": "Open it in PowerPoint or LibreOffice and save it as .pptx",
    ".pps": "Open it in PowerPoint or LibreOffice and save it as .pptx",
    ".pot": "Open it in PowerPoint or LibreOffice and save it as .pptx",
    ".odp": "Open it in LibreOffice and save it as .pptx, or export it as PDF",
    ".key": "Open it in Keynote and export it to PowerPoint or PDF",
    ".tex": "Compile it and give the PDF",
}


def _reader(path: Path) -> Callable[[Path], Deck]:
    """The reader for an existing file with a known suffix."""
    if not stat.S_ISREG(status_of(path, "deck", DeckError).st_mode):
        raise DeckError(f"{path} is a folder, not a deck", "Give the .pptx or .pdf file itself")
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        remedy = _REMEDIES.get(suffix, f"Give one of {' '.join(_READERS)}")
        raise DeckError(f"{path} is not a deck that talkcoach reads", remedy)
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise DeckError(f"{path} cannot be opened: {error.strerror}", "Check who may read it") from error
    if empty:
        raise DeckError(f"{path} is empty", "Save or download it again")
    return _READERS[suffix]
