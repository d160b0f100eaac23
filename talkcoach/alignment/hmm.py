"""The posterior of a hidden Markov model's states at each step: the forward–backward algorithm.

The textbook algorithm (Rabiner, Proceedings of the IEEE 77(2), 1989), scaled at every step. Its time is linear in
the number of steps; the time of a step depends on the transitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Transitions(Protocol):
    """How likely the transitions between states are, relative to staying, which counts 1."""

    def into(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of what enters each state when each state is left with its weight, shape ``(states,)``."""
        ...

    def out_of(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of what each state reaches when each state is worth its weight, shape ``(states,)``."""
        ...


@dataclass(frozen=True)
class TransitionTable:
    """Transitions listed one by one, shape ``(from, to)``."""

    chances: NDArray[np.float64]

    def into(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """See `Transitions`."""
        return weights @ self.chances

    def out_of(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """See `Transitions`."""
        return self.chances @ weights


def posterior(
    evidence: NDArray[np.float64],
    transitions: Transitions,
    initial: NDArray[np.float64],
    final: NDArray[np.float64],
    readiness: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The probability of each state at each step, shape ``(steps, states)``; every row sums to 1.

    Args:
        evidence: log-likelihoods, shape ``(steps, states)``; only differences within a row count.
        transitions: how likely each transition is relative to staying.
        initial: how likely the sequence is to start in each state.
        final: how likely it is to end in each state.
        readiness: a factor on every transition into each step, shape ``(steps,)``; the first is not used.
    """
    import numpy as np

    steps, states = evidence.shape
    likely = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    leaving = transitions.out_of(np.ones(states))
    forward, backward = np.empty((steps, states)), np.empty((steps, states))
    forward[0] = _normal(initial * likely[0])
    for step in range(1, steps):
        before = forward[step - 1] / (1 + readiness[step] * leaving)
        forward[step] = _normal((before + readiness[step] * transitions.into(before)) * likely[step])
    backward[-1] = final
    for step in range(steps - 1, 0, -1):
        ahead = backward[step] * likely[step]
        backward[step - 1] = _normal(
            (ahead + readiness[step] * transitions.out_of(ahead)) / (1 + readiness[step] * leaving)
        )
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _normal(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    normal: NDArray[np.float64] = weights / weights.sum()
    return normal
