"""Where a recording is parted into stretches that are heard one by one, while nobody knows yet how it goes on.

From where the last stretch ended, some seconds are looked at; the speech in them is parted in a silence, and what
stands before it is the next stretch::

    sound     ....|--speech--|..|-speech-|....|---speech---|....
    looked at |-----------------------------------------|
    stretch   |--------------------------|
    next                                   |-----------------------
"""

from __future__ import annotations

import numpy as np

from talkcoach.audio.decode import Samples
from talkcoach.domain import Span
from talkcoach.speech import activity

LONGEST = 28.0
"""Seconds of a stretch: what Whisper hears at once, less the padding."""

LOOK = 40.0
"""Seconds that are looked at for the end of a stretch: what comes behind them does not move that end any more."""

_LEAD, _OVERLAP = 2.0, 1.0
"""Seconds of silence before speech that are passed over, and how many of them are looked at again: in the first
moments the VAD is not sure yet."""

_QUIET = 0.1
"""Seconds in which it has to be quiet for speech without a pause to be parted."""


def is_whole(look: Samples) -> bool:
    """Whether all of `LOOK` could be looked at; else the recording ends here."""
    return look.duration >= LOOK


def silence_before(look: Samples, speech: tuple[Span, ...]) -> float:
    """Seconds that may be passed over because nobody speaks; 0 where there is speech soon, or the end."""
    lead = speech[0].start if speech else look.duration
    return _samples_exact(lead - _OVERLAP, look) if is_whole(look) and lead > _LEAD else 0.0


def first_group(look: Samples, speech: tuple[Span, ...]) -> tuple[tuple[Span, ...], float]:
    """The speech of the first stretch in some sound, and the second at which the stretch ends.

    That is in the middle of the silence behind it. Speech of more than `LONGEST` seconds without any is parted
    where it is quietest.

    Args:
        look: the sound.
        speech: where in it is speech, in order; at least one span.
    """
    group, *others = activity.pieces(speech, LONGEST)
    first, last = group[0], group[-1]
    if last.end - first.start > LONGEST:
        cut = _quietest(look, Span(first.start + LONGEST / 2, first.start + LONGEST))
        return (Span(first.start, cut),), cut
    if others or is_whole(look):
        following = others[0][0].start if others else look.duration
        return group, _samples_exact((last.end + following) / 2, look)
    return group, look.duration


def _quietest(sound: Samples, within: Span) -> float:
    """The middle, in seconds, of the quietest moment."""
    size = round(_QUIET * sound.rate)
    first, count = round(within.start * sound.rate), int(within.duration / _QUIET)
    blocks = sound.values[first : first + count * size].reshape(count, size)
    quietest = int(np.argmin(np.square(blocks).mean(axis=1)))
    return (first + quietest * size + size // 2) / sound.rate


def _samples_exact(seconds: float, sound: Samples) -> float:
    return round(seconds * sound.rate) / sound.rate
