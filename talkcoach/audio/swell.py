"""Where a voice swells and fades: the stretch around a moment, told by its loudness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from talkcoach.domain import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEP = 0.01
"""Seconds between two values of loudness."""

_FRAME = 0.025
"""Seconds of sound that make one value: two periods of a low voice."""

_SMOOTHED = 3
"""Values that are averaged."""

_VOICE_HZ = (100.0, 1500.0)
"""Where vowels and nasals have their power; hiss, breath and rumble have little there."""

_FADED = 10.0
"""Decibels below its loudest moment at which a sound has begun or ended; within a vowel it varies by half of that."""

_FAR = 40.0
"""Decibels by which a moment one second away must be louder to be meant."""

_UNHEARD = 25.0
"""Decibels below what is loud nearby (the twentieth loudest part) that count as no sound of the speaker's."""

_QUIETEST = 1e-10


def swell(values: NDArray[np.float32], rate: int, within: Span, moment: float) -> Span | None:
    """The stretch of sound that is meant by a moment; None where there is only background.

    Args:
        values: mono, shape ``(n,)``: the sound, and enough around it to tell what is loud.
        rate: samples a second.
        within: what the stretch may not leave, in seconds from the start of ``values``.
        moment: seconds from the start of ``values``, about where the sound is.
    """
    loudness = _loudness(values, rate)
    first, last = (min(max(round(edge / _STEP), 0), len(loudness)) for edge in (within.start, within.end))
    if first >= last:
        return None
    heard = loudness[first:last]
    away = np.abs((first + np.arange(len(heard)) + 0.5) * _STEP - moment)
    peak = int(np.argmax(heard - _FAR * away))
    if heard[peak] < np.percentile(loudness, 95) - _UNHEARD:
        return None
    faded = np.flatnonzero(heard < heard[peak] - _FADED)
    before, after = faded[faded < peak], faded[faded > peak]
    begin = before[-1] + 1 if len(before) else 0
    end = after[0] if len(after) else len(heard)
    return Span(float(first + begin) * _STEP, float(first + end) * _STEP)


def _loudness(values: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Decibels of the voice, smoothed, one value every `_STEP` seconds."""
    hop, length = round(_STEP * rate), round(_FRAME * rate)
    padded = np.pad(values, (length // 2, length))
    frames = np.lib.stride_tricks.sliding_window_view(padded, length)[: len(values) : hop]
    power = np.abs(np.fft.rfft(frames * np.hanning(length), axis=1)) ** 2
    hertz = np.fft.rfftfreq(length, 1 / rate)
    voice = power[:, (hertz >= _VOICE_HZ[0]) & (hertz <= _VOICE_HZ[1])].sum(axis=1)
    smooth: NDArray[np.float64] = np.convolve(
        10 * np.log10(voice + _QUIETEST), np.full(_SMOOTHED, 1 / _SMOOTHED), "same"
    )
    return smooth
