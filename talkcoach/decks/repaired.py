"""Opening a presentation with python-pptx to change and save a copy; the file itself is only read.

python-pptx rejects some files that PowerPoint opens: Strict Open XML, templates and slide shows. It is given a
corrected copy in memory.
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
"""Names that differ between Strict and Transitional, besides namespaces (ISO/IEC 29500-1 and -4)."""

_MAIN = re.compile(rb"(presentationml|ms-powerpoint)\.(?:slideshow|template)(\.macroEnabled)?\.main\+xml")
"""The content types of slide shows and templates."""

_SIGNATURE = "/digital-signature/origin"


def open_for_change(path: Path) -> Any:
    """The ``pptx.Presentation`` of a file, its slides numbered as `talkcoach.decks.read_deck` numbers them.

    Signatures are removed, since they would not be valid for the changed file.

    Raises:
        DeckError: when python-pptx cannot read the file even after correction.
    """
    from pptx import Presentation

    try:
        presentation = Presentation(str(path))
    except Exception:  # for an unexpected file it raises errors of any kind
        try:
            presentation = Presentation(_repaired(path))
        except Exception as error:
            raise DeckError(
                f"{path} cannot be copied slide by slide",
                "Open it in PowerPoint or LibreOffice and save it under a new name",
            ) from error
    listed = presentation.element.sldIdLst
    for slide in [] if listed is None else list(listed):
        if slide.rId not in presentation.part.rels:  # `read_deck` does not number missing slides either
            listed.remove(slide)
    package = presentation.part.package
    for identity in [key for key, each in package._rels.items() if each.reltype.endswith(_SIGNATURE)]:
        package.drop_rel(identity)
    return presentation


def _repaired(path: Path) -> io.BytesIO:
    """The package converted to a presentation in Transitional Open XML."""
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
