"""How much the voice moves: the spread of the fundamental frequency in semitones, by librosa's pYIN.

pYIN (Mauch and Dixon, ICASSP 2014) also tells which frames are voiced, which plain YIN does not. It is run on
stretches spread evenly over the talk, because the spread of a speaker's pitch is a property of the whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from talkcoach.domain import Span, Transcript
from talkcoach.resources import cache_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRETCHES, STRETCH_SECONDS = 20, 3.0
"""A minute of speech in all: on the sample rehearsal twice as much moves the figure by 0.1 semitones."""

LOWEST_HZ, HIGHEST_HZ = 65.0, 400.0
"""The range of adult speaking voices."""

LEAST_VOICED_SECONDS = 5.0
"""With less voiced sound than this there is no figure."""


def pitch_semitones_sd(samples: NDArray[np.float32], rate: int, transcript: Transcript) -> float | None:
    """The standard deviation of F0 in semitones around its median, or None with too little voiced speech.

    None as well where librosa cannot keep what it compiles: not in its own folder, nor in talkcoach's cache.

    Args:
        samples: mono, shape ``(n,)``.
        rate: samples a second.
        transcript: tells where there is speech.
    """
    import numpy as np

    pyin = _pyin()
    if pyin is None:
        return None
    found = [_voiced(pyin, samples, rate, span) for span in _spread(transcript)]
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


def _voiced(pyin: Callable[..., Any], samples: NDArray[np.float32], rate: int, span: Span) -> NDArray[np.float64]:
    """F0 in Hz of the voiced frames of one stretch."""
    import numpy as np

    stretch = samples[int(span.start * rate) : int(span.end * rate)]
    if len(stretch) < 2 * _frame(rate):
        return np.empty(0)
    f0, voiced, _ = pyin(
        stretch, fmin=LOWEST_HZ, fmax=HIGHEST_HZ, sr=rate, frame_length=_frame(rate), hop_length=_hop(rate)
    )
    return np.asarray(f0[voiced])


def _spread(transcript: Transcript) -> list[Span]:
    """Stretches from the start of sentences that are spread evenly over the talk."""
    sentences = transcript.sentences
    chosen = sorted({n * len(sentences) // STRETCHES for n in range(STRETCHES)}) if sentences else []
    spans = [sentences[index].span for index in chosen]
    return [Span(span.start, min(span.end, span.start + STRETCH_SECONDS)) for span in spans]


def _frame(rate: int) -> int:
    """A frame of 64 ms holds four periods of the lowest voice."""
    return int(0.064 * rate)


def _hop(rate: int) -> int:
    return _frame(rate) // 2
