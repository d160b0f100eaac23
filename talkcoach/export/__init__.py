"""Export: one file per format that a report can be written in, and the one registry of them.

Formats are imported when they are first used, so that nothing pays for those that it does not use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from talkcoach.comparison import Run
    from talkcoach.report import Report


class Format(Protocol):
    """A report in, the file's text out."""

    def __call__(self, report: Report, earlier: Run | None = None, /) -> str:
        """The text; ``earlier`` is the rehearsal before, whose figures some set beside those of this one."""
        ...


def _html(report: Report, earlier: Run | None = None) -> str:
    from talkcoach.export.html import to_html

    return to_html(report, earlier)


def _json(report: Report, _: Run | None = None) -> str:
    from talkcoach.report import to_json

    return to_json(report)


def _srt(report: Report, _: Run | None = None) -> str:
    from talkcoach.export.subtitles import to_srt

    return to_srt(report)


def _vtt(report: Report, _: Run | None = None) -> str:
    from talkcoach.export.subtitles import to_vtt

    return to_vtt(report)


def _md(report: Report, earlier: Run | None = None) -> str:
    from talkcoach.export.markdown import to_markdown

    return to_markdown(report, earlier)


def _audacity(report: Report, _: Run | None = None) -> str:
    from talkcoach.export.audacity import to_audacity

    return to_audacity(report)


FORMATS: dict[str, Format] = {
    "html": _html,
    "json": _json,
    "md": _md,
    "srt": _srt,
    "vtt": _vtt,
    "audacity": _audacity,
}
"""Every format by its name."""

SUFFIXES = {**{name: f".{name}" for name in FORMATS}, "audacity": ".txt"}
"""How the names of files of a format end."""
