from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Span
from talkcoach.report.axis import MOST_TICKS, Axis, in_rows
from talkcoach.report.printable import printable
from talkcoach.report.svg import element, fitted, text_width


@given(st.text(max_size=40), st.floats(0, 300))
def test_a_label_that_is_drawn_fits_its_room(text: str, room: float) -> None:
    shown = fitted(text, 12.0, room)
    assert text_width(shown, 12.0) <= room
    assert text.startswith(shown.removesuffix("…").rstrip())


def test_a_label_is_shortened_before_it_is_dropped() -> None:
    assert [fitted("Limitations", 12.0, room) for room in (100, 50, 25, 10)] == [
        "Limitations",
        "Limit…",
        "Lim",
        "",
    ]


@given(st.floats(1, 1e6), st.floats(0, 1e6))
def test_every_moment_lies_on_the_axis(seconds: float, moment: float) -> None:
    assert 10 <= Axis(seconds, 10, 990).x(moment) <= 990


@given(st.floats(0.5, 1e6))
def test_ticks_are_few_and_tell_themselves_apart(seconds: float) -> None:
    axis = Axis(seconds, 0, 1000)
    labels = [axis.tick_label(tick) for tick in axis.ticks()]
    assert 1 <= len(labels) <= MOST_TICKS + 1
    assert len(set(labels)) == len(labels)
    assert axis.ticks()[-1] <= seconds


@pytest.mark.parametrize(
    ("seconds", "labels"),
    [(40, ["0:00", "0:05", "0:10"]), (420, ["0", "1", "2"]), (2100, ["0", "5", "10"]), (5400, ["0", "10", "20"])],
)
def test_ticks_stand_at_round_times(seconds: float, labels: list[str]) -> None:
    axis = Axis(seconds, 0, 1000)
    assert [axis.tick_label(tick) for tick in axis.ticks()][:3] == labels


def test_the_width_of_a_span_is_its_share_of_the_axis() -> None:
    assert Axis(100.0, 0.0, 1000.0).width(Span(10.0, 30.0)) == pytest.approx(200.0)


@given(st.lists(st.floats(0, 1000)), st.integers(1, 4))
def test_marks_in_one_row_keep_their_distance(abscissae: list[float], rows: int) -> None:
    placed = in_rows(abscissae, 20.0, rows)
    for row in range(rows):
        marks = sorted(x for x, where in zip(abscissae, placed, strict=True) if where == row)
        assert all(b - a >= 20.0 for a, b in pairwise(marks))
    assert not abscissae or placed[0] == 0


def test_an_element_escapes_its_text_and_its_attributes() -> None:
    drawn = element("text", '<b> & "c"', aria_label='"><script>', x=1.5, missing=None)
    assert drawn == '<text aria-label="&#34;&gt;&lt;script&gt;" x="1.5">&lt;b&gt; &amp; &#34;c&#34;</text>'


def test_a_vertical_tab_breaks_a_line_and_an_escape_sequence_is_defused() -> None:
    assert printable("Title\x0bbelow\x1b[2J") == "Title\nbelow�[2J"
