"""Subtitle files (.srt, .vtt) to a transcript.

pysubs2 was tried first: it reads comments as speech, keeps entities and ignores damaged times, while here an error
should name the line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from talkcoach.domain import Span, Transcript, Word
from talkcoach.errors import InputError
from talkcoach.speech.sentences import to_sentences
from talkcoach.store.paths import status_of

SUFFIXES = frozenset({".srt", ".vtt"})
"""The suffixes of subtitle files."""

_CLOCK = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s+-->\s+{_CLOCK}(?:\s.*)?")
_ROLLING = re.compile(rf"<{_CLOCK}>")
_MARKUP = re.compile(r"<[^>]*>|\{\\[^}]*\}")
_NOT_SPOKEN = re.compile(r"\[[^\]]*\]|^\s*\([^)]*\)\s*$|[♪♫]")
_SPEAKER_MARK = re.compile(r"^\s*(?:[-–—]\s*|>>+\s*)")
_NOT_A_CUE = ("WEBVTT", "NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class _Caption:
    span: Span
    lines: tuple[str, ...]


def read_subtitles(path: Path) -> Transcript:
    """The sentences of a subtitle file.

    Cues are joined where a sentence spans several and split where one holds several; times within a cue are
    interpolated by the number of letters. Markup, speakers' names and marks, and remarks in brackets ([Music]) are
    left out. The sentences have no word times.

    Raises:
        InputError: when the file cannot be read as subtitles, with the number of the faulty line.
    """
    cues = sorted(_cues(_read(path), path.name), key=lambda cue: cue.span)
    if not cues:
        raise InputError(f"{path.name} has no subtitles in it", "Give a .srt or .vtt file with times and text")
    sentences = to_sentences(tuple(_words(_without_rolling(cues))))
    return Transcript(tuple(replace(sentence, words=()) for sentence in sentences))


def _read(path: Path) -> str:
    status_of(path, "file", InputError)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", "Give a .srt or .vtt file") from error
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # the encoding of older subtitle editors


def _cues(text: str, name: str) -> Iterator[_Caption]:
    span: Span | None = None
    lines: list[str] = []
    for first, block in _blocks(text):
        # The times may follow an identifier or a number.
        times = next((i for i, line in enumerate(block[:2]) if "-->" in line), None)
        if times is not None:
            if span is not None:
                yield _Caption(span, tuple(lines))
            span, lines = _span(block[times], first + times, name), block[times + 1 :]
        elif block[0].startswith(_NOT_A_CUE):
            continue
        elif span is None:
            raise InputError(f"{name}, line {first}: there is no time above this text", _expected())
        else:
            lines += block  # an empty line inside a cue: invalid, and common
    if span is not None:
        yield _Caption(span, tuple(lines))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Groups of lines between empty lines, with the 1-based number of the first line."""
    block: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _span(line: str, number: int, name: str) -> Span:
    found = _TIMES.fullmatch(line)
    if not found:
        raise InputError(f"{name}, line {number}: {line.strip()[:60]!r} is not a pair of times", _expected())
    start, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    if end < start:
        raise InputError(f"{name}, line {number}: the subtitle ends before it starts", "Put the times right")
    return Span(start, end)


def _seconds(clock: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in clock)
    return 3600 * int(hours) + 60 * int(minutes) + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _expected() -> str:
    return "Times look like 00:01:02,500 --> 00:01:04,000"


def _without_rolling(cues: Sequence[_Caption]) -> Iterator[_Caption]:
    """Automatic captions, recognised by inline time stamps, scroll: each repeats the line before it."""
    rolling = any(_ROLLING.search(line) for cue in cues for line in cue.lines)
    shown = ""
    for cue in cues:
        spoken = [text for line in cue.lines if (text := _spoken(line))]
        if rolling:
            spoken = [text for text, before in zip(spoken, [shown, *spoken], strict=False) if text != before]
            shown = spoken[-1] if spoken else shown
        if spoken:
            yield _Caption(cue.span, tuple(spoken))


def _spoken(line: str) -> str:
    bare = _NOT_SPOKEN.sub("", html.unescape(_MARKUP.sub("", line)))
    return " ".join(_SPEAKER_MARK.sub("", bare).split())


def _words(cues: Iterable[_Caption]) -> Iterator[Word]:
    """Words with times interpolated by letters; a cue ends at the latest where the next one begins."""
    listed = list(cues)
    ends = [min(cue.span.end, max(following.span.start, cue.span.start)) for cue, following in pairwise(listed)]
    for cue, end in zip(listed, [*ends, *(cue.span.end for cue in listed[-1:])], strict=True):
        texts = " ".join(cue.lines).split()
        letters = sum(map(len, texts))
        done = 0
        for text in texts:
            start, done = done, done + len(text)
            # Rounding errors must not reach into the next cue.
            at, until = (
                min(end, cue.span.start + (end - cue.span.start) * part / letters) for part in (start, done)
            )
            yield Word(Span(at, until), text)
