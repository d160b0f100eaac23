"""Presentations for tests: built with python-pptx, then given in XML what python-pptx cannot write."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.util import Inches, Pt

NS = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
        "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
        "p15": "http://schemas.microsoft.com/office/powerpoint/2012/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    }.items()
)
TITLE_ONLY, BLANK, TITLE_AND_BODY = 5, 6, 1


def xml(source: str) -> Any:
    """An element from source that may use the usual prefixes without declaring them: ``xml("<a:t>x</a:t>")``."""
    return etree.fromstring(re.sub(r"^\s*<([\w:]+)", rf"<\1 {NS}", source, count=1))


def new() -> Any:
    """An empty presentation of python-pptx."""
    return Presentation()


def add(deck: Any, title: str = "", *body: str, notes: str = "", layout: int = TITLE_AND_BODY) -> Any:
    """A new slide with a title and a paragraph per line of body, and notes if there are any."""
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    if body:
        slide.placeholders[1].text = "\n".join(body)
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    return slide


def textbox(
    slide: Any, text: str, left: float, top: float, width: float = 2, height: float = 0.5, size: float = 0
) -> Any:
    """A box of text at a place in inches, in a size in points."""
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    box.text_frame.text = text
    if size:
        box.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    return box


def shape(text: str) -> str:
    """The XML of a plain shape without a place, around the XML of a paragraph's content."""
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="90" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def run(text: str, language: str = "") -> str:
    """The XML of a run of text, in a language where one is given."""
    properties = f'<a:rPr lang="{language}"/>' if language else ""
    return f"<a:r>{properties}<a:t>{text}</a:t></a:r>"


def save(deck: Any, path: Path) -> Path:
    """The path, where the presentation now lies."""
    deck.save(str(path))
    return path


def rewritten(
    path: Path, edit: Callable[[str, bytes], bytes | None], extra: Iterable[tuple[str, bytes]] = ()
) -> Path:
    """The file with every part replaced by what ``edit`` makes of it (None leaves it out), and more parts."""
    with zipfile.ZipFile(path) as package:
        parts = [(name, edit(name, package.read(name))) for name in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [*parts, *extra]:
            if content is not None:
                package.writestr(name, content)
    return path


def replaced(path: Path, part: str, old: str, new: str) -> Path:
    """The file with a string replaced in one part, which must hold it."""

    def edit(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        assert old.encode() in content
        return content.replace(old.encode(), new.encode())

    return rewritten(path, edit)


def without(path: Path, pattern: str) -> Path:
    """The file without the parts whose names match, while relationships still point at them."""
    return rewritten(path, lambda name, content: None if re.search(pattern, name) else content)


def strict(path: Path) -> Path:
    """The file in Strict Open XML, which differs in the names of its namespaces and relationships."""
    pattern = rb"http://schemas\.openxmlformats\.org/(presentationml|drawingml|officeDocument)/2006/"
    return rewritten(path, lambda _, content: re.sub(pattern, rb"http://purl.oclc.org/ooxml/\1/", content))


def compound_file(stream: str) -> bytes:
    """The start of an OLE compound file (MS-CFB): its header and a directory sector that names one stream."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00"
    name = (stream + "\0").encode("utf-16-le")
    return header.ljust(512, b"\xff") + name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + bytes(446)
