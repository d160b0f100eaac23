"""What narration is, to those who read it and to those who use it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Narration:
    """What was recorded on one slide: ``audio`` is a whole media file, ``name`` its file name in the deck."""

    slide: int
    name: str
    audio: bytes
