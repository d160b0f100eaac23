from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.alignment.chain import posterior

SMALL = st.floats(0.01, 3.0)


def table(draw: st.DrawFn, *shape: int) -> np.ndarray:
    size = int(np.prod(shape))
    return np.array(draw(st.lists(SMALL, min_size=size, max_size=size))).reshape(shape)


@st.composite
def chains(draw: st.DrawFn) -> tuple[np.ndarray, ...]:
    steps, states = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    moves = table(draw, states, states)
    np.fill_diagonal(moves, 0)
    return table(draw, steps, states), moves, table(draw, states), table(draw, states), table(draw, steps)


def by_listing_all_paths(evidence, moves, first, last, readiness) -> np.ndarray:
    """What the definition says, path by path."""
    steps, states = evidence.shape
    chances = np.zeros((steps, states))
    for path in product(range(states), repeat=steps):
        weight = first[path[0]] * last[path[-1]] * np.exp(evidence[range(steps), path].sum())
        for step in range(1, steps):
            here, there = path[step - 1], path[step]
            rate = 1.0 if here == there else readiness[step] * moves[here, there]
            weight *= rate / (1 + readiness[step] * moves[here].sum())
        chances[range(steps), path] += weight
    return chances / chances.sum(axis=1, keepdims=True)


@settings(deadline=None)
@given(chains())
def test_the_chances_are_those_of_all_paths_together(chain: tuple[np.ndarray, ...]):
    np.testing.assert_allclose(posterior(*chain), by_listing_all_paths(*chain), rtol=1e-6)


@settings(deadline=None)
@given(chains(), st.floats(-1000, 1000))
def test_only_differences_of_evidence_within_a_step_count(chain: tuple[np.ndarray, ...], more: float):
    evidence, *rest = chain
    np.testing.assert_allclose(posterior(evidence + more, *rest), posterior(evidence, *rest), rtol=1e-6, atol=1e-9)


def test_a_chain_of_thousands_of_steps_stays_finite():
    evidence = np.tile([[30.0, 0.0], [0.0, 30.0]], (5000, 1))
    chances = posterior(evidence, np.array([[0, 1e-6], [1e-6, 0]]), np.ones(2), np.ones(2), np.ones(len(evidence)))
    assert np.isfinite(chances).all()
