"""Export: one file per format that a report can be written in, and the one registry of them.

Formats are imported when they are first used, so that nothing pays for those that it does not use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talkcoach.report import Report


def _html(report: Report) -> str:
    from talkcoach.export.html import to_html

    return to_html(report)


def _json(report: Report) -> str:
    from talkcoach.report import to_json

    return to_json(report)


FORMATS: dict[str, Callable[[Report], str]] = {"html": _html, "json": _json}
"""Every format by its name, which is also the ending of its files: a report in, the file's text out."""
