"""Splitting of a recording into chunks that are recognised one by one while the recording is still growing.

From the end of the last chunk, `LOOKAHEAD` seconds are examined; the speech in them is split at a silence, and
what precedes the split is the next chunk::

    sound      ....|--speech--|..|-speech-|....|---speech---|....
    lookahead  |-----------------------------------------|
    chunk      |---------------------------|
    next chunk                             |-----------------------
"""

from __future__ import annotations

import numpy as np

from talkcoach.audio.decode import Samples
from talkcoach.domain import Span
from talkcoach.speech import vad

LONGEST = 28.0
"""The most seconds of a chunk: Whisper's window less the padding."""

LOOKAHEAD = 40.0
"""Seconds that decide where a chunk ends; sound after them does not change that end."""

_LEAD, _OVERLAP = 2.0, 1.0
"""The least seconds of silence before speech that are skipped, and how many of them are examined again, since the
VAD is uncertain at the start of its input."""

_QUIET = 0.1
"""Seconds of the window in which the quietest moment of speech without a pause is searched."""


def is_full(lookahead: Samples) -> bool:
    """Whether the lookahead has its full duration; otherwise the recording ends in it."""
    return lookahead.duration >= LOOKAHEAD


def leading_silence(lookahead: Samples, speech: tuple[Span, ...]) -> float:
    """Seconds of silence that can be skipped; 0 where speech begins soon, or the recording ends."""
    lead = speech[0].start if speech else lookahead.duration
    return _on_a_sample(lead - _OVERLAP, lookahead) if is_full(lookahead) and lead > _LEAD else 0.0


def first_chunk(lookahead: Samples, speech: tuple[Span, ...]) -> tuple[tuple[Span, ...], float]:
    """The speech of the next chunk, and the end of the chunk in seconds of the lookahead.

    The end is in the middle of the silence after the speech. Speech of more than `LONGEST` seconds without a
    silence is split where it is quietest.

    Args:
        lookahead: the sound.
        speech: spans of speech in it, in order; at least one.
    """
    group, *others = vad.groups(speech, LONGEST)
    first, last = group[0], group[-1]
    if last.end - first.start > LONGEST:
        cut = _quietest(lookahead, Span(first.start + LONGEST / 2, first.start + LONGEST))
        return (Span(first.start, cut),), cut
    if others or is_full(lookahead):
        following = others[0][0].start if others else lookahead.duration
        return group, _on_a_sample((last.end + following) / 2, lookahead)
    return group, lookahead.duration


def _quietest(sound: Samples, within: Span) -> float:
    """The centre, in seconds, of the quietest window."""
    size = round(_QUIET * sound.rate)
    first, count = round(within.start * sound.rate), int(within.duration / _QUIET)
    blocks = sound.values[first : first + count * size].reshape(count, size)
    quietest = int(np.argmin(np.square(blocks).mean(axis=1)))
    return (first + quietest * size + size // 2) / sound.rate


def _on_a_sample(seconds: float, sound: Samples) -> float:
    return round(seconds * sound.rate) / sound.rate
