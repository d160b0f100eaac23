"""Captions of other formats: SubStation (.ass, .ssa) and SAMI (.smi) by pysubs2, timed text in XML (.ttml)."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from talkcoach.speech.captions.written_cue import WrittenCue

if TYPE_CHECKING:
    from pysubs2 import SSAFile

_FRAMES, _TICKS = 30.0, 1.0
"""Frames and ticks in a second where a file does not tell; its own standard says so (TTML 2, 7.2)."""

_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)(?::(\d+(?:\.\d+)?))?")
_AGENT = "{http://www.w3.org/ns/ttml#metadata}agent"
_ID = "{http://www.w3.org/XML/1998/namespace}id"


def is_substation(text: str) -> bool:
    """Whether a text is SubStation Alpha."""
    return bool(re.search(r"^\s*\[Script Info\]|^Dialogue:", text, re.MULTILINE))


def is_sami(text: str) -> bool:
    """Whether a text is SAMI."""
    return bool(re.match(r"\s*<SAMI\b", text, re.IGNORECASE))


def is_timed_xml(text: str) -> bool:
    """Whether a text is TTML, also of its older name and with a name space before its elements."""
    return bool(re.search(r"<(?:\w+:)?tt\b", text[:2000]))


def substation_cues(text: str) -> tuple[tuple[WrittenCue, ...], int]:
    """The captions of a SubStation file, and how many lines of it cannot be read."""
    lines = text.split("\n")
    said = [line for line in lines if line.startswith("Dialogue:")]
    files = []
    with suppress(Exception):  # whatever one odd line raises: the others are read one by one
        files = [_opened(text, "ass")]
    if not files:
        head = [line for line in lines if not line.startswith(("Dialogue:", "Comment:"))]
        for line in said:
            with suppress(Exception):
                files.append(_opened("\n".join([*head, line]), "ass"))
    read = sum(not event.is_comment for file in files for event in file)
    return tuple(cue for file in files for cue in _events(file)), len(said) - read


def sami_cues(text: str) -> tuple[WrittenCue, ...]:
    """The captions of a SAMI file; none where it cannot be read."""
    with suppress(Exception):
        return tuple(_events(_opened(text, "sami")))
    return ()


def _opened(text: str, kind: str) -> SSAFile:
    from pysubs2 import SSAFile

    with warnings.catch_warnings(action="ignore"):  # it warns of every field that it takes as usual
        return SSAFile.from_string(text, format_=kind)


def _events(file: SSAFile) -> Iterator[WrittenCue]:
    for event in file:
        if not (event.is_comment or event.is_drawing):
            yield WrittenCue(event.start / 1000, event.end / 1000, event.plaintext, event.name.strip())


def timed_xml_cues(text: str) -> tuple[WrittenCue, ...]:
    """The captions of a TTML file, damaged XML included. pysubs2 refuses times in frames or ticks."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    # The encoding that the file declares was that of its bytes, which are text by now.
    root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text).encode(), parser)
    if root is None:
        return ()
    rates = _rate(root, "frameRate", _FRAMES), _rate(root, "tickRate", _TICKS)
    agents = {
        agent.get(_ID): " ".join("".join(agent.itertext()).split()) for agent in root.iterfind(".//{*}agent")
    }
    return tuple(_paragraph(p, rates, agents) for p in root.iterfind(".//{*}p"))


def _paragraph(p: Any, rates: tuple[float, float], agents: dict[str, str]) -> WrittenCue:
    """A paragraph; its times count from those of what it stands in."""
    around = [_moment(each.get("begin"), rates) or 0.0 for each in p.iterancestors()]
    inner = p if p.get("begin") else next((each for each in p.iterdescendants() if each.get("begin")), p)
    start, end, lasts = (_moment(inner.get(name), rates) for name in ("begin", "end", "dur"))
    if start is not None:
        start += sum(around)
    if end is not None:
        end += sum(around)
    elif start is not None and lasts is not None:
        end = start + lasts
    voice = next((each.get(_AGENT) for each in (p, *p.iterancestors()) if each.get(_AGENT)), "")
    return WrittenCue(start, end, "".join(_pieces(p)), agents.get(voice, voice))


def _pieces(element: Any) -> Iterable[str]:
    """The text of an element, with its line breaks."""
    yield " ".join((element.text or "").splitlines())
    for child in element:
        yield "\n" if isinstance(child.tag, str) and child.tag.endswith("}br") else "".join(_pieces(child))
        yield " ".join((child.tail or "").splitlines())


def _rate(root: Any, name: str, default: float) -> float:
    found = next((value for key, value in root.attrib.items() if key.endswith(name)), "")
    return float(found) if re.fullmatch(r"\d*[1-9]\d*", found) else default


def _moment(text: str | None, rates: tuple[float, float]) -> float | None:
    """Seconds; None where there is no time, or one that cannot be read."""
    frames, ticks = rates
    if found := _OFFSET.fullmatch(text or ""):
        of = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / frames, "t": 1 / ticks}
        return float(found[1]) * of[found[2]]
    if found := _CLOCK.fullmatch(text or ""):
        hours, minutes, seconds, frame = (float((part or "0").replace(",", ".")) for part in found.groups())
        return 3600 * hours + 60 * minutes + seconds + frame / frames
    return None
