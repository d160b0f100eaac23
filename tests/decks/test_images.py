"""Pictures of slides, drawn in the background."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from deck_files import add, new, save
from pdf_files import HEIGHT, WIDTH, frame, write_pdf
from pdf_layouts import handout, notes_page, placed, talk
from PIL import Image, ImageChops, ImageStat

from talkcoach.decks import drawing, images, read_deck
from talkcoach.decks.images import Pictures, begin, forget, pictures
from talkcoach.decks.libreoffice import find_libreoffice
from talkcoach.errors import DeckError

with_libreoffice = pytest.mark.skipif(not find_libreoffice(), reason="needs LibreOffice")


@pytest.fixture(autouse=True)
def own_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_CACHE", str(tmp_path / "cache"))


def drawn(deck: Path) -> Pictures:
    begin(deck)
    deadline = time.monotonic() + 120
    while not (found := pictures(deck)).over:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def width(path: Path | None) -> int:
    assert path
    with Image.open(path) as picture:
        picture.load()
        return int(picture.width)


def darkness(path: Path | None) -> int:
    """The grey of the darkest pixel: writing makes it dark."""
    assert path
    with Image.open(path) as picture:
        return int(picture.convert("L").getextrema()[0])


def difference(one: Path | None, other: Path | None) -> float:
    """The mean difference of two pictures of one size, in greys."""
    assert one
    assert other
    with Image.open(one) as a, Image.open(other) as b:
        assert a.height == pytest.approx(b.height, abs=2)
        greys = ImageChops.difference(a.convert("L"), b.convert("L").resize(a.size))
        return float(ImageStat.Stat(greys).mean[0])


def test_every_frame_of_a_pdf_gets_a_picture_and_a_thumbnail(tmp_path: Path):
    deck = write_pdf(tmp_path / "talk.pdf", [frame("Problem", "one"), frame("Approach", "two"), []])
    found = drawn(deck)
    assert found.problem == ""
    for slide in read_deck(deck).slides:
        assert width(found.of(slide.number)) == drawing.WIDTH
        assert width(found.thumbnail(slide.number)) == drawing.THUMBNAIL
    assert found.of(len(read_deck(deck).slides) + 1) is None


def test_a_frame_that_builds_up_is_drawn_as_it_ends(tmp_path: Path):
    pages = [frame("Problem"), frame("Problem", "a line that comes later"), frame("Approach", "two")]
    deck = write_pdf(tmp_path / "talk.pdf", pages, labels=["1", "1", "2"])
    alone = write_pdf(tmp_path / "alone.pdf", pages[1:])
    built, ended = drawn(deck).of(1), drawn(alone).of(1)
    assert built
    assert ended
    assert built.read_bytes() == ended.read_bytes()


def test_a_slide_with_notes_beside_it_is_drawn_without_them(tmp_path: Path):
    pages = [[*placed(lines, WIDTH, 0), *notes_page(lines, "Breathe.")] for lines in talk(3)]
    beside = drawn(write_pdf(tmp_path / "talk.pdf", pages, size=(2 * WIDTH, HEIGHT))).of(1)
    alone = drawn(write_pdf(tmp_path / "alone.pdf", talk(3))).of(1)
    assert difference(beside, alone) < 1


def test_each_slide_of_a_handout_is_drawn_alone(tmp_path: Path):
    found = drawn(write_pdf(tmp_path / "talk.pdf", handout(talk(), 1, 2, (595.0, 842.0)), size=(595.0, 842.0)))
    assert width(found.of(6)) == drawing.WIDTH
    assert darkness(found.of(6)) < 64
    assert difference(found.of(1), found.of(1)) == 0
    assert difference(found.of(1), found.of(2)) > 0


@with_libreoffice
def test_every_slide_of_a_presentation_gets_a_picture_even_a_hidden_one(tmp_path: Path):
    made = new()
    for title in ("Problem", "Backup", "Approach"):
        add(made, title, "a line of text")
    made.slides[1].element.set("show", "0")
    found = drawn(save(made, tmp_path / "talk with a space.pptx"))
    assert found.problem == ""
    assert [darkness(found.of(number)) < 64 for number in (1, 2, 3)] == [True, True, True]


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what is fetched from it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@with_libreoffice
def test_nothing_that_a_deck_links_to_is_fetched(tmp_path: Path, elsewhere: tuple[str, list[str]]):
    address, asked = elsewhere
    made = new()
    slide = add(made, "Problem")
    picture = tmp_path / "dot.png"
    Image.new("RGB", (4, 4), "red").save(picture)
    shape = slide.shapes.add_picture(str(picture), 0, 0)
    link = slide.part.relate_to(
        f"{address}/leak.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    blip = shape._element.blipFill.find(".//{*}blip")
    namespace = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    del blip.attrib[f"{namespace}embed"]
    blip.set(f"{namespace}link", link)
    assert drawn(save(made, tmp_path / "linked.pptx")).problem == ""
    assert asked == []


def test_what_was_drawn_is_not_drawn_again_for_a_copy(tmp_path: Path):
    deck = write_pdf(tmp_path / "talk.pdf", [frame("Problem", "one")])
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(deck.read_bytes())
    assert drawn(deck) == pictures(copy)


def test_a_changed_deck_has_no_pictures_yet(tmp_path: Path):
    deck = write_pdf(tmp_path / "talk.pdf", [frame("Problem", "one")])
    drawn(deck)
    write_pdf(deck, [frame("Problem", "one", "and another line")])
    assert pictures(deck).of(1) is None


def test_pictures_can_be_forgotten(tmp_path: Path):
    deck = write_pdf(tmp_path / "talk.pdf", [frame("Problem", "one")])
    found = drawn(deck)
    forget(deck)
    assert not found.folder.exists()
    assert not pictures(deck).over


def test_the_cache_keeps_the_decks_drawn_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(images, "KEPT", 2)
    decks = [write_pdf(tmp_path / f"{name}.pdf", [frame("Problem", name)]) for name in "abc"]
    for at, deck in enumerate(decks):
        os.utime(drawn(deck).folder, (at, at))
    assert [pictures(deck).over for deck in decks] == [False, True, True]


def test_a_deck_that_cannot_be_drawn_says_so_once(tmp_path: Path):
    deck = tmp_path / "talk.pdf"
    deck.write_bytes(b"%PDF-1.4 nothing\n%%EOF")
    assert "damaged" in drawn(deck).problem
    assert begin(deck).over


def test_without_libreoffice_the_problem_is_shown_and_not_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    deck = save(new(), tmp_path / "talk.pptx")
    monkeypatch.setenv("PATH", str(tmp_path))
    if find_libreoffice():
        pytest.skip("LibreOffice is where the search path does not matter")
    assert begin(deck).problem == images.WITHOUT_LIBREOFFICE
    assert not pictures(deck).over


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_a_libreoffice_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    note = tmp_path / "child.pid"
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\n/bin/sleep 600 &\necho $! > {note}\nwait\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(drawing, "PATIENCE", 1.0)
    deck = new()
    add(deck, "Problem")
    with pytest.raises(DeckError, match="does not finish"):
        drawing.draw(save(deck, tmp_path / "talk.pptx"), tmp_path)
    assert has_ended(int(note.read_text(encoding="utf-8")))


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or is only still to be collected by its parent."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        told = subprocess.run(
            ["/bin/ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        if not told.stdout.strip() or told.stdout.startswith("Z"):
            return True
        time.sleep(0.1)
    return False


def test_two_processes_do_not_draw_the_same_deck_at_once(tmp_path: Path):
    from filelock import FileLock

    deck = write_pdf(tmp_path / "talk.pdf", [frame("Problem", "one")])
    folder = pictures(deck).folder
    folder.mkdir(parents=True)
    with FileLock(folder / images.LOCK):
        assert pictures(deck).under_way
        command = [sys.executable, "-m", "talkcoach.decks.drawing", str(deck), str(folder)]
        assert subprocess.run(command, timeout=60, check=False).returncode == 0
        assert pictures(deck).of(1) is None
