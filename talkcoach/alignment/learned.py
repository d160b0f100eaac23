"""What the shipped model of research talks makes of a talk, asked once for all that need it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from talkcoach.domain import Sentence, Slide
from talkcoach.rubric import OTHER, Rubric
from talkcoach.rubric.phrases import speak

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from talkcoach.models.talk_parts import Prediction

FEWEST = 8
"""Sentences from which on a talk is asked about: fewer have no course that could be recognised."""


def is_learned(rubric: Rubric, language: str) -> bool:
    """Whether the model speaks of a rubric's parts: each has a role, and the talk is in English."""
    return speak(language) and all(part.role for part in rubric.parts)


def predicted(sentences: Sequence[Sentence], slides: Sequence[Slide | None]) -> Prediction | None:
    """The model's prediction for the sentences of a talk and the slides that were up; None for too few of them."""
    if len(sentences) < FEWEST:
        return None
    return _predicted(tuple(sentences), tuple(slides))


def by_part(probabilities: NDArray[np.float64], rubric: Rubric) -> NDArray[np.float64]:
    """The model's probabilities of roles as those of parts, shape ``(sentences, parts + 1)``, `OTHER` last.

    Parts that share a role share its probability, and that of a role which the rubric does not have is `OTHER`'s.
    """
    import numpy as np

    from talkcoach.models.talk_parts import ROLES

    roles = [part.role for part in rubric.parts]
    shares = np.zeros((len(ROLES), len(roles) + 1))
    for row, role in enumerate(ROLES):
        columns = [column for column, each in enumerate(roles) if each == role] or [len(roles)]
        shares[row, columns] = 1 / len(columns)
    return probabilities @ shares


def decided(prediction: Prediction, rubric: Rubric) -> list[str]:
    """The part that the model decides on for each sentence, by key; of several parts of one role the first."""
    from talkcoach.models.talk_parts import ROLES

    keys = {part.role: part.key for part in reversed(rubric.parts)}
    return [keys.get(ROLES[label], OTHER) for label in prediction.labels]  # type: ignore[call-overload]


def unsure(prediction: Prediction, rubric: Rubric, found: frozenset[str]) -> frozenset[str]:
    """The keys of the parts that were not found, and of which it cannot be said that they are missing."""
    missing = prediction.missing
    return frozenset(
        part.key for part in rubric.parts if part.key not in (*found, OTHER) and part.role not in missing
    )


@lru_cache(maxsize=8)
def _predicted(sentences: tuple[Sentence, ...], slides: tuple[Slide | None, ...]) -> Prediction:
    from talkcoach.models.talk_parts import predict

    starts, ends = zip(*((sentence.span.start, sentence.span.end) for sentence in sentences), strict=True)
    return predict([sentence.text for sentence in sentences], starts, ends, slides)
