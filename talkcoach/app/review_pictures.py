"""Small pictures of the slides, for the list of slides."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import streamlit as st

from talkcoach.decks.images import begin
from talkcoach.errors import TalkcoachError
from talkcoach.store.rehearsal import Rehearsal, deck_in

WIDE = 288
"""Pixels: twice the width at which they are shown, for screens of high density."""


def thumbnails(rehearsal: Rehearsal) -> dict[int, str]:
    """The pictures that exist, as data URLs by the slide's number; rendering of missing ones is started."""
    deck = deck_in(rehearsal.folder)
    if deck is None:
        return {}
    try:
        folder = begin(deck).folder
    except (TalkcoachError, OSError):
        return {}  # the list is complete without pictures
    found = {int(path.stem.rpartition("-")[2]): path for path in sorted(folder.glob("slide-*.png"))}
    return {number: _thumbnail(path, path.stat().st_mtime_ns) for number, path in found.items()}


@st.cache_data(max_entries=400, show_spinner=False)
def _thumbnail(path: Path, modified: int) -> str:  # noqa: ARG001
    from PIL import Image

    with Image.open(path) as picture:
        picture.thumbnail((WIDE, WIDE))
        content = BytesIO()
        picture.convert("RGB").save(content, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(content.getvalue()).decode()}"
