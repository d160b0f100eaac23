from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

import reports
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from talkcoach.analysis.delivery import Delivery
from talkcoach.analysis.fillers import Fillers
from talkcoach.analysis.pace import Pace, Tempo
from talkcoach.analysis.pauses import Pause, Pauses
from talkcoach.analysis.quality import Defect, Quality
from talkcoach.analysis.timing import PartTiming
from talkcoach.analysis.voice import Voice, VoiceTrack
from talkcoach.domain import Finding, Quote, Span, Visit
from talkcoach.report.charts import WIDTH, axis_of, parts_chart, timeline
from talkcoach.report.model import Report, ReportedSection
from talkcoach.report.palette import COLOURS
from talkcoach.report.svg import text_width
from talkcoach.report.wording import unsure_seconds
from talkcoach.store.places import shipped

times = st.floats(0, 20_000, allow_subnormal=False)
titles = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=30)
verdicts = st.sampled_from(["missing", "short", "ok", "long"])


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    """Spans in order that do not overlap."""
    steps = draw(st.lists(st.floats(0, 900), max_size=24))
    return [Span(*ends) for ends in pairwise(accumulate(steps, initial=0.0))]


@st.composite
def any_voice(draw: st.DrawFn, end: float) -> Voice:
    """Any pitch, up to beyond the end of the axis."""
    pitch = draw(st.lists(st.none() | st.floats(40, 800), max_size=40))
    step = max(0.5, 1.1 * end / max(len(pitch), 1))
    monotone = tuple(Span(at, at + 30.0) for at in draw(st.lists(st.floats(0, end), max_size=3)))
    voice = reports.a_report().delivery.voice
    assert voice
    return replace(voice, monotone=monotone, track=VoiceTrack(step, tuple(pitch)))


@st.composite
def any_report(draw: st.DrawFn) -> Report:
    """Any durations, any number of parts, any titles."""
    report = reports.a_report()
    parts = draw(st.lists(st.builds(_part, titles, times, times, times, verdicts), min_size=1, max_size=9))
    parts = [replace(part, key=f"part_{n}") for n, part in enumerate(parts)]
    spoken, visits = draw(spans()), draw(spans())
    end = max([1.0, *(span.end for span in spoken + visits)])
    events = draw(st.lists(st.floats(0, end), max_size=20))
    keys = [*(part.key for part in parts), "other"]
    return replace(
        report,
        timing=replace(
            report.timing, duration=end, slot_seconds=draw(st.floats(1, 20_000)), parts=tuple(parts), slides=()
        ),
        sections=tuple(
            ReportedSection(
                span, draw(st.sampled_from(keys)), draw(titles), span.duration, draw(st.floats(0, 1)), None, None
            )
            for span in spoken
        ),
        slides=tuple(Visit(span, n, draw(st.floats(0, 1))) for n, span in enumerate(visits, start=1)),
        delivery=Delivery(
            tempo=Tempo(
                pace=tuple(Pace(Span(at, at + 30.0), draw(st.floats(0, 400))) for at in events),
                band=(110.0, 165.0),
            ),
            filling=Fillers(tuple(Quote(Span(at, at + 0.4), draw(titles)) for at in events)),
            silence=Pauses(tuple(Pause(Span(at, at + 2.5)) for at in events)),
            voice=draw(any_voice(end)),
        ),
        findings=tuple(Finding("any", "low", "", "", (Quote(Span(at, at + 1.0), ""),)) for at in events),
    )


def _part(title: str, seconds: float, one: float, other: float, verdict: str) -> PartTiming:
    return PartTiming("any", title, seconds, (min(one, other), max(one, other)), verdict, ())  # type: ignore[arg-type]


@given(any_report())
@settings(max_examples=60, deadline=None)
def test_whatever_was_spoken_the_timeline_is_well_formed_and_inside_its_frame(report: Report) -> None:
    drawing = etree.fromstring(timeline(report))
    for rect in drawing.iter("rect"):
        x, width = float(rect.get("x")), float(rect.get("width"))
        assert x >= 0
        assert width >= 0
        assert x + width <= WIDTH
    bottom = float(drawing.get("viewBox").split()[3])
    for path in drawing.iter("path"):
        if path.getparent().tag != "pattern":
            assert all(0 <= y <= bottom for y in _ordinates(path.get("d")))
    for circle in drawing.iter("circle"):
        assert float(circle.get("cx")) >= 9
        assert float(circle.get("cx")) <= WIDTH - 9


def _ordinates(path: str) -> list[float]:
    """The ordinates of a path of moves and upright strokes."""
    return [float(y) for y in re.findall(r"(?:M[\d.-]+ |V)([\d.-]+)", path)]


@given(any_report())
@settings(max_examples=60, deadline=None)
def test_no_two_labels_on_one_line_of_the_timeline_overlap(report: Report) -> None:
    boxes: dict[str, list[tuple[float, float]]] = {}
    for text in etree.fromstring(timeline(report)).iter("text"):
        middle = text.get("text-anchor") == "middle"
        size = 11 if middle else 12
        width = text_width(text.text or "", size)
        left = float(text.get("x")) - (width / 2 if middle else 0)
        if text.get("text-anchor") != "end":
            boxes.setdefault(text.get("y"), []).append((left, left + width))
    for line in boxes.values():
        for (_, end), (start, _) in pairwise(sorted(line)):
            assert end <= start + 0.5


@given(any_report())
@settings(max_examples=40, deadline=None)
def test_the_chart_of_parts_is_well_formed_and_no_bar_leaves_it(report: Report) -> None:
    drawing = etree.fromstring(parts_chart(report))
    assert len(drawing.findall("g")) == len(report.timing.parts)
    for bar in drawing.iter("rect"):
        assert 0 <= float(bar.get("width").rstrip("%")) <= 100


def test_every_part_is_written_with_its_minutes_its_target_and_its_verdict() -> None:
    rows = [
        " ".join(row.itertext("text")) for row in etree.fromstring(parts_chart(reports.a_report())).findall("g")
    ]
    assert rows[0] == "Problem 2:30 of 3:00\u2003✓ on target"
    assert rows[2] == "Approach 14:20 of 10:00\u2003+ long"
    assert rows[4] == "Limitations 1:40 of 5:00\u2003− short"


def test_a_part_keeps_its_colour_on_every_picture_and_a_seventh_starts_again() -> None:
    report = reports.a_report()
    parts = tuple(replace(report.timing.parts[0], key=f"part_{letter}") for letter in "abcdefg")
    many = replace(report, timing=replace(report.timing, parts=parts))
    classes = [row.get("class") for row in etree.fromstring(parts_chart(many)).findall("g")]
    assert classes == [f"part part-{n}" for n in (1, 2, 3, 4, 5, 6, 1)]
    planned = [
        g.get("class") for g in etree.fromstring(timeline(many)).iter("g") if "planned" in g.get("class", "")
    ]
    assert planned == [f"bar planned part-{n}" for n in (1, 2, 3, 4, 5, 6, 1)]


def test_a_short_visit_loses_its_number_and_keeps_its_tooltip() -> None:
    report = reports.a_report()
    slides = [g for g in etree.fromstring(timeline(report)).iter("g") if "slide" in g.get("class", "")]
    slim = next(g for g in slides if g.find("title").text.startswith("slide 19"))
    assert slim.find("text") is None
    assert slim.find("title").text == "slide 19, Thank you: 33:50–34:12"
    assert next(g for g in slides if "slide 9," in g.find("title").text).find("text").text == "9"


def test_doubt_about_a_slide_has_a_shape_and_a_word() -> None:
    slides = [
        g for g in etree.fromstring(timeline(reports.a_report())).iter("g") if "doubtful" in g.get("class", "")
    ]
    assert [g.find("title").text.split(",")[0] for g in slides] == ["probably slide 8", "perhaps slide 14"]


def test_a_stretch_whose_part_is_not_sure_is_hatched_and_counted_and_no_other() -> None:
    report = reports.a_report()
    first, *others = report.sections
    unsure = replace(report, sections=(replace(first, confidence=0.55), *others))
    hatched = [g for g in etree.fromstring(timeline(unsure)).iter("g") if "unsure" in g.get("class", "")]
    assert [g.find("title").text.split(",")[0] for g in hatched] == [f"probably {first.title}"]
    assert unsure_seconds(unsure) == first.seconds
    assert unsure_seconds(report) == 0


def test_a_marker_leads_to_its_finding_and_one_for_a_slide_never_shown_is_left_out() -> None:
    drawing = etree.fromstring(timeline(reports.a_report()))
    assert [a.get("href") for a in drawing.iter("a")] == [f"#finding-{n}" for n in (1, 2, 3, 4, 5)]


def test_the_pictures_say_in_words_what_they_show() -> None:
    for drawing in map(etree.fromstring, (timeline(reports.a_report()), parts_chart(reports.a_report()))):
        assert drawing.get("role") == "img"
        assert "Limitations: 1:40 of 5:00\u2003− short" in drawing.get("aria-label")


def test_the_slots_end_is_drawn_where_the_talk_runs_over_it() -> None:
    report = reports.a_report()
    over = replace(report, timing=replace(report.timing, slot_seconds=1800.0))
    assert "The slot ends at 30:00." in timeline(over)
    assert "The slot ends" not in timeline(report)


def test_the_style_sheet_paints_the_parts_in_the_colours_of_the_palette() -> None:
    style = shipped("export", "report.css").read_text(encoding="utf-8")
    for number, colour in enumerate(COLOURS, start=1):
        assert f"--part-{number}: {colour.lower()};" in style


def test_where_no_band_of_pace_is_known_none_is_drawn_or_spoken_of() -> None:
    report = reports.a_report()
    bare = timeline(
        replace(report, delivery=replace(report.delivery, tempo=replace(report.delivery.tempo, band=None)))
    )
    assert "The band, 110 to 165" in timeline(report)
    assert "polyline" in bare
    assert "band" not in bare


def test_every_row_of_the_timeline_is_documented() -> None:
    document = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    for text in etree.fromstring(timeline(reports.a_report())).iter("text"):
        if text.get("class") == "lane" and text.text != "minutes":
            assert f"\n| {text.text} | " in document


def tooltips(report: Report, lane: str) -> list[str]:
    """What the marks of a lane say, after the lane's own words."""
    every = etree.fromstring(timeline(report)).iter("g")
    found = next((g for g in every if g.get("class") == lane), None)
    return [] if found is None else [title.text for title in found.iter("title")][1:]


def test_where_you_hurry_is_marked_with_how_fast_and_when() -> None:
    assert tooltips(reports.a_report(), "pace") == ["170 words a minute, faster than 165, 12:00–15:30"]


def test_a_voice_that_hardly_moves_is_marked_and_said_to() -> None:
    assert tooltips(reports.a_report(), "voice") == ["Monotone, 25:00–26:00"]


def test_the_voice_is_drawn_around_its_own_middle_and_hardly_anything_where_it_hardly_moves() -> None:
    drawing = etree.fromstring(timeline(reports.a_report()))
    lane = next(g for g in drawing.iter("g") if g.get("class") == "voice")
    middle = float(lane.find(".//line").get("y1"))
    drawn = re.findall(r"M([\d.]+) ([\d.]+)V([\d.]+)", lane.find(".//path").get("d"))
    strokes = [tuple(map(float, stroke)) for stroke in drawn]
    axis = axis_of(reports.a_report())
    lively = [low - high for x, high, low in strokes if x < axis.x(1490.0)]
    flat = [low - high for x, high, low in strokes if axis.x(1510.0) < x < axis.x(1550.0)]
    assert max(flat) < min(lively) / 2
    assert all(high <= middle + 1 and low >= middle - 1 for _, high, low in strokes)


def test_forty_five_minutes_of_voice_are_drawn_in_a_few_hundred_strokes() -> None:
    report = reports.a_report()
    voice = report.delivery.voice
    assert voice
    long = replace(voice, track=VoiceTrack(0.5, (110.0, 130.0) * 2700))
    drawn = timeline(
        replace(
            report,
            timing=replace(report.timing, duration=2700.0, slot_seconds=2700.0),
            delivery=replace(report.delivery, voice=long),
        )
    )
    assert 200 < drawn.count("V") < 400


def test_a_silence_says_where_it_stands() -> None:
    assert "3.1 s of silence inside a phrase, 19:36" in timeline(reports.a_report())


def test_what_the_recording_spoils_is_not_drawn() -> None:
    report = reports.a_report()
    noise = Defect("noise", "", "", ("pitch", "pauses"), (Span(0.0, 1.0),))
    spoiled = replace(report, delivery=replace(report.delivery, quality=Quality(1.0, 0.0, None, None, (noise,))))
    lanes = [text.text for text in etree.fromstring(timeline(spoiled)).iter("text") if text.get("class") == "lane"]
    assert lanes == ["minutes", "findings", "planned", "spoken", "slides", "pace", "filled"]
