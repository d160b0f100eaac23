"""Decoding of audio and video files to mono samples at the rate of the speech model.

Time is that of the file: where it has no sound, before a late start or while its recorder paused, it is silent.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import av
import av.error
import numpy as np
from av.audio.resampler import AudioResampler

from talkcoach.audio.channels import Channels, ChannelStatistics
from talkcoach.domain import Caveat, Span
from talkcoach.errors import InputError
from talkcoach.store.paths import status_of
from talkcoach.store.wav import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CUT_OFF_TOLERANCE = 1.0
"""Seconds by which the length that a file states may exceed what was decoded; encoders pad and round."""

_STATE_THEIR_LENGTH = frozenset(
    {"aiff", "asf", "avi", "caf", "flac", "matroska", "mov", "mp4", "ogg", "w64", "wav", "webm"}
)
"""Formats whose length is written in the file; FFmpeg guesses that of others from their size and bit rate."""

_HOLE = 0.2
"""Seconds without sound between two time stamps that are a hole: jitter and drift of recorders stay below."""

_TOLD_HOLE = 1.0
"""Seconds from which a hole is told of."""

_LONGEST_HOLE = 3600.0
"""Seconds from which a jump is a mistake in the time stamps; nobody pauses a rehearsal for so long."""

_LOOKED_AT = 8
"""How the channels relate is told from one frame of so many; frames are hundredths of a second."""

_SILENCE = bytes(1 << 20)

_CAN_BE_READ = "Give a sound or video file such as .wav, .mp3, .m4a, .flac, .ogg or .mp4"


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Mono sound: float32 ``values`` of shape ``(n,)``, nominally from -1 to 1, at ``rate`` samples per second.

    ``caveats`` name what of the file could not be read, and what was chosen of it. In the ``gaps`` the file has no
    sound. ``channels`` tells of those that were mixed.
    """

    values: NDArray[np.float32]
    rate: int = RATE
    caveats: tuple[Caveat, ...] = ()
    gaps: tuple[Span, ...] = ()
    channels: Channels = field(default_factory=Channels)

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.values) / self.rate


def decode(path: Path, track: int | None = None, channel: int | None = None) -> Samples:
    """The sound of an audio or video file, mono at `RATE`, up to the last moment that can be read.

    It takes at most an eighth more memory than the result, which needs 230 MB per hour.

    Args:
        path: the file.
        track: which of its tracks of sound, from 1; None for the one that FFmpeg holds for the main one.
        channel: which channel of the track, from 1; None to mix them.

    Raises:
        InputError: when there is no such file or track, or no sound in it that can be read.
    """
    # FFmpeg would read "10:30.wav" as a protocol and an address.
    return _decode(_checked(path), path.name, track, channel)


def decode_bytes(data: bytes, name: str) -> Samples:
    """The sound of a file in memory, such as the narration of a deck; ``name`` is used in messages.

    Raises:
        InputError: when there is no sound in it that can be read.
    """
    return _decode(io.BytesIO(data), name, None, None)


def sound_tracks(path: Path) -> int:
    """The number of tracks of sound in a file.

    Raises:
        InputError: when there is no such file, or it cannot be read.
    """
    with _opened(_checked(path), path.name) as container:
        return len(container.streams.audio)


def _checked(path: Path) -> str:
    status = status_of(path, "file", InputError)
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{path} is a folder, not a recording", _CAN_BE_READ)
    if status.st_size == 0:
        raise InputError(f"{path} is empty", "Record again, or give another file")
    return str(path.absolute())


@contextmanager
def _opened(source: str | BinaryIO, name: str) -> Iterator[Any]:
    """An open container; what FFmpeg says meanwhile becomes an error of ours."""
    try:
        # A playlist may name addresses on the network; only local files are opened.
        with av.open(source, metadata_errors="ignore", options={"protocol_whitelist": "file"}) as container:
            yield container
    except PermissionError as error:
        raise InputError(f"{name} may not be read", "Check the permissions of the file") from error
    except (av.error.FFmpegError, OSError) as error:
        raise InputError(f"{name} is not a recording that can be read ({error.strerror})", _CAN_BE_READ) from error


def _decode(source: str | BinaryIO, name: str, track: int | None, channel: int | None) -> Samples:
    with _opened(source, name) as container:
        stream = _stream(container, name, track)
        origin = (container.start_time or 0) / av.time_base
        stated = _stated_end(container, stream, origin)
        timeline = _Timeline(origin, stated or (container.duration or 0) / av.time_base, channel)
        for frame in _frames(container, stream):
            timeline.add(frame)
        samples = timeline.finished()
    if not len(samples.values):
        raise InputError(f"{name} holds no sound", "Record again, or give another file")
    if stated - samples.duration > _CUT_OFF_TOLERANCE:
        return replace(samples, caveats=(Caveat("sound-cut-short", name, samples.duration, stated),))
    return samples


def _stream(container: Any, name: str, track: int | None) -> Any:
    tracks = container.streams.audio
    if not tracks:
        raise InputError(f"{name} has no sound in it", "Give the file that holds the recording")
    if track is None:
        return container.streams.best("audio")
    if not 1 <= track <= len(tracks):
        raise InputError(
            f"{name} has no track {track} of sound", f"Give --track with a number up to {len(tracks)}"
        )
    return tracks[track - 1]


def _stated_end(container: Any, stream: Any, origin: float) -> float:
    """When the sound ends by what the file states, in seconds from its start; 0 when it states nothing."""
    if _STATE_THEIR_LENGTH.isdisjoint(container.format.name.split(",")):
        return 0.0
    if stream.duration and stream.time_base:
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base) - origin
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


class _Timeline:
    """Frames one after the other as mono samples at `RATE`, with silence where time stamps leave a hole.

    Args:
        origin: the time stamp, in seconds, at which the file begins.
        length: seconds after which there is nothing any more; 0 when that is not known.
        channel: which channel to take, from 1; None to mix them.
    """

    def __init__(self, origin: float, length: float, channel: int | None) -> None:
        self._origin, self._length, self._channel = origin, length, channel
        self._pcm = bytearray()
        self._gaps: list[Span] = []
        self._form: tuple[str, str, int] | None = None
        self._mixed: AudioResampler | None = None
        self._apart: AudioResampler | None = None
        self._statistics = ChannelStatistics()
        self._frames = 0

    def add(self, frame: Any) -> None:
        """Append a frame, which may be of another form than the one before."""
        self._wait_for(frame)
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            self._flush()
            self._form = form
            several = frame.layout.nb_channels > 1
            self._mixed = AudioResampler(format="flt", layout="mono", rate=RATE)
            self._apart = AudioResampler(format="fltp", rate=RATE) if several else None
        frame.pts = None  # the resampler would fill or cut by them
        self._resample(frame)

    def finished(self) -> Samples:
        """All that was added."""
        self._flush()
        channels = self._statistics.channels()
        return Samples(np.frombuffer(self._pcm, np.float32), gaps=tuple(self._gaps), channels=channels)

    @property
    def _now(self) -> float:
        return len(self._pcm) / 4 / RATE

    def _wait_for(self, frame: Any) -> None:
        """Silence up to the moment of a frame; a jump that cannot be true moves the origin instead."""
        if frame.time is None:
            return
        moment = float(frame.time) - self._origin
        if moment - self._now <= _HOLE:
            return
        self._flush()
        start = self._now
        if moment - start > _LONGEST_HOLE or 0 < self._length < moment - _CUT_OFF_TOLERANCE:
            self._origin += moment - start
            return
        missing = 4 * round((moment - start) * RATE)
        for written in range(0, missing, len(_SILENCE)):
            self._pcm += memoryview(_SILENCE)[: missing - written]
        if moment - start >= _TOLD_HOLE:
            self._gaps.append(Span(start, moment))

    def _resample(self, frame: Any) -> None:
        """Append a frame; None for what the resamplers still hold."""
        self._frames += 1
        is_looked_at = self._channel or self._frames % _LOOKED_AT == 1
        for part in self._apart.resample(frame) if self._apart and is_looked_at else ():
            channels: NDArray[np.float32] = np.asarray(part.to_ndarray(), np.float32)
            self._statistics.add(channels)
            if self._channel:
                self._pcm += np.ascontiguousarray(channels[min(self._channel, len(channels)) - 1]).data
        if self._mixed and not (self._apart and self._channel):
            for part in self._mixed.resample(frame):
                self._pcm += part.to_ndarray()[0].data  # a view, so that bytes are copied once

    def _flush(self) -> None:
        if self._form is not None:
            self._resample(None)
        self._form = self._mixed = self._apart = None
