from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from talkcoach.domain import Span
from talkcoach.speech.merge_tokens import merged_words


class Heard(NamedTuple):
    """A word as faster-whisper gives it."""

    start: np.float64
    end: np.float64
    word: str
    probability: np.float64


def heard(*parts: str) -> list[Heard]:
    """Parts of a second each."""
    return [
        Heard(np.float64(i), np.float64(i + 1), part, np.float64(0.9 - i / 100)) for i, part in enumerate(parts)
    ]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((" 4", ".2", " points"), ["4.2", "points"]),
        ((" state", "-of", "-the", "-art", " work"), ["state-of-the-art", "work"]),
        ((" 10,", " 000", " tweets"), ["10,000", "tweets"]),
        ((" 10,", " 200", " runs"), ["10,", "200", "runs"]),
        (("So", " yes."), ["So", "yes."]),
    ],
)
def test_parts_of_a_word_are_put_together(parts: tuple[str, ...], words: list[str]) -> None:
    found = merged_words(heard(*parts), Span(0, 100), spaced=True)
    assert [word.text for word in found] == words


def test_a_word_lasts_from_its_first_part_to_its_last_and_is_as_sure_as_the_weakest() -> None:
    word, _ = merged_words(heard(" 4", ".2", " points"), Span(0, 100), spaced=True)
    assert word.span == Span(0, 2)
    assert word.probability == pytest.approx(0.89)
    assert type(word.span.end) is float


def test_a_language_without_spaces_keeps_its_words_apart() -> None:
    assert [w.text for w in merged_words(heard("这", "是"), Span(0, 9), spaced=False)] == ["这", "是"]


def test_words_stay_inside_the_stretch() -> None:
    words = merged_words(heard(" one", " two", " three"), Span(0.5, 2.5), spaced=True)
    assert [word.span for word in words] == [Span(0.5, 1), Span(1, 2), Span(2, 2.5)]
