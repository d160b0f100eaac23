from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.alignment.hmm import Transitions, TransitionTable, posterior
from talkcoach.alignment.transitions import Costs, SlideTransitions, slide_transitions
from talkcoach.domain import Slide

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
    evidence, moves, *rest = chain
    found = posterior(evidence, TransitionTable(moves), *rest)
    np.testing.assert_allclose(found, by_listing_all_paths(*chain), rtol=1e-6)


@settings(deadline=None)
@given(chains(), st.floats(-1000, 1000))
def test_only_differences_of_evidence_within_a_step_count(chain: tuple[np.ndarray, ...], more: float):
    evidence, moves, *rest = chain
    found, again = (posterior(each, TransitionTable(moves), *rest) for each in (evidence, evidence + more))
    np.testing.assert_allclose(again, found, rtol=1e-6, atol=1e-9)


def test_a_chain_of_thousands_of_steps_stays_finite():
    evidence = np.tile([[30.0, 0.0], [0.0, 30.0]], (5000, 1))
    moves = TransitionTable(np.array([[0, 1e-6], [1e-6, 0]]))
    chances = posterior(evidence, moves, np.ones(2), np.ones(2), np.ones(len(evidence)))
    assert np.isfinite(chances).all()


def deck(slides: int, hidden: int = 0) -> list[Slide]:
    return [Slide(number, "", "", hidden=number == hidden) for number in range(1, slides + 1)]


def one_by_one(moves: SlideTransitions, costs: Costs, slides: int, hidden: int) -> np.ndarray:
    """What the costs say of each move, shape ``(2 * slides, 2 * slides)``."""
    table = np.zeros((2 * slides, 2 * slides))
    for here in range(slides):
        for there in range(slides):
            ahead = there - here
            if hidden - 1 not in (here, there):  # a slide that is hidden is no distance between those that are not
                ahead -= (here < hidden - 1 < there) - (there < hidden - 1 < here)
            skip, back = (
                costs.skip + costs.skip_per_slide * (ahead - 1),
                costs.back + costs.back_per_slide * (-ahead - 1),
            )
            cost = {0: np.inf, 1: 0.0}.get(ahead, skip if ahead > 0 else back)
            table[here, there] = moves.go_on[here] * np.exp(-cost - costs.unused * (there == hidden - 1))
        table[here, slides + here] = moves.leave
        table[slides + here, :slides] = np.exp(-costs.come_back) * (table[here, :slides] + np.eye(slides)[here])
    return table


@settings(deadline=None)
@given(st.integers(1, 7), st.integers(0, 7), st.data())
def test_moves_among_slides_are_those_that_the_costs_tell_one_by_one(
    slides: int, hidden: int, data: st.DataObject
):
    moves = slide_transitions(deck(slides, hidden), 40, 0.1, Costs())
    weights = table(data.draw, 2 * slides)
    listed: Transitions = TransitionTable(one_by_one(moves, Costs(), slides, hidden))
    np.testing.assert_allclose(moves.into(weights), listed.into(weights), rtol=1e-9)
    np.testing.assert_allclose(moves.out_of(weights), listed.out_of(weights), rtol=1e-9)


def test_moves_in_a_deck_of_thousands_of_slides_stay_finite():
    moves = slide_transitions(deck(3000), 9000, 0.1, Costs())
    for each in (moves.into(np.ones(6000)), moves.out_of(np.ones(6000))):
        assert np.isfinite(each).all()
        assert (each > 0).all()
