"""An excerpt of a recording as a sound file of its own, read without loading the whole recording."""

from __future__ import annotations

import io
import wave
from pathlib import Path

from talkcoach.domain import Span
from talkcoach.errors import InputError
from talkcoach.store.wav import HEADER_BYTES, RATE, SAMPLE_BYTES


def excerpt(recording: Path, span: Span) -> bytes:
    """The part of a recording within a span, as the bytes of a WAV file; shorter where the recording ends earlier.

    Args:
        recording: a file as `talkcoach.store.wav.WavFile` writes it; it may still be growing.
        span: seconds from the start of the recording.

    Raises:
        InputError: when the recording cannot be read.
    """
    start, end = (round(max(moment, 0.0) * RATE) for moment in (span.start, span.end))
    try:
        with recording.open("rb") as file:
            file.seek(HEADER_BYTES + start * SAMPLE_BYTES)
            pcm = file.read((end - start) * SAMPLE_BYTES)
    except OSError as error:
        raise InputError(
            f"{recording} cannot be read ({error.strerror})", "Check that it is still there"
        ) from None
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, SAMPLE_BYTES, RATE, 0, "NONE", "not compressed"))
        file.writeframes(pcm[: len(pcm) - len(pcm) % SAMPLE_BYTES])
    return made.getvalue()
