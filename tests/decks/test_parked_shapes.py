"""What lies beside a slide, where authors park old drafts, is not on it."""

from pathlib import Path
from typing import Any

import pytest
from deck_files import BLANK, TITLE_ONLY, add, new, save, textbox, xml
from pptx.util import Inches

from talkcoach.decks import read_deck

WIDE, HIGH = 10.0, 7.5  # inches: a slide of python-pptx


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talk.pptx"


def text_of(deck: Any, path: Path) -> str:
    return read_deck(save(deck, path))[1].text


@pytest.mark.parametrize(
    ("left", "top"), [(-8, 1), (WIDE + 0.5, 1), (2, -2), (2, HIGH + 0.2), (WIDE, HIGH), (-3.9, 1)]
)
def test_text_parked_on_any_side_is_not_on_the_slide(path: Path, left: float, top: float) -> None:
    deck = new()
    textbox(add(deck, "Who waits", "four hours"), "OLD DRAFT", left, top, 4, 1)
    assert text_of(deck, path) == "Who waits\nfour hours"


@pytest.mark.parametrize(("left", "width"), [(-0.5, 4.0), (9.0, 4.0), (-1.0, 12.0), (0.0, 0.0)])
def test_text_that_reaches_over_an_edge_is_on_the_slide(path: Path, left: float, width: float) -> None:
    deck = new()
    textbox(add(deck, "Who waits", layout=TITLE_ONLY), "a long label", left, 3, width)
    assert text_of(deck, path) == "Who waits\na long label"


def test_a_parked_table_is_not_on_the_slide(path: Path) -> None:
    deck = new()
    shapes = add(deck, "Who waits", layout=TITLE_ONLY).shapes
    shapes.add_table(1, 1, Inches(11), Inches(1), Inches(3), Inches(1)).table.cell(0, 0).text = "OLD"
    assert text_of(deck, path) == "Who waits"


def grouped(deck: Any, left: float, inner_left: float) -> None:
    """A group of two by one inches at ``left``, in which coordinates begin at 100 and are ten times finer."""
    group = add(deck, "Who waits", layout=TITLE_ONLY).shapes.add_group_shape()
    textbox(group, "in the group", 100 + 10 * inner_left, 30, 5, 3)
    frame = group._element.grpSpPr.get_or_add_xfrm()
    for name, x, y in [("off", left, 3), ("ext", 2, 1), ("chOff", 100, 30), ("chExt", 20, 10)]:
        child = frame.find(f"{{*}}{name}")
        keys = ("x", "y") if name in ("off", "chOff") else ("cx", "cy")
        for key, value in zip(keys, (x, y), strict=True):
            child.set(key, str(Inches(value)))


@pytest.mark.parametrize(
    ("left", "inner_left", "text"),
    [
        (1, 0, "Who waits\nin the group"),
        (11, 0, "Who waits"),
        (9, 1.5, "Who waits"),
        (-3, 3.5, "Who waits\nin the group"),
    ],
)
def test_what_is_in_a_group_is_where_the_group_puts_it(
    path: Path, left: float, inner_left: float, text: str
) -> None:
    deck = new()
    grouped(deck, left, inner_left)
    assert text_of(deck, path) == text


def test_a_label_turned_on_its_side_is_where_it_is_seen(path: Path) -> None:
    deck = new()
    slide = add(deck, "Who waits", layout=TITLE_ONLY)
    textbox(slide, "axis", -4.75, 3.5, 10).rotation = 270
    textbox(slide, "beside", -4.75 - 0.75, 3.5, 10).rotation = 270
    assert text_of(deck, path) == "Who waits\naxis"


def test_what_moves_onto_the_slide_is_on_it(path: Path) -> None:
    deck = new()
    slide = add(deck, "Who waits", layout=TITLE_ONLY)
    box = textbox(slide, "flies in", -5, 3)
    target = f'<p:cBhvr><p:tgtEl><p:spTgt spid="{box.shape_id}"/></p:tgtEl></p:cBhvr>'
    slide._element.append(xml(f"<p:timing><p:animMotion>{target}</p:animMotion></p:timing>"))
    assert text_of(deck, path) == "Who waits\nflies in"


def test_a_title_hidden_outside_the_slide_still_names_it(path: Path) -> None:
    deck = new()
    slide = add(deck, "Who waits", layout=TITLE_ONLY)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Inches(1), Inches(-2), Inches(5), Inches(1)
    textbox(slide, "a picture's label", 1, 3)
    assert read_deck(save(deck, path))[1].title == "Who waits"


def test_the_title_of_a_title_slide_may_stand_anywhere_if_it_is_large(path: Path) -> None:
    deck = new()
    for _ in range(2):
        slide = add(deck, layout=BLANK)
        textbox(slide, "Who waits for a bed", 1, 4, 8, size=40)
        textbox(slide, "A. Person", 1, 6)
    assert [slide.title for slide in read_deck(save(deck, path)).slides] == ["Who waits for a bed", ""]
