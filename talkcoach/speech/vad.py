"""Voice activity detection with Silero VAD, which faster-whisper includes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from talkcoach.audio.decode import Samples
from talkcoach.domain import Span, merged

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK_SECONDS = 600
"""Seconds that are processed at a time, so that memory use does not grow with the talk."""

_SHORTEST_SILENCE_MS = 100
"""Shorter silences, such as the closure of a plosive, belong to the speech around them."""


def speech_spans(samples: Samples) -> tuple[Span, ...]:
    """The spans of speech in seconds, in order and disjoint, without silences of 0.1 s and more.

    Empty where there is no speech. A span is at most 600 s long; the next one may follow immediately.
    """
    return tuple(
        span for start in range(0, len(samples.values), _block(samples)) for span in _block_spans(samples, start)
    )


def _block(samples: Samples) -> int:
    return _BLOCK_SECONDS * samples.rate


def _block_spans(samples: Samples, start: int) -> Iterator[Span]:
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=_SHORTEST_SILENCE_MS, speech_pad_ms=0)
    values = samples.values[start : start + _block(samples)]
    for found in get_speech_timestamps(values, options, samples.rate):
        yield Span(
            (start + found["start"]) / samples.rate, (start + min(found["end"], len(values))) / samples.rate
        )


def speech_shares(spans: Sequence[Span], speech: Sequence[Span]) -> NDArray[np.float64]:
    """The share of each span, 0 to 1, that is speech, shape ``(len(spans),)``; 0 for an empty span.

    ``speech`` is in order and disjoint, as `speech_spans` gives it.
    """
    edges = np.array([(span.start, span.end) for span in speech] or [(0.0, 0.0)])
    spoken = np.cumsum(np.column_stack((np.zeros(len(edges)), np.diff(edges)[:, 0])).ravel())
    starts = np.array([span.start for span in spans])
    ends = np.array([span.end for span in spans])
    within: NDArray[np.float64] = np.interp(ends, edges.ravel(), spoken) - np.interp(starts, edges.ravel(), spoken)
    within /= np.maximum(ends - starts, np.finfo(float).eps)
    return within


def padded_regions(spans: tuple[Span, ...], silence: float, padding: float, duration: float) -> tuple[Span, ...]:
    """Regions of speech: spans less than ``silence`` seconds apart are joined, then padded.

    Padding reaches at most halfway to the neighbour and never beyond the recording of ``duration`` seconds::

        spans      |--|  |---|          |---|
        regions   |-----------|        |-----|
    """
    joined = merged(spans, gap=silence)
    if not joined:
        return ()
    gaps = [(later.start - earlier.end) / 2 for earlier, later in pairwise(joined)]
    before = [joined[0].start, *gaps]
    after = [*gaps, duration - joined[-1].end]
    return tuple(
        Span(span.start - min(padding, left), span.end + min(padding, right))
        for span, left, right in zip(joined, before, after, strict=True)
    )


def groups(spans: tuple[Span, ...], longest: float) -> Iterator[tuple[Span, ...]]:
    """Consecutive spans in groups of at most ``longest`` seconds, split at the longest silence that allows it.

    That silence is searched in the second half of a group, so that no group is needlessly short. A single span
    that is longer is a group of its own.
    """
    rest = spans
    while rest:
        end = rest[0].start + longest
        fitting = sum(span.end <= end for span in rest) or 1
        if fitting == len(rest):
            yield rest
            return
        candidates = [i for i in range(1, fitting + 1) if rest[i].start > end - longest / 2] or [fitting]
        cut = max(candidates, key=lambda i: rest[i].start - rest[i - 1].end)
        yield rest[:cut]
        rest = rest[cut:]
