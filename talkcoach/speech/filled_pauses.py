"""Filled pauses, um and uh, which Whisper hears and does not write, found beside its transcript.

At each place between two words the recogniser is asked how likely a filled pause comes next, given the sound and
the words up to there (`likelihood`). What it finds likely is looked up in the sound. The words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkcoach.audio.decode import Samples
from talkcoach.audio.swell import swell
from talkcoach.audio.wav import RATE
from talkcoach.domain import Span, Word
from talkcoach.speech.likelihood import Asked, Passage

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_SPEAKS = "en"
"""The language whose filled pauses these are."""

_FORMS = ("um", "uh", "er", "erm", "hmm", "mm")

_WRITTEN = frozenset({*_FORMS, "uhm", "umm", "uhh", "ah", "hm"})
"""As transcripts spell them: before one of these no other is looked for, it is what would be found."""

_PROMPT = (
    " um so uh i was um thinking that uh hmm we could um you know er do this uh like um and then uh the um results"
    " were mm better uh than um what we had um before so uh"
)
"""Makes the decoder expect filled pauses, and neither capitals nor punctuation, which would stand where they do."""

_LIKELY = 0.35
"""The chance from which a filled pause is told: where recall and precision meet on 23 clips of meetings and
interviews; see ``benchmarks/fillers.py``."""

_LETTER = 0.065
"""Seconds that a letter takes at least on average: 15 a second is a fast talker's rate."""

_ROOM = 0.1
"""Seconds left over, beyond what the words on both sides take, from which a filled pause may stand there: the
shortest last 0.15 s, and the times of words are about right."""

_BEFORE, _AFTER = 3.0, 1.5
"""Seconds of speech around a place that are listened to with it, so that the decoder knows where in the text it is."""

_LONGEST = 8.0
"""Seconds of sound that are listened to at once, if a place does not need more."""

_MOST = 28.0
"""Seconds that can be: the model's window is 30. Of a longer silence only the beginning is listened to."""

_LEAD = 4.0
"""Seconds of silence before the first word, or after the last, in which a filled pause still belongs to it."""

_TURNED, _EARLY = 0.1, 0.45
"""Seconds before the decoder turns to the next word at which a filled pause is heard at its loudest, and seconds by
which it may turn before the filled pause is over."""

_ROUNDS = 2
"""Times that it is listened: a speaker who was heard to say um is likelier to have said another nearby."""


@dataclass(frozen=True, slots=True)
class _Window:
    """What is listened to at once: some sound, the words ``first`` up to ``last`` in it, and the places asked about.

    A place is the number of words before it.
    """

    sound: Span
    first: int
    last: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    place: int
    word: Word


def filled_pauses(
    whisper: WhisperModel, samples: Samples, words: Sequence[Word], language: str = _SPEAKS
) -> tuple[Word, ...]:
    """The filled pauses that a transcript leaves out, in order and apart.

    Their text is ``um``, ``uh``, ``er``, ``erm``, ``hmm`` or ``mm``, the likeliest; their span is that of the sound;
    their probability is that of any filled pause. Those that the transcript has are not repeated. Any stretch of a
    talk can be given; without a word there is nobody whose pauses they could be.

    Args:
        whisper: the model, loaded.
        samples: the sound, at `RATE`.
        words: what was heard in it, in order, with times.
        language: ISO 639-1 code of what is spoken; other languages than English have none that are known here.

    Raises:
        ValueError: for another rate.
    """
    if samples.rate != RATE:
        raise ValueError(f"the speech model hears {RATE} samples a second, not {samples.rate}")
    if language != _SPEAKS or not words:
        return ()
    asked = Asked(whisper, language, _PROMPT, [f" {form}" for form in (*_FORMS, *map(str.capitalize, _FORMS))])
    text, known = list(words), []
    for _ in range(_ROUNDS):
        windows = _windows(_places(text, samples.duration), text, samples.duration)
        near = [one for one in windows if not known or any(word in known for word in text[one.first : one.last])]
        found = _apart(_likely(asked, samples, text, near), known)
        known += [one.word for one in found]
        for one in sorted(found, key=lambda one: one.place, reverse=True):
            text.insert(one.place, one.word)
        if not found:
            break
    return tuple(sorted(known, key=lambda word: word.span))


def _likely(asked: Asked, samples: Samples, text: Sequence[Word], windows: Sequence[_Window]) -> Iterator[_Found]:
    """What is likely and can be heard, at each place asked about."""
    passages = [_passage(samples, text, window) for window in windows]
    places = [[place - window.first for place in window.places] for window in windows]
    for window, passage, chances in zip(windows, passages, asked.chances(passages, places), strict=True):
        for place, each in zip(window.places, chances, strict=True):
            if (chance := float(each.sum())) < _LIKELY:
                continue
            form = asked.words[int(each.argmax())]
            start, end = asked.heard_at(passage, place - window.first, form)
            limits = _around(text, place, samples.duration)
            within = Span(start, end + _EARLY) & limits.shifted(-window.sound.start)
            if span := swell(passage.values, RATE, within, end - _TURNED):
                word = Word(span.shifted(window.sound.start), form.strip().lower(), min(chance, 1.0))
                yield _Found(place, word)


def _passage(samples: Samples, text: Sequence[Word], window: _Window) -> Passage:
    first, last = round(window.sound.start * RATE), round(window.sound.end * RATE)
    words = (_spoken(word.text) for word in text[window.first : window.last])
    return Passage(samples.values[first:last], tuple(words))


def _spoken(text: str) -> str:
    """A word as the prompt writes words."""
    bare = re.sub(r"[^\w'%$-]", "", text)
    return bare if re.match(r"I\b", bare) else bare.lower()


def _apart(found: Iterator[_Found], known: Sequence[Word]) -> list[_Found]:
    """The likeliest of what is found at one time, what is known before all."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: -one.word.probability):
        if not any(one.word.span & other for other in (*(word.span for word in known), *(k.word.span for k in kept))):
            kept.append(one)
    return kept


def _places(text: Sequence[Word], duration: float) -> list[int]:
    """Where a filled pause may stand: the words on both sides leave room for it, and the next is none itself."""
    return [
        place
        for place in range(len(text) + 1)
        if not (place < len(text) and _spoken(text[place].text) in _WRITTEN)
        and _around(text, place, duration).duration - _LETTER * _letters(text, place) >= _ROOM
    ]


def _around(text: Sequence[Word], place: int, duration: float) -> Span:
    """From the start of the word before a place to the end of the word after it; the times of both are about right."""
    before = text[place - 1].span.start if place else max(0.0, text[0].span.start - _LEAD)
    after = text[place].span.end if place < len(text) else min(duration, text[-1].span.end + _LEAD)
    return Span(before, max(before, after))


def _letters(text: Sequence[Word], place: int) -> int:
    return sum(len(word.text) for word in text[max(0, place - 1) : place + 1])


def _windows(places: Sequence[int], text: Sequence[Word], duration: float) -> Iterator[_Window]:
    """Neighbouring places together, as many as the longest window holds."""
    rest = list(places)
    while rest:
        first = _first(text, rest[0])
        start = _between(text, first, duration, last=False)
        ends = [_between(text, _last(text, place), duration, last=True) for place in rest]
        count = max(1, sum(end - start <= _LONGEST for end in ends))
        end = min(ends[count - 1], start + _MOST)
        yield _Window(Span(start, max(start, end)), first, _last(text, rest[count - 1]), tuple(rest[:count]))
        rest = rest[count:]


def _first(text: Sequence[Word], place: int) -> int:
    """The first of the words before a place that are listened to with it: at least one, if there is one."""
    if not place:
        return 0
    end = text[place - 1].span.end
    return next(i for i in range(place) if end - text[i].span.start <= _BEFORE or i == place - 1)


def _last(text: Sequence[Word], place: int) -> int:
    """The first of the words after a place that are no longer listened to with it: at least one is, if there is one."""
    if place == len(text):
        return place
    start = text[place].span.start
    beyond = (i for i in range(place + 1, len(text)) if text[i].span.end - start > _AFTER)
    return next(beyond, len(text))


def _between(text: Sequence[Word], place: int, duration: float, *, last: bool) -> float:
    """Where a window is cut at a place: halfway between two words, not far out into a silence."""
    before = text[place - 1].span.end if place else None
    after = text[place].span.start if place < len(text) else None
    if before is None or after is None:
        return max(0.0, (after or 0.0) - _LEAD) if before is None else min(duration, before + _LEAD)
    middle = max(0.0, (before + after) / 2)
    return min(middle, before + _LEAD) if last else max(middle, after - _LEAD)
