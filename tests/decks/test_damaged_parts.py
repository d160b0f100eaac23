"""One damaged part of a presentation costs that part, and a caveat names the slide."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from deck_files import TITLE_ONLY, add, new, replaced, rewritten, save
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from talkcoach.decks import read_deck
from talkcoach.domain import Caveat, Deck
from talkcoach.errors import DeckError

TITLES = ["Who waits", "What is missing", "A queue with a memory", "Limitations"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    deck = new()
    for title in TITLES:
        add(deck, title, f"words of {title}", notes=f"Say {title}.")
    chart = CategoryChartData()
    chart.categories, _ = ["2022", "2023"], chart.add_series("ours", (1, 2))
    shapes = add(deck, "Growth", layout=TITLE_ONLY).shapes
    shapes.add_chart(XL_CHART_TYPE.LINE, 0, Inches(2), Inches(5), Inches(3), chart)
    return save(deck, tmp_path / "talk.pptx")


def cut(path: Path, part: str, share: float = 0.5) -> Path:
    """The file with parts that match cut short, as XML."""
    return rewritten(
        path, lambda name, content: content[: int(share * len(content))] if re.search(part, name) else content
    )


def spoilt(path: Path, part: str) -> Path:
    """The file with the packed bytes of a part overwritten from its middle on."""
    with zipfile.ZipFile(path) as package:
        entry = package.getinfo(part)
    content = bytearray(path.read_bytes())
    start = entry.header_offset + 30 + len(part) + entry.compress_size // 2
    content[start : start + 40] = bytes(40)
    path.write_bytes(content)
    return path


def others(before: Deck, after: Deck, number: int) -> bool:
    """Whether every slide but one reads as before."""
    return [s for s in before.slides if s.number != number] == [s for s in after.slides if s.number != number]


@pytest.mark.parametrize("damage", [cut, spoilt])
def test_damaged_notes_cost_the_notes_of_one_slide(path: Path, damage: Callable[[Path, str], Path]) -> None:
    before, after = read_deck(path), read_deck(damage(path, "ppt/notesSlides/notesSlide2.xml"))
    assert others(before, after, 2)
    assert (after[2].title, after[2].text) == (before[2].title, before[2].text)
    assert after.caveats == (Caveat("damaged-notes", numbers=(2,)),)


@pytest.mark.parametrize("damage", [cut, spoilt])
def test_a_damaged_slide_costs_that_slide_and_keeps_its_number(
    path: Path, damage: Callable[[Path, str], Path]
) -> None:
    before, after = read_deck(path), read_deck(damage(path, "ppt/slides/slide3.xml"))
    assert others(before, after, 3)
    assert after[3].notes == "Say A queue with a memory."
    assert after.caveats == (Caveat("damaged-slide", numbers=(3,)),)


def test_what_stands_before_the_damage_is_read(path: Path) -> None:
    assert read_deck(cut(path, "ppt/slides/slide3.xml", 0.97))[3].text == read_deck(path)[3].text
    replaced(path, "ppt/slides/slide1.xml", "</p:sld>", "")
    assert read_deck(path)[1].title == "Who waits"


def test_a_slide_whose_links_are_damaged_keeps_its_words(path: Path) -> None:
    before, after = read_deck(path), read_deck(cut(path, "ppt/slides/_rels/slide1.xml.rels"))
    assert others(before, after, 1)
    assert (after[1].text, after[1].notes) == (before[1].text, "")
    assert after.caveats == (Caveat("damaged-slide", numbers=(1,)),)


@pytest.mark.parametrize("part", ["slideLayouts/slideLayout2.xml", "slideLayouts/_rels/slideLayout2.xml.rels"])
def test_a_damaged_layout_costs_no_words(path: Path, part: str) -> None:
    before, after = read_deck(path), read_deck(cut(path, part))
    assert [(slide.title, slide.notes) for slide in after.slides] == [(s.title, s.notes) for s in before.slides]
    assert after.caveats == (Caveat("damaged-layout", numbers=(1, 2, 3, 4)),)


def test_a_damaged_chart_costs_its_own_words(path: Path) -> None:
    before, after = read_deck(path), read_deck(cut(path, r"charts/chart\w+\.xml$", 0.1))
    assert others(before, after, 5)
    assert after[5].title == "Growth"
    assert after.caveats == (Caveat("damaged-graphic", numbers=(5,)),)


@pytest.mark.parametrize("content", [b"", b"<html/>", b"\x00" * 300])
def test_a_slide_that_holds_something_else_keeps_its_number(path: Path, content: bytes) -> None:
    before = read_deck(path)
    rewritten(path, lambda name, part: content if name == "ppt/slides/slide3.xml" else part)
    after = read_deck(path)
    assert others(before, after, 3)
    assert after[3].text == ""
    assert after.caveats == (Caveat("damaged-slide", numbers=(3,)),)


def test_damage_of_several_kinds_is_told_of_each(path: Path) -> None:
    deck = read_deck(cut(path, r"notesSlide[13]\.xml$|slides/slide4\.xml$"))
    assert deck.caveats == (Caveat("damaged-notes", numbers=(1, 3)), Caveat("damaged-slide", numbers=(4,)))


def test_a_deck_of_which_every_slide_is_lost_is_refused(path: Path) -> None:
    with pytest.raises(DeckError, match="no slide inside it can be read"):
        read_deck(cut(path, r"slides/slide\d\.xml$", 0.1))
