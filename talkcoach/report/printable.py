"""Text from decks and speech made safe: nothing in it can control a terminal or break a document."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters but tab and newline, lone surrogates and noncharacters: not allowed in XML 1.0 and HTML."""


def printable(text: str) -> str:
    """Text with every character that is not allowed in documents replaced by U+FFFD, the replacement character.

    Carriage returns, and the vertical tabs and form feeds that PowerPoint writes for line breaks, become newlines.
    """
    return _UNPRINTABLE.sub("�", re.sub("\r\n|[\r\x0b\x0c]", "\n", text))
