"""A slide as a picture, or as a card with its text while there is no picture."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup, escape

from talkcoach.decks.images import Pictures
from talkcoach.domain import Slide
from talkcoach.domain.text import shortened

MOST_LINES, MOST_LETTERS = 9, 120
"""Lines, and letters of a line, on a card: as many as fit without cutting a line."""


def show_slide(slide: Slide, pictures: Pictures | None, *, large: bool = False) -> None:
    """Show a slide as wide as its container: a thumbnail, or the full picture when ``large``."""
    picture = None
    if pictures:
        picture = pictures.of(slide.number) if large else pictures.thumbnail(slide.number)
    if picture:
        st.image(str(picture), width="stretch")
    else:
        st.html(text_card(slide))


def text_card(slide: Slide) -> Markup:
    """The text of a slide on a card of the same shape, as escaped HTML."""
    lines = [line for line in slide.text.splitlines() if line.strip() and line.strip() != slide.title.strip()]
    body = [shortened(line, MOST_LETTERS) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        body.append("…")
    words = "" if slide.title or lines else "No text on this slide"
    rows = Markup("").join(Markup("<div>{}</div>").format(line) for line in body)
    return Markup(
        '<div dir="auto" style="container-type:inline-size">'
        '<div style="aspect-ratio:16/9;overflow:hidden;border:1px solid rgba(128,136,150,.45);border-radius:8px;'
        'padding:5cqi;box-sizing:border-box;overflow-wrap:anywhere">'
        '<div style="font-weight:650;font-size:max(5.2cqi,.8rem);line-height:1.25;margin-bottom:2cqi">{}</div>'
        '<div style="font-size:max(3.6cqi,.7rem);line-height:1.35;opacity:.85">{}{}</div></div></div>'
    ).format(shortened(slide.title, MOST_LETTERS), rows, escape(words))
