"""Filled pauses, um and uh, which Whisper hears and does not write, found beside its transcript.

Where a voice is held between two words, longer than these words take, the recogniser is asked how likely a filled
pause comes next, given the sound and the words up to there (`likelihood`). What it finds likely is looked up in
the sound again. The words of the transcript stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from talkcoach.audio.decode import Samples
from talkcoach.audio.held import Held, held
from talkcoach.audio.wav import RATE
from talkcoach.domain import Span, Word
from talkcoach.speech.between_words import Window, around, windows
from talkcoach.speech.likelihood import Asked, Passage

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_SPEAKS = "en"
"""The language whose filled pauses these are."""

_FORMS = ("um", "uh", "er", "erm", "hmm", "mm")

_WRITTEN = frozenset({*_FORMS, "uhm", "umm", "uhh"})
"""As transcripts spell them: before one of these no other is looked for, it is what would be found."""

_MISHEARD = frozenset({"ah", "err", "ohm", "oom", "or", "ur"})
"""What Whisper writes for them now and then."""

_PROMPT = "um so uh i was um thinking that uh hmm we could um you know er do this uh like um"
"""Makes the decoder expect filled pauses, and no punctuation, which would stand where they do."""

LIKELY = 0.4
"""The chance from which a filled pause is told. In labelled clips those that are there have 0.45 and more, and
nearly all that is not there less than 0.4; so it is with longer prompts of the kind, and longer windows."""

_SHARED = 0.1
"""The same where the transcript has what it may have been misheard for, which then shares the chance."""

_LETTER = 0.05
"""Seconds of voice that a letter takes: the median of the speakers of 32 talks and clips."""

_HELD, _HELD_LONGER, _LONGER = 23.0, 20.0, 0.3
"""How much the spectrum of a held sound may change, as `Held` tells it; how much more for each second for which
the voice is heard longer than the words on both sides take; and seconds from which that makes no difference.
All that the recogniser finds in the labelled clips are so steady; four in five places are not."""

_SHORTEST = 0.1
"""Seconds; no labelled filled pause that is clearly voiced is shorter."""

_SAME = 0.3
"""Seconds apart at which two filled pauses are one: "the uh" is heard as "the" drawn out, and as uh."""

_TURNED, _EARLY = 0.1, 0.45
"""A filled pause is about at its loudest so many seconds before the decoder turns to the next word; for so many
after that it may go on."""

_ROUNDS = 2
"""Times that it is listened: a speaker who was heard to say um is likelier to have said another nearby."""


@dataclass(frozen=True, slots=True)
class _Likely:
    """A filled pause that the recogniser finds likely, not yet looked up in the sound."""

    window: Window
    place: int
    form: str
    chance: float


@dataclass(frozen=True, slots=True)
class _Found:
    place: int
    word: Word


def filled_pauses(
    whisper: WhisperModel,
    samples: Samples,
    words: Sequence[Word],
    language: str = _SPEAKS,
    least: float = LIKELY,
    progress: Callable[[float], None] | None = None,
) -> tuple[Word, ...]:
    """The filled pauses that a transcript leaves out, in order and apart.

    Their text is ``um``, ``uh``, ``er``, ``erm``, ``hmm`` or ``mm``, the likeliest; their span is that of the
    sound; their probability is that of any filled pause. Those that the transcript has are not repeated. Any
    stretch of a talk can be given; without a word there is nobody whose pauses they could be.

    Args:
        whisper: the model, loaded.
        samples: the sound, at `RATE`.
        words: what was heard in it, in order, with times.
        language: ISO 639-1 code of what is spoken; other languages than English have none that are known here.
        least: the chance from which one is told.
        progress: told, now and then, which share of the work is done, 0 to 1.

    Raises:
        ValueError: for another rate.
    """
    if samples.rate != RATE:
        raise ValueError(f"the speech model hears {RATE} samples a second, not {samples.rate}")
    if language != _SPEAKS or not words:
        return ()
    asked = Asked(whisper, language, _PROMPT, [f" {form}" for form in (*_FORMS, *map(str.capitalize, _FORMS))])
    sound = held(samples.values, samples.rate)
    text, known = list(words), list[Word]()
    for _ in range(_ROUNDS):
        listened = windows(_places(text, sound, samples.duration), text, samples.duration)
        near = [one for one in listened if not known or any(word in known for word in text[one.first : one.last])]
        # Whoever is told how far it is need not know of the second round, which is short.
        found = _apart(_heard(asked, samples, sound, text, near, least, None if known else progress), text)
        known += [one.word for one in found]
        for one in sorted(found, key=lambda one: one.place, reverse=True):
            text.insert(one.place, one.word)
        if not found:
            break
    return tuple(sorted(known, key=lambda word: word.span))


def _heard(
    asked: Asked,
    samples: Samples,
    sound: Held,
    text: Sequence[Word],
    near: Sequence[Window],
    least: float,
    progress: Callable[[float], None] | None,
) -> Iterator[_Found]:
    """What is likely and can be heard, at the places of some windows."""
    passages = {window: _passage(samples, text, window) for window in near}
    likely = list(_likely(asked, text, passages, least, progress))
    times = asked.heard_at(
        [passages[one.window] for one in likely], [(one.place - one.window.first, one.form) for one in likely]
    )
    for one, (start, end) in zip(likely, times, strict=True):
        within = Span(start, end + _EARLY).shifted(one.window.sound.start)
        turned = one.window.sound.start + end - _TURNED
        span = sound.swell(within & _limits(text, one.place, samples.duration), turned)
        if span and span.duration >= _SHORTEST:
            yield _Found(one.place, Word(span, one.form.strip().lower(), one.chance))


def _likely(
    asked: Asked,
    text: Sequence[Word],
    passages: dict[Window, Passage],
    least: float,
    progress: Callable[[float], None] | None,
) -> Iterator[_Likely]:
    """The places at which the recogniser finds a filled pause likely."""
    places = [[place - window.first for place in window.places] for window in passages]
    for window, chances in zip(passages, asked.chances(list(passages.values()), places, progress), strict=True):
        for place, each in zip(window.places, chances, strict=True):
            chance = min(float(each.sum()), 1.0)
            if chance >= (min(least, _SHARED) if _next(text, place) in _MISHEARD else least):
                yield _Likely(window, place, asked.words[int(each.argmax())], chance)


def _limits(text: Sequence[Word], place: int, duration: float) -> Span:
    """Where the sound of a filled pause at a place can be: where it was misheard, not before the word for it."""
    limits = around(text, place, duration)
    return Span(text[place].span.start, limits.end + _EARLY) if _next(text, place) in _MISHEARD else limits


def _passage(samples: Samples, text: Sequence[Word], window: Window) -> Passage:
    first, last = round(window.sound.start * RATE), round(window.sound.end * RATE)
    words = (_spoken(word.text) for word in text[window.first : window.last])
    return Passage(samples.values[first:last], tuple(words))


def _spoken(text: str) -> str:
    """A word as the prompt writes words."""
    bare = re.sub(r"[^\w'%$-]", "", text)
    return bare if re.match(r"I\b", bare) else bare.lower()


def _next(text: Sequence[Word], place: int) -> str:
    return _spoken(text[place].text) if place < len(text) else ""


def _apart(found: Iterator[_Found], text: Sequence[Word]) -> list[_Found]:
    """The likeliest of what is found at one time; what the text has goes before all."""
    written = [word.span for word in text if _spoken(word.text) in _WRITTEN]
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: -one.word.probability):
        wide = Span(max(0.0, one.word.span.start - _SAME), one.word.span.end + _SAME)
        if not any(wide & other for other in chain(written, (k.word.span for k in kept))):
            kept.append(one)
    return kept


def _places(text: Sequence[Word], sound: Held, duration: float) -> Iterator[int]:
    """Where a filled pause may stand: a voice is held there, and for longer than the words on both sides take."""
    for place in range(len(text) + 1):
        if _next(text, place) in _WRITTEN or _is_spelled(text, place):
            continue
        reach = around(text, place, duration)
        longer = sound.sounding(reach) - _LETTER * _letters(text, place)
        if sound.steadiest(reach) < _HELD + _HELD_LONGER * min(longer, _LONGER):
            yield place


def _is_spelled(text: Sequence[Word], place: int) -> bool:
    """Whether the next word is spelled and begins with the letter M, whose name sounds like um."""
    return place < len(text) and bool(re.match(r"M[A-Z]", text[place].text))


def _letters(text: Sequence[Word], place: int) -> int:
    """Letters of the words on both sides of a place, without what may be the filled pause itself."""
    sides = text[max(0, place - 1) : place + 1]
    return sum(len(word.text) for word in sides if _spoken(word.text) not in _MISHEARD)
