"""The words of a caption without what is written around them: markup, noises in brackets, marks of a speaker."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from talkcoach.domain.words import function_words
from talkcoach.store.places import shipped

_STAMP = re.compile(r"<(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,6})>")
_VOICE = re.compile(
    r"""<v(?:\.[^\s<>]+)*\s+(?P<web>[^<>]+)>
    |   ^\s*(?:>|&gt;){2,}\s*(?P<broadcast>[^\W\d_][^:,?!<>\n]{0,40}):\s""",
    re.VERBOSE | re.MULTILINE,
)
_MARKUP = re.compile(
    r"""</?(?:[bisuc]|em|strong|ruby|rt|rp|br)(?:\.[\w.-]+)*\s*/?>   # a sign "<" is followed by no name and ">"
    |   <(?:font|span|p|div)\s[^<>]*=[^<>]*> | <lang\s[\w-]+> | </(?:font|span|p|div|lang|v)> | </\w*\s*$
    |   \{\\[^}]*\} | \{[a-zA-Z]:[^}]*\}""",
    re.VERBOSE | re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|\\[Nn](?=\s|[A-Z]|$)|\[br\]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NUMBERED_SPEAKER = re.compile(r"^\s*\[(speaker[ _]?\d+)\]\s*:?\s*", re.IGNORECASE | re.MULTILINE)
_SQUARE = re.compile(r"[\[【](?=[^\]】]*[^\W\d_]{2})[^\]】]*[\]】](?!\s*:) | \[\s*_+\s*\] | [♪♫♬]", re.VERBOSE)
_ROUND = re.compile(r"\(([^()]*)\)|\*([^*\n]*)\*")
_SPEAKER_MARK = re.compile(r"^\s*(?:[-–—•](?!\s*\d)\s*|>{2,}\s*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a caption: the line in which it stands, its own time where there is one, and the voice if told."""

    text: str
    line: int
    at: float | None = None
    voice: str = ""


def tokens_of(text: str, voice: str = "") -> tuple[Token, ...]:
    """The words that are spoken in a caption, as it is written in its file."""
    found: list[Token] = []
    lines = 0
    for speaker, piece in _voices(text, voice):
        for line in _spoken(piece).split("\n"):
            found += _words(line, lines, speaker)
            lines += 1
    return tuple(found)


def _voices(text: str, voice: str) -> Iterator[tuple[str, str]]:
    """A text cut where it names another voice: ``<v Anna Lee>``, as WebVTT does, or ``>> ANNA:``."""
    reached = 0
    for found in _VOICE.finditer(text):
        name = " ".join(html.unescape(found["web"] or found["broadcast"]).split())
        if found["broadcast"] and name.split()[0].lower() in function_words():
            continue
        yield voice, text[reached : found.start()]
        voice, reached = name, found.end()
    yield voice, text[reached:]


def _spoken(text: str) -> str:
    bare = _MARKUP.sub("", _BREAK.sub("\n", text))
    for _ in range(2):  # some exports escape twice
        bare = _ENTITY.sub(lambda found: html.unescape(found[0]), bare)
    bare = _NUMBERED_SPEAKER.sub(r"\1: ", _UNSEEN.sub("", bare))
    return _SPEAKER_MARK.sub("", _ROUND.sub(_unless_noise, _SQUARE.sub("", bare)))


def _unless_noise(found: re.Match[str]) -> str:
    inside = found[1] if found[1] is not None else found[2]
    return "" if _noise().search(inside) else found[0]


def _words(line: str, number: int, voice: str) -> Iterator[Token]:
    """The words of a line; the first behind an inline time stamp has that time."""
    before, *stamped = _STAMP.split(line)
    yield from (Token(word, number, None, voice) for word in before.split())
    for n in range(0, len(stamped), 5):
        hours, minutes, seconds, fraction, text = stamped[n : n + 5]
        at: float | None = 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds) + float(f"0.{fraction}")
        for word in text.split():
            yield Token(word, number, at, voice)
            at = None


@functools.cache
def _noise() -> re.Pattern[str]:
    with shipped("speech", "data", "noises.yaml").open(encoding="utf-8") as stream:
        phrases = sorted(yaml.safe_load(stream), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
