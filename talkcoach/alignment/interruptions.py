"""Questions from the audience, left out of the talk: what is said in them belongs to no part and to no slide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from talkcoach.domain import Section, Sentence, Span, Transcript, Visit, Word, outside

Stay = TypeVar("Stay", Visit, Section)
Said = TypeVar("Said", Sentence, Word)


def within(spans: Sequence[Span], duration: float) -> tuple[Span, ...]:
    """What of spans, in order, lies in a recording of ``duration`` seconds."""
    return tuple(shared for span in spans if (shared := span & Span(0.0, duration)))


def without(transcript: Transcript, interruptions: Sequence[Span]) -> Transcript:
    """A transcript without the sentences, and the filled pauses, whose middle lies in an interruption."""

    def kept(said: Iterable[Said]) -> tuple[Said, ...]:
        return tuple(one for one in said if not any(one.span.middle in span for span in interruptions))

    return replace(transcript, sentences=kept(transcript.sentences), filled=kept(transcript.filled))


def cut_around(stays: Sequence[Stay], interruptions: Sequence[Span]) -> tuple[Stay, ...]:
    """Visits or sections, each in as many pieces as interruptions leave of it.

    ::

        stays          |----a----||-------b------|
        interruptions       |--------|  |--|
        cut around     |-a-|         |-b|  |--b--|
    """
    return tuple(replace(stay, span=piece) for stay in stays for piece in outside(stay.span, interruptions))
