"""The formats that a report can be written in. Each is one file and one row of the registry.

A format is imported when it is first rendered, since some need heavy libraries.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from talkcoach.report.model import Report
    from talkcoach.report.summary import Summary


class Render(Protocol):
    """Writes a report as text."""

    def __call__(self, report: Report, earlier: Summary | None = None, /) -> str:
        """The text; some formats show the figures of the ``earlier`` rehearsal beside those of this one."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``label`` and ``purpose`` are shown to users, ``suffix`` ends the names of its files."""

    name: str
    suffix: str
    media_type: str
    label: str
    purpose: str
    render: Render


def _in_module(name: str) -> Render:
    """The function ``render`` of a module of this room."""

    def render(report: Report, earlier: Summary | None = None, /) -> str:
        text: str = import_module(f"{__name__}.{name}").render(report, earlier)
        return text

    return render


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            "html",
            ".html",
            "text/html",
            "Report (HTML)",
            "One file for any browser. It needs no network and holds no sound.",
            _in_module("html"),
        ),
        Format(
            "md",
            ".md",
            "text/markdown",
            "Report (Markdown)",
            "For notes and for version control.",
            _in_module("markdown"),
        ),
        Format(
            "srt",
            ".srt",
            "application/x-subrip",
            "Subtitles (SRT)",
            "What you said, for a video of the talk.",
            _in_module("srt"),
        ),
        Format(
            "vtt",
            ".vtt",
            "text/vtt",
            "Subtitles (WebVTT)",
            "The same, for a web page.",
            _in_module("vtt"),
        ),
        Format(
            "audacity",
            ".txt",
            "text/plain",
            "Labels for Audacity",
            "Parts and slides as labels beside the sound.",
            _in_module("audacity"),
        ),
        Format(
            "json",
            ".json",
            "application/json",
            "All figures (JSON)",
            "For programs.",
            _in_module("json"),
        ),
    )
}
"""Every format by its name, in the order in which they are offered."""
