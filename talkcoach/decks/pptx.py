"""Reader for presentations in Open XML: .pptx, slide shows, templates; Transitional or Strict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from talkcoach.decks.openxml import Package, Relationship, select, tag
from talkcoach.decks.paragraphs import lines
from talkcoach.decks.shapes import SlideReader
from talkcoach.domain import Deck, Slide
from talkcoach.errors import DeckError

_DEFAULT_HEIGHT = 6858000.0  # EMU: the height of a slide, 7.5 inches, where the presentation states none
_LONGEST_SECONDS = 24 * 3600.0  # more than a day on one slide is a damaged number


@dataclass(frozen=True, slots=True)
class SlidePart:
    """A slide in the package: its 1-based position, XML, relationships, and the name of its section."""

    number: int
    root: etree._Element
    relationships: dict[str, Relationship]
    section: str

    @property
    def hidden(self) -> bool:
        """Whether the slide is hidden in the show."""
        return self.root.get("show") in ("0", "false")


def read(path: Path) -> Deck:
    """The deck in an Open XML file.

    Raises:
        DeckError: when the file is not a presentation, is damaged or protected, or has no slides.
    """
    with Package(path) as package:
        presentation = _presentation(package)
        reader = SlideReader(package, _slide_height(presentation.root))
        languages: Counter[str] = Counter()
        slides = []
        for part in slide_parts(package):
            slides.append(_slide(package, reader, part))
            languages.update(_languages(part.root))
    majority = languages.most_common(1)
    return Deck(tuple(slides), path, majority[0][0] if majority else "")


def slide_parts(package: Package) -> Iterator[SlidePart]:
    """The slides of a presentation in order, including hidden ones; slides whose part is missing are left out.

    Raises:
        DeckError: when the package is not a presentation, or has no slides.
    """
    presentation = _presentation(package)
    relationships = package.relationships(presentation.name)
    sections = _sections(presentation.root)
    number = 0
    named = {s.get(tag("r:id"), ""): s.get("id") for s in select(presentation.root, "p:sldIdLst/p:sldId")}
    for relation, slide_id in named.items():
        target = relationships.get(relation)
        root = package.xml(target.target) if target and not target.external else None
        if target is None or root is None:
            continue
        number += 1
        yield SlidePart(number, root, package.relationships(target.target), sections.get(slide_id, ""))
    if not number:
        raise DeckError(f"{package.path} has no slides", "Give a deck with at least one slide")


@dataclass(frozen=True, slots=True)
class _Presentation:
    name: str
    root: etree._Element


def _presentation(package: Package) -> _Presentation:
    """The part that lists the slides."""
    name = package.related("", "officeDocument") or "ppt/presentation.xml"
    root = package.xml(name)
    if root is None or root.tag != tag("p:presentation"):
        raise DeckError(
            f"{package.path} is not a presentation{_what_else(root, package)}",
            "Give the deck as .pptx or .pdf",
        )
    return _Presentation(name, root)


def _what_else(root: etree._Element | None, package: Package) -> str:
    kinds = {"document": "a Word document", "workbook": "an Excel workbook"}
    if root is not None and (kind := kinds.get(etree.QName(root).localname)):
        return f" but {kind}"
    return " but an OpenDocument file" if "META-INF/manifest.xml" in package else ""


def _slide(package: Package, reader: SlideReader, part: SlidePart) -> Slide:
    content = reader.read(part.root, part.relationships)
    return Slide(
        number=part.number,
        title=content.title,
        text=content.text,
        notes=_notes(package, part.relationships),
        hidden=part.hidden,
        section=part.section,
        planned_seconds=_planned_seconds(part.root),
    )


def _notes(package: Package, relationships: dict[str, Relationship]) -> str:
    """The speaker notes of a slide, without the header, date and number of the notes page."""
    for relationship in relationships.values():
        if relationship.kind == "notesSlide" and not relationship.external:
            root = package.xml(relationship.target)
            if root is not None:
                return "\n".join(lines(select(root, ".//p:sp[.//p:ph[@type='body']]/p:txBody/a:p")))
    return ""


def _planned_seconds(root: etree._Element) -> float | None:
    """The advance time saved with the slide, in seconds; None for 0."""
    saved = next((t.get("advTm") for t in select(root, "p:transition[@advTm]")), "")
    seconds = float(saved) / 1000 if saved.isdecimal() else 0.0
    return seconds if 0 < seconds < _LONGEST_SECONDS else None


def _sections(presentation: etree._Element) -> dict[str | None, str]:
    """The name of the section of each slide, by slide id."""
    return {
        member.get("id"): section.get("name", "").strip()
        for section in select(presentation, ".//p14:sectionLst/p14:section")
        for member in select(section, "p14:sldIdLst/p14:sldId")
    }


def _slide_height(presentation: etree._Element) -> float:
    heights = (str(size.get("cy", "")) for size in select(presentation, "p:sldSz"))
    return next((float(height) for height in heights if height.isdecimal()), _DEFAULT_HEIGHT)


def _languages(root: etree._Element) -> dict[str, int]:
    """The number of characters in each language, by ISO 639-1 code."""
    counts: Counter[str] = Counter()
    for run in root.iter(tag("a:r")):
        properties, text = run.find(tag("a:rPr")), run.findtext(tag("a:t")) or ""
        code = "" if properties is None else str(properties.get("lang", "")).split("-")[0].lower()
        if len(code) == 2 and text.strip():
            counts[code] += len(text.strip())
    return counts
