"""Decoding of audio and video files to mono samples at the rate of the speech model."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import av
import av.error
import numpy as np
from av.audio.resampler import AudioResampler

from talkcoach.domain import Caveat
from talkcoach.errors import InputError
from talkcoach.store.paths import status_of
from talkcoach.store.wav import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CUT_OFF_TOLERANCE = 1.0
"""Seconds by which the length that a file states may exceed what was decoded; encoders pad and round."""

_CAN_BE_READ = "Give a sound or video file such as .wav, .mp3, .m4a, .flac, .ogg or .mp4"


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Mono sound: float32 ``values`` of shape ``(n,)``, nominally from -1 to 1, at ``rate`` samples per second.

    ``caveats`` name what of the file could not be read.
    """

    values: NDArray[np.float32]
    rate: int = RATE
    caveats: tuple[Caveat, ...] = ()

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.values) / self.rate


def decode(path: Path) -> Samples:
    """The sound of an audio or video file, mono at `RATE`, up to the last moment that can be read.

    It takes at most an eighth more memory than the result, which needs 230 MB per hour.

    Raises:
        InputError: when there is no such file, or no sound in it that can be read.
    """
    status = status_of(path, "file", InputError)
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{path} is a folder, not a recording", _CAN_BE_READ)
    if status.st_size == 0:
        raise InputError(f"{path} is empty", "Record again, or give another file")
    # FFmpeg would read "10:30.wav" as a protocol and an address.
    return _decode(str(path.absolute()), path.name)


def decode_bytes(data: bytes, name: str) -> Samples:
    """The sound of a file in memory, such as the narration of a deck; ``name`` is used in messages.

    Raises:
        InputError: when there is no sound in it that can be read.
    """
    return _decode(io.BytesIO(data), name)


def _decode(source: str | BinaryIO, name: str) -> Samples:
    try:
        # A playlist may name addresses on the network; only local files are opened.
        with av.open(source, metadata_errors="ignore", options={"protocol_whitelist": "file"}) as container:
            stream = container.streams.best("audio")
            if stream is None:
                raise InputError(f"{name} has no sound in it", "Give the file that holds the recording")
            stated = _stated_seconds(container, stream)
            pcm = bytearray()
            for block in _resampled(_frames(container, stream)):
                pcm += block.data  # a view, so that bytes are copied once
    except PermissionError as error:
        raise InputError(f"{name} may not be read", "Check the permissions of the file") from error
    except (av.error.FFmpegError, OSError) as error:
        raise InputError(f"{name} is not a recording that can be read ({error.strerror})", _CAN_BE_READ) from error
    if not pcm:
        raise InputError(f"{name} holds no sound", "Record again, or give another file")
    samples = Samples(np.frombuffer(pcm, np.float32))
    if stated - samples.duration > _CUT_OFF_TOLERANCE:
        cut_short = Caveat("sound-cut-short", name, samples.duration, stated)
        return Samples(samples.values, caveats=(cut_short,))
    return samples


def _stated_seconds(container: Any, stream: Any) -> float:
    """The duration that the file states for its sound; 0 when it states none."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    # The duration of a container with video may be that of the video.
    return 0.0 if container.streams.video else (container.duration or 0) / av.time_base


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    """Every frame that can be decoded; a damaged packet is skipped, a damaged container ends the sound."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError:
            return
        if packet is None:
            return
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            continue


def _resampled(frames: Iterable[Any]) -> Iterator[NDArray[np.float32]]:
    """Mono blocks at `RATE`; some streams change their layout or rate midway."""
    for _, alike in groupby(frames, key=lambda frame: (frame.format.name, frame.layout.name, frame.sample_rate)):
        resampler = AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in alike:
            frame.pts = None  # frames are in order, while time stamps may jump or be missing
            yield from _values(resampler.resample(frame))
        yield from _values(resampler.resample(None))


def _values(frames: Iterable[Any]) -> Iterator[NDArray[np.float32]]:
    return (frame.to_ndarray()[0] for frame in frames)
