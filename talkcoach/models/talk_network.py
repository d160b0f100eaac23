"""The network over the sentences of a talk, in NumPy: dilated convolutions over embeddings and features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Weights = Mapping[str, NDArray[np.float32]]
"""By their name in the file of weights."""


@dataclass(frozen=True, eq=False, slots=True)
class WritingJudge:
    """What was learned on written text of a single sentence: the section of a paper, the role in an abstract."""

    weights: Weights

    def __call__(self, embeddings: Floats) -> Floats:
        """Logs of both sets of probabilities side by side, shape (texts, 12)."""
        sets = [_linear(embeddings, self.weights, f"writing.{name}") for name in ("paper", "abstract")]
        return np.concatenate([one - _log_sum(one) for one in sets], axis=1)


@dataclass(frozen=True, eq=False, slots=True)
class TalkNetwork:
    """One of the networks that were fitted alike from different beginnings."""

    weights: Weights
    prefix: str

    def __call__(self, embeddings: Floats, features: Floats) -> Floats:
        """Scores of parts, own limitation and future work, shape (sentences, 9)."""
        weights, prefix = self.weights, self.prefix
        given = np.concatenate([embeddings, features], axis=1)
        given = (given - weights[f"{prefix}.mean"]) * weights[f"{prefix}.scale"]
        width = embeddings.shape[1]
        x = np.concatenate([_linear(given[:, :width], weights, f"{prefix}.narrow"), given[:, width:]], axis=1)
        x = np.maximum(_linear(x, weights, f"{prefix}.enter"), 0)
        x = x + _linear(x.mean(axis=0, keepdims=True), weights, f"{prefix}.whole")
        for layer, far in enumerate(weights[f"{prefix}.dilations"].astype(int)):
            wide = np.pad(x, ((far, far), (0, 0)))
            y = _linear(
                np.concatenate([wide[: -2 * far], x, wide[2 * far :]], axis=1),
                weights,
                f"{prefix}.convolutions.{layer}",
            )
            name = f"{prefix}.norms.{layer}"
            x = x + np.maximum(_normed(y, weights[f"{name}.weight"], weights[f"{name}.bias"]), 0)
        return _linear(x, weights, f"{prefix}.out")


def _linear(x: Floats, weights: Weights, name: str) -> Floats:
    product: Floats = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return product


def _normed(x: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = x - x.mean(axis=1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
    normed: Floats = centred / deviation * weight + bias
    return normed


def _log_sum(scores: Floats) -> Floats:
    highest = scores.max(axis=1, keepdims=True)
    logs: Floats = highest + np.log(np.exp(scores - highest).sum(axis=1, keepdims=True))
    return logs
