"""How much the voice moves: the spread of the fundamental frequency in semitones, by librosa's pYIN.

pYIN (Mauch and Dixon, ICASSP 2014) also tells which frames are voiced, which plain YIN does not. It is run on
stretches spread evenly over the talk, because the spread of a speaker's pitch is a property of the whole. No words
are needed, so this can go on while they are still being recognised.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from talkcoach.resources import cache_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRETCHES, STRETCH_SECONDS = 20, 3.0
"""A minute of speech in all: on the sample rehearsal twice as much moves the figure by 0.1 semitones."""

LOWEST_HZ, HIGHEST_HZ = 65.0, 400.0
"""The range of adult speaking voices."""

LOUD = 0.1
"""A frame with this share of the amplitude of the loudest twentieth is taken for speech: 20 dB below it."""

LEAST_VOICED_SECONDS = 5.0
"""With less voiced sound than this there is no figure."""


def pitch_semitones_sd(samples: NDArray[np.float32], rate: int) -> float | None:
    """The standard deviation of F0 in semitones around its median, or None with too little voiced speech.

    None as well where librosa cannot keep what it compiles: not in its own folder, nor in talkcoach's cache.

    Args:
        samples: mono, shape ``(n,)``.
        rate: samples a second.
    """
    import numpy as np

    pyin = _pyin()
    if pyin is None:
        return None
    found = [_voiced(pyin, stretch, rate) for stretch in _stretches(samples, rate)]
    f0 = np.concatenate(found) if found else np.empty(0)
    if len(f0) * _hop(rate) / rate < LEAST_VOICED_SECONDS:
        return None
    return float(np.std(12 * np.log2(f0 / np.median(f0))))


def _pyin() -> Callable[..., Any] | None:
    """librosa's pYIN, or None where Numba, which compiles parts of it, finds no folder to keep them in."""
    # Numba reads this when it is first imported; by itself it knows librosa's folder and the home only.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder() / "numba"))
    try:
        from librosa import pyin
    except RuntimeError:
        return None
    return pyin


def _voiced(pyin: Callable[..., Any], stretch: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """F0 in Hz of the voiced frames of one stretch."""
    import numpy as np

    f0, voiced, _ = pyin(
        stretch, fmin=LOWEST_HZ, fmax=HIGHEST_HZ, sr=rate, frame_length=_frame(rate), hop_length=_hop(rate)
    )
    return np.asarray(f0[voiced])


def _stretches(samples: NDArray[np.float32], rate: int) -> Iterator[NDArray[np.float32]]:
    """From every twentieth of the talk the stretch with the most sound in it; none from one without any."""
    import numpy as np

    frame = _frame(rate)
    length = int(STRETCH_SECONDS * rate / frame)
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame)
    loudness = np.sqrt(np.einsum("ij,ij->i", frames, frames))  # unlike a mean of squares it copies nothing
    if len(frames) < length or not loudness.any():
        return
    loud = loudness > LOUD * np.percentile(loudness, 95)
    for part in np.array_split(np.arange(len(loud)), min(STRETCHES, len(loud) // length)):
        loud_in = np.convolve(loud[part], np.ones(length), "valid")
        if loud_in.any():
            start = (part[0] + int(loud_in.argmax())) * frame
            yield samples[start : start + length * frame]


def _frame(rate: int) -> int:
    """A frame of 64 ms holds four periods of the lowest voice."""
    return int(0.064 * rate)


def _hop(rate: int) -> int:
    return _frame(rate) // 2
