"""The charts of Progress: one small chart for each figure, all with the rehearsals as their x axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from talkcoach.domain.clock import clock
from talkcoach.report.measures import MEASURES, Measure, Name
from talkcoach.report.palette import COLOURS
from talkcoach.report.trend import DatedSummary
from talkcoach.report.wording import target_range

HEIGHT = 150
"""The height of a chart with its axes in pixels: nine charts are visible without much scrolling."""

_GREY = "#8a8f98"
"""The colour of figures that belong to no part, and of targets; legible on white and on black."""

FOLLOWED: dict[Name, Any] = {
    "speaking rate": alt.Scale(zero=False),
    "filled pauses": alt.Scale(),
    "pauses inside phrases": alt.Scale(),
    "long pauses": alt.Scale(),
    "spread of pitch": alt.Scale(),
}
"""The figures of delivery that have a chart, with their scales; the others are in the comparison only."""

Row = dict[str, Any]

_CLOCK = "floor(datum.value) + ':' + format(round(60 * (datum.value % 1)), '02')"
"""A Vega expression that writes minutes as everywhere else, 1.5 as 1:30."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in Vega-Lite with what is written above it: the name of the figure and its last value."""

    name: str
    words: str
    chart: Row


def part_pictures(points: Sequence[DatedSummary]) -> list[Picture]:
    """For each part of the last whole talk its minutes against the target; incomplete talks are left out."""
    whole = [(number, point) for number, point in enumerate(points, start=1) if point.summary.judged]
    pictures = []
    for index, last in enumerate(whole[-1][1].summary.parts if whole else ()):
        rows = [
            _row(number, point, part.seconds / 60, clock(part.seconds), _minutes(part.target_seconds))
            for number, point in whole
            for part in point.summary.parts
            if part.key == last.key
        ]
        words = f"{clock(last.seconds)} last time, target {target_range(last)}"
        colour = COLOURS[index % len(COLOURS)]
        pictures.append(Picture(last.title, words, _chart(last.title, rows, colour, labels=_CLOCK)))
    return pictures


def delivery_pictures(points: Sequence[DatedSummary]) -> list[Picture]:
    """Depth of the limitations and the figures of delivery, each if it is known in any rehearsal."""
    depth = [
        _row(number, point, point.summary.depth, f"{point.summary.depth} of 4", ())
        for number, point in enumerate(points, start=1)
        if point.summary.depth is not None
    ]
    drawn = [("Depth of the limitations", depth, alt.Scale(domain=[0, 4]))]
    for name, scale in FOLLOWED.items():
        drawn.append((name.capitalize(), _rows(points, MEASURES[name]), scale))
    return [
        Picture(name, f"{rows[-1]['text']} last time", _chart(name, rows, _GREY, scale))
        for name, rows, scale in drawn
        if rows
    ]


def _rows(points: Sequence[DatedSummary], measure: Measure) -> list[Row]:
    return [
        _row(number, point, value, measure.text(point.summary), measure.ordinary(point.summary) or ())
        for number, point in enumerate(points, start=1)
        if (value := measure.of(point.summary)) is not None
    ]


def _row(number: int, point: DatedSummary, value: float, text: str, band: Sequence[float]) -> Row:
    least, most = band or (None, None)
    when = f"{point.when:%d %b %Y, %H:%M}"
    return {"rehearsal": number, "when": when, "value": value, "text": text, "least": least, "most": most}


def _minutes(seconds: Sequence[float]) -> list[float]:
    return [each / 60 for each in seconds]


def _chart(
    name: str, rows: list[Row], colour: str, scale: Any = alt.Undefined, labels: Any = alt.Undefined
) -> Row:
    """A line through points, over their target band."""
    base = alt.Chart({"values": rows}).encode(
        x=alt.X("rehearsal:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy"))
    )
    value = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4, labelExpr=labels))
    tooltip = [
        alt.Tooltip("rehearsal:O", title="Nr"),
        alt.Tooltip("when:N", title="Rehearsal of"),
        alt.Tooltip("text:N", title=name),
    ]
    line = base.mark_line(color=colour, strokeWidth=2.5).encode(y=value)
    dots = base.mark_point(color=colour, filled=True, size=60, opacity=1).encode(y=value, tooltip=tooltip)
    band = _band(base) if any(row["least"] is not None for row in rows) else []
    chart: Row = alt.layer(*band, line, dots).properties(height=HEIGHT).to_dict()
    return chart


def _band(base: Any) -> list[Any]:
    """The target: an area between two dashed lines, which coincide where it is a single figure."""
    edge = base.mark_line(color=_GREY, strokeDash=[4, 3], strokeWidth=1.5)
    return [
        base.mark_area(color=_GREY, opacity=0.18).encode(y=alt.Y("least:Q"), y2=alt.Y2("most:Q")),
        edge.encode(y=alt.Y("least:Q")),
        edge.encode(y=alt.Y("most:Q")),
    ]
