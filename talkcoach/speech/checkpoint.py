"""The checkpoint of a live transcription: its finished chunks on disk, so that a crash costs seconds of work.

The first line is a header with the settings of the recogniser, every other line one finished `Chunk` as JSON.
Values are restored exactly: the transcript must not depend on whether the transcriber was interrupted.
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
from talkcoach.store.files import write_text

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter


@dataclass(frozen=True, slots=True)
class Chunk:
    """A finished chunk of a recording; the next one starts where its span ends.

    Attributes:
        span: seconds of the recording.
        language: ISO 639-1 code of the spoken language.
        speech: spans of speech, in order.
        segments: the recognised words.
        filled: the filled pauses that the words lack.
        context: the last tokens of the talk up to the end of the chunk, the prompt of the next one.
    """

    span: Span
    language: str
    speech: tuple[Span, ...]
    segments: tuple[Segment, ...]
    filled: tuple[Word, ...]
    context: tuple[int, ...]


def restore(path: Path, header: str) -> tuple[Chunk, ...]:
    """The chunks that were stored under the same header; afterwards the file is ready for `append`.

    A line that a crash cut short is dropped. A file with another header, or none, is started anew.

    Raises:
        OutputError: when the file can be neither read nor written.
    """
    try:
        content = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    except OSError as error:
        raise OutputError(f"{path} cannot be read ({error.strerror})", "Check the permissions") from None
    *lines, _ = content.split("\n")  # after the last newline there is nothing, or a line that a crash cut short
    chunks = tuple(_readable(lines[1:])) if lines[:1] == [header] else ()
    intact = "".join(f"{line}\n" for line in (header, *lines[1 : 1 + len(chunks)]))
    if intact != content:
        write_text(path, intact)
    return chunks


def append(path: Path, chunk: Chunk) -> None:
    """Store one more chunk, synced to the disk.

    Raises:
        OutputError: when there is no room for it.
    """
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(_converter().dumps(chunk) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror})", "Make room on the disk") from None


def finished_seconds(path: Path) -> float:
    """The end of the last stored chunk, in seconds of the recording; 0 where there is none."""
    try:
        *lines, _ = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return 0.0
    last = tuple(_readable(lines[1:][-1:]))
    return last[0].span.end if last else 0.0


def _readable(lines: Sequence[str]) -> Iterator[Chunk]:
    """The chunks up to the first damaged line; those after it would not start where the one before ends."""
    from cattrs import BaseValidationError

    for line in lines:
        try:
            yield _converter().loads(line, Chunk)
        except (BaseValidationError, TypeError, ValueError, KeyError):
            return


@cache
def _converter() -> JsonConverter:
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
    from cattrs.preconf.json import make_converter

    converter = make_converter()
    renamed = override(rename="said")  # the key in files of earlier versions
    converter.register_unstructure_hook(Chunk, make_dict_unstructure_fn(Chunk, converter, context=renamed))
    converter.register_structure_hook(Chunk, make_dict_structure_fn(Chunk, converter, context=renamed))
    return converter
