"""The fundamental frequency of a voice, F0, by librosa's YIN.

YIN (de Cheveigné and Kawahara, JASA 2002) gives a period for every frame, voiced or not. Whether a frame is voiced
is told by the normalised autocorrelation at that period, as in Boersma (IFA Proceedings 17, 1993). pYIN, which
tells it itself, takes five times as long and more, and a minute's spread differs by a tenth of a semitone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from talkcoach.audio.compiled import FRAME, HIGHEST_HZ, LOWEST_HZ, RATE, librosa

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERIODIC = 0.6
"""The least normalised autocorrelation of a voiced frame; Praat's default of 0.45 lets some noise pass."""


def voiced_pitch(values: NDArray[np.float32], rate: int, moments: NDArray[np.float64]) -> NDArray[np.float32]:
    """F0 in Hz at some moments, not-a-number where the sound is not voiced.

    Args:
        values: mono, shape ``(n,)``; not empty.
        rate: samples a second.
        moments: seconds from the start of ``values``, shape ``(m,)``.
    """
    found = np.full(len(moments), np.nan, np.float32)
    if not len(moments):
        return found
    frames = _frames(values, rate, moments)
    f0 = librosa().yin(
        frames, fmin=LOWEST_HZ, fmax=HIGHEST_HZ, sr=RATE, frame_length=FRAME, hop_length=FRAME, center=False
    )[:, 0]
    voiced = (_periodicity(frames, f0) >= PERIODIC) & (f0 > LOWEST_HZ) & (f0 < HIGHEST_HZ)
    found[voiced] = f0[voiced]
    return found


def _frames(values: NDArray[np.float32], rate: int, moments: NDArray[np.float64]) -> NDArray[np.float32]:
    """Frames at `RATE` around moments, shape ``(m, FRAME)``; beyond either end there is silence."""
    import soxr  # type: ignore[import-untyped]

    # The quick filter's passband ends far above the harmonics that tell the period.
    slow = np.pad(soxr.resample(values, rate, RATE, quality="LQ"), (FRAME // 2, FRAME))
    starts = np.clip(np.round(moments * RATE).astype(int), 0, len(slow) - FRAME)
    return np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(slow, FRAME)[starts])


def _periodicity(frames: NDArray[np.float32], f0: NDArray[np.float64]) -> NDArray[np.float64]:
    """How alike each frame is to itself one period later: the normalised autocorrelation, -1 to 1."""
    centred = frames - frames.mean(axis=1, keepdims=True)
    later = np.arange(FRAME) + np.round(RATE / f0).astype(int)[:, np.newaxis]
    shifted = np.take_along_axis(centred, np.minimum(later, FRAME - 1), axis=1)
    both = later < FRAME
    here, there = centred * both, shifted * both
    power = np.einsum("ij,ij->i", here, here) * np.einsum("ij,ij->i", there, there)
    likeness: NDArray[np.float64] = np.einsum("ij,ij->i", here, there) / np.sqrt(power + np.finfo(np.float32).tiny)
    return likeness
