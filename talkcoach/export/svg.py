"""SVG as escaped strings, and the little geometry that labels need."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

from talkcoach.export.printable import printable

WIDE, NARROW, ORDINARY = 1.0, 0.32, 0.58
"""Advance widths in em, rounded up from common system fonts: a label that is judged too wide is merely dropped."""


def element(name: str, *content: str, **attributes: object) -> Markup:
    """One element. Plain strings are escaped, `Markup` is not; attributes that are None are left out.

    An underscore in an attribute's name stands for a hyphen; one at its end keeps clear of Python's words.
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _value(value))
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(_escaped(each) for each in content)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, inside)


def text_width(text: str, size: float) -> float:
    """About how many pixels a label takes at a font size in pixels; seldom too few."""
    return size * sum(_advance(character) for character in text)


def fitted(text: str, size: float, room: float) -> str:
    """As much of a label as fits into so many pixels: all of it, three letters or more, or none."""
    if text_width(text, size) <= room:
        return text
    for letters in range(len(text) - 1, 3, -1):
        if text_width(f"{text[:letters]}…", size) <= room:
            return f"{text[:letters].rstrip()}…"
    return text[:3] if len(text) > 3 and text_width(text[:3], size) <= room else ""


def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF" or character in "mwMW@%—…":
        return WIDE
    if character in "il.,:;|!'I ·jtf":
        return NARROW
    return 0.72 if character.isupper() else ORDINARY


def _escaped(text: str) -> Markup:
    return text if isinstance(text, Markup) else escape(printable(text))


def _value(value: object) -> Markup:
    if isinstance(value, float):
        return Markup(f"{value:.2f}".rstrip("0").rstrip("."))
    return escape(printable(str(value)))
