"""Pictures of slides: which there are of a deck, and having the others drawn in the background.

They are PNG files in the cache, in a folder named by the deck's content, drawn by a process of its own
(`talkcoach.decks.drawing`) that holds a lock there as long as it lives.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from talkcoach.decks.libreoffice import find_libreoffice
from talkcoach.locks import is_held
from talkcoach.paths import is_file
from talkcoach.resources import cache_folder
from talkcoach.storage import make_folder

LOCK, OVER, PROBLEM = "drawing.lock", "over", "problem.txt"
"""Files beside the pictures: held while they are drawn, there once all are, and why they are not."""

KEPT = 40
"""Decks whose pictures are kept, those last drawn: more than anybody rehearses from in a season."""

WITHOUT_LIBREOFFICE = "With LibreOffice installed, the slides are shown as pictures. Without it, their text is."

_BELOW_NORMAL = 0x4000
"""Windows's BELOW_NORMAL_PRIORITY_CLASS (SetPriorityClass in the Windows API)."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """How the pictures of a deck stand. ``problem`` tells why there are none, and what to do about it.

    ``under_way`` is whether more are being drawn now, ``over`` whether nothing is left to be done.
    """

    folder: Path
    under_way: bool
    over: bool
    problem: str = ""

    def of(self, slide: int) -> Path | None:
        """The PNG of a slide by its number, to fill a page; None where there is none yet."""
        path = self.folder / picture_name(slide)
        return path if is_file(path) else None

    def thumbnail(self, slide: int) -> Path | None:
        """The small PNG of a slide by its number; None where there is none yet."""
        path = self.folder / thumbnail_name(slide)
        return path if is_file(path) else None


def pictures(deck: Path) -> Pictures:
    """How the pictures of a deck stand; nothing is begun.

    Raises:
        OSError: when the deck cannot be read.
    """
    folder = _folder(deck)
    problem = (folder / PROBLEM).read_text(encoding="utf-8") if is_file(folder / PROBLEM) else ""
    over = bool(problem) or is_file(folder / OVER)
    return Pictures(folder, not over and is_held(folder / LOCK), over, problem)


def begin(deck: Path) -> Pictures:
    """Have the pictures drawn that are not there yet, and return at once.

    Raises:
        OSError: when the deck cannot be read, or no process can be started.
        OutputError: when nothing can be kept in the cache.
    """
    found = pictures(deck)
    if found.over or found.under_way:
        return found
    if deck.suffix.lower() != ".pdf" and not find_libreoffice():
        return replace(found, over=True, problem=WITHOUT_LIBREOFFICE)
    make_folder(found.folder)
    _forget_old(found.folder)
    command = [sys.executable, "-m", "talkcoach.decks.drawing", str(deck), str(found.folder)]
    # A group of its own: who closes the page's terminal does not mean this.
    apart: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | _BELOW_NORMAL
        apart = {"creationflags": flags}
    nothing = subprocess.DEVNULL
    subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, **apart)
    return Pictures(found.folder, under_way=True, over=False)


def forget(deck: Path) -> None:
    """Delete the pictures of a deck, which may be nobody's business any more."""
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
def _digest(deck: Path, size: int, modified: int) -> str:  # noqa: ARG001 -- they tell when to look again
    with deck.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


def _forget_old(newest: Path) -> None:
    """Keep the cache from growing for ever."""
    others = [each for each in newest.parent.iterdir() if each.is_dir() and each != newest]
    for old in sorted(others, key=lambda each: each.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
