"""Sound, and files that hold it, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True)
class Track:
    """A track of sound: ``values`` of shape ``(channels, n)``, and its pieces as (from, to, at) in seconds.

    A piece is what stands in the values between two moments, with the time stamp at which the file has it; without
    pieces all of them stand at their own time.
    """

    values: NDArray[np.float32]
    pieces: tuple[tuple[float, float, float], ...] = ()


def write_tracks(path: Path, *tracks: Track, codec: str = "libopus", picture: bool = False) -> Path:
    """A file of several tracks of sound at 48 kHz, each of one or two channels; with a picture it begins at 0."""
    rate = 48_000
    with av.open(str(path), "w") as file:
        film = file.add_stream("mpeg4", rate=10) if picture else None
        if film:
            film.width, film.height, film.pix_fmt = 64, 64, "yuv420p"
        streams = [
            file.add_stream(codec, rate=rate, layout="stereo" if len(track.values) > 1 else "mono")
            for track in tracks
        ]
        if film:
            file.mux(packet for pts in range(3) for packet in film.encode(_picture(pts)))
            file.mux(film.encode(None))
        for stream, track in zip(streams, tracks, strict=True):
            for start, end, at in track.pieces or ((0.0, track.values.shape[1] / RATE, 0.0),):
                _encode(file, stream, track.values[:, round(start * RATE) : round(end * RATE)], at, rate)
            file.mux(stream.encode(None))
    return path


def _encode(file: Any, stream: Any, values: NDArray[np.float32], at: float, rate: int) -> None:
    layout = "stereo" if len(values) > 1 else "mono"
    block = 960 * RATE // rate
    for start in range(0, values.shape[1] - block + 1, block):
        louder = np.repeat(values[:, start : start + block], rate // RATE, axis=1)
        if stream.codec_context.format.name == "fltp":
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(louder), format="fltp", layout=layout)
        else:
            packed = np.ascontiguousarray(louder.T.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=layout)
        frame.sample_rate, frame.pts = rate, round(at * rate) + start * rate // RATE
        frame.time_base = Fraction(1, rate)
        file.mux(stream.encode(frame))
