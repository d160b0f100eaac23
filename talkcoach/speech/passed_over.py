"""Speech that the recogniser passed over, found by asking the sound, and heard once more.

Whisper, told what was said before and what is likely to come, now and then jumps over half a window without any
doubt in its own figures. The words around the jump then stand where seconds of speech are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from talkcoach.domain import Span, Word
from talkcoach.speech.activity import heard_shares
from talkcoach.speech.hallucinations import Segment

_LONGEST_WORD = 2.5
"""Seconds of speech from the start of one word to the start of the next. Numbers written in digits ("92.3%") take
up to 2.2 s in slow talks; see ``benchmarks/words.py``."""

_SURE = -0.8
"""The mean log probability from which a second hearing is believed; Whisper's own limit is -1."""


def heard_again(
    segments: Sequence[Segment], speech: Sequence[Span], hear: Callable[[Span], Sequence[Segment]]
) -> Iterator[Segment]:
    """The segments, each word that stands for too much speech replaced by what is heard there on its own.

    A second hearing that finds no more words, or is unsure, changes nothing.

    Args:
        segments: what was recognised, in order of time, each with at least one word.
        speech: where speech is heard, in order.
        hear: recognises a stretch of the recording by itself.
    """
    long_words = iter(_stand_for_too_much([word for segment in segments for word in segment.words], speech))
    for segment in segments:
        start = 0
        for index, region in enumerate(next(long_words) for _ in segment.words):
            found = _believable(hear(region)) if region else ()
            if sum(len(part.words) for part in found) > 1:
                yield from _of(segment, start, index)
                yield from found
                start = index + 1
        yield from _of(segment, start, len(segment.words))


def _stand_for_too_much(words: Sequence[Word], speech: Sequence[Span]) -> list[Span | None]:
    """For each word, the stretch up to the next one where it holds more speech than a word can, else None."""
    if not words:
        return []
    ends = [following.span.start for _, following in pairwise(words)]
    last = max(words[-1].span.end, speech[-1].end if speech else 0.0)
    regions = [Span(word.span.start, end) for word, end in zip(words, [*ends, last], strict=True)]
    shares = heard_shares(regions, speech)
    return [
        region if share * region.duration > _LONGEST_WORD else None
        for region, share in zip(regions, shares, strict=True)
    ]


def _believable(found: Sequence[Segment]) -> Sequence[Segment]:
    return found if all(segment.mean_log_probability > _SURE for segment in found) else ()


def _of(segment: Segment, start: int, stop: int) -> Iterator[Segment]:
    if start < stop:
        yield replace(segment, words=segment.words[start:stop])
