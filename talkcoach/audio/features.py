"""Acoustic features of a talk, computed in one pass: loudness, F0, clipping and the spectrum of silences.

Conventions: a track has one value per `HOP`, computed from the sound within that hop; an incomplete last hop
counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from talkcoach.audio.loudness import Weighting, lufs
from talkcoach.audio.pitch import voiced_pitch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from talkcoach.domain import Span

HOP = 0.025
"""Seconds: finer than a syllable, which lasts 0.1 s and more."""

FULL = 0.985
"""The amplitude from which a sample counts as clipped; resampling and lossy coding round off the flat tops."""

SILENCE_HOPS = 20
"""Spectra are taken of silences of half a second, in which 50 and 60 Hz are five bins apart."""

SILENCE_STEP_HZ = 1 / (SILENCE_HOPS * HOP)
"""The distance of two bins of that spectrum."""

SILENCE_BINS = 501
"""The spectrum is kept up to 1 kHz, which includes the harmonics of mains hum that can be detected."""

_BLOCK_HOPS = 60 * SILENCE_HOPS
"""Half a minute is processed at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class SoundFeatures:
    """The tracks of a recording, of shape ``(n,)`` with one value per hop, and the spectrum of its silences.

    Attributes:
        hop: seconds.
        duration: seconds.
        speech: spans of speech, in order and disjoint.
        loudness: LUFS, at least `loudness.FLOOR`, in speech and silence.
        f0: Hz; not-a-number outside speech and where the sound is not voiced.
        clipped: the number of samples at full scale.
        silence: mean power spectrum in dB of the parts without speech, one value every `SILENCE_STEP_HZ`, shape
            ``(SILENCE_BINS,)``; None where there is no such part.
    """

    hop: float
    duration: float
    speech: tuple[Span, ...]
    loudness: NDArray[np.float32]
    f0: NDArray[np.float32]
    clipped: NDArray[np.int32]
    silence: NDArray[np.float64] | None

    @property
    def moments(self) -> NDArray[np.float64]:
        """The centre of each hop, in seconds."""
        return _centres(0, len(self.loudness))

    def within(self, spans: Iterable[Span]) -> NDArray[np.bool_]:
        """Which hops have their centre in one of the spans, which are in order and disjoint."""
        return inside(self.moments, spans)


@dataclass(frozen=True, slots=True, eq=False)
class _BlockFeatures:
    """The tracks of one block; ``silence`` is the sum of the spectra of ``silences`` half seconds."""

    loudness: NDArray[np.float32]
    f0: NDArray[np.float32]
    clipped: NDArray[np.int32]
    silence: NDArray[np.float64]
    silences: int


def sound_features(blocks: Iterable[NDArray[np.float32]], rate: int, speech: Sequence[Span]) -> SoundFeatures:
    """Compute the features of a recording block by block; only the tracks are held in memory.

    Args:
        blocks: mono sound in consecutive blocks, each of shape ``(n,)`` and any length.
        rate: samples per second, a multiple of 40, so that a hop is a whole number of samples.
        speech: spans of speech, in order and disjoint, as voice activity detection gives them.

    Raises:
        ValueError: for another rate.
    """
    if rate % round(1 / HOP):
        raise ValueError(f"{rate} samples per second cannot be divided into hops of {HOP} s")
    weigh, hop = Weighting(rate), round(HOP * rate)
    parts: list[_BlockFeatures] = []
    length = 0
    for number, block in enumerate(_of_length(blocks, _BLOCK_HOPS * hop)):
        spoken = inside(_centres(number * _BLOCK_HOPS, -(-len(block) // hop)), speech)
        parts.append(_block_features(block, weigh(block), rate, spoken))
        length += len(block)
    silences = sum(part.silences for part in parts)
    return SoundFeatures(
        hop=HOP,
        duration=length / rate,
        speech=tuple(speech),
        loudness=np.concatenate([np.empty(0, np.float32), *(part.loudness for part in parts)]),
        f0=np.concatenate([np.empty(0, np.float32), *(part.f0 for part in parts)]),
        clipped=np.concatenate([np.empty(0, np.int32), *(part.clipped for part in parts)]),
        silence=np.sum([part.silence for part in parts], axis=0) / silences if silences else None,
    )


def inside(moments: NDArray[np.float64], spans: Iterable[Span]) -> NDArray[np.bool_]:
    """Which moments, in seconds, lie in one of the spans, which are in order and disjoint; shape ``(m,)``."""
    edges = np.array([edge for span in spans for edge in (span.start, span.end)])
    within: NDArray[np.bool_] = np.searchsorted(edges, moments, side="right") % 2 == 1
    return within


def _centres(first: int, count: int) -> NDArray[np.float64]:
    """The centres of ``count`` hops from the hop ``first`` on, in seconds of the recording."""
    return (first + np.arange(count, dtype=np.float64) + 0.5) * HOP


def _block_features(
    block: NDArray[np.float32], weighted: NDArray[np.float64], rate: int, spoken: NDArray[np.bool_]
) -> _BlockFeatures:
    hop, count = round(HOP * rate), len(spoken)
    starts = np.arange(count) * hop
    lengths = np.diff(starts, append=len(block))
    f0 = np.full(count, np.nan, np.float32)
    f0[spoken] = voiced_pitch(block, rate, _centres(0, count)[spoken])
    spectra = _silence_spectra(block, hop, spoken)
    return _BlockFeatures(
        loudness=lufs(np.add.reduceat(weighted**2, starts) / lengths),
        f0=f0,
        clipped=np.add.reduceat(np.abs(block) >= FULL, starts, dtype=np.int32),
        silence=spectra.sum(axis=0),
        silences=len(spectra),
    )


def _silence_spectra(block: NDArray[np.float32], hop: int, spoken: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Spectra in dB of the half seconds of a block that hold sound but no speech, shape ``(m, SILENCE_BINS)``."""
    length = SILENCE_HOPS * hop
    whole = len(block) // length
    parts = block[: whole * length].reshape(whole, length)
    silent = ~spoken[: whole * SILENCE_HOPS].reshape(whole, SILENCE_HOPS).any(axis=1) & parts.any(axis=1)
    spectra = np.abs(np.fft.rfft(parts[silent] * np.hanning(length), axis=1))[:, :SILENCE_BINS] * 4 / length
    return 20 * np.log10(np.maximum(spectra, 1e-10))


def _of_length(blocks: Iterable[NDArray[np.float32]], length: int) -> Iterator[NDArray[np.float32]]:
    """The same sound in blocks of one length; the last one may be shorter."""
    rest = np.empty(0, np.float32)
    for block in blocks:
        begun = np.concatenate((rest, block[: length - len(rest)]))
        if len(begun) < length:
            rest = begun
            continue
        yield begun
        taken = length - len(rest)
        whole = (len(block) - taken) // length
        yield from (block[taken + n * length : taken + (n + 1) * length] for n in range(whole))
        rest = block[taken + whole * length :]
    if len(rest):
        yield rest
