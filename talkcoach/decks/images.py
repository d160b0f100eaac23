"""Pictures of slides: looking them up, and rendering them in the background.

They are PNG files in the cache, in a folder named by a hash of the deck's content. A process of its own
(`talkcoach.decks.drawing`) renders them, and holds a lock there meanwhile.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from talkcoach.decks.libreoffice import find_libreoffice
from talkcoach.jobs.processes import start_module
from talkcoach.store.files import make_folder
from talkcoach.store.locks import is_held
from talkcoach.store.paths import is_file
from talkcoach.store.places import cache_folder

LOCK, OVER, PROBLEM = "drawing.lock", "over", "problem.txt"
"""Files beside the pictures: held during rendering, present when all are done, and the reason of a failure."""

KEPT = 40
"""The most recent decks whose pictures are kept, more than anyone rehearses in a season."""

WITHOUT_LIBREOFFICE = "With LibreOffice installed, the slides are shown as pictures. Without it, their text is."


@dataclass(frozen=True, slots=True)
class Pictures:
    """The state of the pictures of a deck. ``problem`` says why there are none, and what to do about it.

    ``under_way`` is whether they are being rendered, ``over`` whether that has ended.
    """

    folder: Path
    under_way: bool
    over: bool
    problem: str = ""

    def of(self, slide: int) -> Path | None:
        """The full-size PNG of a slide by its number; None where there is none yet."""
        path = self.folder / picture_name(slide)
        return path if is_file(path) else None

    def thumbnail(self, slide: int) -> Path | None:
        """The small PNG of a slide by its number; None where there is none yet."""
        path = self.folder / thumbnail_name(slide)
        return path if is_file(path) else None


def pictures(deck: Path) -> Pictures:
    """The state of the pictures of a deck; nothing is started.

    Raises:
        OSError: when the deck cannot be read.
    """
    folder = _folder(deck)
    problem = (folder / PROBLEM).read_text(encoding="utf-8") if is_file(folder / PROBLEM) else ""
    over = bool(problem) or is_file(folder / OVER)
    return Pictures(folder, not over and is_held(folder / LOCK), over, problem)


def begin(deck: Path) -> Pictures:
    """Start rendering the missing pictures, and return at once.

    Raises:
        OSError: when the deck cannot be read, or no process can be started.
        OutputError: when the cache cannot be written to.
    """
    found = pictures(deck)
    if found.over or found.under_way:
        return found
    if deck.suffix.lower() != ".pdf" and not find_libreoffice():
        return replace(found, over=True, problem=WITHOUT_LIBREOFFICE)
    make_folder(found.folder)
    _forget_old(found.folder)
    start_module("talkcoach.decks.drawing", str(deck), str(found.folder))
    return Pictures(found.folder, under_way=True, over=False)


def forget(deck: Path) -> None:
    """Delete the pictures of a deck."""
    shutil.rmtree(_folder(deck), ignore_errors=True)


def picture_name(slide: int) -> str:
    """The name of a slide's picture."""
    return f"slide-{slide:04d}.png"


def thumbnail_name(slide: int) -> str:
    """The name of a slide's small picture."""
    return f"thumbnail-{slide:04d}.png"


def _folder(deck: Path) -> Path:
    status = deck.stat()
    return cache_folder() / "slides" / _digest(deck, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=64)
def _digest(deck: Path, size: int, modified: int) -> str:  # noqa: ARG001 -- part of the cache's key
    with deck.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


def _forget_old(newest: Path) -> None:
    """Delete all but the most recent folders."""
    others = [each for each in newest.parent.iterdir() if each.is_dir() and each != newest]
    for old in sorted(others, key=lambda each: each.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
