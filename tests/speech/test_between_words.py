"""Places between words are listened to with what is around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Span, Word
from talkcoach.speech.between_words import around, windows


def said(*times: tuple[float, float]) -> list[Word]:
    return [Word(Span(start, end), "word") for start, end in times]


def test_neighbouring_places_are_listened_to_together() -> None:
    text = said((0, 0.5), (0.5, 1.0), (1.0, 1.5), (1.5, 2.0))
    (window,) = windows([1, 2, 3], text, 2.0)
    assert window.places == (1, 2, 3)
    assert (window.first, window.last) == (0, 4)
    assert window.sound == Span(0.0, 2.0)


def test_places_far_apart_are_listened_to_apart() -> None:
    text = said((0, 0.5), (0.5, 1.0), (60.0, 60.5), (60.5, 61.0))
    assert [window.places for window in windows([1, 3], text, 61.0)] == [(1,), (3,)]


def test_before_the_first_word_a_short_silence_is_listened_to() -> None:
    (window,) = windows([0], said((30.0, 30.5)), 31.0)
    assert window.sound == Span(26.0, 31.0)
    assert around(said((30.0, 30.5)), 0, 31.0) == Span(26.0, 30.5)


@given(
    pauses=st.lists(st.floats(0, 12), min_size=1, max_size=30),
    asked=st.sets(st.integers(0, 30), max_size=31),
)
def test_every_place_is_listened_to_once_with_words_on_both_sides(pauses: list[float], asked: set[int]) -> None:
    text, clock = [], 0.0
    for pause in pauses:
        text.append(Word(Span(clock + pause, clock + pause + 0.3), "word"))
        clock += pause + 0.3
    places = sorted(place for place in asked if place <= len(text))
    listened = list(windows(places, text, clock + 5))
    assert [place for one in listened for place in one.places] == places
    for one in listened:
        assert 0 <= one.sound.start <= one.sound.end <= clock + 5
        assert one.sound.duration <= 28
        assert all(max(0, place - 1) >= one.first for place in one.places)
        assert all(min(place + 1, len(text)) <= one.last for place in one.places)
