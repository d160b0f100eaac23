"""Hand-outs of several slides on a page are taken apart, and a caveat says so."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import HEIGHT, WIDTH, Text, frame, write_pdf
from pdf_layouts import TALK, handout, talk

from talkcoach.decks import read_deck
from talkcoach.decks.page_text import Sheet, TextPiece
from talkcoach.decks.talk_pages import talk_pages
from talkcoach.domain import Caveat, Deck

A4, LETTER = (595.0, 842.0), (612.0, 792.0)
A4_LYING = (842.0, 595.0)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "talk.pdf"


def words(deck: Deck) -> list[list[str]]:
    return [slide.text.split("\n") for slide in deck.slides]


def expected(frames: int) -> list[list[str]]:
    return [list(lines) for lines in TALK[:frames]]


@pytest.mark.parametrize("furniture", [False, True])
@pytest.mark.parametrize("frames", [6, 7])
@pytest.mark.parametrize(
    ("columns", "rows", "page"),
    [
        (1, 2, A4),
        (1, 2, LETTER),
        (1, 3, A4),
        (2, 2, A4_LYING),
        (2, 2, A4),
        (2, 3, A4),
        (2, 3, LETTER),
        (2, 1, A4_LYING),
    ],
)
def test_every_slide_of_a_handout_is_a_slide(
    pdf: Path, columns: int, rows: int, page: tuple[float, float], frames: int, furniture: bool
) -> None:
    deck = read_deck(write_pdf(pdf, handout(talk(frames), columns, rows, page, furniture), size=page))
    assert deck.caveats == (Caveat("handout", "talk.pdf", numbers=(columns * rows,)),)
    assert words(deck) == expected(frames)


def test_three_slides_a_page_with_lines_to_write_on(pdf: Path) -> None:
    """As PowerPoint prints it: the slides stand on the left."""
    pages = [
        [Text(line.text, line.baseline, line.size, line.left / 2) for line in page]
        for page in handout(talk(), 1, 3, A4)
    ]
    assert words(read_deck(write_pdf(pdf, pages, size=A4))) == expected(6)


def test_a_title_slide_with_a_larger_title_in_the_middle(pdf: Path) -> None:
    frames = talk()
    frames[0] = [Text("Who waits for a bed", 150, 17.3, 60), Text("A. Person", 110)]
    deck = read_deck(write_pdf(pdf, handout(frames, 2, 3, A4), size=A4))
    assert [slide.title for slide in deck.slides] == [lines[0] for lines in TALK[:6]]


def test_a_slide_of_pictures_keeps_its_place(pdf: Path) -> None:
    frames = talk()
    frames[1] = []
    deck = read_deck(write_pdf(pdf, handout(frames, 1, 2, A4), size=A4))
    assert [slide.title for slide in deck.slides] == [
        "Who waits for a bed",
        "",
        *(lines[0] for lines in TALK[2:6]),
    ]


@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (WIDTH, WIDTH * 9 / 16)])
def test_slides_with_headings_of_equal_size_are_no_handout(pdf: Path, size: tuple[float, float]) -> None:
    pages = [
        [*frame(title, one), Text("By ward", 100, 14.4), Text(two, 80)] if n % 2 else frame(title, one, two)
        for n, (title, one, two) in enumerate(TALK)
    ]
    deck = read_deck(write_pdf(pdf, pages, size=size))
    assert len(deck.slides) == len(TALK)
    assert deck.caveats == ()


def test_two_columns_under_a_title_are_one_slide(pdf: Path) -> None:
    pages = [[*frame(title, one), Text(two, 200, 11, 200)] for title, one, two in TALK]
    assert len(read_deck(write_pdf(pdf, pages)).slides) == len(TALK)


def test_other_upright_pages_are_told_of(pdf: Path) -> None:
    pages = [[Text("An essay", 700, 20)] + [Text(f"line {n} of it", 680 - 14 * n) for n in range(45)]]
    deck = read_deck(write_pdf(pdf, pages, size=A4))
    assert (len(deck.slides), deck.caveats) == (1, (Caveat("upright-pages", "talk.pdf"),))


segments = st.builds(
    lambda text, line, size, left, top, width: TextPiece(text, line, size, left, top, left + width, top + size),
    st.sampled_from(["Title here", "word", "12 / 3", "• x", "a longer line of text"]),
    st.integers(0, 9),
    st.sampled_from([0.02, 0.03, 0.06]),
    st.floats(0, 0.9),
    st.floats(0, 0.9),
    st.floats(0.01, 0.6),
)
papers = st.sampled_from([0.1, 2**-0.5, 0.67, 1.0, 4 / 3, 2**0.5, 16 / 9, 8 / 3, 30.0])


@settings(deadline=None)
@given(papers, st.lists(st.lists(segments, max_size=12), max_size=8), st.booleans())
def test_whatever_stands_on_the_pages_each_comes_up_in_order(
    aspect: float, content: list[list[TextPiece]], labelled: bool
) -> None:
    sheets = [
        Sheet(n, str(n // 2) if labelled else "", aspect, tuple(sorted(found, key=lambda each: each.line)))
        for n, found in enumerate(content)
    ]
    pages = [page for frame in talk_pages(sheets, "talk.pdf").frames for page in frame.pages]
    assert pages == sorted(pages)
    assert set(pages) <= set(range(len(sheets)))
