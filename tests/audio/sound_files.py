"""Sound, and files that hold it, for tests."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from talkcoach.audio.decode import RATE


def tone(seconds: float, hertz: float = 220.0, rate: int = RATE) -> NDArray[np.float32]:
    moments = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def buzz(semitones: NDArray[np.float64]) -> NDArray[np.float32]:
    """A buzz, rich in harmonics as a voice is, around 120 Hz, its pitch given for every sample at `RATE`."""
    phase = 2 * np.pi * np.cumsum(120 * 2 ** (semitones / 12)) / RATE
    harmonics = np.sum([np.sin(n * phase) / n for n in range(1, 9)], axis=0)
    return (0.1 * harmonics).astype(np.float32)


def write_media(
    path: Path, values: NDArray[np.float32], codec: str, *, rate: int = RATE, picture: bool = False, **options: str
) -> Path:
    """A file whose container follows from its suffix; with a picture it is a video, without values it is mute."""
    with av.open(str(path), "w", options=options) as file:
        film = file.add_stream("mpeg4", rate=10) if picture else None
        sound = file.add_stream(codec, rate=rate, layout="mono") if len(values) else None
        if film:
            film.width, film.height, film.pix_fmt = 64, 64, "yuv420p"
            file.mux(packet for pts in range(3) for packet in film.encode(_picture(pts)))
            file.mux(film.encode(None))
        if sound:
            for start in range(0, len(values), 1024):
                block = np.ascontiguousarray(values[np.newaxis, start : start + 1024])
                frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
                frame.sample_rate, frame.pts = rate, start
                file.mux(sound.encode(frame))
            file.mux(sound.encode(None))
    return path


def _picture(pts: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24").reformat(format="yuv420p")
    frame.pts = pts
    return frame


def write_wav(path: Path, values: NDArray[np.float32], *, stated_bytes: int | None = None) -> Path:
    """A PCM WAV as `wave` would write it; ``stated_bytes`` is what its header says instead of the truth."""
    pcm = (np.clip(values, -1, 1) * 32767).astype("<i2").tobytes()
    size = len(pcm) if stated_bytes is None else stated_bytes
    header = b"RIFF" + (size + 36 if size else 0).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += (1).to_bytes(2, "little") + (1).to_bytes(2, "little") + RATE.to_bytes(4, "little")
    header += (2 * RATE).to_bytes(4, "little") + (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
    path.write_bytes(header + b"data" + size.to_bytes(4, "little") + pcm)
    return path
