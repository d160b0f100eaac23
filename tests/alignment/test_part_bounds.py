"""Between which seconds the time of a part lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.alignment.part_bounds import TOGETHER, bounds

chances = st.integers(1, 40).flatmap(
    lambda count: st.lists(st.tuples(st.floats(0, 1), st.floats(0, 60)), min_size=count, max_size=count)
)


@given(chances)
def test_the_ends_lie_within_the_talk_and_around_what_is_expected(given_):
    shares = np.array([[share, 1 - share] for share, _ in given_])
    seconds = np.array([length for _, length in given_])
    least, most = bounds(seconds, shares)
    expected = seconds @ shares
    assert (least >= 0).all()
    assert (least <= expected + 1e-6).all()
    assert (expected <= most + 1e-6).all()
    assert (most <= seconds.sum() + 1e-6).all()


def test_where_every_sentence_is_sure_both_ends_are_the_same():
    shares = np.eye(2)[[0, 0, 1]]
    least, most = bounds(np.array([5.0, 6.0, 7.0]), shares)
    assert list(least) == list(most) == [11.0, 7.0]


def test_neighbours_are_wrong_together_so_the_ends_of_one_stretch_are_further_apart_than_by_chance():
    shares = np.full((TOGETHER, 2), 0.5)
    least, most = bounds(np.full(TOGETHER, 6.0), shares)
    assert most[0] - least[0] == pytest.approx(TOGETHER * 6.0)
