"""A slide as a picture, or as a card with its text where there is no picture (yet)."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup, escape

from talkcoach.analysis.terms import shortened
from talkcoach.decks.images import Pictures
from talkcoach.domain import Slide

MOST_LINES, MOST_LETTERS = 9, 120
"""What a card shows of a slide: as much as fits, so that nothing is cut in the middle of a line."""


def show_slide(slide: Slide, pictures: Pictures | None, *, large: bool = False) -> None:
    """A slide as wide as its place: a thumbnail, or the picture that fills a page when ``large``."""
    picture = None
    if pictures:
        picture = pictures.of(slide.number) if large else pictures.thumbnail(slide.number)
    if picture:
        st.image(str(picture), width="stretch")
    else:
        st.html(text_card(slide))


def text_card(slide: Slide) -> Markup:
    """A slide's text on a card of its shape, as HTML in which all of it is escaped."""
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
