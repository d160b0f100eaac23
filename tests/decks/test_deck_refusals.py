"""What cannot be read as a deck is refused in one line that says what to do, each case with its own."""

import contextlib
import os
import zipfile
from pathlib import Path

import pytest
from deck_files import add, compound_file, new, replaced, rewritten, save
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import frame, write_pdf

from talkcoach.decks import openxml, read_deck, read_narration
from talkcoach.errors import DeckError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def refusal(path: Path) -> str:
    with pytest.raises(DeckError) as caught:
        read_deck(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    presentation = new()
    add(presentation, "Title", "body")
    return save(presentation, tmp_path / "talk.pptx")


def test_no_such_file(tmp_path: Path) -> None:
    assert "there is no deck" in refusal(tmp_path / "talk.pptx")


@pytest.mark.parametrize("name", ["a" * 300 + ".pptx", "nul\0.pdf"])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    assert "there is no deck" in refusal(tmp_path / name)


def test_a_deck_in_a_closed_folder(closed_folder: Path) -> None:
    assert "may not be read" in refusal(closed_folder / "talk.pptx")


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode on Windows")
@pytest.mark.parametrize("suffix", [".pptx", ".pdf"])
def test_a_name_that_is_no_utf_8_is_a_name_like_any_other(tmp_path: Path, deck: Path, suffix: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9" + suffix.encode()))
    if suffix == ".pptx":
        deck.rename(path)
    else:
        write_pdf(tmp_path / "talk.pdf", [frame("Title")]).rename(path)
    assert read_deck(path).title == "Title"


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["talk.pptx", "talk.pdf"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    assert "is empty" in refusal(path)


def test_an_unknown_suffix_gives_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("words")
    assert ".pptx" in refusal(path)
    assert ".pdf" in refusal(path)


@pytest.mark.parametrize(
    ("name", "way_out"), [("a.ppt", "save it as .pptx"), ("a.odp", "LibreOffice"), ("a.key", "Keynote")]
)
def test_other_formats_give_a_way_to_export(tmp_path: Path, name: str, way_out: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"whatever")
    assert way_out in refusal(path)


def test_an_old_binary_presentation_under_a_new_name(tmp_path: Path) -> None:
    path = tmp_path / "talk.pptx"
    path.write_bytes(compound_file("PowerPoint Document"))
    assert "before 2007" in refusal(path)


def test_a_presentation_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "talk.pptx"
    path.write_bytes(compound_file("EncryptedPackage"))
    assert "password" in refusal(path)


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "talk.pdf", [frame("Title")], encrypted=True)
    assert "password" in refusal(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_presentation_that_is_cut_short(deck: Path, share: float) -> None:
    content = deck.read_bytes()
    deck.write_bytes(content[: int(share * len(content))])
    assert "damaged" in refusal(deck)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.995])
def test_a_pdf_that_is_cut_short(tmp_path: Path, share: float) -> None:
    path = write_pdf(tmp_path / "talk.pdf", [frame("Title", "body")] * 3)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    assert "damaged" in refusal(path)


def test_a_deck_of_which_no_slide_can_be_read(deck: Path) -> None:
    with zipfile.ZipFile(deck) as package:
        start = package.getinfo("ppt/slides/slide1.xml").header_offset
    content = bytearray(deck.read_bytes())
    content[start + 80 : start + 120] = bytes(40)
    deck.write_bytes(content)
    assert "damaged" in refusal(deck)


def test_a_text_file_under_the_name_of_a_presentation(tmp_path: Path) -> None:
    path = tmp_path / "talk.pptx"
    path.write_text("words " * 100)
    assert "no PowerPoint file" in refusal(path)


def test_a_text_file_under_the_name_of_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "talk.pdf"
    path.write_text("words " * 100)
    assert "not a PDF" in refusal(path)


def test_a_pdf_under_the_name_of_a_presentation(tmp_path: Path) -> None:
    assert "Rename" in refusal(write_pdf(tmp_path / "talk.pptx", [frame("Title")]))


def test_a_word_document_under_the_name_of_a_presentation(tmp_path: Path) -> None:
    path = tmp_path / "talk.pptx"
    with zipfile.ZipFile(path, "w") as package:
        relation = f'<Relationship Id="rId1" Type="{OFFICE_DOCUMENT}" Target="word/document.xml"/>'
        package.writestr("_rels/.rels", f'<Relationships xmlns="x">{relation}</Relationships>')
        package.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"/>')
    assert "Word document" in refusal(path)


def test_any_other_zip_under_the_name_of_a_presentation(tmp_path: Path) -> None:
    path = tmp_path / "talk.pptx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("holiday.jpg", b"pixels")
    assert "not a presentation" in refusal(path)


def test_a_presentation_without_slides(tmp_path: Path) -> None:
    assert "no slides" in refusal(save(new(), tmp_path / "talk.pptx"))


def test_a_pdf_without_text(tmp_path: Path) -> None:
    message = refusal(write_pdf(tmp_path / "talk.pdf", [[], []]))
    assert "no text" in message
    assert "Export the slides with their text" in message


def test_entities_are_not_expanded(deck: Path) -> None:
    replaced(deck, "ppt/slides/slide1.xml", "<p:sld ", '<!DOCTYPE p:sld [<!ENTITY e "boom">]><p:sld ')
    assert "document type" in refusal(deck)


def test_a_zip_bomb_is_not_unpacked(deck: Path) -> None:
    replaced(deck, "_rels/.rels", "ppt/presentation.xml", "ppt/bomb.xml")
    with (
        zipfile.ZipFile(deck, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("ppt/bomb.xml", "w") as part,
    ):
        for _ in range((openxml.MAX_XML_BYTES >> 24) + 1):
            part.write(bytes(1 << 24))
    assert "MB" in refusal(deck)


@settings(deadline=None)
@given(st.data())
def test_a_part_of_random_damage_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    presentation = new()
    add(presentation, "Title", "body", notes="Breathe.")
    path = save(presentation, tmp_path_factory.mktemp("deck") / "talk.pptx")
    part = data.draw(
        st.sampled_from(
            [
                "_rels/.rels",
                "ppt/presentation.xml",
                "ppt/slides/slide1.xml",
                "ppt/slides/_rels/slide1.xml.rels",
                "ppt/notesSlides/notesSlide1.xml",
            ]
        )
    )
    noise = data.draw(st.binary(max_size=12))

    def damage(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        start = data.draw(st.integers(0, len(content)))
        return content[:start] + noise + content[start + data.draw(st.integers(0, 60)) :]

    read_or_refused(rewritten(path, damage))


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, 2000), st.integers(0, 200))
def test_a_pdf_with_random_damage_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, start: int, length: int
) -> None:
    path = write_pdf(
        tmp_path_factory.mktemp("pdf") / "talk.pdf",
        [frame("Title", "body")] * 2,
        labels=["1", "1"],
        bookmarks=[("Part", 1)],
        language="en",
    )
    content = path.read_bytes()
    path.write_bytes(content[:start] + noise + content[start + length :])
    read_or_refused(path)


def read_or_refused(path: Path) -> None:
    with contextlib.suppress(DeckError):
        assert read_deck(path).slides


def test_narration_is_refused_like_the_deck(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="there is no deck"):
        read_narration(tmp_path / "talk.pptx")
