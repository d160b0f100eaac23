"""The report as one HTML file that needs nothing else: no network, no script, readable on a phone and on paper."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from talkcoach.export.html_sections import View, sections_of, template
from talkcoach.report.model import Report
from talkcoach.report.summary import Summary
from talkcoach.store.places import shipped


def render(report: Report, earlier: Summary | None = None) -> str:
    """A report as an HTML page; all text from decks and speech is escaped.

    Args:
        report: the report.
        earlier: the rehearsal before, whose figures of delivery are shown beside those of this one.
    """
    view = View(report, earlier)
    page: str = template("report.html.j2").render(
        view=view, report=report, sections=sections_of(view), style=_style()
    )
    return page


@cache
def _style() -> Markup:
    return Markup(shipped("export", "report.css").read_text(encoding="utf-8"))
