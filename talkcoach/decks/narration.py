"""Reading of narration, the sound recorded per slide with "Record Slide Show" in PowerPoint."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from talkcoach.decks.narrated import Narration
from talkcoach.decks.openxml import Package, Relationship, select, tag
from talkcoach.decks.pptx import SlidePart, slide_parts

_MARKED_SOUND = ".//p:timing//p:audio[@isNarration='1' or @isNarration='true']//p:tgtEl"
_STARTED_SOUND = (
    ".//p:timing//p:cTn[@presetClass='mediacall' and (@nodeType='afterEffect' or @nodeType='withEffect')]"
    "//p:cmd[starts-with(@cmd, 'play')]//p:tgtEl"
)
_MARKED_PICTURE = ".//p:pic[p:nvPicPr/p:nvPr//p15:isNarration[not(@val='0' or @val='false')]]"


def read(path: Path) -> tuple[Narration, ...]:
    """The narration of the visible slides, in order; empty when there is none.

    PowerPoint marks narration with ``isNarration`` on ``p:audio`` (ECMA-376 Part 1) or in the picture of a
    recording, which may be a video of the speaker (MS-PPTX 2.2.14). If no slide has such a mark, sound that
    starts with its slide counts as narration. Other video, sound that starts on a click, transition sounds and
    linked files do not. A trimmed recording is read in full.

    Raises:
        DeckError: as `talkcoach.decks.read_deck`.
    """
    with Package(path) as package:
        slides = [slide for slide in slide_parts(package) if not slide.hidden]
        return _recordings(package, slides, _marked) or _recordings(package, slides, _started)


def _recordings(
    package: Package, slides: list[SlidePart], parts: Callable[[SlidePart], list[str]]
) -> tuple[Narration, ...]:
    """The embedded media that each slide plays, each once per slide."""
    return tuple(
        Narration(slide.number, posixpath.basename(name), audio)
        for slide in slides
        for name in dict.fromkeys(parts(slide))
        if name and (audio := package.media(name)) is not None
    )


def _marked(slide: SlidePart) -> list[str]:
    pictures = select(slide.root, _MARKED_PICTURE)
    return _played(slide, _MARKED_SOUND) + [_part_behind(picture, slide) for picture in pictures]


def _started(slide: SlidePart) -> list[str]:
    return _played(slide, _STARTED_SOUND)


def _played(slide: SlidePart, targets: str) -> list[str]:
    """The parts with the sounds in the timing of a slide, referenced directly or through a picture."""
    pictures = {
        name.get("id"): picture
        for picture in select(slide.root, ".//p:pic[p:nvPicPr/p:nvPr/a:audioFile]")
        for name in select(picture, "p:nvPicPr/p:cNvPr")
    }
    addressed = select(slide.root, f"({targets})/p:spTgt")
    behind = [_part_behind(pictures[t.get("spid")], slide) for t in addressed if t.get("spid") in pictures]
    return behind + _embedded(select(slide.root, f"({targets})/p:sndTgt"), "r:embed", slide.relationships)


def _part_behind(picture: etree._Element, slide: SlidePart) -> str:
    """The part that a media picture plays; an embedded copy is preferred to a link."""
    media, files = select(picture, ".//p14:media"), select(picture, ".//a:audioFile | .//a:videoFile")
    parts = _embedded(media, "r:embed", slide.relationships) + _embedded(files, "r:link", slide.relationships)
    return next(iter(parts), "")


def _embedded(links: list[etree._Element], attribute: str, related: dict[str, Relationship]) -> list[str]:
    targets = (related.get(link.get(tag(attribute), "")) for link in links)
    return [target.target for target in targets if target and not target.external]
