"""What is known of every sentence of a talk before its parts are judged: one row of numbers each.

The fitting uses this module too, so that weights and features cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from talkcoach.domain import Slide
from talkcoach.models.spoken_cues import CUES, SLIDE_CUES, cues, is_new, slide_cues

Floats = NDArray[np.float32]

SCORES = 12
"""Scores of a sentence on its own, learned on written text: seven sections of papers, five roles in abstracts."""
_BUMPS = 8
"""Soft indicators of the place in the talk, evenly over it."""
_HALF_HOUR = 1800.0
_TEN_MINUTES = 600.0
PLACE = 4 + _BUMPS
"""Columns of `place`."""
WITHOUT_SLIDES = SCORES + len(CUES) + PLACE
"""The columns of `features` from here on are of slides."""
WIDTH = WITHOUT_SLIDES + len(SLIDE_CUES) + SCORES + 1
"""Columns of `features`."""


def features(
    sentences: Sequence[str],
    starts: Sequence[float] | NDArray[np.float64],
    ends: Sequence[float] | NDArray[np.float64],
    slides: Sequence[Slide | None],
    scores: Floats,
    title_scores: Floats,
) -> Floats:
    """One row of numbers for each sentence, shape (sentences, `WIDTH`).

    ``starts`` and ``ends`` are in seconds, of any origin. ``scores`` are of the sentences and ``title_scores``
    of the titles on screen, both of shape (sentences, `SCORES`); the latter count only where a slide is known.
    """
    known = np.array([slide is not None for slide in slides], dtype=np.float32)[:, None]
    return np.concatenate(
        [
            scores,
            cues(sentences),
            place(starts, ends),
            slide_cues(slides),
            title_scores * known,
            is_new(slides)[:, None].astype(np.float32),
        ],
        axis=1,
    ).astype(np.float32)


def place(starts: Sequence[float] | NDArray[np.float64], ends: Sequence[float] | NDArray[np.float64]) -> Floats:
    """Where in the talk each sentence is, shape (sentences, `PLACE`)."""
    if not len(starts):
        return np.zeros((0, PLACE), dtype=np.float32)
    begin = float(np.min(starts))
    whole = max(float(np.max(ends)) - begin, 1.0)
    middle = (np.asarray(starts, dtype=float) + np.asarray(ends, dtype=float)) / 2 - begin
    share = np.clip(middle / whole, 0.0, 1.0)
    centres = np.linspace(0.0, 1.0, _BUMPS)
    bumps = np.exp(-0.5 * ((share[:, None] - centres) * _BUMPS) ** 2)
    rest = np.stack(
        [
            2 * share - 1,
            np.minimum(middle / _HALF_HOUR, 2.0),
            np.minimum((whole - middle) / _HALF_HOUR, 2.0),
            np.full(len(share), np.log(whole / _TEN_MINUTES)),
        ],
        axis=1,
    )
    return np.concatenate([rest, bumps], axis=1).astype(np.float32)
