"""Reader for PDF talks, in particular those made with Beamer."""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from talkcoach.decks.frames import Frame
from talkcoach.decks.letters import readable
from talkcoach.decks.page_text import Sheet, read_sheet
from talkcoach.decks.talk_pages import talk_pages
from talkcoach.domain import Deck, Slide
from talkcoach.errors import DeckError

# pdfium is not thread-safe.
_PDFIUM = threading.Lock()

_HEAD = 1024  # bytes before which a file says that it is a PDF (ISO 32000-1, Annex H.3)
_END, _OBJECT = b"%%EOF", re.compile(rb"\d+ \d+ obj\b")


def read(path: Path) -> Deck:
    """The deck in a PDF; the overlays of a frame are one slide, so that slide numbers count frames.

    Raises:
        DeckError: when the file is not a PDF, is damaged or protected, or has no text.
    """
    with _PDFIUM, closing(open_pdf(path)) as document:
        sheets = _sheets(document, path)
        bookmarks, language = _bookmarks(document), _language(document)
    if not sheets:
        raise DeckError(f"{path} has no pages", "Export the slides again")
    talk = talk_pages(sheets, path.name)
    if not any(frame.text for frame in talk.frames):
        raise DeckError(
            f"{path} has no text, only pictures",
            "Export the slides with their text (not as images), or add a text layer with OCR",
        )
    names = _sections(talk.frames, bookmarks)
    slides = (
        Slide(number, frame.title, frame.text, "\n".join(frame.notes), section=name)
        for number, (frame, name) in enumerate(zip(talk.frames, names, strict=True), 1)
    )
    return Deck(tuple(slides), path, language, talk.caveats)


def frames_of(document: pypdfium2.PdfDocument, path: Path) -> tuple[Frame, ...]:
    """The frames of an open document, as `read` numbers them from 1; the caller sees to it that pdfium is free.

    Raises:
        DeckError: when a page is damaged.
    """
    return talk_pages(_sheets(document, path), path.name).frames


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """A PDF, opened; what a server or a mail has added after its end is left out.

    Raises:
        DeckError: when the file is not a PDF, is damaged, cut short or protected.
    """
    with path.open("rb") as file:
        content = file.read()
    if b"%PDF-" not in content[:_HEAD]:
        raise DeckError(f"{path} is not a PDF by its content", "Export the slides as PDF again")
    end = content.rfind(_END) + len(_END)
    # pdfium opens a file that was cut short without an error; with objects after its end a revision was cut.
    if end < len(_END) or _OBJECT.search(content, end):
        raise _damaged(path)
    try:
        return pypdfium2.PdfDocument(content[:end] + b"\n")
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise DeckError(f"{path} is protected with a password", "Save a copy without the password") from error
        raise _damaged(path) from error


def _sheets(document: pypdfium2.PdfDocument, path: Path) -> list[Sheet]:
    try:
        return [read_sheet(document, index) for index in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> DeckError:
    return DeckError(f"{path} is damaged or cut short", "Copy or download it again, or export it again")


def _bookmarks(document: pypdfium2.PdfDocument) -> dict[int, str]:
    """The titles of the bookmarks that divide the document, by target page (from 0)."""
    entries = [(mark.level, mark.get_dest(), readable(mark.get_title())) for mark in document.get_toc(max_depth=2)]
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
