"""The figures of delivery in groups, without what was not measured or what a bad recording spoils.

The recording comes first, since the others depend on it. Figures from the words are here, those from the sound in
`talkcoach.report.figures_of_sound`.
"""

from __future__ import annotations

from collections.abc import Sequence

from talkcoach.analysis.fillers import OnSlide
from talkcoach.analysis.pace import Pace
from talkcoach.domain import Quote
from talkcoach.domain.clock import clock
from talkcoach.domain.text import listed
from talkcoach.report.figure import Figure, Group, SummaryPair, moments_of, present
from talkcoach.report.figures_of_sound import pauses, recording, voice
from talkcoach.report.measures import MEASURES, Name
from talkcoach.report.model import Report
from talkcoach.report.summary import Summary, summary_of
from talkcoach.report.wording import counted, doubt

STALLS = 3
"""Words before which you stall that are shown first; the others are behind a click."""

SLIDES, GATHERED = 3, 3
"""The most slides that are named for their filled pauses, and the fewest filled pauses of such a slide."""


def groups(report: Report, earlier: Summary | None = None) -> tuple[Group, ...]:
    """All figures of delivery that were measured.

    Args:
        report: the report that has them.
        earlier: the rehearsal before, whose figures are shown beside them.
    """
    summaries = SummaryPair(summary_of(report), earlier)
    every = (
        recording(report),
        _pace(report, summaries),
        pauses(report, summaries),
        _filled(report, summaries),
        _words(report, summaries),
        voice(report, summaries),
    )
    return tuple(group for group in every if group and (group.figures or group.more or group.not_judged))


def _pace(report: Report, summaries: SummaryPair) -> Group:
    measured, spoken = report.delivery.tempo, clock(summaries.now.speaking_seconds)
    slow, fast = measured.band or (0.0, 0.0)
    ordinary = f"most research talks: {slow:.0f}–{fast:.0f}" if measured.band else ""
    outside = (
        (f"Faster than {fast:.0f}", "slow down there, or say less", measured.hurried),
        (f"Slower than {slow:.0f}", "shorter pauses, or more to say", measured.dragging),
    )
    shown = (
        summaries.figure("Speaking rate", "speaking rate", ordinary),
        *(_outside(*each, spoken) for each in outside),
    )
    note = "pauses cut out; recorded talks: 3.5–7, by speaker and accent"
    more = (summaries.figure("Articulation rate", "articulation rate", note),)
    return Group("Pace", present(shown), present(more))


def _outside(name: str, advice: str, spans: Sequence[Pace], spoken: str) -> Figure | None:
    """How long and where the pace is outside the band."""
    if not spans:
        return None
    total = clock(sum(each.span.duration for each in spans))
    moments = tuple(Quote(each.span, f"{each.words_per_minute:.0f} a minute") for each in spans)
    return Figure(name, f"{total} of {spoken}", advice, moments)


def _filled(report: Report, summaries: SummaryPair) -> Group:
    found, limits = report.delivery.filling, report.delivery.limits
    ordinary = f"few listeners notice up to {limits.fillers_per_minute:g}" if limits else ""
    # In sound they are searched for; a text has only those that somebody wrote down.
    number = f"{'about' if report.delivery.voice else 'at least'} {len(found.fillers)}"
    value = f"{number}{summaries.rate('filled pauses')}" if found.fillers else "none heard"
    moments = moments_of(quote.span for quote in found.fillers)
    figure = summaries.figure("Um and uh", "filled pauses", ordinary, moments, value)
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
    """The slides with several, with a word of doubt where it is uncertain which slide was shown."""
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


def _words(report: Report, summaries: SummaryPair) -> Group:
    found, filling = report.delivery.fluency, report.delivery.filling
    stumbles = sorted((*found.repetitions, *found.restarts), key=lambda quote: quote.span)
    rates: tuple[tuple[str, Name, Sequence[Quote]], ...] = (
        ("In place of a pause", "words in place of a pause", filling.lexical_fillers),
        ("Repeats and restarts", "repetitions and restarts", stumbles),
        ("Hedges", "hedges", found.hedges),
    )
    figures = [_counted(summaries, *each) for each in rates]
    shown = [figure for figure in figures if figure and figure.moments]
    none = [figure for figure in figures if figure and not figure.moments]
    if found.weak_ending:
        shown.append(
            Figure("Last words", "they give the end away", "end on what to remember", (found.weak_ending,))
        )
    return Group("Words", tuple(shown), tuple(none))


def _counted(summaries: SummaryPair, title: str, name: Name, quotes: Sequence[Quote]) -> Figure | None:
    band = MEASURES[name].band(summaries.now)
    value = f"{len(quotes)}{summaries.rate(name)}" if quotes else "none heard"
    note = f"most talks: {band} a minute" if band else ""
    return summaries.figure(title, name, note, quotes, value)
