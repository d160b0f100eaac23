"""Where talkcoach's own files are: what ships with it, what it can make again, and what it keeps for the user."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def shipped(*parts: str) -> Path:
    """The path of a shipped file or folder, such as ``shipped("rubrics", "research_talk.yaml")``.

    It is in the installed package, or in the checkout around it.

    Raises:
        FileNotFoundError: when the installation is incomplete.
    """
    for root in (PACKAGE, PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"{'/'.join(parts)} is missing from this installation")


def cache_folder() -> Path:
    """Where talkcoach keeps what it can make again: the user's cache, or what TALKCOACH_CACHE names."""
    import platformdirs

    return Path(os.environ.get("TALKCOACH_CACHE") or platformdirs.user_cache_dir("talkcoach", appauthor=False))


def data_folder() -> Path:
    """Where talkcoach keeps what the user made: the user's data, or what TALKCOACH_DATA names; always absolute."""
    import platformdirs

    own = os.environ.get("TALKCOACH_DATA") or platformdirs.user_data_dir("talkcoach", appauthor=False)
    return Path(own).absolute()
