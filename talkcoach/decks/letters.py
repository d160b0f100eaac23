"""Text of a deck as it is spoken: odd letters made plain, so that words compare equal to those that were heard."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How Office writes a character that XML cannot hold (ECMA-376 Part 1, 22.9.2.19, ST_Xstring)."""

_ESCAPED_UNDERSCORE = 0x5F
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn"})

# Kinds of compatibility decomposition (Unicode Standard Annex 44, 5.7.3) that change only how a letter looks.
# Superscripts and fractions mean something: 10² is not 102.
_LOOKS = frozenset(
    {"<font>", "<wide>", "<narrow>", "<compat>", "<circle>", "<square>"}
    | {"<initial>", "<medial>", "<final>", "<isolated>"}
)
_ENCLOSED = re.compile(r"(?:NEGATIVE (?:CIRCLED|SQUARED)|CROSSED NEGATIVE SQUARED) LATIN CAPITAL LETTER ([A-Z])")

_JOINERS = "\u200c\u200d"
_FIRST_JOINED = "\u0590"
"""From here on are scripts and signs in which a joiner tells one word from another."""

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that show nothing."""

_OF_NO_WIDTH = "\u034f" + "".join(map(chr, range(0xFE00, 0xFE10)))


def readable(text: str) -> str:
    """Text on one line, as somebody would read it.

    Letters from blocks for mathematics, full width, ligatures and the like become ordinary ones. What is not seen
    goes: control characters, also those that Office escaped, marks of direction, and what has no width.
    """
    text = _ESCAPED.sub(_unescaped, text)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins what a PDF keeps in halves
    kept = (_seen(character, before) for character, before in zip(text, "\0" + text, strict=False))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    character = chr(code)
    is_escape = code == _ESCAPED_UNDERSCORE or unicodedata.category(character)[0] in "CZ"
    return character if is_escape else match[0]


def _seen(character: str, before: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if character in _JOINERS and before >= _FIRST_JOINED:
        return character
    return _plain_letter(character)


@lru_cache(maxsize=4096)
def _plain_letter(character: str) -> str:
    if character.isspace() or character in _BLANK:
        return " "
    if unicodedata.category(character) in _UNSEEN or character in _OF_NO_WIDTH:
        return ""
    if enclosed := _ENCLOSED.match(unicodedata.name(character, "")):
        return enclosed[1]
    if unicodedata.decomposition(character).split(" ")[0] not in _LOOKS:
        return character
    plain = unicodedata.normalize("NFKC", character)
    is_word = all(unicodedata.category(each)[0] in "LNM" for each in plain)
    return plain if is_word else character
