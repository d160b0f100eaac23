"""The process that draws the slides of a deck: ``python -m talkcoach.decks.drawing DECK FOLDER``.

Pages of a PDF are rendered by pdfium; a .pptx becomes a PDF first, through LibreOffice. It runs apart from the
pages, since LibreOffice takes seconds and pdfium one thread at a time.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkcoach.decks.frames import frames
from talkcoach.decks.images import LOCK, OVER, PROBLEM, picture_name, thumbnail_name
from talkcoach.decks.libreoffice import find_libreoffice
from talkcoach.decks.pages import Page, page_lines
from talkcoach.decks.readers import read_deck
from talkcoach.domain import Deck
from talkcoach.errors import DeckError, TalkcoachError
from talkcoach.storage import write_text

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 1280
"""Pixels: a slide that fills a laptop's page is sharp, and a deck of fifty stays below some ten megabytes."""

THUMBNAIL = 480
"""Pixels: a card in a grid of three on a large page, and the whole width of a phone."""

PATIENCE = 240.0
"""Seconds for LibreOffice: decks with hundreds of pictures take one or two minutes on an old machine."""

_NICENESS = 10

_EXPORT = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
"""A page for hidden slides as well, from LibreOffice 7.4 on (its help: "PDF export filter command line")."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
</oor:items>
"""
"""A deck may link to pictures elsewhere and hold programs: neither is fetched or run."""

_NOWHERE = "http://127.0.0.1:9"
"""A proxy that is none, for whatever would be fetched all the same."""


def draw(deck: Path, folder: Path) -> None:
    """Draw every slide of a deck as PNG into a folder that is there.

    Raises:
        DeckError: when the deck cannot be read, or not be drawn.
    """
    slides = read_deck(deck)
    if deck.suffix.lower() == ".pdf":
        _render(deck, _pages_of_frames(deck), folder)
        return
    with tempfile.TemporaryDirectory(prefix="talkcoach-", ignore_cleanup_errors=True) as made:
        pdf = _through_libreoffice(deck, Path(made))
        _render(pdf, _pages_of_slides(pdf, slides), folder)


def _pages_of_frames(pdf: Path) -> dict[int, int]:
    """The page, from 0, on which each frame has built up, by its number."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = [
            Page(at, str(document.get_page_label(at)), page_lines(document[at])) for at in range(len(document))
        ]
        return {number: frame.pages[-1] for number, frame in enumerate(frames(pages), 1)}


def _pages_of_slides(pdf: Path, deck: Deck) -> dict[int, int]:
    """The page, from 0, of each slide; an old LibreOffice leaves the hidden ones out."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = len(document)
    every = [slide.number for slide in deck.slides]
    shown = [slide.number for slide in deck.slides if not slide.hidden]
    numbers = next((each for each in (every, shown) if len(each) == pages), None)
    if numbers is None:
        raise DeckError(f"LibreOffice made {pages} pages of {len(every)} slides", "The cards show their text")
    return {number: page for page, number in enumerate(numbers)}


def _render(pdf: Path, pages: dict[int, int], folder: Path) -> None:
    import pypdfium2

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for slide, index in pages.items():
            page = document[index]
            picture = page.render(scale=WIDTH / page.get_width()).to_pil()
            _save(picture, folder / picture_name(slide))
            picture.thumbnail((THUMBNAIL, picture.height))
            _save(picture, folder / thumbnail_name(slide))


def _save(picture: Image, path: Path) -> None:
    """Write a picture so that nobody finds half of it."""
    unfinished = path.with_name(f".{path.name}")
    picture.save(unfinished, format="PNG")
    unfinished.replace(path)


def _through_libreoffice(deck: Path, made: Path) -> Path:
    """The deck as a PDF. Profile and files are private, so that an open LibreOffice is not disturbed."""
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
    nothing = subprocess.DEVNULL
    apart: dict[str, Any] = {} if os.name == "nt" else {"start_new_session": True}
    process = subprocess.Popen(command, env=environment, stdin=nothing, stdout=nothing, stderr=nothing, **apart)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        raise DeckError("LibreOffice does not finish drawing these slides", "The cards show their text") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with its children: the program that was started is only a shell around it."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def main(arguments: Sequence[str]) -> None:
    """Draw unless another process does; what goes wrong is left for the page to say."""
    from filelock import FileLock, Timeout

    deck, folder = map(Path, arguments)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    try:
        with FileLock(folder / LOCK, timeout=1):  # who asks whether it is held has it for a moment
            try:
                draw(deck, folder)
                (folder / OVER).touch()
            except TalkcoachError as error:
                write_text(folder / PROBLEM, str(error))
            except Exception:
                write_text(folder / PROBLEM, "The slides cannot be drawn. The cards show their text.")
                raise
    except Timeout:
        pass


if __name__ == "__main__":
    main(sys.argv[1:])
