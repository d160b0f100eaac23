"""Which part of a talk every sentence belongs to, which parts are there at all, and where limits are admitted.

The weights in `data/` were fitted by `training/parts.py`, which prints how right they are on talks that they have
not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talkcoach.domain import Slide
from talkcoach.errors import ModelError
from talkcoach.models.sentence_encoder import FOLDER, shipped_encoder
from talkcoach.models.spoken_cues import slide_cues
from talkcoach.models.talk_features import SCORES, features
from talkcoach.models.talk_network import Floats, TalkNetwork, Weights, WritingJudge

__all__ = ["ROLES", "Prediction", "predict"]

ROLES = ("world", "earlier", "method", "results", "limits", "outlook", "other")
"""The columns of `Prediction.part`."""

_LIMITS = ROLES.index("limits")
_LEAST = 1e-4


@dataclass(frozen=True, eq=False, slots=True)
class Prediction:
    """What a talk's sentences are taken to be. All probabilities are 0 to 1.

    Bounds come from talks that the weights had not seen (`training/parts.py --cross-validate`) and lie in the file
    of weights: below ``absent_below`` it may be said that a part is missing, from ``quote_from`` on a sentence may
    be quoted as the speaker's own limitation, below ``silent_below`` it may be said that no limitation is
    admitted. Where no threshold was safe, ``absent_below`` is 0 and ``quote_from`` above 1: nothing is ever said.
    """

    part: NDArray[np.float64]
    """Probabilities of the parts, shape (sentences, 7), in the order of `ROLES`; rows sum to 1."""
    labels: NDArray[np.int64]
    """The part decided on, as an index into `ROLES`, shape (sentences,)."""
    seconds: Mapping[str, float]
    """The time for each role in seconds, a sentence's time split by its probabilities: nearer to the truth than
    adding up ``labels``."""
    present: Mapping[str, float]
    """The probability that a part is there anywhere, by role."""
    fits: float
    """The probability that the structure suits the talk. Too few talks are known that it does not suit for this to
    depend on the talk: the share among those known."""
    own_limitation: NDArray[np.float64]
    """The probability that a sentence admits a limitation of the speaker's own work, shape (sentences,)."""
    future_work: NDArray[np.float64]
    """The probability that a sentence tells of the speaker's future work, shape (sentences,)."""
    admits: float
    """The probability that any limitation of the own work is admitted."""
    absent_below: float
    quote_from: float
    silent_below: float

    @property
    def missing(self) -> tuple[str, ...]:
        """The roles of which it may be said that they are not there."""
        return tuple(role for role in ROLES[:-1] if self.present[role] < self.absent_below)

    @property
    def candidates(self) -> tuple[int, ...]:
        """Up to five sentences that most likely admit a limitation, best first."""
        return tuple(int(i) for i in np.argsort(-self.own_limitation, kind="stable")[:5])


def predict(
    sentences: Sequence[str],
    starts: Sequence[float] | NDArray[np.float64],
    ends: Sequence[float] | NDArray[np.float64],
    slides: Sequence[Slide | None],
) -> Prediction:
    """The parts of a talk, from what was said and, where known, the slide that was on screen.

    ``starts`` and ``ends`` are in seconds from any origin; ``slides`` holds None where no slide is known. All four
    are of the same length, else `ValueError`. A talk without sentences has no part present.
    Raises `ModelError` where the weights cannot be read.
    """
    if not len(sentences) == len(starts) == len(ends) == len(slides):
        raise ValueError("sentences, starts, ends and slides differ in length")
    weights = shipped_weights()
    if not sentences:
        return _nothing(weights)
    encoder, judge = shipped_encoder(), WritingJudge(weights)
    embeddings = encoder(sentences)
    titles = sorted({slide.title for slide in slides if slide is not None})
    of_title = dict(zip(titles, judge(encoder(titles)), strict=True)) if titles else {}
    none = np.zeros(SCORES, dtype=np.float32)
    of_titles = np.stack([none if slide is None else of_title[slide.title] for slide in slides])
    rows = features(sentences, starts, ends, slides, judge(embeddings), of_titles)
    return decided(weights, [network(embeddings, rows) for network in _networks(weights)], starts, ends, slides)


def decided(
    weights: Weights,
    scores: Sequence[Floats],
    starts: Sequence[float] | NDArray[np.float64],
    ends: Sequence[float] | NDArray[np.float64],
    slides: Sequence[Slide | None],
) -> Prediction:
    """What follows from the scores of the networks, each of shape (sentences, 9)."""
    part, own, future = chances(scores, float(weights["temperature"]))
    part = by_slides(part, slides, float(weights["title"]), float(weights["together"]))
    durations = np.maximum(np.asarray(ends, dtype=float) - np.asarray(starts, dtype=float), 0.0)
    shares = _sigmoid(presence_features(part) @ weights["present.weight"] + weights["present.bias"])
    admits = _sigmoid(admission_features(own, part) @ weights["admits.weight"] + weights["admits.bias"])
    return Prediction(
        part=part,
        labels=best_path(part, weights["moves"], float(weights["sway"]), weights["favour"]),
        seconds=dict(zip(ROLES, map(float, durations @ part), strict=True)),
        present=dict(zip(ROLES, map(float, shares), strict=True)),
        fits=float(weights["fits"]),
        own_limitation=_sigmoid(
            own_features(own, part) @ weights["own.weight"].astype(np.float64) + float(weights["own.bias"])
        ),
        future_work=future,
        admits=float(admits),
        absent_below=float(weights["absent_below"]),
        quote_from=float(weights["quote_from"]),
        silent_below=float(weights["silent_below"]),
    )


def chances(
    scores: Sequence[Floats], temperature: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Mean probabilities over networks: of the parts, of own limitation, of future work."""
    of_parts = np.mean([_softmax(one[:, :7].astype(np.float64)) for one in scores], axis=0)
    marks = np.mean([_sigmoid(one[:, 7:].astype(np.float64)) for one in scores], axis=0)
    sharpened = _softmax(np.log(np.maximum(of_parts, _LEAST)) / temperature)
    return sharpened, marks[:, 0], marks[:, 1]


def by_slides(
    part: NDArray[np.float64], slides: Sequence[Slide | None], title: float, together: float
) -> NDArray[np.float64]:
    """The probabilities of the parts once the slides were looked at, shape (sentences, 7).

    ``title`` is added to the log of the part that the title on screen names; by the share ``together`` the
    sentences of a stay on a slide take on their common mean. Without slides nothing changes.
    """
    named = slide_cues(slides)[:, : len(ROLES)]
    logs = np.log(np.maximum(part, _LEAST)) + title * named / np.maximum(named.sum(axis=1, keepdims=True), 1)
    first = 0
    for n in range(1, len(slides) + 1):
        if n == len(slides) or slides[n] != slides[first]:
            if slides[first] is not None:
                logs[first:n] += together * (logs[first:n].mean(axis=0) - logs[first:n])
            first = n
    return _softmax(logs)


def best_path(
    part: NDArray[np.float64], moves: NDArray[np.float32], sway: float, favour: NDArray[np.float32]
) -> NDArray[np.int64]:
    """The likeliest sequence of parts (Viterbi), shape (sentences,).

    ``moves`` are the logs of how often one part follows another, shape (7, 7), and count ``sway`` times;
    ``favour`` is added to the log of every part's probability.
    """
    logs = np.log(np.maximum(part, _LEAST)) + favour
    ways = sway * moves.astype(np.float64)
    best = logs[0]
    came = np.zeros(part.shape, dtype=np.int64)
    for n in range(1, len(part)):
        through = best[:, None] + ways
        came[n] = through.argmax(axis=0)
        best = through.max(axis=0) + logs[n]
    path = np.zeros(len(part), dtype=np.int64)
    path[-1] = best.argmax()
    for n in range(len(part) - 1, 0, -1):
        path[n - 1] = came[n, path[n]]
    return path


PRESENCE = 4 + len(ROLES)
"""Columns of `presence_features`."""


def presence_features(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """What tells of each part whether it is there anywhere, shape (7, `PRESENCE`)."""
    padded = np.pad(part, ((1, 1), (0, 0)), mode="edge")
    runs = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
    return np.concatenate(
        [
            _logit(part.max(axis=0))[:, None],
            _logit(runs.max(axis=0))[:, None],
            np.log(part.sum(axis=0) + 0.05)[:, None],
            np.full((len(ROLES), 1), np.log(len(part) / 100)),
            np.eye(len(ROLES)),
        ],
        axis=1,
    )


ADMISSION = 4


def admission_features(own: NDArray[np.float64], part: NDArray[np.float64]) -> NDArray[np.float64]:
    """What tells whether any own limitation is admitted, shape (`ADMISSION`,)."""
    best = np.sort(own)[::-1]
    return np.array(
        [
            _logit(best[:1])[0],
            _logit(np.array([best[:3].mean()]))[0],
            np.log(own.sum() + 0.05),
            _logit(part[:, _LIMITS].max(keepdims=True))[0],
        ]
    )


OWN = 3


def own_features(own: NDArray[np.float64], part: NDArray[np.float64]) -> NDArray[np.float64]:
    """What tells whether a sentence admits an own limitation, shape (sentences, `OWN`)."""
    padded = np.pad(part[:, _LIMITS], 2)
    around = np.stack([padded[i : i + len(own)] for i in range(5)]).mean(axis=0)
    return np.stack([_logit(own), _logit(part[:, _LIMITS]), _logit(around)], axis=1)


@lru_cache(maxsize=1)
def shipped_weights(folder: Path = FOLDER) -> Weights:
    """The weights that are installed with talkcoach."""
    path = folder / "talk_parts.npz"
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError) as error:
        raise ModelError(f"the weights in {path} cannot be read: {error}", "Install talkcoach again") from error


def _networks(weights: Weights) -> list[TalkNetwork]:
    return [TalkNetwork(weights, f"network{n}") for n in range(int(weights["networks"]))]


def _nothing(weights: Weights) -> Prediction:
    return Prediction(
        part=np.zeros((0, len(ROLES))),
        labels=np.zeros(0, dtype=np.int64),
        seconds=dict.fromkeys(ROLES, 0.0),
        present=dict.fromkeys(ROLES, 0.0),
        fits=float(weights["fits"]),
        own_limitation=np.zeros(0),
        future_work=np.zeros(0),
        admits=0.0,
        absent_below=float(weights["absent_below"]),
        quote_from=float(weights["quote_from"]),
        silent_below=float(weights["silent_below"]),
    )


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    share: NDArray[np.float64] = 1 / (1 + np.exp(-scores))
    return share


def _logit(share: NDArray[np.float64]) -> NDArray[np.float64]:
    held = np.clip(share, 1e-4, 1 - 1e-4)
    odds: NDArray[np.float64] = np.log(held / (1 - held))
    return odds
