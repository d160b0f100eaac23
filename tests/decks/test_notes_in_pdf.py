"""Notes beside slides, below them or on pages of their own are notes, and never words of a slide."""

import json
import subprocess
from pathlib import Path

import pytest
from deck_files import add, new, save
from pdf_files import HEIGHT, WIDTH, Text, frame, write_pdf
from pdf_layouts import NOTES, TALK, notes_page, placed, talk

from talkcoach.decks import read_deck
from talkcoach.decks.libreoffice import find_libreoffice
from talkcoach.domain import Caveat, Deck

BESIDE = (Caveat("notes-beside-slides", "talk.pdf"),)
BETWEEN = (Caveat("notes-between-slides", "talk.pdf"),)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "talk.pdf"


def texts(deck: Deck) -> list[str]:
    return [slide.text for slide in deck.slides]


def noted(deck: Deck) -> list[str]:
    return [" ".join(slide.notes.split()) for slide in deck.slides]


EXPECTED = ["\n".join(lines) for lines in TALK[:6]]


@pytest.mark.parametrize(("pictured", "size"), [(True, 11.0), (False, 9.0), (False, 11.0), (False, 17.0)])
@pytest.mark.parametrize("side", ["right", "left", "below", "above"])
def test_notes_on_any_side_of_the_slides(pdf: Path, side: str, pictured: bool, size: float) -> None:
    across, down = side in ("left", "right"), side in ("below", "above")
    slide_at = (WIDTH * (side == "left"), HEIGHT * (side == "below"))
    notes_at = (WIDTH * (side == "right"), HEIGHT * (side == "above"))
    pages = [
        placed(lines, *slide_at) + placed(notes_page(lines, notes, pictured=pictured, size=size), *notes_at)
        for lines, notes in zip(talk(), NOTES, strict=False)
    ]
    deck = read_deck(write_pdf(pdf, pages, size=(WIDTH * (1 + across), HEIGHT * (1 + down))))
    assert texts(deck) == EXPECTED
    assert noted(deck) == NOTES[:6]
    assert deck.caveats == BESIDE


def test_slides_without_notes_among_others(pdf: Path) -> None:
    pages = [
        placed(lines, 0, 0) + placed(notes_page(lines, notes if n % 2 else ""), WIDTH, 0)
        for n, (lines, notes) in enumerate(zip(talk(), NOTES, strict=False))
    ]
    deck = read_deck(write_pdf(pdf, pages, size=(2 * WIDTH, HEIGHT)))
    assert texts(deck) == EXPECTED
    assert noted(deck) == ["" if n % 2 == 0 else notes for n, notes in enumerate(NOTES[:6])]


def test_overlays_beside_their_notes_are_one_slide(pdf: Path) -> None:
    pages = [
        placed(frame(title, *body), 0, 0) + placed(notes_page(frame(title, *body), notes), WIDTH, 0)
        for (title, *lines), notes in zip(TALK[:6], NOTES, strict=False)
        for body in ([], lines[:1], lines)
    ]
    deck = read_deck(write_pdf(pdf, pages, size=(2 * WIDTH, HEIGHT)))
    assert texts(deck) == EXPECTED
    assert noted(deck) == NOTES[:6]


def test_one_wide_slide_is_not_cut_in_two(pdf: Path) -> None:
    pages = [[Text(line.text, line.baseline, line.size, line.left + 250) for line in lines] for lines in talk()]
    deck = read_deck(write_pdf(pdf, pages, size=(2 * WIDTH, HEIGHT)))
    assert (len(deck.slides), deck.caveats) == (6, ())


@pytest.mark.parametrize("labelled", [True, False])
@pytest.mark.parametrize("pictured", [True, False])
def test_pages_of_notes_between_the_slides(pdf: Path, pictured: bool, labelled: bool) -> None:
    pages = [
        page
        for lines, notes in zip(talk(), NOTES, strict=False)
        for page in (lines, notes_page(lines, notes, pictured=pictured))
    ]
    labels = [str(1 + n // 2) for n in range(len(pages))] if labelled else []
    deck = read_deck(write_pdf(pdf, pages, labels=labels))
    assert texts(deck) == EXPECTED
    assert noted(deck) == NOTES[:6]
    assert deck.caveats == BETWEEN


@pytest.mark.parametrize(("pictured", "labelled"), [(True, False), (False, True)])
def test_pages_of_notes_after_some_slides_only(pdf: Path, pictured: bool, labelled: bool) -> None:
    pages, labels = [], []
    for n, (lines, notes) in enumerate(zip(talk(), NOTES, strict=False)):
        both = [lines, notes_page(lines, notes, pictured=pictured)]
        pages += both if n % 2 else both[:1]
        labels += [str(n + 1)] * (1 + n % 2)
    deck = read_deck(write_pdf(pdf, pages, labels=labels if labelled else []))
    assert texts(deck) == EXPECTED
    assert noted(deck) == [notes if n % 2 else "" for n, notes in enumerate(NOTES[:6])]


def test_overlays_are_followed_by_one_page_of_notes(pdf: Path) -> None:
    pages = [
        page
        for n, ((title, *lines), notes) in enumerate(zip(TALK[:6], NOTES, strict=False), 1)
        for page in (
            frame(title, lines[0], number=str(n)),
            frame(title, *lines, number=str(n)),
            notes_page(frame(title, *lines), notes, pictured=False),
        )
    ]
    deck = read_deck(write_pdf(pdf, pages))
    assert texts(deck) == EXPECTED
    assert noted(deck) == NOTES[:6]


def test_a_title_slide_in_larger_letters_and_two_others_are_slides(pdf: Path) -> None:
    pages = [
        [Text("slide", 200, 30), Text("A. Person", 100)],
        frame("Second slide", "some"),
        frame("Third slide", "more"),
    ]
    deck = read_deck(write_pdf(pdf, pages))
    assert (len(deck.slides), deck.caveats) == (3, ())


def test_slides_without_a_title_between_others_are_slides(pdf: Path) -> None:
    pages = [frame(*lines) if n % 3 else frame("", *lines[1:]) for n, lines in enumerate(TALK)]
    deck = read_deck(write_pdf(pdf, pages))
    assert (len(deck.slides), deck.caveats) == (len(TALK), ())


@pytest.mark.parametrize("notes_size", [9.0, 12.0, 16.0])
def test_printed_notes_pages(pdf: Path, notes_size: float) -> None:
    """As PowerPoint prints them: the slide above, what is noted below it, a number in the corner."""
    pages = [
        [*placed(lines, 90, 470, 1.15), Text(notes, 380, notes_size, 70), Text(str(n), 20, 9, 520)]
        for n, (lines, notes) in enumerate(zip(talk(), NOTES, strict=False), 1)
    ]
    deck = read_deck(write_pdf(pdf, pages, size=(595, 842)))
    assert texts(deck) == EXPECTED
    assert noted(deck) == NOTES[:6]
    assert deck.caveats == BESIDE


@pytest.mark.skipif(not find_libreoffice(), reason="LibreOffice is not installed")
def test_notes_pages_of_libreoffice(tmp_path: Path) -> None:
    presentation = new()
    for (title, *lines), notes in zip(TALK, NOTES, strict=True):
        add(presentation, title, *lines, notes=notes)
    save(presentation, tmp_path / "talk.pptx")
    names = ("ExportNotesPages", "ExportOnlyNotesPages")
    options = json.dumps({name: {"type": "boolean", "value": "true"} for name in names})
    subprocess.run(
        [
            *(str(find_libreoffice()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", f"pdf:impress_pdf_Export:{options}", "--outdir", str(tmp_path)),
            str(tmp_path / "talk.pptx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    deck = read_deck(tmp_path / "talk.pdf")
    assert [slide.title for slide in deck.slides] == [lines[0] for lines in TALK]
    assert noted(deck) == NOTES
