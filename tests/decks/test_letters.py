import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.decks.letters import readable


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("𝐖𝐡𝐨 𝑤𝑎𝑖𝑡𝑠 𝔣𝔬𝔯 𝟙𝟚", "Who waits for 12"),
        ("Ａ ｂｅｄ", "A bed"),
        ("eﬃcient ﬁrst", "efficient first"),
        ("Ⓐ 🅑 🄲", "A B C"),
        ("cafe\u0301", "café"),
        ("ﻢ", "م"),
    ],
)
def test_letters_that_only_look_different_become_ordinary_ones(odd: str, plain: str) -> None:
    assert readable(odd) == plain


@pytest.mark.parametrize(
    "text", ["10² m", "½ of H₂O", "5 µm…", "表示，", "naïve – “so”", "👩\u200d🔬", "می\u200cخواهم", "x_y_z"]
)
def test_what_means_something_stays(text: str) -> None:
    assert readable(text) == text.replace("µ", "μ")


@pytest.mark.parametrize(
    "unseen",
    ["\u200b", "\u200e", "\u200f", "\u202a", "\u2066", "\u00ad", "\ufeff", "\u2060", "\u0007", "\ufe0f", "\u200d"],
)
def test_what_is_not_seen_goes(unseen: str) -> None:
    assert readable(f"wa{unseen}rd{unseen}") == "ward"


@pytest.mark.parametrize("blank", ["_x000B_", "_x000D__x000A_", "_x0009_", "\u2028", "\u00a0", "\u3164", "\v"])
def test_what_parts_words_is_a_space(blank: str) -> None:
    assert readable(f"What is{blank}missing") == "What is missing"


def test_only_control_characters_are_escaped_and_the_escape_itself_can_be() -> None:
    assert readable("a_x0007_b a_x0041_b _x005F_x000D_") == "ab a_x0041_b _x000D_"


@given(st.text())
def test_readable_text_is_one_line_in_one_form_and_stays_as_it_is(text: str) -> None:
    once = readable(text)
    assert "\n" not in once
    assert unicodedata.is_normalized("NFC", once)
    assert readable(once) == once
