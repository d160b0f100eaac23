"""Decks of kinds that people report as trouble, each of the same six slides, as whole files."""

from pathlib import Path

import pytest
from pdf_layouts import TALK

from talkcoach.decks import read_deck
from talkcoach.domain import Caveat

WILD = Path(__file__).parent / "wild"
EXPECTED = ["\n".join(lines) for lines in TALK[:6]]
BESIDE = [
    "Say hello, thank the host for the invitation, then wait",
    "Remember to breathe before this slide",
    "Draw it in the air; mention the memory twice",
    "Do not rush the interval",
    "Be honest here and look at the panel",
    "Smile and stop",
]


@pytest.mark.parametrize("path", sorted(WILD.iterdir()), ids=lambda path: path.name)
def test_the_slides_are_read_as_an_audience_sees_them(path: Path) -> None:
    deck = read_deck(path)
    assert [slide.text for slide in deck.slides] == EXPECTED
    assert deck.title == "Who waits for a bed"


@pytest.mark.parametrize("name", ["notes_beside_slides.pdf", "notes_as_pages.pdf"])
def test_notes_are_notes(name: str) -> None:
    assert [slide.notes for slide in read_deck(WILD / name).slides] == BESIDE


@pytest.mark.parametrize(
    ("name", "caveats"),
    [
        ("cut_notes.pptx", (Caveat("damaged-notes", numbers=(2,)),)),
        ("handout_two_a_page.pdf", (Caveat("handout", "handout_two_a_page.pdf", numbers=(2,)),)),
        ("overlays_no_labels.pdf", ()),
        ("parked_off_slide.pptx", ()),
    ],
)
def test_what_was_not_read_as_it_stands_is_told(name: str, caveats: tuple[Caveat, ...]) -> None:
    assert read_deck(WILD / name).caveats == caveats
