"""Captions whose times stand on a line of their own: SubRip (.srt), WebVTT (.vtt), SubViewer and YouTube (.sbv).

All are read by one grammar, wider than any of their rules: what is wrong in one cue costs at most that cue.
pysubs2 reads comments of WebVTT as speech, takes a last line "2020" for the number of the next cue, keeps the
names of WebVTT's cues as words, and refuses a file whose times have no milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from talkcoach.speech.captions.written_cue import WrittenCue

_CLOCK = r"-?(?:(\d+)\s?:\s?)?(\d{1,3})\s?:\s?(\d{1,2})(?:\s?[.,:;]\s?(\d+))?"
_ARROW = r"\s*(?:[-=]{1,3}\s?(?:>|&gt;)|[→⟶⇒]|[–—]\s?>)\s*"
_TIMES = re.compile(rf"[\[(\s]*{_CLOCK}{_ARROW}{_CLOCK}(?![\d:])(?P<rest>.*)")
_TIMES_WITHOUT_ARROW = re.compile(rf"\s*{_CLOCK}\s*[,;–—-]?\s*{_CLOCK}\s*(?P<rest>)")
_SOME_CLOCK = re.compile(_CLOCK)
_SOME_ARROW = re.compile(r"-{1,3}\s?(?:>|&gt;)|[→⟶]")
_WORDS_IN_DAMAGED_TIMES = 4
"""A line with an arrow and more words than these is speech about arrows."""

_MISREAD = str.maketrans("OoIl", "0011")
"""Letters that stand for digits where captions were read from pictures."""

_NUMBER = re.compile(r"\s*\d+\s*")
_NOT_A_CUE = re.compile(r"(?:NOTE|STYLE|REGION|WEBVTT)(?:\s|$)")
_CLOSING = "])"


def cues_of_lines(text: str) -> tuple[tuple[WrittenCue, ...], int]:
    """The captions of a text in the order in which they stand, and how many pieces of text have no time at all."""
    is_web = text.lstrip().startswith("WEBVTT")
    lines = list(_without_comments(text.split("\n"))) if is_web else text.split("\n")
    at = [number for number, line in enumerate(lines) if _is_times(lines, number)]
    is_numbered = bool(at) and any(_NUMBER.fullmatch(line) for line in _filled(lines[: at[0]])[-1:])
    cues = []
    for start, end in pairwise([*at, len(lines)]):
        body: Sequence[str] = lines[start + 1 : end]
        if end < len(lines):
            body = _without_name_of_next(body, is_numbered=is_numbered, is_web=is_web)
        begins, ends, beside = _times(lines[start])
        cues.append(WrittenCue(begins, ends, "\n".join(_filled([beside, *body]))))
    untimed = [line for line in lines[: at[0]] if not _NUMBER.fullmatch(line)] if at and not is_web else []
    return tuple(cues), int(bool(_filled(untimed)))


def _without_comments(lines: Sequence[str]) -> Iterator[str]:
    """Lines of WebVTT without its comments, styles and headers, each of which lasts to an empty line."""
    is_comment, before = False, ""
    for number, line in enumerate(lines):
        if not before.strip() and _NOT_A_CUE.match(line):
            is_comment = True
        elif not line.strip() or _is_times(lines, number):
            is_comment = False
        if not is_comment:
            yield line
        before = line


def _is_times(lines: Sequence[str], number: int) -> bool:
    line = lines[number]
    if _TIMES.match(line) or _TIMES_WITHOUT_ARROW.fullmatch(line):
        return True
    if not _SOME_ARROW.search(line) or len(line.split()) > _WORDS_IN_DAMAGED_TIMES:
        return False
    above = lines[number - 1] if number else ""
    return bool(_SOME_CLOCK.search(line) or not above.strip() or _NUMBER.fullmatch(above))


def _times(line: str) -> tuple[float | None, float | None, str]:
    """When a cue starts and ends, as far as its line tells, and text that stands beside the times."""
    found = _TIMES.match(line) or _TIMES_WITHOUT_ARROW.fullmatch(line)
    if found:
        clocks, rest = found.groups()[:8], found["rest"].lstrip()
        # Settings such as "align:start" stand there as well; text only behind times in brackets.
        beside = rest[1:] if rest[:1] and rest[0] in _CLOSING else ""
        return _seconds(clocks[:4]), _seconds(clocks[4:]), beside
    before, _, after = _SOME_ARROW.sub("\0", line, count=1).partition("\0")
    return _some_seconds(before), _some_seconds(after), ""


def _some_seconds(text: str) -> float | None:
    found = _SOME_CLOCK.fullmatch(text.strip().translate(_MISREAD))
    return _seconds(found.groups()) if found else None


def _seconds(clock: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in clock)
    return 3600 * int(hours) + 60 * int(minutes) + int(seconds) + float(f"0.{fraction}")


def _without_name_of_next(body: Sequence[str], *, is_numbered: bool, is_web: bool) -> Sequence[str]:
    """The lines below a cue's times without the number or name of the cue that follows."""
    last = max((n for n, line in enumerate(body) if line.strip()), default=-1)
    if last < 0:
        return body
    if is_numbered and _NUMBER.fullmatch(body[last]):
        return body[:last]
    stands_apart = last == len(body) - 1 and last > 0 and not body[last - 1].strip()
    return body[:last] if is_web and stands_apart else body


def _filled(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()]
