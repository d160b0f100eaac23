"""Gaps between words, in windows with the words around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Span, Word
from talkcoach.speech.word_gaps import reach, windows


def words(*times: tuple[float, float]) -> list[Word]:
    return [Word(Span(start, end), "word") for start, end in times]


def test_neighbouring_gaps_share_a_window() -> None:
    text = words((0, 0.5), (0.5, 1.0), (1.0, 1.5), (1.5, 2.0))
    (window,) = windows([1, 2, 3], text, 2.0)
    assert window.gaps == (1, 2, 3)
    assert (window.first, window.last) == (0, 4)
    assert window.sound == Span(0.0, 2.0)


def test_gaps_far_apart_have_windows_of_their_own() -> None:
    text = words((0, 0.5), (0.5, 1.0), (60.0, 60.5), (60.5, 61.0))
    assert [window.gaps for window in windows([1, 3], text, 61.0)] == [(1,), (3,)]


def test_the_first_window_begins_in_the_silence_before_the_first_word() -> None:
    (window,) = windows([0], words((30.0, 30.5)), 31.0)
    assert window.sound == Span(26.0, 31.0)
    assert reach(words((30.0, 30.5)), 0, 31.0) == Span(26.0, 30.5)


@given(
    pauses=st.lists(st.floats(0, 12), min_size=1, max_size=30),
    asked=st.sets(st.integers(0, 30), max_size=31),
)
def test_every_gap_is_in_one_window_with_words_on_both_sides(pauses: list[float], asked: set[int]) -> None:
    text, clock = [], 0.0
    for pause in pauses:
        text.append(Word(Span(clock + pause, clock + pause + 0.3), "word"))
        clock += pause + 0.3
    gaps = sorted(gap for gap in asked if gap <= len(text))
    found = list(windows(gaps, text, clock + 5))
    assert [gap for one in found for gap in one.gaps] == gaps
    for one in found:
        assert 0 <= one.sound.start <= one.sound.end <= clock + 5
        assert one.sound.duration <= 28
        assert all(max(0, gap - 1) >= one.first for gap in one.gaps)
        assert all(min(gap + 1, len(text)) <= one.last for gap in one.gaps)
