"""A caption as its file has it, before anything is made of its words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrittenCue:
    """One caption: when it is shown, in seconds, its text as it is written, and who speaks where the format tells.

    A time that cannot be read is None.
    """

    start: float | None
    end: float | None
    text: str
    voice: str = ""
