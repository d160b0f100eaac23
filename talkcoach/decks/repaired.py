"""A presentation opened by python-pptx, to be changed and saved elsewhere; the file itself is only read.

python-pptx refuses some of what PowerPoint opens: Strict Open XML, templates and slide shows. Of such a file it is
given a copy in memory that has been put right.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from talkcoach.errors import DeckError

_STRICT = re.compile(rb"""(["'])http://purl\.oclc\.org/ooxml/(\w+)/""")
_RENAMED = (
    (b"/extendedProperties", b"/extended-properties"),
    (b"/customProperties", b"/custom-properties"),
    (b' conformance="strict"', b""),
)
"""What Strict Open XML calls otherwise than Transitional, beside its namespaces (ISO/IEC 29500-1 and -4)."""

_MAIN = re.compile(rb"(presentationml|ms-powerpoint)\.(?:slideshow|template)(\.macroEnabled)?\.main\+xml")
"""The content types of slide shows and templates."""

_SIGNATURE = "/digital-signature/origin"


def open_for_change(path: Path) -> Any:
    """The ``pptx.Presentation`` of a file, its slides numbered as `talkcoach.decks.read_deck` numbers them.

    Signatures are left out: they would not hold for what is changed.

    Raises:
        DeckError: when `read_deck` can read the file and python-pptx cannot even when it is put right.
    """
    from pptx import Presentation

    try:
        presentation = Presentation(str(path))
    except Exception:  # of a file that it was not made for, it raises whatever happens first
        try:
            presentation = Presentation(_repaired(path))
        except Exception as error:
            raise DeckError(
                f"{path} cannot be copied slide by slide",
                "Open it in PowerPoint or LibreOffice and save it under a new name",
            ) from error
    listed = presentation.element.sldIdLst
    for slide in [] if listed is None else list(listed):
        if slide.rId not in presentation.part.rels:  # a slide that is lost has no number either
            listed.remove(slide)
    package = presentation.part.package
    for identity in [key for key, each in package._rels.items() if each.reltype.endswith(_SIGNATURE)]:
        package.drop_rel(identity)
    return presentation


def _repaired(path: Path) -> io.BytesIO:
    """The same package as a presentation in Transitional Open XML."""
    copy = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                content = _transitional(content)
            if entry.filename == "[Content_Types].xml":
                content = _MAIN.sub(_presentation_type, content)
            target.writestr(entry.filename, content, zipfile.ZIP_DEFLATED)
    return copy


def _transitional(content: bytes) -> bytes:
    if b"purl.oclc.org/ooxml" not in content:
        return content
    content = _STRICT.sub(rb"\1http://schemas.openxmlformats.org/\2/2006/", content)
    for strict, transitional in _RENAMED:
        content = content.replace(strict, transitional)
    return content


def _presentation_type(match: re.Match[bytes]) -> bytes:
    return match[1] + b".presentation" + (match[2] or b"") + b".main+xml"
