"""Reader for PDF talks, in particular those made with Beamer."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from talkcoach.decks.frames import Frame, frames
from talkcoach.decks.page_text import Page, page_lines
from talkcoach.domain import Deck, Slide
from talkcoach.errors import DeckError

# pdfium is not thread-safe.
_PDFIUM = threading.Lock()


def read(path: Path) -> Deck:
    """The deck in a PDF; the overlays of a frame are one slide, so that slide numbers count frames.

    Raises:
        DeckError: when the file is not a PDF, is damaged or protected, or has no text.
    """
    _check_ends(path)
    with _PDFIUM, closing(_open(path)) as document:
        try:
            pages = [_page(document, index) for index in range(len(document))]
        except pypdfium2.PdfiumError as error:
            raise _damaged(path) from error
        bookmarks, language = _bookmarks(document), _language(document)
    if not pages:
        raise DeckError(f"{path} has no pages", "Export the slides again")
    if not any(page.lines for page in pages):
        raise DeckError(
            f"{path} has no text, only pictures",
            "Export the slides with their text (not as images), or add a text layer with OCR",
        )
    talk = frames(pages)
    names = _sections(talk, bookmarks)
    slides = (
        Slide(number, frame.title, frame.text, section=name)
        for number, (frame, name) in enumerate(zip(talk, names, strict=True), 1)
    )
    return Deck(tuple(slides), path, language)


def _page(document: pypdfium2.PdfDocument, index: int) -> Page:
    with closing(document[index]) as page:
        return Page(index, str(document.get_page_label(index)), page_lines(page))


def _check_ends(path: Path) -> None:
    """Raise for a file that is not a PDF, or is truncated, which pdfium opens without an error."""
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(max(0, path.stat().st_size - 2048))
        tail = file.read()
    if b"%PDF-" not in head:
        raise DeckError(f"{path} is not a PDF by its content", "Export the slides as PDF again")
    if b"%%EOF" not in tail:
        raise _damaged(path)


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise DeckError(f"{path} is protected with a password", "Save a copy without the password") from error
        raise _damaged(path) from error


def _damaged(path: Path) -> DeckError:
    return DeckError(f"{path} is damaged or cut short", "Copy or download it again, or export it again")


def _bookmarks(document: pypdfium2.PdfDocument) -> dict[int, str]:
    """The titles of the bookmarks that divide the document, by target page (from 0)."""
    entries = [(mark.level, mark.get_dest(), mark.get_title().strip()) for mark in document.get_toc(max_depth=2)]
    # A single bookmark at the top level is the title of the document; the sections are below it.
    level = 1 if sum(depth == 0 for depth, _, _ in entries) == 1 else 0
    return {
        dest.get_index(): title for depth, dest, title in reversed(entries) if depth == level and dest and title
    }


def _sections(talk: Sequence[Frame], bookmarks: dict[int, str]) -> list[str]:
    """The bookmark of each frame; empty where most frames have a bookmark of their own."""
    if len(bookmarks) > len(talk) / 2:
        return [""] * len(talk)
    names, name = [], ""
    for frame in talk:
        name = next((bookmarks[page] for page in reversed(frame.pages) if page in bookmarks), name)
        names.append(name)
    return names


def _language(document: pypdfium2.PdfDocument) -> str:
    """The ISO 639-1 code of the language that the catalogue states; empty without one."""
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, length)
    code = bytes(buffer).decode("utf-16-le").split("\0")[0].split("-")[0].lower()
    return code if len(code) == 2 else ""
