import shutil
import subprocess
from pathlib import Path

import pytest
from deck_files import add, new, save
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import Text, frame, write_pdf

from talkcoach.decks import read_deck
from talkcoach.domain import Deck
from talkcoach.errors import DeckError


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "talk.pdf"


def titles(deck: Deck) -> list[str]:
    return [slide.title for slide in deck.slides]


def test_the_largest_line_is_the_title_and_the_rest_follows_it(pdf: Path) -> None:
    deck = read_deck(write_pdf(pdf, [frame("Why routing", "Dense layers waste compute", "Most tokens are easy")]))
    assert deck.slides[0].title == "Why routing"
    assert deck.slides[0].text == "Why routing\nDense layers waste compute\nMost tokens are easy"


def test_a_title_over_two_lines_is_one_title(pdf: Path) -> None:
    page = [Text("A very long title that", 250, 14.4), Text("goes on below", 233, 14.4), Text("a body line", 150)]
    pages = [page, frame("Next", "one", "two", "three")]
    assert read_deck(write_pdf(pdf, pages))[1].title == "A very long title that goes on below"


def test_a_title_page_is_titled_by_its_largest_line_in_the_middle(pdf: Path) -> None:
    cover = [Text("University of Somewhere", 250, 9), Text("Sparse routing", 150, 17.3), Text("A. Person", 110)]
    deck = read_deck(write_pdf(pdf, [cover, frame("Next", "one", "two", "three")]))
    assert deck.title == "Sparse routing"


def test_a_large_number_is_no_title(pdf: Path) -> None:
    page = [*frame("Accuracy", "on the held-out set"), Text("4.3", 120, 40)]
    pages = [page, frame("Next", "one", "two", "three")]
    assert titles(read_deck(write_pdf(pdf, pages))) == ["Accuracy", "Next"]


def test_overlays_with_one_label_are_one_slide_with_the_fullest_text(pdf: Path) -> None:
    pages = [frame("Cover"), frame("Idea", "one"), frame("Idea", "one", "two"), frame("Results", "best")]
    deck = read_deck(write_pdf(pdf, pages, labels=["1", "2", "2", "3"]))
    assert [slide.number for slide in deck.slides] == [1, 2, 3]
    assert deck[2].text == "Idea\none\ntwo"


def test_a_frame_without_a_number_of_its_own_is_a_slide(pdf: Path) -> None:
    pages = [frame("Results", "four datasets"), frame("Backup", "more tables")]
    assert titles(read_deck(write_pdf(pdf, pages, labels=["7", "7"]))) == ["Results", "Backup"]


def test_slides_with_one_title_but_their_own_labels_stay_apart(pdf: Path) -> None:
    pages = [frame("Results", "four datasets"), frame("Results", "four datasets", "and an ablation")]
    assert len(read_deck(write_pdf(pdf, pages, labels=["7", "8"])).slides) == 2


def test_without_labels_a_text_that_only_grows_is_one_slide(pdf: Path) -> None:
    pages = [frame("Idea", "one"), frame("Idea", "one", "two"), frame("Idea", "three")]
    assert [slide.text for slide in read_deck(write_pdf(pdf, pages)).slides] == ["Idea\none\ntwo", "Idea\nthree"]


def test_without_labels_a_frame_may_begin_with_its_title_alone(pdf: Path) -> None:
    pages = [frame("Idea"), frame("Idea", "one"), frame("Idea", "one and", "two"), frame("Next", "three")]
    assert [slide.text for slide in read_deck(write_pdf(pdf, pages)).slides] == [
        "Idea\none and\ntwo",
        "Next\nthree",
    ]


def test_without_labels_slides_with_numbers_of_their_own_stay_apart(pdf: Path) -> None:
    pages = [frame("Results", "best", number="1"), frame("Results", "best", "and second", number="2")]
    pages.append(frame("Discussion", "why", number="3"))
    assert titles(read_deck(write_pdf(pdf, pages))) == ["Results", "Results", "Discussion"]


def test_text_outside_the_crop_box_is_no_text(pdf: Path) -> None:
    pages = [[Text("PRINTERS MARKS", 20, 20, 10), *frame("Idea", "one")] for _ in range(2)]
    pages.append([*frame("End", "two"), Text("cut", 268, 8, 300)])
    deck = read_deck(write_pdf(pdf, pages, box="/CropBox [0 50 362 265]"))
    assert [slide.text for slide in deck.slides] == ["Idea\none", "End\ntwo"]


def test_pages_that_are_turned_read_like_others(pdf: Path) -> None:
    pages = [frame("Idea", "one", footer="A. Person", number=str(n)) for n in range(4)]
    upright = read_deck(write_pdf(pdf, pages))
    assert read_deck(write_pdf(pdf, pages, turned=True)) == upright


@pytest.mark.parametrize("junk", [b"\r\n" * 3_000, bytes(5_000), b"<html>Virus checked.</html>\n" * 200])
def test_junk_after_the_end_is_left_out(pdf: Path, junk: bytes) -> None:
    write_pdf(pdf, [frame("Idea", "one")])
    pdf.write_bytes(pdf.read_bytes() + junk)
    assert read_deck(pdf)[1].text == "Idea\none"


def test_a_pdf_of_which_a_later_revision_is_cut_is_damaged(pdf: Path) -> None:
    write_pdf(pdf, [frame("Idea", "one")])
    pdf.write_bytes(pdf.read_bytes() + b"9 0 obj\n<< /Type /Page")
    with pytest.raises(DeckError, match="cut short"):
        read_deck(pdf)


def test_without_labels_pictures_under_one_title_stay_apart(pdf: Path) -> None:
    pages = [frame("Results"), frame("Results"), frame("Discussion", "what we learnt", "and did not")]
    assert titles(read_deck(write_pdf(pdf, pages))) == ["Results", "Results", "Discussion"]


def test_running_footers_and_page_numbers_are_no_text(pdf: Path) -> None:
    pages = [
        frame(f"Part {'ABCD'[n]}", f"point {n}", "and one more", footer="A. Person (Lab)", number=f"{n + 1} / 4")
        for n in range(4)
    ]
    assert [slide.text for slide in read_deck(write_pdf(pdf, pages)).slides] == [
        f"Part {'ABCD'[n]}\npoint {n}\nand one more" for n in range(4)
    ]


def test_titles_that_differ_only_in_a_number_are_kept(pdf: Path) -> None:
    pages = [frame(f"Experiment {n}", f"finding {n}", "as expected") for n in range(5)]
    assert titles(read_deck(write_pdf(pdf, pages))) == [f"Experiment {n}" for n in range(5)]


def test_a_footnote_on_one_slide_is_kept(pdf: Path) -> None:
    pages = [frame(f"Topic {'ABC'[n]}", f"point {n}") for n in range(3)]
    pages[1].append(Text("Person et al., 2024", 6, 6.0))
    assert "Person et al., 2024" in read_deck(write_pdf(pdf, pages))[2].text


def test_bookmarks_name_the_sections(pdf: Path) -> None:
    pages = [frame(f"Topic {'ABCDE'[n]}", f"point {n}") for n in range(5)]
    deck = read_deck(write_pdf(pdf, pages, bookmarks=[("Problem", 1), ("Evidence", 3)]))
    assert [slide.section for slide in deck.slides] == ["", "Problem", "Problem", "Evidence", "Evidence"]


def test_below_a_single_bookmark_the_next_level_names_the_sections(pdf: Path) -> None:
    pages = [frame(f"Topic {'ABCDE'[n]}", f"point {n}") for n in range(5)]
    deck = read_deck(write_pdf(pdf, pages, bookmarks=[("Problem", 0), ("Evidence", 3)], book="My talk"))
    assert [slide.section for slide in deck.slides] == ["Problem"] * 3 + ["Evidence"] * 2


def test_a_bookmark_for_every_slide_names_no_section(pdf: Path) -> None:
    pages = [frame(f"Topic {'ABC'[n]}", f"point {n}") for n in range(3)]
    deck = read_deck(write_pdf(pdf, pages, bookmarks=[(f"Slide {n}", n) for n in range(3)]))
    assert {slide.section for slide in deck.slides} == {""}


@pytest.mark.parametrize(("stated", "code"), [("de-CH", "de"), ("en", "en"), ("", ""), ("zxx", "")])
def test_the_catalogue_states_the_language(pdf: Path, stated: str, code: str) -> None:
    assert read_deck(write_pdf(pdf, [frame("Titel", "Text")], language=stated)).language == code


def test_a_page_with_a_picture_only_keeps_its_number(pdf: Path) -> None:
    deck = read_deck(write_pdf(pdf, [frame("Cover", "by me"), [], frame("End", "thanks")]))
    assert [(slide.number, slide.text) for slide in deck.slides][1] == (2, "")


def test_a_word_split_at_the_end_of_a_line_is_whole_again(pdf: Path) -> None:
    deck = read_deck(write_pdf(pdf, [frame("Title", "dense rout-", "ing layers")]))
    assert deck[1].text == "Title\ndense routing layers"


def test_bullets_are_no_text(pdf: Path) -> None:
    assert (
        read_deck(write_pdf(pdf, [frame("Title", "• one", "•", "two • three")]))[1].text
        == "Title\none\ntwo • three"
    )


def test_a_hyphen_before_a_number_is_kept(pdf: Path) -> None:
    deck = read_deck(write_pdf(pdf, [frame("Title", "we compare GPT-", "4 and ours")]))
    assert deck[1].text == "Title\nwe compare GPT-\n4 and ours"


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice Impress (soffice)")
def test_a_pdf_from_libreoffice_reads_like_its_presentation(tmp_path: Path) -> None:
    presentation = new()
    add(presentation, "Why routing", "Dense layers waste compute", "Most tokens are easy")
    add(presentation, "Results", "Four points better")
    path = save(presentation, tmp_path / "talk.pptx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    presented, exported = read_deck(path), read_deck(tmp_path / "talk.pdf")
    assert [slide.text for slide in exported.slides] == [slide.text for slide in presented.slides]


# Without hyphens, whose meaning at the end of a line the two tests above hold.
words = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="-"), min_size=3, max_size=12
)


@settings(deadline=None)
@given(st.lists(words, min_size=1, max_size=6))
def test_any_line_of_text_comes_back(tmp_path_factory: pytest.TempPathFactory, body: list[str]) -> None:
    path = tmp_path_factory.mktemp("pdf") / "talk.pdf"
    deck = read_deck(write_pdf(path, [frame("Title", *body)]))
    assert deck[1].text.split("\n")[1:] == body
