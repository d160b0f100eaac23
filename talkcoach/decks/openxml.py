"""Open XML packages: parts by name, and the relationships between them.

python-pptx rejects files that PowerPoint opens (Strict Open XML, templates, slide shows, dangling relationships).
This reader is as lenient as PowerPoint: the type of a part follows from its relationship, and a missing part is
ignored.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote

from lxml import etree

from talkcoach.errors import DeckError

# Far more than any real deck has, far less than the memory of a laptop.
MAX_XML_BYTES = 128 << 20
MAX_MEDIA_BYTES = 1 << 30

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "p15": "http://schemas.microsoft.com/office/powerpoint/2012/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}

_STRICT = re.compile(rb"""(xmlns(?::[\w.-]+)?\s*=\s*["'])http://purl\.oclc\.org/ooxml/(\w+)/""")
_UNPACKING = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)
_PIECE = 256  # bytes that are unpacked at once: what follows in a piece with damage is lost
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def tag(name: str) -> str:
    """The tag that lxml gives an element: ``tag("a:t")`` is ``{http://…/main}t``."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def select(element: etree._Element, path: str) -> list[etree._Element]:
    """The elements that an XPath with the prefixes of `NAMESPACES` finds, in document order."""
    return list(element.xpath(path, namespaces=NAMESPACES))


class DamagedPartError(DeckError):
    """One part of a package that cannot be read whole, while others may be."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What could be read of a part: its root, None where there is nothing; ``whole`` is whether all was."""

    root: etree._Element | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Relationship:
    """The relationship of one part to another; ``kind`` is the last part of its type, such as ``notesSlide``.

    Transitional, Strict and Microsoft's own types share that last part. ``target`` is the name of a part, or an
    address outside the file when ``external``.
    """

    kind: str
    target: str
    external: bool


class Package:
    """An Open XML file opened for reading, a context manager.

    Raises:
        DeckError: when the file is not a readable package, or larger than the limits above.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _refuse_other_containers(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise self.damaged("it ends too early or is no PowerPoint file") from error
        # Part names are compared without regard to case (ECMA-376 Part 2).
        self._entries = {e.filename.replace("\\", "/").lower(): e for e in self._zip.infolist()}
        self._xml_bytes = self._media_bytes = 0

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def damaged(self, why: str) -> DeckError:
        """The error for a damaged file."""
        return DeckError(*self._damage(why))

    def _damage(self, why: str) -> tuple[str, str]:
        return (
            f"{self.path} is damaged: {why}",
            "Copy or download it again, or open it in PowerPoint and save it under a new name",
        )

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, or None; alternate content is resolved and Strict names are made
        Transitional.

        Raises:
            DamagedPartError: when the part cannot be unpacked, or is not well-formed.
            DeckError: when it declares a document type, or is too large.
        """
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        self._count(entry)
        try:
            return self._root(name, self._read(entry), recover=False)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DamagedPartError(*self._damage(f"{name} inside it is not well-formed")) from error

    def salvage(self, name: str) -> Salvaged:
        """What can be read of a part, where it is damaged as far as it goes; a missing part is whole.

        Raises:
            DeckError: when it declares a document type, or is too large.
        """
        try:
            return Salvaged(self.xml(name), whole=True)
        except DamagedPartError:
            source = self._read_to_the_damage(self._entries[name.lower()])
        try:
            return Salvaged(self._root(name, source, recover=True), whole=False)
        except (etree.XMLSyntaxError, ValueError):
            return Salvaged(None, whole=False)

    def _count(self, entry: zipfile.ZipInfo) -> None:
        self._xml_bytes += entry.file_size
        if self._xml_bytes > MAX_XML_BYTES:
            raise self._too_large(f"more than {MAX_XML_BYTES >> 20} MB of text and drawings")

    def _root(self, name: str, source: bytes, *, recover: bool) -> etree._Element | None:
        source = _STRICT.sub(rb"\1http://schemas.openxmlformats.org/\2/2006/", source)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, recover=recover)
        root = etree.fromstring(source, parser)
        if root is None:  # nothing could be recovered
            return None
        if root.getroottree().docinfo.doctype:
            raise self.damaged(f"{name} inside it declares a document type, which Open XML forbids")
        _resolve_alternates(root)
        return root

    def media(self, name: str) -> bytes | None:
        """The bytes of a part that is not XML, or None.

        Raises:
            DamagedPartError: when it is damaged.
            DeckError: when all media together are too large.
        """
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        self._media_bytes += entry.file_size
        if self._media_bytes > MAX_MEDIA_BYTES:
            raise self._too_large(f"more than {MAX_MEDIA_BYTES >> 20} MB of sound and video")
        return self._read(entry)

    def relationships(self, name: str) -> dict[str, Relationship]:
        """The relationships of a part (``""`` for the package itself), by id."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return {}
        return {
            element.get("Id", ""): Relationship(
                kind=element.get("Type", "").rsplit("/", 1)[-1],
                target=element.get("Target", "") if external else _part_name(folder, element.get("Target", "")),
                external=external,
            )
            for element in root.iterchildren("{*}Relationship")
            for external in (element.get("TargetMode") == "External",)
        }

    def related(self, name: str, kind: str) -> str | None:
        """The name of the first existing part that a part is related to by a kind, or None."""
        parts = (r.target for r in self.relationships(name).values() if r.kind == kind and not r.external)
        return next((part for part in parts if part in self), None)

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise DamagedPartError(*self._damage(f"{entry.filename} inside it cannot be unpacked")) from error
        except (RuntimeError, NotImplementedError) as error:
            raise DamagedPartError(
                *self._damage(f"{entry.filename} is packed as PowerPoint never does")
            ) from error

    def _read_to_the_damage(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of a part up to where it is damaged."""
        source = bytearray()
        with suppress(*_UNPACKING), self._zip.open(entry) as part:
            while len(source) < MAX_XML_BYTES and (piece := part.read(_PIECE)):
                source += piece
        return bytes(source)

    def _too_large(self, what: str) -> DeckError:
        return DeckError(f"{self.path} holds {what}", "Delete what the talk does not need, or export it as PDF")


def _part_name(folder: str, target: str) -> str:
    """The part name of a relationship's target, relative to the folder of its source."""
    path = unquote(target.split("#")[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def _resolve_alternates(root: etree._Element) -> None:
    """Replace every mc:AlternateContent by its first choice, or else its fallback (ECMA-376 Part 3)."""
    for alternate in list(root.iter(tag("mc:AlternateContent"))):
        parent = alternate.getparent()
        branches = select(alternate, "(mc:Choice | mc:Fallback)[1]")
        if parent is None:
            continue
        index = parent.index(alternate)
        parent[index : index + 1] = [child for branch in branches for child in branch]


def _refuse_other_containers(path: Path) -> None:
    """Raise a specific error for a file whose first bytes are those of another format."""
    with path.open("rb") as file:
        head = file.read(8)
        if head == _OLE_MAGIC:
            raise _ole_error(path, file.read(MAX_MEDIA_BYTES))
    if head.startswith(b"%PDF-"):
        raise DeckError(f"{path} is a PDF by its content", "Rename it so that it ends in .pdf")


def _ole_error(path: Path, content: bytes) -> DeckError:
    # Stream names in a compound file are UTF-16 (MS-CFB 2.6.1); MS-OFFCRYPTO names the encrypted package.
    if "EncryptedPackage".encode("utf-16-le") in content:
        return DeckError(
            f"{path} is protected with a password",
            "Open it in PowerPoint, remove the password under File > Info > Protect, and save it",
        )
    return DeckError(
        f"{path} is in the PowerPoint format of before 2007",
        "Open it in PowerPoint or LibreOffice and save it as .pptx",
    )
