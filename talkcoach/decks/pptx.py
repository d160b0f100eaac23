"""Reader for presentations in Open XML: .pptx, slide shows, templates; Transitional or Strict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from talkcoach.decks.letters import readable
from talkcoach.decks.openxml import DamagedPartError, Package, Relationship, select, tag
from talkcoach.decks.paragraphs import lines
from talkcoach.decks.shapes import SlideReader
from talkcoach.domain import Caveat, Deck, Slide
from talkcoach.errors import DeckError

_DEFAULT_SIZE = (9144000.0, 6858000.0)  # EMU: 10 by 7.5 inches, where the presentation states no size
_SLIDE, _NOTES = "damaged-slide", "damaged-notes"
_LONGEST_SECONDS = 24 * 3600.0  # more than a day on one slide is a damaged number


@dataclass(frozen=True, slots=True)
class SlidePart:
    """A slide in the package: its 1-based position, XML, relationships, and the name of its section.

    ``whole`` is whether all of it could be read.
    """

    number: int
    root: etree._Element
    relationships: dict[str, Relationship]
    section: str
    whole: bool = True

    @property
    def hidden(self) -> bool:
        """Whether the slide is hidden in the show."""
        return self.root.get("show") in ("0", "false")


def read(path: Path) -> Deck:
    """The deck in an Open XML file; a part of it that is damaged costs that part, and a caveat names it.

    Raises:
        DeckError: when the file is not a presentation, is damaged as a whole or protected, or has no slides.
    """
    with Package(path) as package:
        reader = SlideReader(package, *_slide_size(_presentation(package).root))
        languages: Counter[str] = Counter()
        damage: dict[str, list[int]] = {}
        slides = []
        for part in slide_parts(package):
            slide, kinds = _slide(package, reader, part)
            slides.append(slide)
            languages.update(_languages(part.root))
            for kind in kinds:
                damage.setdefault(kind, []).append(slide.number)
        if len(damage.get(_SLIDE, ())) == len(slides) and not any(slide.text for slide in slides):
            raise package.damaged("no slide inside it can be read")
    majority = languages.most_common(1)
    caveats = (Caveat(kind, numbers=tuple(damage[kind])) for kind in sorted(damage))
    return Deck(tuple(slides), path, majority[0][0] if majority else "", tuple(caveats))


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
        if target is None or target.external or target.target not in package:
            continue
        number += 1
        yield _slide_part(package, target.target, number, sections.get(slide_id, ""))
    if not number:
        raise DeckError(f"{package.path} has no slides", "Give a deck with at least one slide")


def _slide_part(package: Package, name: str, number: int, section: str) -> SlidePart:
    """A slide of the package; of a damaged one what can be read, so that the others keep their numbers."""
    found = package.salvage(name)
    is_slide = found.root is not None and found.root.tag == tag("p:sld")
    root = found.root if is_slide else etree.Element(tag("p:sld"))
    try:
        return SlidePart(number, root, package.relationships(name), section, found.whole and is_slide)
    except DamagedPartError:
        return SlidePart(number, root, {}, section, whole=False)


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


def _slide(package: Package, reader: SlideReader, part: SlidePart) -> tuple[Slide, set[str]]:
    """A slide, and what kinds of damage it has suffered."""
    content = reader.read(part.root, part.relationships, is_cover=part.number == 1)
    notes, is_whole = _notes(package, part.relationships)
    slide = Slide(
        number=part.number,
        title=content.title,
        text=content.text,
        notes=notes,
        hidden=part.hidden,
        section=part.section,
        planned_seconds=_planned_seconds(part.root),
    )
    damage = {_SLIDE: part.whole, _NOTES: is_whole}
    return slide, {*content.damage, *(kind for kind, whole in damage.items() if not whole)}


def _notes(package: Package, relationships: dict[str, Relationship]) -> tuple[str, bool]:
    """The speaker notes of a slide, without the header, date and number of the notes page; whether all is read."""
    for relationship in relationships.values():
        if relationship.kind == "notesSlide" and relationship.target in package:
            part = package.salvage(relationship.target)
            shapes = ".//p:sp[.//p:ph[@type='body']]/p:txBody/a:p"
            return "\n".join([] if part.root is None else lines(select(part.root, shapes))), part.whole
    return "", True


def _planned_seconds(root: etree._Element) -> float | None:
    """The advance time saved with the slide, in seconds; None for 0."""
    saved = next((t.get("advTm") for t in select(root, "p:transition[@advTm]")), "")
    seconds = float(saved) / 1000 if saved.isdecimal() else 0.0
    return seconds if 0 < seconds < _LONGEST_SECONDS else None


def _sections(presentation: etree._Element) -> dict[str | None, str]:
    """The name of the section of each slide, by slide id."""
    return {
        member.get("id"): readable(section.get("name", ""))
        for section in select(presentation, ".//p14:sectionLst/p14:section")
        for member in select(section, "p14:sldIdLst/p14:sldId")
    }


def _slide_size(presentation: etree._Element) -> tuple[float, float]:
    """Width and height of a slide, in EMU."""
    for size in select(presentation, "p:sldSz"):
        width, height = str(size.get("cx", "")), str(size.get("cy", ""))
        if width.isdecimal() and height.isdecimal():
            return float(width), float(height)
    return _DEFAULT_SIZE


def _languages(root: etree._Element) -> dict[str, int]:
    """The number of characters in each language, by ISO 639-1 code."""
    counts: Counter[str] = Counter()
    for run in root.iter(tag("a:r")):
        properties, text = run.find(tag("a:rPr")), run.findtext(tag("a:t")) or ""
        code = "" if properties is None else str(properties.get("lang", "")).split("-")[0].lower()
        if len(code) == 2 and text.strip():
            counts[code] += len(text.strip())
    return counts
