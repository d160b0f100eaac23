"""A WAV file that is there while it grows, and can be put right when its writer was cut off.

It is one channel of 16-bit PCM, whose 44 bytes of header state the length in two places. Whoever reads it
meanwhile takes the length from the file's size: the header follows with every `WavFile.sync`.
"""

from __future__ import annotations

import os
import struct
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from talkcoach.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000
"""Samples a second of a recording: what the speech model hears."""

HEADER_BYTES = 44
SAMPLE_BYTES = 2
BYTES_A_SECOND = RATE * SAMPLE_BYTES

_HEADER = struct.Struct("<4sI8sIHHIIHH4sI")
_LARGEST = 0xFFFF_FFFF
"""What the header can state, 37 hours; sound behind that is in the file all the same."""


class WavFile:
    """A recording that is being written: every block goes to the system at once, and to the disk with `sync`.

    Anything that the system refuses is raised as ``OSError``; what was written before stays.
    """

    def __init__(self, file: FileIO, data_bytes: int) -> None:
        self._file = file
        self._bytes = data_bytes
        self._file.seek(HEADER_BYTES + data_bytes)

    @classmethod
    def create(cls, path: Path) -> WavFile:
        """A new recording; ``FileExistsError`` when something is there already."""
        file = path.open("x+b", buffering=0)
        file.write(_header(0))
        os.fsync(file.fileno())
        return cls(file, 0)

    @classmethod
    def append(cls, path: Path) -> WavFile:
        """A recording to go on with, put right first.

        Raises:
            InputError: when the file is no recording of talkcoach.
        """
        repair(path)
        return cls(path.open("r+b", buffering=0), path.stat().st_size - HEADER_BYTES)

    @property
    def seconds(self) -> float:
        """Length of what was written so far."""
        return _seconds(self._bytes)

    def write(self, values: NDArray[np.int16]) -> None:
        """Add a block of samples, int16 of shape (n,)."""
        left = memoryview(values.astype("<i2", copy=False).tobytes())
        while left:
            written = self._file.write(left) or 0
            self._bytes += written
            left = left[written:]

    def sync(self) -> None:
        """Bring the header up to date and everything to the disk."""
        self._file.seek(0)
        self._file.write(_header(self._bytes))
        self._file.seek(0, os.SEEK_END)
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync and close; half a sample, which a full disk can leave, is dropped."""
        try:
            self._file.truncate(HEADER_BYTES + _whole(self._bytes))
            self.sync()
        finally:
            self._file.close()


def repair(path: Path) -> float:
    """Make a recording's header say what is in the file, and return its length in seconds.

    Only for a file that nobody writes to. One that is right already is not touched, and half a sample at the end
    is dropped.

    Raises:
        InputError: when it is no recording of talkcoach (which is left alone), or cannot be read or written.
    """
    try:
        with path.open("rb") as file:
            found = file.read(HEADER_BYTES)
            size = max(file.seek(0, os.SEEK_END), HEADER_BYTES)
        if not _is_ours(found):
            raise InputError(f"{path} is not a recording that talkcoach made", "Give it as a file of its own")
        riff, data = _stated(found)
        if riff + 8 == size:
            return _seconds(data)
        with path.open("r+b", buffering=0) as file:
            WavFile(file, size - HEADER_BYTES).close()
        return _seconds(size - HEADER_BYTES)
    except OSError as error:
        raise InputError(
            f"{path} cannot be repaired ({error.strerror})", "Check the permissions of the file"
        ) from None


def _header(data_bytes: int) -> bytes:
    """The 44 bytes before the samples (RIFF WAVE, format 1: PCM)."""
    data = min(_whole(data_bytes), _LARGEST - 36 - 1)
    return _HEADER.pack(
        *(b"RIFF", data + 36, b"WAVEfmt ", 16, 1, 1, RATE, BYTES_A_SECOND, SAMPLE_BYTES, 8 * SAMPLE_BYTES),
        *(b"data", data),
    )


def _is_ours(found: bytes) -> bool:
    """Whether a file begins as ours do, whatever the two lengths are; a crash may leave less than a header."""
    ours = _header(0)
    return all(found[part] == ours[: len(found)][part] for part in (slice(4), slice(8, 40)))


def _stated(found: bytes) -> tuple[int, int]:
    """The two lengths in a header: of everything behind the first 8 bytes, and of the samples."""
    if len(found) < HEADER_BYTES:
        return 0, 0
    fields = _HEADER.unpack(found)
    return fields[1], fields[-1]


def _whole(data_bytes: int) -> int:
    return data_bytes - data_bytes % SAMPLE_BYTES


def _seconds(data_bytes: int) -> float:
    return _whole(data_bytes) / BYTES_A_SECOND
