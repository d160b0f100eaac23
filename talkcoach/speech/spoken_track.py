"""Which track and which channel of a recording has the speech: often not the first, and not the mean of all.

Screen recorders write the computer's sound on one track and the microphone on another; some microphones leave one
channel dead, or turn it upside down, so that the mean of both is silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from talkcoach.audio.decode import Samples, decode, sound_tracks
from talkcoach.domain import Caveat
from talkcoach.errors import InputError
from talkcoach.speech.vad import speech_spans

_CLEARLY_MORE = 1.25
"""How many times the speech of an earlier track or channel another must have to be taken in its place."""

_HARDLY_ANY = 0.1
"""The share of the speech on another channel below which a channel has none of its own."""


def spoken_sound(path: Path, track: int | None = None) -> Samples:
    """The sound of a recording, from the track and the channels that have the speech.

    A caveat tells which was taken where it was not the first.

    Args:
        path: the file.
        track: which track of sound to take, from 1; None to choose.

    Raises:
        InputError: when there is no such file or track, or no sound that can be read.
    """
    count = sound_tracks(path)
    if track or count < 2:
        return _clearest(path, track)
    chosen, samples, _ = _most_spoken(count, lambda number: _clearest(path, number))
    if samples is None:
        return decode(path)
    return samples if chosen == 1 else _told(samples, "sound-track", path, chosen, count)


def _clearest(path: Path, track: int | None) -> Samples:
    """A track with its channels mixed, or the one of them that has the speech where mixing would harm it."""
    mixed = decode(path, track)
    count = mixed.channels.count
    if not mixed.channels.differ:
        return mixed
    chosen, samples, spoken = _most_spoken(count, lambda channel: decode(path, track, channel))
    most = spoken.get(chosen, 0.0)
    others_speak = any(seconds > _HARDLY_ANY * most for channel, seconds in spoken.items() if channel != chosen)
    is_lost = mixed.channels.cancel or most > _CLEARLY_MORE * _seconds_of_speech(mixed)
    if samples is None or not most or (others_speak and not is_lost):
        return mixed
    return samples if chosen == 1 else _told(samples, "sound-channel", path, chosen, count)


def _most_spoken(count: int, decoded: Callable[[int], Samples]) -> tuple[int, Samples | None, dict[int, float]]:
    """Which of several sounds, from 1, has the most speech, the first of about equals; and the seconds of each.

    Sounds are decoded one after the other, since each may take hundreds of megabytes.
    """
    chosen, best, spoken = 1, None, {}
    for number in range(1, count + 1):
        try:
            samples = decoded(number)
        except InputError:  # a track that holds nothing
            continue
        spoken[number] = _seconds_of_speech(samples)
        if best is None or spoken[number] > _CLEARLY_MORE * spoken[chosen]:
            chosen, best = number, samples
    return chosen, best, spoken


def _seconds_of_speech(samples: Samples) -> float:
    return sum(span.duration for span in speech_spans(samples))


def _told(samples: Samples, kind: str, path: Path, chosen: int, count: int) -> Samples:
    return replace(samples, caveats=(*samples.caveats, Caveat(kind, path.name, numbers=(chosen, count))))
