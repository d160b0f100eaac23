"""Speech that the recogniser missed, detected from voice activity and recognised again on its own.

With a prompt of preceding text and hotwords, Whisper sometimes skips half a window with high confidence. The words
next to the gap then have a duration of seconds of speech.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from talkcoach.domain import Span, Word
from talkcoach.speech.hallucinations import Segment
from talkcoach.speech.vad import speech_shares

_LONGEST_WORD = 2.5
"""The most seconds of speech from the start of one word to the start of the next. Numbers in digits ("92.3%") take
up to 2.2 s in slow talks; see ``benchmarks/words.py``."""

_SURE = -0.8
"""The mean log probability from which a second recognition is accepted; Whisper's own limit is -1."""


def with_missed_speech(
    segments: Sequence[Segment], speech: Sequence[Span], recognise: Callable[[Span], Sequence[Segment]]
) -> Iterator[Segment]:
    """The segments, with each word that covers too much speech replaced by a second recognition of that region.

    A second recognition that gives no more words, or is uncertain, changes nothing.

    Args:
        segments: what was recognised, in order of time, each with at least one word.
        speech: spans of speech, in order.
        recognise: recognises one region of the recording without context.
    """
    long_words = iter(_overlong([word for segment in segments for word in segment.words], speech))
    for segment in segments:
        start = 0
        for index, region in enumerate(next(long_words) for _ in segment.words):
            found = _accepted(recognise(region)) if region else ()
            if sum(len(part.words) for part in found) > 1:
                yield from _part(segment, start, index)
                yield from found
                start = index + 1
        yield from _part(segment, start, len(segment.words))


def _overlong(words: Sequence[Word], speech: Sequence[Span]) -> list[Span | None]:
    """For each word the span up to the next word if it holds more speech than one word can, else None."""
    if not words:
        return []
    ends = [following.span.start for _, following in pairwise(words)]
    last = max(words[-1].span.end, speech[-1].end if speech else 0.0)
    regions = [Span(word.span.start, end) for word, end in zip(words, [*ends, last], strict=True)]
    shares = speech_shares(regions, speech)
    return [
        region if share * region.duration > _LONGEST_WORD else None
        for region, share in zip(regions, shares, strict=True)
    ]


def _accepted(found: Sequence[Segment]) -> Sequence[Segment]:
    return found if all(segment.mean_log_probability > _SURE for segment in found) else ()


def _part(segment: Segment, start: int, stop: int) -> Iterator[Segment]:
    if start < stop:
        yield replace(segment, words=segment.words[start:stop])
