"""Labelled talks, one JSON file each, as talkcoach's own nouns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talkcoach.domain import Deck, Sentence, Slide, Span, Transcript

OFF_SLIDE = -1


@dataclass(frozen=True, eq=False)
class Labelled:
    """A talk with the slide of every sentence, and the file's whole content for what else it holds."""

    name: str
    group: str
    deck: Deck
    transcript: Transcript
    slides: tuple[int, ...]
    data: dict[str, Any]


def read(path: Path) -> Labelled:
    """One labelled talk."""
    data = json.loads(path.read_text(encoding="utf-8"))
    slides = tuple(Slide(s["number"], s["title"] or "", s["text"] or "") for s in data["slides"])
    sentences = tuple(Sentence(Span(s["start"], max(s["start"], s["end"])), s["text"]) for s in data["sentences"])
    return Labelled(
        name=data["id"],
        group=path.parent.name,
        deck=Deck(slides),
        transcript=Transcript(sentences, "en"),
        slides=tuple(s["slide"] if s["slide"] > 0 else OFF_SLIDE for s in data["sentences"]),
        data=data,
    )


def folder(argument: str, name: str) -> Path:
    """The folder of that name inside the one that was given, or the given one when it is that folder."""
    path = Path(argument)
    return path / name if (path / name).is_dir() else path
