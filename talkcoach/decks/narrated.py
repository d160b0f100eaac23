"""The narration of a slide, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Narration:
    """The recording on one slide: ``audio`` is the content of a media file, ``name`` its file name in the deck."""

    slide: int
    name: str
    audio: bytes
