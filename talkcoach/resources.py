"""Where the files that ship with talkcoach are: in the installed package, or in the checkout around it."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(*parts: str) -> Path:
    """The path of a shipped file or folder, such as ``shipped("rubrics", "research_talk.yaml")``.

    Raises:
        FileNotFoundError: when the installation is incomplete.
    """
    for root in (PACKAGE, PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"{'/'.join(parts)} is missing from this installation")
