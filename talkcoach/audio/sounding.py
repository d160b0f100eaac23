"""What the sound of a talk tells, in one pass: small tracks that everything said about the voice is made from.

Conventions: a track has one value a `HOP`, that of the sound within it; one begun by the end of the sound counts.
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
"""The amplitude from which a sample counts as clipped; resampling and lossy coding blur the flat tops a little."""

HUSH_HOPS = 20
"""Silent stretches whose spectrum is taken last half a second, which parts 50 from 60 Hz by five bins."""

HUSH_STEP_HZ = 1 / (HUSH_HOPS * HOP)

HUSH_BINS = 501
"""The spectrum is kept up to 1 kHz: the harmonics of mains hum that can be told from it lie below."""

_BLOCK_HOPS = 60 * HUSH_HOPS
"""Half a minute is worked on at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Sounding:
    """The tracks of a recording: a value for every hop, shape ``(n,)``, but for ``hush``.

    Attributes:
        hop: seconds.
        duration: seconds.
        speech: where somebody speaks, in order and apart.
        loudness: LUFS, at least `loudness.FLOOR`, whether speech or not.
        f0: Hz; not-a-number where the sound is not voiced, or no speech.
        clipped: how many samples are at full scale.
        hush: power spectrum in dB, averaged over stretches without speech, a value every `HUSH_STEP_HZ`, shape
            ``(HUSH_BINS,)``; None where there is no such stretch.
    """

    hop: float
    duration: float
    speech: tuple[Span, ...]
    loudness: NDArray[np.float32]
    f0: NDArray[np.float32]
    clipped: NDArray[np.int32]
    hush: NDArray[np.float64] | None

    @property
    def moments(self) -> NDArray[np.float64]:
        """The middle of each hop, in seconds."""
        return _middles(0, len(self.loudness))

    def within(self, spans: Iterable[Span]) -> NDArray[np.bool_]:
        """Which hops have their middle in one of some spans, which are in order and apart."""
        return inside(self.moments, spans)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """The tracks of one block; ``hush`` is the sum of the spectra of ``hushes`` stretches."""

    loudness: NDArray[np.float32]
    f0: NDArray[np.float32]
    clipped: NDArray[np.int32]
    hush: NDArray[np.float64]
    hushes: int


def sounding(blocks: Iterable[NDArray[np.float32]], rate: int, speech: Sequence[Span]) -> Sounding:
    """Take the tracks of a recording, block by block; only they are held in memory.

    Args:
        blocks: mono sound, one block after the other, each of shape ``(n,)`` and of any length.
        rate: samples a second, a multiple of 40 so that a hop has whole samples.
        speech: where somebody speaks, in order and apart, as voice activity detection finds it.

    Raises:
        ValueError: for another rate.
    """
    if rate % round(1 / HOP):
        raise ValueError(f"{rate} samples a second do not part into hops of {HOP} s")
    weigh, hop = Weighting(rate), round(HOP * rate)
    pieces: list[_Piece] = []
    length = 0
    for number, block in enumerate(_of_length(blocks, _BLOCK_HOPS * hop)):
        spoken = inside(_middles(number * _BLOCK_HOPS, -(-len(block) // hop)), speech)
        pieces.append(_piece(block, weigh(block), rate, spoken))
        length += len(block)
    hushes = sum(piece.hushes for piece in pieces)
    return Sounding(
        hop=HOP,
        duration=length / rate,
        speech=tuple(speech),
        loudness=np.concatenate([np.empty(0, np.float32), *(piece.loudness for piece in pieces)]),
        f0=np.concatenate([np.empty(0, np.float32), *(piece.f0 for piece in pieces)]),
        clipped=np.concatenate([np.empty(0, np.int32), *(piece.clipped for piece in pieces)]),
        hush=np.sum([piece.hush for piece in pieces], axis=0) / hushes if hushes else None,
    )


def inside(moments: NDArray[np.float64], spans: Iterable[Span]) -> NDArray[np.bool_]:
    """Which moments, in seconds, lie in one of some spans, which are in order and apart."""
    edges = np.array([edge for span in spans for edge in (span.start, span.end)])
    within: NDArray[np.bool_] = np.searchsorted(edges, moments, side="right") % 2 == 1
    return within


def _middles(first: int, count: int) -> NDArray[np.float64]:
    """The middles of hops, in seconds of the recording."""
    return (first + np.arange(count, dtype=np.float64) + 0.5) * HOP


def _piece(
    block: NDArray[np.float32], weighted: NDArray[np.float64], rate: int, spoken: NDArray[np.bool_]
) -> _Piece:
    hop, count = round(HOP * rate), len(spoken)
    starts = np.arange(count) * hop
    lengths = np.diff(starts, append=len(block))
    f0 = np.full(count, np.nan, np.float32)
    f0[spoken] = voiced_pitch(block, rate, _middles(0, count)[spoken])
    spectra = _hushes(block, hop, spoken)
    return _Piece(
        loudness=lufs(np.add.reduceat(weighted**2, starts) / lengths),
        f0=f0,
        clipped=np.add.reduceat(np.abs(block) >= FULL, starts, dtype=np.int32),
        hush=spectra.sum(axis=0),
        hushes=len(spectra),
    )


def _hushes(block: NDArray[np.float32], hop: int, spoken: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Spectra in dB of those stretches of a block that hold sound but no speech, shape ``(m, HUSH_BINS)``."""
    length = HUSH_HOPS * hop
    whole = len(block) // length
    stretches = block[: whole * length].reshape(whole, length)
    silent = ~spoken[: whole * HUSH_HOPS].reshape(whole, HUSH_HOPS).any(axis=1) & stretches.any(axis=1)
    spectra = np.abs(np.fft.rfft(stretches[silent] * np.hanning(length), axis=1))[:, :HUSH_BINS] * 4 / length
    return 20 * np.log10(np.maximum(spectra, 1e-10))


def _of_length(blocks: Iterable[NDArray[np.float32]], length: int) -> Iterator[NDArray[np.float32]]:
    """The same sound in blocks of one length, the last of which may be shorter."""
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
