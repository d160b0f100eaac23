"""Held sounds: where a voice swells and fades, and where it stays as it is, as in "um".

Conventions: a track has one value every `STEP` seconds, shape ``(n,)``, that of the sound around its middle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from talkcoach.domain import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP = 0.01

_FRAME = 0.025
"""Seconds of sound that make one value, as is usual for cepstra: two periods of a low voice."""

_VOICE_HZ = (100.0, 1500.0)
"""Where vowels and nasals have their power; hiss, breath and rumble have little there."""

_BANDS, _HIGHEST_HZ, _CEPSTRA = 40, 5000.0, 13
"""Mel bands, up to which frequency, and how many of their cepstral coefficients tell a vowel; the first, which is
loudness, is left out."""

_APART = 4
"""Values between the two that are compared to tell how fast the spectrum changes: 40 ms."""

_HELD = 12
"""Values for which a sound has to stay as it is: 0.12 s, the shortest filled pauses."""

_FADED = 10.0
"""Decibels below its loudest moment at which a sound has begun or ended; a vowel varies by half of that."""

_FAR = 40.0
"""Decibels by which a moment one second away must be louder to be meant."""

_BACKGROUND = 25.0
"""Decibels below what is loud nearby (its twentieth part) that are no longer the speaker."""

_NEARBY = 15.0
"""Seconds on either side that are nearby: a speaker may turn away from the microphone for longer."""

_QUIETEST = 1e-8
"""Power that is added to all, of a tenth of a 16-bit step: silence has a level."""

_BLOCK = 6000
"""Values that are worked on at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The tracks of a recording: ``loudness`` of the voice in dB, and how much its spectrum ``changes``.

    ``changes`` is the distance between cepstra 40 ms apart, averaged over 0.12 s, whatever the level; it is
    infinite where the voice is not heard all the time.
    """

    loudness: NDArray[np.float64]
    changes: NDArray[np.float64]

    def steadiest(self, span: Span) -> float:
        """The least change within a span; infinite where no voice is held."""
        return float(self.changes[self._values(span)].min(initial=np.inf))

    def sounding(self, span: Span) -> float:
        """Seconds within a span in which the voice is heard."""
        return float(np.count_nonzero(self.loudness[self._values(span)] >= self._least(span))) * STEP

    def swell(self, within: Span, moment: float) -> Span | None:
        """The stretch of sound that is meant by a moment, in seconds; None where there is only background.

        It is the one with the loudest moment nearby, and goes on until the voice has faded, or to the end of
        ``within``.
        """
        values = self._values(within)
        heard = self.loudness[values]
        if not len(heard):
            return None
        away = np.abs((values.start + np.arange(len(heard)) + 0.5) * STEP - moment)
        peak = int(np.argmax(heard - _FAR * away))
        if heard[peak] < self._least(within):
            return None
        faded = np.flatnonzero(heard < heard[peak] - _FADED)
        before, after = faded[faded < peak], faded[faded > peak]
        first = values.start + (int(before[-1]) + 1 if len(before) else 0)
        last = values.start + (int(after[0]) if len(after) else len(heard))
        return Span(first * STEP, last * STEP)

    def _values(self, span: Span) -> slice:
        first, last = (min(max(round(edge / STEP), 0), len(self.loudness)) for edge in (span.start, span.end))
        return slice(first, last)

    def _least(self, span: Span) -> float:
        nearby = self.loudness[self._values(Span(span.start - _NEARBY, span.end + _NEARBY))]
        return float(np.percentile(nearby, 95)) - _BACKGROUND if len(nearby) else np.inf


def held(values: NDArray[np.float32], rate: int) -> Held:
    """Take the tracks of a recording, shape ``(n,)``, at ``rate`` samples a second, a block at a time."""
    tracks = [_tracks(spectra, rate) for spectra in _spectra(values, rate)]
    loudness = np.concatenate([np.empty(0), *(one for one, _ in tracks)])
    cepstra = np.concatenate([np.empty((0, _CEPSTRA)), *(one for _, one in tracks)])
    if not len(loudness):
        return Held(loudness, loudness)
    smooth = np.convolve(np.pad(loudness, 1, mode="edge"), np.full(3, 1 / 3), "valid")
    return Held(smooth, _changes(cepstra, smooth))


def _spectra(values: NDArray[np.float32], rate: int) -> Iterator[NDArray[np.float64]]:
    """Power spectra, some thousands at a time, shape ``(n, bins)``."""
    hop, length = round(STEP * rate), round(_FRAME * rate)
    count, before = len(values) // hop, length // 2
    for first in range(0, count, _BLOCK):
        number = min(_BLOCK, count - first)
        start, stop = first * hop - before, (first + number) * hop + length
        block = np.pad(values[max(0, start) : stop], (max(0, -start), max(0, stop - len(values))))
        frames = np.lib.stride_tricks.sliding_window_view(block, length)[::hop][:number]
        yield np.abs(np.fft.rfft(frames * np.hanning(length), axis=1)) ** 2


def _tracks(power: NDArray[np.float64], rate: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Loudness of the voice and cepstra, shapes ``(n,)`` and ``(n, _CEPSTRA)``."""
    from librosa.filters import mel
    from scipy.fft import dct

    length = round(_FRAME * rate)
    hertz = np.fft.rfftfreq(length, 1 / rate)
    voice = power[:, (hertz >= _VOICE_HZ[0]) & (hertz <= _VOICE_HZ[1])].sum(axis=1)
    bands = mel(sr=rate, n_fft=length, n_mels=_BANDS, fmin=_VOICE_HZ[0], fmax=_HIGHEST_HZ, norm=None)
    cepstra = dct(10 * np.log10(power @ bands.T + _QUIETEST), axis=1, norm="ortho")[:, 1 : _CEPSTRA + 1]
    return 10 * np.log10(voice + _QUIETEST), cepstra


def _changes(cepstra: NDArray[np.float64], loudness: NDArray[np.float64]) -> NDArray[np.float64]:
    changes = np.full(len(cepstra), np.inf)
    if len(cepstra) < _HELD + _APART:
        return changes
    half = _APART // 2
    distance = np.linalg.norm(cepstra[_APART:] - cepstra[:-_APART], axis=1)
    heard = loudness[half:-half] >= _least_everywhere(loudness)[half:-half]
    mean = np.convolve(distance, np.full(_HELD, 1 / _HELD), "valid")
    always = np.convolve(heard, np.ones(_HELD), "valid") >= _HELD - 0.5
    first = half + _HELD // 2
    changes[first : first + len(mean)] = np.where(always, mean, np.inf)
    return changes


def _least_everywhere(loudness: NDArray[np.float64]) -> NDArray[np.float64]:
    """The level from which the voice is heard, second by second, for every value."""
    second, reach = round(1 / STEP), round(_NEARBY / STEP)
    levels = [
        np.percentile(loudness[max(0, first - reach) : first + reach], 95) - _BACKGROUND
        for first in range(0, len(loudness), second)
    ]
    return np.repeat(levels, second)[: len(loudness)]
