"""Which language is spoken: what the user says, else what several moments of the talk and its deck agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from talkcoach.audio.decode import Samples
from talkcoach.domain import Span
from talkcoach.errors import InputError

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_WINDOWS = 3
"""Moments that are listened to, spread over the talk; one alone has taken accented English for Chinese."""

_WINDOW_SECONDS = 30
"""What Whisper listens to at once."""

_DECK_WEIGHT = 1.0
"""How much the deck's language counts, in windows: as much as one that is certain."""


def choose_language(
    whisper: WhisperModel,
    samples: Samples,
    speech: Sequence[Span],
    language: str | None,
    deck_language: str = "",
) -> str:
    """The ISO 639-1 code of the spoken language.

    What the user gave wins and costs nothing. Else the model's probabilities in up to three windows of speech
    are added up, the deck's language counting as one more window, and the likeliest wins.

    Raises:
        InputError: when the user's language is not one that the model knows.
    """
    known: list[str] = whisper.supported_languages
    if language:
        if language not in known:
            raise InputError(
                f"the speech model does not know the language {language!r}",
                f"Give an ISO 639-1 code ({', '.join(sorted(known))}), or leave it out to have it found",
            )
        return language
    if len(known) == 1:
        return known[0]
    votes = Counter({deck_language: _DECK_WEIGHT} if deck_language in known else {})
    for window in _windows(samples, speech):
        _, _, probabilities = whisper.detect_language(window, language_detection_threshold=0.0)
        votes.update({code: float(probability) for code, probability in probabilities})
    return votes.most_common(1)[0][0]


def _windows(samples: Samples, speech: Sequence[Span]) -> list[np.ndarray]:
    """Up to three windows of speech without its silences, from evenly spread parts of the talk."""
    total = sum(span.duration for span in speech)
    count = min(_WINDOWS, max(1, int(total // _WINDOW_SECONDS)))
    sound = np.concatenate(
        [samples.values[int(span.start * samples.rate) : int(span.end * samples.rate)] for span in speech]
    )
    length = _WINDOW_SECONDS * samples.rate
    starts = np.linspace(0, max(0, len(sound) - length), count + 2).astype(int)[1:-1]
    return [sound[start : start + length] for start in starts]
