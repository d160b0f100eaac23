"""Sustained sounds: where the spectrum of a voice is steady, as in "um", and where such a sound begins and ends.

Conventions: a track has one value every `STEP` seconds, shape ``(n,)``, computed from the sound around its centre.
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
"""Seconds of the analysis window, as is usual for cepstra: two periods of a low voice."""

_VOICE_HZ = (100.0, 1500.0)
"""The band in which vowels and nasals have their power; hiss, breath and rumble have little there."""

_BANDS, _HIGHEST_HZ, _CEPSTRA = 40, 5000.0, 13
"""The number of mel bands, their upper limit, and the number of cepstral coefficients that describe a vowel; the
first coefficient, which is the loudness, is left out."""

_LAG = 4
"""Values between the two cepstra that are compared: 40 ms."""

_SUSTAINED = 12
"""Values over which the change is averaged: 0.12 s, the duration of the shortest filled pauses."""

_FADED = 10.0
"""Decibels below its maximum at which a sound begins and ends; the level of a vowel varies by half of that."""

_DISTANCE_PENALTY = 40.0
"""Decibels per second: by how much a more distant maximum must be louder to be chosen."""

_BACKGROUND = 25.0
"""Decibels below the 95th percentile of the level nearby, under which sound is background and not the speaker."""

_NEARBY = 15.0
"""Seconds on either side that count as nearby; longer, the speaker may have turned away from the microphone."""

_QUIETEST = 1e-8
"""Power added before each logarithm, that of a tenth of a 16-bit step, so that silence has a finite level."""

_BLOCK = 6000
"""Values that are processed at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class VoiceTracks:
    """The tracks of a recording: ``loudness`` of the voice in dB, and the ``change`` of its spectrum.

    ``change`` is the distance between cepstra 40 ms apart, averaged over 0.12 s, and independent of the level; it
    is infinite where the voice pauses within the 0.12 s.
    """

    loudness: NDArray[np.float64]
    change: NDArray[np.float64]

    def least_change(self, span: Span) -> float:
        """The smallest change within a span; infinite where no sound is sustained."""
        return float(self.change[self._values(span)].min(initial=np.inf))

    def voice_seconds(self, span: Span) -> float:
        """Seconds within a span in which the voice is above the background."""
        return float(np.count_nonzero(self.loudness[self._values(span)] >= self._threshold(span))) * STEP

    def sound_at(self, within: Span, moment: float) -> Span | None:
        """The sound at or near a moment, in seconds; None where there is only background.

        It is the one with the loudest maximum near the moment, and lasts until the voice has faded, or to the ends
        of ``within``.
        """
        values = self._values(within)
        loudness = self.loudness[values]
        if not len(loudness):
            return None
        distance = np.abs((values.start + np.arange(len(loudness)) + 0.5) * STEP - moment)
        peak = int(np.argmax(loudness - _DISTANCE_PENALTY * distance))
        if loudness[peak] < self._threshold(within):
            return None
        faded = np.flatnonzero(loudness < loudness[peak] - _FADED)
        before, after = faded[faded < peak], faded[faded > peak]
        first = values.start + (int(before[-1]) + 1 if len(before) else 0)
        last = values.start + (int(after[0]) if len(after) else len(loudness))
        return Span(first * STEP, last * STEP)

    def _values(self, span: Span) -> slice:
        first, last = (min(max(round(edge / STEP), 0), len(self.loudness)) for edge in (span.start, span.end))
        return slice(first, last)

    def _threshold(self, span: Span) -> float:
        nearby = self.loudness[self._values(Span(span.start - _NEARBY, span.end + _NEARBY))]
        return float(np.percentile(nearby, 95)) - _BACKGROUND if len(nearby) else np.inf


def voice_tracks(values: NDArray[np.float32], rate: int) -> VoiceTracks:
    """The tracks of a recording, mono, shape ``(n,)``, at ``rate`` samples per second, computed block by block."""
    tracks = [_tracks(spectra, rate) for spectra in _spectra(values, rate)]
    loudness = np.concatenate([np.empty(0), *(one for one, _ in tracks)])
    cepstra = np.concatenate([np.empty((0, _CEPSTRA)), *(one for _, one in tracks)])
    if not len(loudness):
        return VoiceTracks(loudness, loudness)
    smooth = np.convolve(np.pad(loudness, 1, mode="edge"), np.full(3, 1 / 3), "valid")
    return VoiceTracks(smooth, _change(cepstra, smooth))


def _spectra(values: NDArray[np.float32], rate: int) -> Iterator[NDArray[np.float64]]:
    """Power spectra in blocks of shape ``(n, bins)``, ``n`` at most `_BLOCK`."""
    hop, length = round(STEP * rate), round(_FRAME * rate)
    count, before = len(values) // hop, length // 2
    for first in range(0, count, _BLOCK):
        number = min(_BLOCK, count - first)
        start, stop = first * hop - before, (first + number) * hop + length
        block = np.pad(values[max(0, start) : stop], (max(0, -start), max(0, stop - len(values))))
        frames = np.lib.stride_tricks.sliding_window_view(block, length)[::hop][:number]
        yield np.abs(np.fft.rfft(frames * np.hanning(length), axis=1)) ** 2


def _tracks(power: NDArray[np.float64], rate: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Loudness of the voice in dB, shape ``(n,)``, and cepstra, shape ``(n, _CEPSTRA)``."""
    from scipy.fft import dct

    from talkcoach.audio.compiled import librosa

    length = round(_FRAME * rate)
    hertz = np.fft.rfftfreq(length, 1 / rate)
    voice = power[:, (hertz >= _VOICE_HZ[0]) & (hertz <= _VOICE_HZ[1])].sum(axis=1)
    bands = librosa().filters.mel(
        sr=rate, n_fft=length, n_mels=_BANDS, fmin=_VOICE_HZ[0], fmax=_HIGHEST_HZ, norm=None
    )
    cepstra = dct(10 * np.log10(power @ bands.T + _QUIETEST), axis=1, norm="ortho")[:, 1 : _CEPSTRA + 1]
    return 10 * np.log10(voice + _QUIETEST), cepstra


def _change(cepstra: NDArray[np.float64], loudness: NDArray[np.float64]) -> NDArray[np.float64]:
    change = np.full(len(cepstra), np.inf)
    if len(cepstra) < _SUSTAINED + _LAG:
        return change
    half = _LAG // 2
    distance = np.linalg.norm(cepstra[_LAG:] - cepstra[:-_LAG], axis=1)
    voiced = loudness[half:-half] >= _thresholds(loudness)[half:-half]
    mean = np.convolve(distance, np.full(_SUSTAINED, 1 / _SUSTAINED), "valid")
    always = np.convolve(voiced, np.ones(_SUSTAINED), "valid") >= _SUSTAINED - 0.5
    first = half + _SUSTAINED // 2
    change[first : first + len(mean)] = np.where(always, mean, np.inf)
    return change


def _thresholds(loudness: NDArray[np.float64]) -> NDArray[np.float64]:
    """For every value the level above which sound is the voice, computed second by second."""
    second, reach = round(1 / STEP), round(_NEARBY / STEP)
    levels = [
        np.percentile(loudness[max(0, first - reach) : first + reach], 95) - _BACKGROUND
        for first in range(0, len(loudness), second)
    ]
    return np.repeat(levels, second)[: len(loudness)]
