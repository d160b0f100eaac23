import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain.text import excerpt, listed, shortened


@given(st.text(), st.integers(4, 50))
def test_shortened_text_is_one_line_and_not_longer_than_asked(text: str, letters: int) -> None:
    line = shortened(text, letters)
    assert len(line) <= letters
    assert "\n" not in line


def test_text_is_cut_at_a_word_or_inside_one_that_is_very_long() -> None:
    assert shortened("We only tested on English contracts.", 30) == "We only tested on English…"
    assert shortened("Pneumonoultramicroscopicsilicovolcanoconiosis", 10) == "Pneumonou…"


def test_an_excerpt_has_no_full_stop_of_its_own() -> None:
    assert excerpt("We only tested\non English. ") == "We only tested on English"


@pytest.mark.parametrize(
    ("names", "words"),
    [("", ""), ("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C"), ("ABCD", "A, B and 2 more")],
)
def test_names_are_listed_as_they_are_read_out(names: str, words: str) -> None:
    assert listed(tuple(names), most=3) == words
