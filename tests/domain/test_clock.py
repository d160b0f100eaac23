from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain.clock import clock


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00"), (59.4, "0:59"), (59.6, "1:00"), (100, "1:40"), (3725, "62:05"), (-90, "−1:30"), (-0.2, "0:00")],
)
def test_seconds_stand_as_minutes_and_seconds(seconds: float, shown: str):
    assert clock(seconds) == shown


@given(st.floats(0, 1e6))
def test_a_clock_is_right_to_the_second(seconds: float):
    minutes, rest = clock(seconds).split(":")
    assert len(rest) == 2
    assert abs(60 * int(minutes) + int(rest) - seconds) <= 0.5
