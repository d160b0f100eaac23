"""When somebody speaks, as Silero VAD hears it; faster-whisper brings that model along."""

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
"""How much is listened to at a time, so that memory does not grow with the talk."""

_SHORTEST_SILENCE_MS = 100
"""Silences shorter than this, such as a plosive's closure, belong to the speech around them."""


def speech_spans(samples: Samples) -> tuple[Span, ...]:
    """Where speech is heard, in order and apart, in seconds; silences of 0.1 s and more are left out.

    Empty where nobody speaks. A span is at most 600 s long: one that goes on is followed by another at once.
    """
    return tuple(
        span for start in range(0, len(samples.values), _block(samples)) for span in _heard(samples, start)
    )


def _block(samples: Samples) -> int:
    return _BLOCK_SECONDS * samples.rate


def _heard(samples: Samples, start: int) -> Iterator[Span]:
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=_SHORTEST_SILENCE_MS, speech_pad_ms=0)
    values = samples.values[start : start + _block(samples)]
    for found in get_speech_timestamps(values, options, samples.rate):
        yield Span(
            (start + found["start"]) / samples.rate, (start + min(found["end"], len(values))) / samples.rate
        )


def heard_shares(spans: Sequence[Span], speech: Sequence[Span]) -> NDArray[np.float64]:
    """For each of some spans the share of it, 0 to 1, that is speech; an empty span has none.

    ``speech`` is in order and apart, as `speech_spans` gives it.
    """
    edges = np.array([(span.start, span.end) for span in speech] or [(0.0, 0.0)])
    spoken = np.cumsum(np.column_stack((np.zeros(len(edges)), np.diff(edges)[:, 0])).ravel())
    starts = np.array([span.start for span in spans])
    ends = np.array([span.end for span in spans])
    within: NDArray[np.float64] = np.interp(ends, edges.ravel(), spoken) - np.interp(starts, edges.ravel(), spoken)
    within /= np.maximum(ends - starts, np.finfo(float).eps)
    return within


def stretches(spans: tuple[Span, ...], silence: float, padding: float, duration: float) -> tuple[Span, ...]:
    """Speech with its short silences: spans less than ``silence`` seconds apart joined, then padded.

    Padding goes at most halfway to the neighbour and never beyond the recording of ``duration`` seconds::

        spans      |--|  |---|          |---|
        stretches |-----------|        |-----|
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


def pieces(spans: tuple[Span, ...], longest: float) -> Iterator[tuple[Span, ...]]:
    """Speech in groups that span at most ``longest`` seconds each, parted at the longest silence that allows it.

    The second half of a group is searched for that silence, so that no group is needlessly short. One span that
    is longer by itself stays whole.
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
