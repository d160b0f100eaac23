"""The lanes of the timeline: each has a name and a height in pixels, and draws itself below a given y."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log2

from markupsafe import Markup

from talkcoach.analysis.pace import Pace, Tempo
from talkcoach.analysis.timing import Timing
from talkcoach.analysis.voice import Voice, VoiceTrack
from talkcoach.domain import Finding, Span, Visit
from talkcoach.domain.clock import clock
from talkcoach.report.axis import Axis, in_rows
from talkcoach.report.evidence import Places
from talkcoach.report.model import ReportedSection
from talkcoach.report.palette import OTHER_CLASS
from talkcoach.report.svg import element, fitted, text_width
from talkcoach.report.wording import FIRST, doubt, target_range

LABEL, SMALL = 12.0, 11.0
"""Font sizes in pixels, as in the style sheet."""

RADIUS, ROWS = 9.0, 3
"""The radius of a marker in pixels, and the rows of markers at most."""

PACE_HEIGHT, PACE_INSET = 44.0, 6.0

VOICE_HEIGHT, VOICE_REACH = 36.0, 6.0
"""The height of the lane of the voice in pixels, and the semitones up and down that it shows, enough for most
speech."""

VOICE_COLUMN, VOICE_SECONDS = 3.0, 3.0
"""The least distance in pixels between strokes of the voice, and the least seconds that one shows: a short
sentence."""

FOOT = 4.0
"""Pixels: the height of the ends of a bracket in a lane."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the timeline. A lane of height 0 has nothing to show."""

    name: str
    height: float
    draw: Callable[[float], Markup]


def findings_lane(findings: Sequence[Finding], places: Places, axis: Axis) -> Lane:
    """A numbered marker at the first evidence of every finding; those to fix first are placed first."""
    moments = [(n, places.evidence(finding.quotes[0]).moment) for n, finding in enumerate(findings, start=1)]
    shown = [(number, moment) for number, moment in moments if moment is not None]
    rows = in_rows((axis.x(moment) for _, moment in shown), 2 * RADIUS + 2, ROWS)
    step = 2 * RADIUS + 3

    def draw(top: float) -> Markup:
        placed = [(each, row) for each, row in zip(shown, rows, strict=True) if row is not None]
        return element("g", *(_marker(*each, axis, top + RADIUS + row * step) for each, row in placed))

    return Lane("findings", max((step * (row + 1) for row in rows if row is not None), default=0.0), draw)


def planned_lane(timing: Timing, classes: dict[str, str], axis: Axis) -> Lane:
    """The plan: every part as long as the middle of its target."""
    middles = [sum(part.target_seconds) / 2 for part in timing.parts]
    spans = [Span(*ends) for ends in pairwise(accumulate(middles, initial=0.0))]
    bars = [
        _Bar(span, part.title, f"{part.title}: {target_range(part)} planned", f"planned {classes[part.key]}")
        for part, span in zip(timing.parts, spans, strict=True)
    ]
    return Lane("planned", 24.0, lambda y: element("g", *(bar.draw(axis, y, 24.0) for bar in bars)))


def spoken_lane(
    sections: Sequence[ReportedSection], interruptions: Sequence[Span], classes: dict[str, str], axis: Axis
) -> Lane:
    """The parts as they were spoken, and between them the questions from the audience and other voices."""
    bars = [
        _Bar(
            section.span,
            section.title,
            f"{doubt(section.confidence)} {section.title}, {_from_to(section.span)}".strip(),
            f"spoken {classes.get(section.key, OTHER_CLASS)}",
            is_hatched=bool(doubt(section.confidence)),
        )
        for section in sections
        if section.span
    ]
    bars += [_Bar(span, "", f"somebody else speaks, {_from_to(span)}", "interruption") for span in interruptions]
    return Lane(
        "spoken", 30.0 if bars else 0.0, lambda y: element("g", *(bar.draw(axis, y, 30.0) for bar in bars))
    )


def slides_lane(visits: Sequence[Visit], titles: dict[int, str], axis: Axis) -> Lane:
    """A line where the slide changes, and the number of the slide where there is room for it."""
    height = 22.0

    def slide(visit: Visit, y: float) -> Markup:
        x, width, number = axis.x(visit.span.start), axis.width(visit.span), str(visit.slide)
        fits = text_width(number, SMALL) + 4 <= width
        return element(
            "g",
            element("title", _slide_tooltip(visit, titles.get(visit.slide, ""))),
            element("rect", x=x, y=y, width=width, height=height),
            element("line", x1=x, x2=x, y1=y, y2=y + height),
            element("text", number, x=axis.x(visit.span.middle), y=y + 15, text_anchor="middle") if fits else "",
            class_="slide doubtful" if doubt(visit.confidence) else "slide",
        )

    def draw(y: float) -> Markup:
        return element("g", *(slide(visit, y) for visit in visits))

    return Lane("slides", height if visits else 0.0, draw)


def pace_lane(measured: Tempo, axis: Axis) -> Lane:
    """Words a minute as a line over the band of ordinary talks, if one is known; the scale covers both.

    Brackets mark where the pace is outside the band: at the top where it is fast, at the bottom where it is slow.
    """
    rates = [pace.words_per_minute for pace in measured.pace]
    if not rates:
        return Lane("pace", 0.0, lambda _: Markup(""))
    slow, fast = measured.band or (min(rates), max(rates))
    lowest, highest = min(slow, *rates, fast), max(fast, *rates, slow)

    def depth(rate: float) -> float:
        return PACE_INSET + (PACE_HEIGHT - 2 * PACE_INSET) * (highest - rate) / ((highest - lowest) or 1.0)

    def draw(y: float) -> Markup:
        width, height = axis.right - axis.left, depth(slow) - depth(fast)
        points = " ".join(
            f"{axis.x(p.span.middle):.1f},{y + depth(p.words_per_minute):.1f}" for p in measured.pace
        )
        edges = [(f"{fast:.0f}", y + depth(fast) + 4), (f"{slow:.0f}", y + depth(slow) + 4)]
        drawn = element("rect", class_="band", x=axis.left, y=y + depth(fast), width=width, height=height)
        band = f" The band, {slow:.0f} to {fast:.0f}, holds most research talks."
        return element(
            "g",
            element("title", "Words a minute." + (band if measured.band else "")),
            drawn if measured.band else "",
            element("polyline", points=points),
            *_edges(edges[: 2 if height > SMALL else 1], axis),
            *(_pace_bracket(pace, f"faster than {fast:.0f}", axis, y, top=True) for pace in measured.hurried),
            *(_pace_bracket(pace, f"slower than {slow:.0f}", axis, y, top=False) for pace in measured.dragging),
            class_="pace",
        )

    return Lane("pace", PACE_HEIGHT, draw)


def voice_lane(measured: Voice | None, axis: Axis) -> Lane:
    """How far the pitch goes up and down around the speaker's median; brackets mark where it hardly moves."""
    if measured is None or measured.whole.pitch_hz is None:
        return Lane("voice", 0.0, lambda _: Markup(""))
    columns = _columns(measured.track, measured.whole.pitch_hz, axis)

    def draw(y: float) -> Markup:
        def at(semitones: float) -> float:
            within = max(-VOICE_REACH, min(semitones, VOICE_REACH))
            return y + VOICE_HEIGHT * (1 - within / VOICE_REACH) / 2

        middle, width = at(0.0), axis.right - axis.left
        strokes = "".join(f"M{x:.1f} {at(high):.1f}V{at(low) + 1:.1f}" for x, low, high in columns)
        return element(
            "g",
            element(
                "g",
                element("title", "How far your pitch goes up and down around its own middle, in semitones."),
                element("rect", class_="ground", x=axis.left, y=y, width=width, height=VOICE_HEIGHT),
                element("line", x1=axis.left, x2=axis.right, y1=middle, y2=middle),
                element("path", class_="pitch", d=strokes),
            ),
            *_edges([(f"+{VOICE_REACH:.0f}", y + 8), (f"−{VOICE_REACH:.0f}", y + VOICE_HEIGHT)], axis),
            *(
                _bracket(span, f"Monotone, {_from_to(span)}", axis, y, VOICE_HEIGHT, top=False)
                for span in measured.monotone
            ),
            class_="voice",
        )

    return Lane("voice", VOICE_HEIGHT, draw)


def marks_lane(name: str, kind: str, marks: Sequence[tuple[Span, str]], axis: Axis) -> Lane:
    """A mark for each of many short events, as wide as the event is long, and at least 2 pixels."""

    def draw(y: float) -> Markup:
        return element(
            "g",
            *(
                element(
                    "g",
                    element("title", f"{text}, {clock(span.start)}"),
                    element(
                        "rect", x=axis.x(span.start), y=y, width=max(axis.width(span), 2.0), height=12.0, rx=1.0
                    ),
                )
                for span, text in marks
            ),
            class_=kind,
        )

    return Lane(name, 12.0 if marks else 0.0, draw)


@dataclass(frozen=True, slots=True)
class _Bar:
    span: Span
    label: str
    tooltip: str
    class_: str
    is_hatched: bool = False

    def draw(self, axis: Axis, y: float, height: float) -> Markup:
        """The bar with as much of its label as fits, one pixel apart from the next."""
        x, width = axis.x(self.span.start), axis.width(self.span)
        shown = fitted(self.label, LABEL, width - 8)
        return element(
            "g",
            element("title", self.tooltip),
            *(
                element("rect", class_=layer, x=x, y=y, width=max(width - 1.0, 0.5), height=height, rx=2.0)
                for layer in ("colour", "hatch")[: 2 if self.is_hatched else 1]
            ),
            element("text", shown, x=x + 5, y=y + height / 2 + 4) if shown else "",
            class_=f"bar {self.class_}{' unsure' if self.is_hatched else ''}",
        )


def _edges(labels: Sequence[tuple[str, float]], axis: Axis) -> list[Markup]:
    """Labels of values at the left end of a lane."""
    return [element("text", text, class_="edge", x=axis.left - 6, y=at, text_anchor="end") for text, at in labels]


def _pace_bracket(pace: Pace, how: str, axis: Axis, y: float, *, top: bool) -> Markup:
    tooltip = f"{pace.words_per_minute:.0f} words a minute, {how}, {_from_to(pace.span)}"
    return _bracket(pace.span, tooltip, axis, y, PACE_HEIGHT, top=top)


def _bracket(span: Span, tooltip: str, axis: Axis, y: float, height: float, *, top: bool) -> Markup:
    """A bracket at the upper or lower edge of a lane; the area inside has the tooltip and plays."""
    left, right = axis.x(span.start), axis.x(span.end)
    edge = y if top else y + height
    foot = edge + FOOT if top else edge - FOOT
    return element(
        "g",
        element("title", tooltip),
        element("rect", class_="ground", x=left, y=y, width=right - left, height=height),
        element("path", d=f"M{left:.1f} {foot:.1f}V{edge:.1f}H{right:.1f}V{foot:.1f}"),
        class_="stretch",
    )


def _steps(track: VoiceTrack, axis: Axis) -> int:
    """The number of values of the track in one column."""
    seconds = max(VOICE_SECONDS, VOICE_COLUMN * axis.seconds / (axis.right - axis.left))
    return max(1, round(seconds / track.step))


def _columns(track: VoiceTrack, median_hz: float, axis: Axis) -> list[tuple[float, float, float]]:
    """The x of each column with voice, and its lowest and highest pitch in semitones from the median."""
    steps = _steps(track, axis)
    columns = []
    for first in range(0, len(track.pitch_hz), steps):
        semitones = [12 * log2(hz / median_hz) for hz in track.pitch_hz[first : first + steps] if hz]
        if semitones:
            columns.append((axis.x((first + steps / 2) * track.step), min(semitones), max(semitones)))
    return columns


def _marker(number: int, moment: float, axis: Axis, y: float) -> Markup:
    x = axis.x(moment)
    return element(
        "a",
        element("title", f"Finding {number}, at {clock(moment)}"),
        element("circle", cx=x, cy=y, r=RADIUS),
        element("text", str(number), x=x, y=y + 4, text_anchor="middle"),
        class_="marker first" if number <= FIRST else "marker",
        href=f"#finding-{number}",
        tabindex=-1,
    )


def _slide_tooltip(visit: Visit, title: str) -> str:
    name = f"{doubt(visit.confidence)} slide {visit.slide}".strip()
    return f"{name}{f', {title}' if title else ''}: {_from_to(visit.span)}"


def _from_to(span: Span) -> str:
    return f"{clock(span.start)}–{clock(span.end)}"
