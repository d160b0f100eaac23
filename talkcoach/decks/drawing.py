"""The process that renders the slides of a deck: ``python -m talkcoach.decks.drawing DECK FOLDER``.

Pages of a PDF are rendered by pdfium; LibreOffice converts a .pptx to PDF first. It is a process of its own, since
LibreOffice takes seconds and pdfium is not thread-safe.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from talkcoach.decks.images import LOCK, OVER, PROBLEM, picture_name, thumbnail_name
from talkcoach.decks.libreoffice import find_libreoffice
from talkcoach.decks.page_text import WHOLE, Region
from talkcoach.decks.pdf import frames_of, open_pdf
from talkcoach.decks.readers import read_deck
from talkcoach.domain import Deck
from talkcoach.errors import DeckError, TalkcoachError
from talkcoach.jobs.processes import end_with_children, start, step_back
from talkcoach.store.files import replace_bytes, write_text
from talkcoach.store.locks import only_one

if TYPE_CHECKING:
    from PIL.Image import Image

_Place = tuple[int, Region]
"""A page of a PDF, from 0, and where on it a slide is."""

WIDTH = 1280
"""Pixels: sharp on the full width of a laptop's screen; fifty slides take about ten megabytes."""

THUMBNAIL = 480
"""Pixels: a card in a grid of three on a large screen, or the full width of a phone."""

PATIENCE = 240.0
"""The most seconds for LibreOffice: decks with hundreds of pictures take one or two minutes on an old machine."""

_EXPORT = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
"""Exports hidden slides as well, since LibreOffice 7.4 (its help: "PDF export filter command line")."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
</oor:items>
"""
"""A deck may link to remote pictures and contain macros: neither is loaded."""

_NOWHERE = "http://127.0.0.1:9"
"""A proxy address without a server, so that any other request fails."""


def draw(deck: Path, folder: Path) -> None:
    """Render every slide of a deck as PNG into an existing folder.

    Raises:
        DeckError: when the deck cannot be read or rendered.
    """
    slides = read_deck(deck)
    if deck.suffix.lower() == ".pdf":
        _render(deck, _pages_of_frames(deck), folder)
        return
    with tempfile.TemporaryDirectory(prefix="talkcoach-", ignore_cleanup_errors=True) as made:
        pdf = _through_libreoffice(deck, Path(made))
        _render(pdf, _pages_of_slides(pdf, slides), folder)


def _pages_of_frames(pdf: Path) -> dict[int, _Place]:
    """Where the last overlay of each frame is, by its number."""
    with closing(open_pdf(pdf)) as document:
        return {n: (frame.pages[-1], frame.region) for n, frame in enumerate(frames_of(document, pdf), 1)}


def _pages_of_slides(pdf: Path, deck: Deck) -> dict[int, _Place]:
    """The page of each slide; old versions of LibreOffice leave hidden slides out."""
    with closing(open_pdf(pdf)) as document:
        pages = len(document)
    every = [slide.number for slide in deck.slides]
    shown = [slide.number for slide in deck.slides if not slide.hidden]
    numbers = next((each for each in (every, shown) if len(each) == pages), None)
    if numbers is None:
        raise DeckError(f"LibreOffice made {pages} pages of {len(every)} slides", "The cards show their text")
    return {number: (page, WHOLE) for page, number in enumerate(numbers)}


def _render(pdf: Path, places: dict[int, _Place], folder: Path) -> None:
    with closing(open_pdf(pdf)) as document:
        for slide, (index, region) in places.items():
            page = document[index]
            width, height = page.get_size()
            margins = (
                width * region.left,
                height * max(1 - region.top - region.height, 0.0),
                width * max(1 - region.left - region.width, 0.0),
                height * max(region.top, 0.0),
            )
            picture = page.render(scale=WIDTH / (width * region.width), crop=margins).to_pil()
            _save(picture, folder / picture_name(slide))
            picture.thumbnail((THUMBNAIL, picture.height))
            _save(picture, folder / thumbnail_name(slide))


def _save(picture: Image, path: Path) -> None:
    content = BytesIO()
    picture.save(content, format="PNG")
    replace_bytes(path, content.getvalue(), synced=False)


def _through_libreoffice(deck: Path, made: Path) -> Path:
    """The deck as a PDF, with a profile of its own, so that a running LibreOffice is not disturbed."""
    program = find_libreoffice()
    if not program:
        raise DeckError("LibreOffice is not installed", "The cards show the slides' text")
    user = made / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        str(program),
        f"-env:UserInstallation={user.parent.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *("--convert-to", _EXPORT, "--outdir", str(made), str(deck.absolute())),
    ]
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    _run(command, {**os.environ, **proxies, "no_proxy": "", "NO_PROXY": ""})
    pdf = made / f"{deck.stem}.pdf"
    if not pdf.exists():
        raise DeckError("LibreOffice cannot draw these slides", "The cards show their text")
    return pdf


def _run(command: Sequence[str], environment: dict[str, str]) -> None:
    process = start(command, environment=environment)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        raise DeckError("LibreOffice does not finish drawing these slides", "The cards show their text") from None
    finally:
        end_with_children(process)  # the program is a wrapper around LibreOffice


def main(arguments: Sequence[str]) -> None:
    """Render the slides unless another process does; an error is written to `PROBLEM` for the page."""
    deck, folder = map(Path, arguments)
    step_back()
    with only_one(folder / LOCK) as is_mine:
        if not is_mine:
            return
        try:
            draw(deck, folder)
            (folder / OVER).touch()
        except TalkcoachError as error:
            write_text(folder / PROBLEM, str(error))
        except Exception:
            write_text(folder / PROBLEM, "The slides cannot be drawn. The cards show their text.")
            raise


if __name__ == "__main__":
    main(sys.argv[1:])
