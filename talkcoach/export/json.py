"""The report as JSON: all of it as data, which talkcoach reads again."""

from __future__ import annotations

from talkcoach.report.model import Report, to_json
from talkcoach.report.summary import Summary


def render(report: Report, _: Summary | None = None) -> str:
    """The report as JSON text."""
    return to_json(report)
