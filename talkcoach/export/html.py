"""The report as one HTML file that needs nothing else: no network, no script, readable on a phone and on paper."""

from __future__ import annotations

from functools import cache
from typing import Any

from markupsafe import Markup

from talkcoach.analysis.delivery import Delivery
from talkcoach.clock import clock
from talkcoach.comparison import Run
from talkcoach.domain import Quote
from talkcoach.export import wording
from talkcoach.export.charts import parts_chart, timeline
from talkcoach.export.depth import DEPTHS, lacking, steps
from talkcoach.export.evidence import Places
from talkcoach.export.figures import groups
from talkcoach.export.palette import part_classes
from talkcoach.export.passages import passages
from talkcoach.export.printable import printable
from talkcoach.report import Report
from talkcoach.resources import shipped


def to_html(report: Report, earlier: Run | None = None) -> str:
    """A report as an HTML page; all text from decks and speech is escaped.

    Args:
        report: the report.
        earlier: the rehearsal before, whose figures of delivery stand beside those of this one.
    """
    account, places = report.timing, Places(report)
    page: str = _template().render(
        report=report,
        extent=wording.extent(report),
        findings=tuple(enumerate(report.findings, start=1)),
        timeline=timeline(report),
        bracketed=_bracketed(report.delivery),
        parts_chart=parts_chart(report),
        part_class=part_classes(account),
        part_title={part.key: part.title for part in account.parts},
        slide_title={slide.number: slide.title for slide in account.slides},
        slide_parts=wording.slide_parts(report),
        doubtful_slides={visit.slide for visit in report.slides if wording.doubt(visit.confidence)},
        depth=DEPTHS[report.limitations.level],
        steps=steps(report.limitations),
        lacking=lacking(report.limitations),
        delivery=groups(report, earlier),
        passages=passages(report),
        cuts=[(cut, places.evidence(Quote(cut.span, "", cut.slide)).anchor) for cut in account.cuts],
        evidence=places.evidence,
    )
    return page


def _bracketed(measured: Delivery) -> str:
    """What the brackets on the timeline mark; empty where there are none."""
    paced = bool(measured.tempo.hurried or measured.tempo.dragging)
    monotone = bool(measured.voice and measured.voice.monotone) and "pitch" not in measured.spoiled
    told = (("the pace leaves the band of most talks", paced), ("the voice hardly moves", monotone))
    return " or ".join(words for words, is_marked in told if is_marked)


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(shipped("export")),
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"clock": clock, "wording": wording}
    environment.globals["style"] = Markup(shipped("export", "report.css").read_text(encoding="utf-8"))
    return environment.get_template("report.html.j2")


def _printable(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
