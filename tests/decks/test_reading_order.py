from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.decks.reading_order import Box, reading_order

lengths = st.floats(0, 1e7, allow_nan=False)
boxes = st.lists(st.builds(Box, lengths, lengths, lengths, lengths), max_size=40)


@settings(deadline=None)
@given(boxes)
def test_every_box_is_read_once(some: list[Box]) -> None:
    assert sorted(reading_order(some)) == list(range(len(some)))


@settings(deadline=None)
@given(st.permutations(range(12)))
def test_a_stack_is_read_from_the_top_whatever_the_order_it_was_drawn_in(order: list[int]) -> None:
    stack = [Box(0, 100 * place, 500, 80) for place in order]
    assert [order[index] for index in reading_order(stack)] == list(range(12))


def test_columns_are_read_from_the_left() -> None:
    right, left_below, left_above = Box(60, 0, 40, 100), Box(0, 55, 40, 45), Box(0, 0, 40, 45)
    assert reading_order([right, left_below, left_above]) == [2, 1, 0]


def test_boxes_that_lie_on_each_other_are_read_as_they_were_drawn() -> None:
    assert reading_order([Box(10, 10, 80, 80), Box(0, 0, 100, 100), Box(20, 20, 50, 50)]) == [0, 1, 2]


def test_a_slight_overlap_hides_no_order() -> None:
    below, above = Box(0, 95, 100, 100), Box(0, 0, 100, 100)
    assert reading_order([below, above]) == [1, 0]
