"""Questions from the audience and other voices, which are left out of the talk: they belong to no part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from talkcoach.domain import (
    ENDLESS,
    Event,
    Mark,
    Sentence,
    Span,
    Transcript,
    Word,
    interruptions,
    merged,
    outside,
    slide_marks,
)
from talkcoach.domain.visits import Timed

Spoken = TypeVar("Spoken", Sentence, Word)


def marked_interruptions(events: Sequence[Event]) -> tuple[Span, ...]:
    """The questions from the audience among the events of a recording that is over, in order and apart."""
    return merged(_ended(interruptions(events, ENDLESS), slide_marks(events)))


def of_other_voices(transcript: Transcript) -> tuple[Span, ...]:
    """When others speak who are not in the talk, and the speaker does not, in order and apart.

    What others say one after the other is one interruption, the silences between included.

    ::

        speaker        |-----|               |--------|
        others             |----|  |--|        |-|
        interruptions        |--------|
    """
    own = [(sentence.span, True) for sentence in transcript.sentences]
    out = [voice for voice in transcript.others if not voice.is_in]
    theirs = [(sentence.span, False) for voice in out for sentence in voice.sentences]
    turns: list[Span] = []
    before = True
    for span, is_own in sorted((*own, *theirs)):
        if not is_own:
            turns.append(span if before else turns.pop() | span)
        before = is_own
    spans = [span for span, _ in own]
    return merged(piece for turn in turns for piece in outside(turn, spans))


def within(spans: Sequence[Span], duration: float) -> tuple[Span, ...]:
    """Spans cut to a recording of ``duration`` seconds, in order."""
    return tuple(shared for span in spans if (shared := span & Span(0.0, duration)))


def without(transcript: Transcript, asked: Sequence[Span]) -> Transcript:
    """A transcript without the sentences, and the filled pauses, whose middle lies in an interruption."""

    def kept(spoken: Iterable[Spoken]) -> tuple[Spoken, ...]:
        return tuple(one for one in spoken if not any(one.span.middle in span for span in asked))

    return replace(transcript, sentences=kept(transcript.sentences), filled=kept(transcript.filled))


def cut_around(items: Sequence[Timed], asked: Sequence[Span]) -> tuple[Timed, ...]:
    """Visits or sections without the time of the interruptions.

    ::

        items          |----a----||-------b------|
        interruptions       |--------|  |--|
        cut around     |-a-|         |-b|  |--b--|
    """
    return tuple(replace(item, span=piece) for item in items for piece in outside(item.span, asked))


def _ended(asked: Sequence[Span], marks: Sequence[Mark]) -> tuple[Span, ...]:
    """Questions, where one that was not marked as answered lasts to the next change of slide, or to the end.

    The talk probably went on with that slide; leaving out too little costs less than leaving out the rest of it.
    """
    return tuple(
        Span(span.start, next((mark.time for mark in marks if mark.time > span.start), span.end))
        if span.end == ENDLESS
        else span
        for span in asked
    )
