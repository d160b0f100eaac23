"""SVG as escaped strings, and the widths of labels."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate

from markupsafe import Markup, escape

from talkcoach.report.printable import printable

WIDE, NARROW, CAPITAL, ORDINARY = 100, 32, 72, 58
"""Advance widths in hundredths of an em, rounded up from common system fonts: no two labels may overlap."""


def element(name: str, *content: str, **attributes: object) -> Markup:
    """One element. Plain strings are escaped, `Markup` is not; attributes that are None are left out.

    Underscores in names of attributes become hyphens; a trailing one, as in ``class_``, is dropped.
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _value(value))
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(_escaped(each) for each in content)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, inside)


def text_width(text: str, size: float) -> float:
    """The approximate width of a label in pixels, rarely too small; ``size`` is the font size in pixels."""
    return size * sum(map(_advance, text)) / 100


def fitted(text: str, size: float, room: float) -> str:
    """As much of a label as fits into ``room`` pixels: all of it, at least three letters, or nothing."""
    if text_width(text, size) <= room:
        return text
    reaches = list(accumulate(map(_advance, text)))
    letters = bisect_right(reaches, room, key=lambda reach: size * (reach + WIDE) / 100)
    if letters > 3:
        return f"{text[:letters].rstrip()}…"
    return text[:3] if len(text) > 3 and size * reaches[2] / 100 <= room else ""


def _advance(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF" or character in "mwMW@%—…":
        return WIDE
    if character in "il.,:;|!'I ·jtf":
        return NARROW
    return CAPITAL if character.isupper() else ORDINARY


def _escaped(text: str) -> Markup:
    return text if isinstance(text, Markup) else escape(printable(text))


def _value(value: object) -> Markup:
    if isinstance(value, float):
        return Markup(f"{value:.2f}".rstrip("0").rstrip("."))
    return escape(printable(str(value)))
