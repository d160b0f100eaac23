"""A small copy of a recording to listen to: what a page can hold in memory and a browser can seek in."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path

from talkcoach.errors import InputError, OutputError

COPY = "listening.mp3"
"""The copy's name in a rehearsal's folder, so that it is deleted with it. Every browser plays MP3."""

BITS_A_SECOND = 32_000
"""Enough for one voice at 16 kHz: 45 minutes take 11 MB instead of the 86 of the recording."""

RATE = 16_000


def copy_of(folder: Path, recording: Path) -> Path | None:
    """The copy of a recording in a rehearsal's folder; None where there is none that still holds."""
    copy = folder / COPY
    try:
        return copy if copy.stat().st_mtime_ns >= recording.stat().st_mtime_ns else None
    except OSError:
        return None


def make_copy(folder: Path, recording: Path) -> Path:
    """Make the copy; it is there as a whole or not at all. Takes about 3 ms for each second of sound.

    Raises:
        InputError: when the recording cannot be read.
        OutputError: when the folder cannot be written to.
    """
    import av

    copy, begun = folder / COPY, folder / f".{COPY}.{os.getpid()}"
    try:
        _encode(recording, begun)
        begun.replace(copy)
    except av.error.FFmpegError:
        raise InputError(f"{recording} cannot be read as sound", "Check that it is a recording") from None
    except OSError as error:
        raise OutputError(f"{copy} cannot be written ({error.strerror or error})", "Make room") from None
    finally:
        begun.unlink(missing_ok=True)
    return copy


def _encode(source: Path, target: Path) -> None:
    """Piece by piece, so that the memory it takes does not grow with the recording."""
    import av

    with av.open(str(source)) as sound, av.open(str(target), "w", format="mp3") as written:
        stream = written.add_stream("libmp3lame", rate=RATE)
        stream.bit_rate, stream.layout = BITS_A_SECOND, "mono"
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=RATE)
        for frame in chain(sound.decode(audio=0), [None]):  # None takes out what the resampler still holds
            for piece in resampler.resample(frame):
                written.mux(stream.encode(piece))
        written.mux(stream.encode(None))
