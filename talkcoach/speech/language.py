"""Language identification: the user's choice, else the vote of the deck and of several moments of the talk."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from talkcoach.audio.decode import Samples
from talkcoach.domain import Span
from talkcoach.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from numpy.typing import NDArray

_MOMENTS = (0.5, 0.1, 0.9, 0.3, 0.7)
"""Where to sample, as shares of the speech; from the opening alone, accented English was identified as Chinese."""

_WINDOW_SECONDS = 30
"""Whisper's window."""

_DECK_VOTES = 2.0
"""The votes of the deck's language; slides in English are often shown in talks in another language."""

_ENOUGH = 1.5
"""The lead, in votes, that ends the sampling: one clear moment that agrees with the deck, or two clear moments."""


def choose_language(
    whisper: WhisperModel,
    samples: Samples,
    speech: Sequence[Span],
    language: str | None,
    deck_language: str = "",
) -> str:
    """The ISO 639-1 code of the spoken language.

    The user's choice is taken as it is. Otherwise every moment votes with the model's probabilities and the deck's
    language counts as two votes, until one language leads clearly or five moments have been sampled.

    Args:
        whisper: the model.
        samples: the recording.
        speech: spans of speech, in order; at least one.
        language: the user's choice, or None.
        deck_language: the language of the slides; empty when unknown, ignored when the model does not know it.

    Raises:
        InputError: when the model does not know the user's language.
    """
    known: list[str] = whisper.supported_languages
    if language:
        return _known(language, known)
    if len(known) == 1:
        return known[0]
    votes = dict.fromkeys(known, 0.0)
    if deck_language in votes:
        votes[deck_language] += _DECK_VOTES
    for window in _windows(samples, speech):
        _, _, probabilities = whisper.detect_language(window)
        for code, probability in probabilities:
            votes[code] = votes.get(code, 0.0) + float(probability)
        most, second, *_ = sorted(votes.values(), reverse=True)
        if most - second >= _ENOUGH:
            break
    return max(votes, key=votes.__getitem__)


def _known(language: str, known: Sequence[str]) -> str:
    code = language.strip().casefold()
    if code not in known:
        raise InputError(
            f"the speech model does not know the language {language!r}",
            f"Give one of these codes (ISO 639-1), or none to have it found out: {', '.join(sorted(known))}",
        )
    return code


def _windows(samples: Samples, speech: Sequence[Span]) -> Iterator[NDArray[np.float32]]:
    """The sound from a start of speech at each of the moments; fewer than five in a short recording."""
    spoken = list(itertools.accumulate(span.duration for span in speech))
    nearest = (next(i for i, total in enumerate(spoken) if total >= moment * spoken[-1]) for moment in _MOMENTS)
    for index in dict.fromkeys(nearest):
        start = int(speech[index].start * samples.rate)
        yield samples.values[start : start + _WINDOW_SECONDS * samples.rate]
