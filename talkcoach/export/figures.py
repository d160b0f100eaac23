"""The figures of delivery in words and in groups, without what was not measured or what the recording spoils.

The recording comes first, since it decides what of the rest is told at all. What the words tell is here.
"""

from __future__ import annotations

from collections.abc import Sequence

from talkcoach.analysis.fillers import OnSlide
from talkcoach.analysis.pace import Pace
from talkcoach.analysis.terms import listed
from talkcoach.clock import clock
from talkcoach.comparison import Run, run_of
from talkcoach.domain import Quote
from talkcoach.export.figure import Figure, Group, Runs, moments_of, present
from talkcoach.export.figures_of_sound import pauses, recording, voice
from talkcoach.export.measures import MEASURES, Name
from talkcoach.export.wording import counted, doubt
from talkcoach.report import Report

STALLS = 3
"""So many words before which you stall stand first; the others behind a click."""

SLIDES, GATHERED = 3, 3
"""At most so many slides are named for their filled pauses, and none that has fewer than so many."""


def groups(report: Report, earlier: Run | None = None) -> tuple[Group, ...]:
    """All figures of how a talk sounded, each only where it was measured.

    Args:
        report: the report that has them.
        earlier: the rehearsal before, whose figures stand beside them; None without one.
    """
    runs = Runs(run_of(report), earlier)
    every = (
        recording(report),
        _pace(report, runs),
        pauses(report, runs),
        _filled(report, runs),
        _words(report, runs),
        voice(report, runs),
    )
    return tuple(group for group in every if group and (group.figures or group.more or group.said))


def _pace(report: Report, runs: Runs) -> Group:
    measured, spoken = report.delivery.tempo, clock(runs.now.speaking_seconds)
    slow, fast = measured.band or (0.0, 0.0)
    ordinary = f"most research talks: {slow:.0f}–{fast:.0f}" if measured.band else ""
    outside = (
        (f"Faster than {fast:.0f}", "slow down there, or say less", measured.hurried),
        (f"Slower than {slow:.0f}", "shorter pauses, or more to say", measured.dragging),
    )
    shown = (
        runs.figure("Speaking rate", "speaking rate", ordinary),
        *(_outside(*each, spoken) for each in outside),
    )
    note = "pauses cut out; recorded talks: 3.5–7, by speaker and accent"
    more = (runs.figure("Articulation rate", "articulation rate", note),)
    return Group("Pace", present(shown), present(more))


def _outside(name: str, advice: str, stretches: Sequence[Pace], spoken: str) -> Figure | None:
    """How long the talk is outside the band, and where."""
    if not stretches:
        return None
    total = clock(sum(stretch.span.duration for stretch in stretches))
    moments = tuple(Quote(each.span, f"{each.words_per_minute:.0f} a minute") for each in stretches)
    return Figure(name, f"{total} of {spoken}", advice, moments)


def _filled(report: Report, runs: Runs) -> Group:
    found, limits = report.delivery.filling, report.delivery.limits
    ordinary = f"few listeners notice up to {limits.fillers_per_minute:g}" if limits else ""
    # In the sound they are looked for; a text of a talk has only those that somebody wrote.
    number = f"{'about' if report.delivery.voice else 'at least'} {len(found.fillers)}"
    value = f"{number}{runs.rate('filled pauses')}" if found.fillers else "none heard"
    moments = moments_of(quote.span for quote in found.fillers)
    figure = runs.figure("Um and uh", "filled pauses", ordinary, moments, value)
    if figure is None and found.fillers:
        figure = Figure("Um and uh", value, ordinary, moments)
    stalls = [
        Figure(
            "You stall before",
            f"“{stall.term}”",
            f"{len(stall.quotes)} times",
            moments_of(q.span for q in stall.quotes),
        )
        for stall in found.filler_stalls
    ]
    shown = present((figure, _on_slides(report), *stalls[:STALLS]))
    more = (*stalls[STALLS:], _crowding(report))
    return Group("Filled pauses", shown, present(more))


def _crowding(report: Report) -> Figure | None:
    spans = report.delivery.filling.filler_clusters
    if not spans:
        return None
    return Figure("They crowd", f"in {counted(len(spans), 'place')}", "several within seconds", moments_of(spans))


def _on_slides(report: Report) -> Figure | None:
    """The slides on which there are several, with the word of doubt where it is not known which slide was up."""
    found = report.delivery.filling
    gathered = [on for on in found.fillers_by_slide if on.count >= GATHERED][:SLIDES]
    if not gathered:
        return None
    moments = moments_of(q.span for q in found.fillers if q.slide in {on.slide for on in gathered})
    return Figure(
        "They gather on", listed([_on_slide(report, on) for on in gathered]), "how many on each", moments
    )


def _on_slide(report: Report, on: OnSlide) -> str:
    confidence = max((visit.confidence for visit in report.slides if visit.slide == on.slide), default=1.0)
    return f"{doubt(confidence)} slide {on.slide} ({on.count})".strip()


def _words(report: Report, runs: Runs) -> Group:
    found, filling = report.delivery.fluency, report.delivery.filling
    stumbles = sorted((*found.repetitions, *found.restarts), key=lambda quote: quote.span)
    rates: tuple[tuple[str, Name, Sequence[Quote]], ...] = (
        ("In place of a pause", "words in place of a pause", filling.lexical_fillers),
        ("Repeats and restarts", "repetitions and restarts", stumbles),
        ("Hedges", "hedges", found.hedges),
    )
    figures = [_counted(runs, *each) for each in rates]
    shown = [figure for figure in figures if figure and figure.moments]
    none = [figure for figure in figures if figure and not figure.moments]
    if found.weak_ending:
        shown.append(
            Figure("Last words", "they give the end away", "end on what to remember", (found.weak_ending,))
        )
    return Group("Words", tuple(shown), tuple(none))


def _counted(runs: Runs, title: str, name: Name, quotes: Sequence[Quote]) -> Figure | None:
    band = MEASURES[name].band(runs.now)
    value = f"{len(quotes)}{runs.rate(name)}" if quotes else "none heard"
    note = f"most talks: {band} a minute" if band else ""
    return runs.figure(title, name, note, quotes, value)
