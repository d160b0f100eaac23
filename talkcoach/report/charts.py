"""The two charts of a report as inline SVG: the timeline, and the parts against their targets.

Colours and fonts come from the page's style sheet by class, so that light, dark and print share one drawing.
"""

from __future__ import annotations

from itertools import accumulate

from markupsafe import Markup

from talkcoach.analysis.pauses import Pause
from talkcoach.analysis.timing import PartTiming, Timing
from talkcoach.domain.clock import clock
from talkcoach.domain.text import shortened
from talkcoach.report.axis import Axis, recorded_at
from talkcoach.report.evidence import Places
from talkcoach.report.lanes import (
    Lane,
    findings_lane,
    marks_lane,
    pace_lane,
    planned_lane,
    slides_lane,
    spoken_lane,
    voice_lane,
)
from talkcoach.report.model import Report
from talkcoach.report.palette import part_classes
from talkcoach.report.svg import element
from talkcoach.report.wording import against_target, judged, verdict_on

WIDTH, GUTTER, MARGIN = 1000.0, 76.0, 14.0
"""Pixels: the width of the timeline, of its column of lane names, and of the margin at its right end."""

BETWEEN, SCALE_HEIGHT = 9.0, 22.0
"""Pixels between lanes, and the height of the labels of minutes below them."""

TITLE_LETTERS = 22
"""Letters of a part's title that fit beside its minutes on a phone."""

ROW, BAR, BAR_TOP = 50.0, 14.0, 24.0


def timeline(report: Report) -> Markup:
    """Everything that happened on one axis, which ends with the talk or with its slot, whichever is later."""
    timing, axis = report.timing, axis_of(report)
    slot_end = recorded_at(timing.slot_seconds, report.interruptions)
    lanes = [lane for lane in _lanes(report, axis) if lane.height]
    *tops, bottom = accumulate((lane.height + BETWEEN for lane in lanes), initial=2.0)
    return element(
        "svg",
        _hatching(),
        _grid(axis, timing, slot_end, bottom),
        *(
            element("g", _name(lane.name, top + lane.height / 2), lane.draw(top))
            for lane, top in zip(lanes, tops, strict=True)
        ),
        class_="timeline",
        viewBox=f"0 0 {WIDTH:.0f} {bottom + SCALE_HEIGHT:.0f}",
        role="img",
        aria_label=f"Timeline of {clock(timing.duration)} minutes. {_in_words(report)}.",
    )


def axis_of(report: Report) -> Axis:
    """The timeline's axis, in the units of its view box."""
    slot_end = recorded_at(report.timing.slot_seconds, report.interruptions)
    return Axis(max(report.recorded_seconds, slot_end if judged(report) else 0.0, 1.0), GUTTER, WIDTH - MARGIN)


def parts_chart(report: Report) -> Markup:
    """Each part's minutes as a bar, its target as a bracket, and how the two compare in words.

    Lengths are percentages of the chart's width, so that it fills its container while the text keeps its size.
    """
    parts, classes = report.timing.parts, part_classes(report.timing)
    scale = max((max(part.seconds, part.target_seconds[1]) for part in parts), default=0.0) or 1.0
    return element(
        "svg",
        *(_part_row(part, classes[part.key], scale, judged(report), ROW * row) for row, part in enumerate(parts)),
        class_="parts",
        width="100%",
        height=ROW * len(parts),
        role="img",
        aria_label=f"Minutes of every part. {_in_words(report)}.",
    )


def _lanes(report: Report, axis: Axis) -> list[Lane]:
    classes, measured = part_classes(report.timing), report.delivery
    titles = {slide.number: slide.title for slide in report.timing.slides}
    fillers = [(quote.span, quote.text) for quote in measured.filling.fillers]
    spoiled = measured.spoiled
    silences = [(pause.span, _silence(pause)) for pause in measured.long_pauses]
    return [
        findings_lane(report.findings, Places(report), axis),
        *([planned_lane(report.timing, classes, axis)] if judged(report) else []),
        spoken_lane(report.sections, report.interruptions, classes, axis),
        slides_lane(report.slides, titles, axis),
        pace_lane(measured.tempo, axis),
        marks_lane("filled", "filled", fillers, axis),
        marks_lane("silence", "silence", silences if "pauses" not in spoiled else [], axis),
        voice_lane(measured.voice if "pitch" not in spoiled else None, axis),
    ]


def _silence(pause: Pause) -> str:
    places = {"sentence": " between sentences", "clause": " at a comma", "phrase": " inside a phrase", None: ""}
    return f"{pause.span.duration:.1f} s of silence{places[pause.place]}"


def _hatching() -> Markup:
    """The hatching of uncertain visits: doubt needs a shape as well as a word."""
    stroke = element("path", d="M-1 6 L6 -1 M2 9 L9 2")
    pattern = element("pattern", stroke, id="doubt", width=8, height=8, patternUnits="userSpaceOnUse")
    return element("defs", pattern)


def _name(name: str, middle: float) -> Markup:
    return element("text", name, class_="lane", x=0, y=middle + 4)


def _grid(axis: Axis, timing: Timing, slot_end: float, bottom: float) -> Markup:
    """Ticks with their minutes, and a line at the end of the slot if the talk is longer."""
    marks = [
        element(
            "g",
            element("line", x1=axis.x(tick), x2=axis.x(tick), y1=0, y2=bottom),
            element("text", axis.tick_label(tick), x=axis.x(tick), y=bottom + 15, text_anchor="middle"),
            class_="tick",
        )
        for tick in axis.ticks()
    ]
    x = axis.x(slot_end)
    slot = element(
        "g",
        element("title", f"The slot ends at {clock(timing.slot_seconds)}."),
        element("line", x1=x, x2=x, y1=0, y2=bottom),
        class_="slot",
    )
    return element("g", *marks, _name("minutes", bottom + 11), slot if slot_end < axis.seconds else "")


def _part_row(part: PartTiming, class_: str, scale: float, is_judged: bool, y: float) -> Markup:
    bar = element("rect", x=0, y=y + BAR_TOP, width=_share(part.seconds, scale), height=BAR, rx=2)
    return element(
        "g",
        element("title", f"{part.title}: {_minutes(part, is_judged)}"),
        element("text", shortened(part.title, TITLE_LETTERS), class_="name", x=0, y=y + 16),
        element("text", _minutes(part, is_judged), class_="figure", x="100%", y=y + 16, text_anchor="end"),
        element("rect", class_="track", x=0, y=y + BAR_TOP, width="100%", height=BAR, rx=2),
        bar if part.seconds else "",
        _bracket(part.target_seconds, scale, y) if is_judged else "",
        class_=f"part {class_}",
    )


def _bracket(target: tuple[float, float], scale: float, y: float) -> Markup:
    """The ends of the target as vertical lines across the bar, joined below it."""
    least, most = (_share(end, scale) for end in target)
    top, bottom = y + BAR_TOP - 3, y + BAR_TOP + BAR + 3
    return element(
        "g",
        element("line", x1=least, x2=least, y1=top, y2=bottom),
        element("line", x1=most, x2=most, y1=top, y2=bottom),
        element("line", x1=least, x2=most, y1=bottom, y2=bottom),
        class_="bracket",
    )


def _share(seconds: float, scale: float) -> str:
    return f"{100 * seconds / scale:.2f}%"


def _minutes(part: PartTiming, is_judged: bool) -> str:
    return f"{against_target(part)}\u2003{verdict_on(part)}" if is_judged else clock(part.seconds)


def _in_words(report: Report) -> str:
    return "; ".join(f"{part.title}: {_minutes(part, judged(report))}" for part in report.timing.parts)
