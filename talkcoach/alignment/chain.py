"""Where a hidden state was at each step of a chain, given evidence at every step: forward–backward.

The textbook algorithm (Rabiner, Proceedings of the IEEE 77(2), 1989), scaled at every step. Its time is linear in
the number of steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def posterior(
    evidence: NDArray[np.float64],
    moves: NDArray[np.float64],
    first: NDArray[np.float64],
    last: NDArray[np.float64],
    readiness: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The chance of each state at each step, shape ``(steps, states)``; every row sums to 1.

    Args:
        evidence: log-likelihoods, shape ``(steps, states)``; only differences within a row count.
        moves: how likely it is to move from one state (row) to another (column) beside staying, which counts 1.
        first: how likely the chain is to start in each state.
        last: how likely it is to end in each state.
        readiness: a factor on every move into each step, shape ``(steps,)``; the first is not used.
    """
    import numpy as np

    steps, states = evidence.shape
    likely = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    leaving = moves.sum(axis=1)
    forward, backward = np.empty((steps, states)), np.empty((steps, states))
    forward[0] = _normal(first * likely[0])
    for step in range(1, steps):
        before = forward[step - 1] / (1 + readiness[step] * leaving)
        forward[step] = _normal((before + readiness[step] * (before @ moves)) * likely[step])
    backward[-1] = last
    for step in range(steps - 1, 0, -1):
        ahead = backward[step] * likely[step]
        backward[step - 1] = _normal((ahead + readiness[step] * (moves @ ahead)) / (1 + readiness[step] * leaving))
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _normal(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    normal: NDArray[np.float64] = weights / weights.sum()
    return normal
