"""A preview of a recording: a small MP3 copy that a page holds in memory and a browser can seek in."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path

from talkcoach.errors import InputError, OutputError

PREVIEW = "listening.mp3"
"""The file's name in a rehearsal's folder, so that it is deleted with the rehearsal. Every browser plays MP3."""

BIT_RATE = 32_000
"""Bits per second; enough for one voice at 16 kHz: 45 minutes take 11 MB, the recording itself 86 MB."""

RATE = 16_000


def preview_of(folder: Path, recording: Path) -> Path | None:
    """The preview of a recording in a rehearsal's folder; None where it is missing or outdated."""
    preview = folder / PREVIEW
    try:
        return preview if preview.stat().st_mtime_ns >= recording.stat().st_mtime_ns else None
    except OSError:
        return None


def make_preview(folder: Path, recording: Path) -> Path:
    """Write the preview in one step, so that it is complete or absent. Takes about 3 ms per second of sound.

    Raises:
        InputError: when the recording cannot be read.
        OutputError: when the folder cannot be written to.
    """
    import av

    preview, partial = folder / PREVIEW, folder / f".{PREVIEW}.{os.getpid()}"
    try:
        _encode(recording, partial)
        partial.replace(preview)
    except av.error.FFmpegError:
        raise InputError(f"{recording} cannot be read as sound", "Check that it is a recording") from None
    except OSError as error:
        raise OutputError(f"{preview} cannot be written ({error.strerror or error})", "Make room") from None
    finally:
        partial.unlink(missing_ok=True)
    return preview


def _encode(source: Path, target: Path) -> None:
    """Encode block by block, so that memory use does not grow with the recording."""
    import av

    with av.open(str(source)) as sound, av.open(str(target), "w", format="mp3") as written:
        stream = written.add_stream("libmp3lame", rate=RATE)
        stream.bit_rate, stream.layout = BIT_RATE, "mono"
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=RATE)
        for frame in chain(sound.decode(audio=0), [None]):  # None flushes the resampler
            for block in resampler.resample(frame):
                written.mux(stream.encode(block))
        written.mux(stream.encode(None))
