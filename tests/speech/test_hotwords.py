from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from talkcoach.domain import Deck, Slide
from talkcoach.speech.hotwords import distinctive_terms


def deck(*texts: str) -> Deck:
    return Deck(tuple(Slide(number, "", text) for number, text in enumerate(texts, 1)))


def test_names_and_acronyms_are_terms_and_everyday_words_are_not() -> None:
    talk = deck("The Kowalczyk router beats ResNet-50", "ResNet-50 and the Kowalczyk router on many pages")
    assert distinctive_terms(talk) == ("Kowalczyk", "ResNet-50")


def test_a_word_that_stands_on_one_slide_only_is_no_term() -> None:
    assert distinctive_terms(deck("Kowalczyk et al.", "Something else")) == ()


def test_what_stands_on_most_slides_comes_first_when_there_is_too_much() -> None:
    talk = deck("Xylotron Zebrafin Quokkanet", "Xylotron Zebrafin Quokkanet", "Zebrafin", "Zebrafin Quokkanet")
    assert distinctive_terms(talk, limit=2) == ("Quokkanet", "Zebrafin")


def test_spellings_that_differ_in_case_are_one_term() -> None:
    assert distinctive_terms(deck("Zebrafin", "Zebrafin", "zebrafin")) == ("Zebrafin",)


def test_a_deck_without_text_has_no_terms() -> None:
    assert distinctive_terms(deck("", "")) == ()


def test_to_find_terms_no_model_is_put_together(tmp_path: Path) -> None:
    code = """
from talkcoach.domain import Deck, Slide
from talkcoach.speech.hotwords import distinctive_terms
print(distinctive_terms(Deck((Slide(1, "", "Zebrafin"), Slide(2, "", "Zebrafin")))))
"""
    environment = {**os.environ, "TALKCOACH_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "('Zebrafin',)"
    assert list(tmp_path.iterdir()) == []
