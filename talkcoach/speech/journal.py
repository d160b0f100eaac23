"""What a transcriber has heard so far, kept on disk line by line, so that a crash costs seconds of work.

The first line tells how the recording is listened to, every other is one finished `Stretch` as JSON. What stands
there is read back exactly as it was: a transcript must not depend on whether its maker was stopped in between.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from talkcoach.domain import Span, Word
from talkcoach.errors import OutputError
from talkcoach.speech.hallucinations import Segment
from talkcoach.storage import write_text

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a recording that is done with; what follows it starts where its span ends.

    ``language`` is the ISO 639-1 code of what is spoken, ``speech`` where speech is heard, ``segments`` what was
    recognised there, ``filled`` the filled pauses beside it, and ``said`` the last tokens of the talk up to here,
    which the model is told of next time.
    """

    span: Span
    language: str
    speech: tuple[Span, ...]
    segments: tuple[Segment, ...]
    filled: tuple[Word, ...]
    said: tuple[int, ...]


def recall(path: Path, heading: str) -> tuple[Stretch, ...]:
    """The stretches that were stored under the same heading; the file is ready for more of them afterwards.

    A line that a crash cut short is dropped. A file under another heading, or none, is begun anew.

    Raises:
        OutputError: when the file can be neither read nor written.
    """
    try:
        content = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    except OSError as error:
        raise OutputError(f"{path} cannot be read ({error.strerror})", "Check the permissions") from None
    *lines, _ = content.split("\n")  # behind the last line's end stands nothing, or what a crash left
    stretches = tuple(_readable(lines[1:])) if lines[:1] == [heading] else ()
    sound = "".join(f"{line}\n" for line in (heading, *lines[1 : 1 + len(stretches)]))
    if sound != content:
        write_text(path, sound)
    return stretches


def append(path: Path, stretch: Stretch) -> None:
    """Store one more stretch; when this returns it is on the disk.

    Raises:
        OutputError: when there is no room for it.
    """
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(_converter().dumps(stretch) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror})", "Make room on the disk") from None


def reached(path: Path) -> float:
    """The second of the recording up to which stretches are stored; 0 where there are none."""
    try:
        *lines, _ = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return 0.0
    last = tuple(_readable(lines[1:][-1:]))
    return last[0].span.end if last else 0.0


def _readable(lines: Sequence[str]) -> Iterator[Stretch]:
    """The stretches up to the first line that holds none: without it, those behind have no beginning."""
    from cattrs import BaseValidationError

    for line in lines:
        try:
            yield _converter().loads(line, Stretch)
        except (BaseValidationError, TypeError, ValueError, KeyError):
            return


@cache
def _converter() -> JsonConverter:
    from cattrs.preconf.json import make_converter

    return make_converter()
