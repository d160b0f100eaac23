"""The figures of delivery in words and in groups, without what was not measured or what the recording spoils.

The recording comes first, since it decides what of the rest is told at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from talkcoach.analysis.fillers import OnSlide
from talkcoach.analysis.pace import Pace
from talkcoach.analysis.pauses import Pause
from talkcoach.analysis.quality import CLIPPED_SHARE, ECHO_SECONDS, NOISY_DB, Judgement, Quality
from talkcoach.analysis.terms import listed
from talkcoach.analysis.voice import FADING_DB, Voice
from talkcoach.clock import clock
from talkcoach.comparison import Run, run_of
from talkcoach.domain import Quote, Span
from talkcoach.export.measures import MEASURES, Name
from talkcoach.export.wording import counted, doubt
from talkcoach.report import Report

FIRST_MOMENTS = 3
"""So many moments stand beside a figure; the others behind a click."""

MOST_MOMENTS = 24
"""More moments than that nobody listens to; the others are only counted."""

STALLS = 3
"""So many words before which you stall stand first; the others behind a click."""

SLIDES, GATHERED = 3, 3
"""At most so many slides are named for their filled pauses, and none that has fewer than so many."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what to read it against, and the moments behind it where there are any.

    ``before`` is the same figure of the rehearsal before; empty where there is none. The words of a moment stand
    beside it.
    """

    name: str
    value: str
    note: str = ""
    moments: tuple[Quote, ...] = ()
    before: str = ""

    @property
    def first(self) -> tuple[Quote, ...]:
        """The moments that stand beside it."""
        return self.moments[:FIRST_MOMENTS]

    @property
    def others(self) -> tuple[Quote, ...]:
        """The moments behind a click."""
        return self.moments[FIRST_MOMENTS:MOST_MOMENTS]

    @property
    def unlisted(self) -> int:
        """How many moments are not listed at all."""
        return max(0, len(self.moments) - MOST_MOMENTS)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together: those that matter first, and ``more`` for who asks.

    ``said`` tells why some are missing.
    """

    name: str
    figures: tuple[Figure, ...]
    more: tuple[Figure, ...] = ()
    said: str = ""


def groups(report: Report, earlier: Run | None = None) -> tuple[Group, ...]:
    """All figures of how a talk sounded, each only where it was measured.

    Args:
        report: the report that has them.
        earlier: the rehearsal before, whose figures stand beside them; None without one.
    """
    runs = _Runs(run_of(report), earlier)
    every = (
        _recording(report),
        _pace(report, runs),
        _pauses(report, runs),
        _filled(report, runs),
        _words(report, runs),
        _voice(report, runs),
    )
    return tuple(group for group in every if group and (group.figures or group.more or group.said))


@dataclass(frozen=True, slots=True)
class _Runs:
    """This run beside the one before it."""

    now: Run
    earlier: Run | None

    def figure(
        self, title: str, name: Name, note: str = "", moments: Sequence[Quote] = (), value: str = ""
    ) -> Figure | None:
        """A measure as a figure; None where it could not be told.

        Where its ``value`` is given, a count, the one before is told as a rate.
        """
        measure = MEASURES[name]
        told = measure.told(self.now)
        if not told:
            return None
        before = measure.number(self.earlier) if self.earlier else ""
        if before and value:
            before = f"{before} a minute" if float(before) else "next to none"
        return Figure(title, value or told, note, tuple(moments), before)

    def rate(self, name: Name) -> str:
        """A rate as it stands after a count: ``, 1.9 a minute``; nothing where it would read 0.0."""
        number = MEASURES[name].number(self.now)
        return f", {number} a minute" if float(number or 0) else ""


def _present(figures: Iterable[Figure | None]) -> tuple[Figure, ...]:
    return tuple(figure for figure in figures if figure)


def _recording(report: Report) -> Group | None:
    found = report.delivery.quality
    if found is None:
        return None
    wrong = tuple(
        Figure(
            defect.kind.capitalize(),
            f"spoils {listed(defect.spoils)}" if defect.spoils else "spoils nothing",
            f"{defect.message} {defect.advice}",
            _bare(defect.heard),
        )
        for defect in found.defects
    )
    snr = "" if found.snr_db is None else f"your voice is {found.snr_db:.0f} decibels above the noise"
    fine = Figure("Quality", "nothing spoils a judgement", snr)
    return Group("Recording", wrong or (fine,), _present(_recorded(found)))


def _recorded(found: Quality) -> Iterator[Figure | None]:
    if found.snr_db is not None:
        note = f"from {NOISY_DB:.0f} on ends of sentences are heard"
        yield Figure("Voice above the noise", f"{found.snr_db:.0f} decibels", note)
    share = f"{100 * found.clipped_share:.1f}".removesuffix(".0")
    yield Figure(
        "Clipped", f"{share} of 100 moments", f"below {100 * CLIPPED_SHARE:.0f} of 100 nothing is said of it"
    )
    if found.hum_hz:
        yield Figure("Hum", f"{found.hum_hz} Hz", "the frequency of mains power")
    if found.decay_seconds is not None:
        note = f"classrooms: 0.6 at most (ANSI S12.60); from {ECHO_SECONDS} on it blurs speech"
        yield Figure("Sound dies away in", f"{found.decay_seconds:.1f} seconds", note)


def _pace(report: Report, runs: _Runs) -> Group:
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
    return Group("Pace", _present(shown), _present(more))


def _outside(name: str, advice: str, stretches: Sequence[Pace], spoken: str) -> Figure | None:
    """How long the talk is outside the band, and where."""
    if not stretches:
        return None
    total = clock(sum(stretch.span.duration for stretch in stretches))
    moments = tuple(Quote(each.span, f"{each.words_per_minute:.0f} a minute") for each in stretches)
    return Figure(name, f"{total} of {spoken}", advice, moments)


def _pauses(report: Report, runs: _Runs) -> Group:
    found = report.delivery.silence
    if "pauses" in report.delivery.spoiled:
        return Group("Pauses", (), said=_spoiled(report, "pauses"))
    inside, long = found.at("phrase"), report.delivery.long_pauses
    longest = sorted(inside, key=lambda pause: -pause.span.duration)
    shown = (
        runs.figure(
            "Inside a phrase",
            "pauses inside phrases",
            "heard as a search; longest first",
            _timed(longest),
            f"{len(inside)}{runs.rate('pauses inside phrases')}",
        ),
        _long(report, long, runs),
    )
    return Group("Pauses", _present(shown), _present(_where(report)))


def _long(report: Report, long: Sequence[Pause], runs: _Runs) -> Figure | None:
    least = report.delivery.long_pause_seconds
    name, note = f"{least:g} seconds or longer", "an audience notices them"
    value = f"{len(long) or 'none'}{runs.rate('long pauses') if long else ''}"
    figure = runs.figure(name, "long pauses", note, _timed(long), value)
    return figure or (Figure(name, value, note, _timed(long)) if long else None)


def _where(report: Report) -> Iterator[Figure | None]:
    found = report.delivery.silence
    if found.longest_run is None:
        return
    sentences, clauses = (len(found.at(place)) for place in ("sentence", "clause"))
    yield Figure(
        "Between sentences", str(sentences), f"where they belong{f'; {clauses} more at commas' if clauses else ''}"
    )
    key = tuple(pause for pause in found.pauses if pause.after_key)
    if key:
        yield Figure("After key statements", str(len(key)), "they let it sink in", _timed(key))
    run = found.longest_run
    yield Figure(
        "Longest without one",
        clock(run.duration),
        "a pause is a silence of 0.25 seconds or more",
        _bare((run,)),
    )


def _filled(report: Report, runs: _Runs) -> Group:
    found, limits = report.delivery.filling, report.delivery.limits
    ordinary = f"few listeners notice up to {limits.fillers_per_minute:g}" if limits else ""
    value = f"at least {len(found.fillers)}{runs.rate('filled pauses')}" if found.fillers else "none heard"
    moments = _bare(quote.span for quote in found.fillers)
    figure = runs.figure("Um and uh", "filled pauses", ordinary, moments, value)
    if figure is None and found.fillers:
        figure = Figure("Um and uh", value, ordinary, moments)
    stalls = [
        Figure(
            "You stall before",
            f"“{stall.term}”",
            f"{len(stall.quotes)} times",
            _bare(q.span for q in stall.quotes),
        )
        for stall in found.filler_stalls
    ]
    shown = _present((figure, _on_slides(report), *stalls[:STALLS]))
    more = (*stalls[STALLS:], _crowding(report))
    return Group("Filled pauses", shown, _present(more))


def _crowding(report: Report) -> Figure | None:
    spans = report.delivery.filling.filler_clusters
    if not spans:
        return None
    return Figure("They crowd", f"in {counted(len(spans), 'place')}", "several within seconds", _bare(spans))


def _on_slides(report: Report) -> Figure | None:
    """The slides on which there are several, with the word of doubt where it is not known which slide was up."""
    found = report.delivery.filling
    gathered = [on for on in found.fillers_by_slide if on.count >= GATHERED][:SLIDES]
    if not gathered:
        return None
    moments = _bare(q.span for q in found.fillers if q.slide in {on.slide for on in gathered})
    return Figure("Most of them", listed([_on_slide(report, on) for on in gathered]), "how many on each", moments)


def _on_slide(report: Report, on: OnSlide) -> str:
    confidence = max((visit.confidence for visit in report.slides if visit.slide == on.slide), default=1.0)
    return f"{doubt(confidence)} slide {on.slide} ({on.count})".strip()


def _words(report: Report, runs: _Runs) -> Group:
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


def _counted(runs: _Runs, title: str, name: Name, quotes: Sequence[Quote]) -> Figure | None:
    band = MEASURES[name].band(runs.now)
    value = f"{len(quotes)}{runs.rate(name)}" if quotes else "none heard"
    note = f"most talks: {band} a minute" if band else ""
    return runs.figure(title, name, note, quotes, value)


def _voice(report: Report, runs: _Runs) -> Group | None:
    found, spoiled = report.delivery.voice, report.delivery.spoiled
    if found is None:
        return None
    both: tuple[Judgement, ...] = ("pitch", "loudness")
    shown, more = [], []
    if "pitch" not in spoiled:
        shown += [
            runs.figure("Spread of pitch", "spread of pitch", "compare it with your own runs"),
            _monotone(found),
        ]
        more += [_height(found), _by_part(report, found)]
    if "loudness" not in spoiled:
        shown.append(_endings(found))
        more.append(_loudness(found))
    return Group("Voice", _present(shown), _present(more), _spoiled(report, *both))


def _monotone(found: Voice) -> Figure | None:
    if not found.monotone:
        return None
    total = clock(sum(span.duration for span in found.monotone))
    return Figure("Monotone", total, "moves much less than elsewhere", _bare(found.monotone))


def _endings(found: Voice) -> Figure | None:
    if found.ending_drop_db is None:
        return None
    value = f"{abs(found.ending_drop_db):.0f} decibels {'softer' if found.ending_drop_db >= 0 else 'louder'}"
    fading = f": {len(found.fading)} of {found.endings}" if found.fading else ""
    note = f"from {FADING_DB:.0f} on they fade{fading}"
    return Figure("Ends of sentences", value, note, _bare(found.fading))


def _height(found: Voice) -> Figure | None:
    pitch = found.whole.pitch_hz
    return None if pitch is None else Figure("Pitch", f"{pitch:.0f} Hz", "the middle of your voice")


def _by_part(report: Report, found: Voice) -> Figure | None:
    """The spread of every part that is long enough to have one."""
    tones = [(part.title, found.parts.get(part.key)) for part in report.timing.parts]
    spreads = [(title, tone.semitones_sd) for title, tone in tones if tone and tone.semitones_sd is not None]
    if len(spreads) < 2:
        return None
    least, most = (f"{end(spread for _, spread in spreads):.1f}" for end in (min, max))
    note = ", ".join(f"{title} {spread:.1f}" for title, spread in spreads)
    return Figure("Spread in each part", f"{least}–{most} semitones", note)


def _loudness(found: Voice) -> Figure | None:
    loud = found.whole.lufs
    note = "it depends on the microphone"
    return None if loud is None else Figure("Loudness", f"{loud:.0f} LUFS".replace("-", "−"), note)


def _spoiled(report: Report, *judgements: Judgement) -> str:
    """Why some things are not judged; empty where all are."""
    quality = report.delivery.quality
    lost = [each for each in judgements if each in report.delivery.spoiled]
    if quality is None or not lost:
        return ""
    causes = [defect.kind for defect in quality.defects if not set(lost).isdisjoint(defect.spoils)]
    return f"Not judged because of {listed(causes)} in the recording: {listed(lost)}."


def _bare(spans: Iterable[Span]) -> tuple[Quote, ...]:
    """Moments that need no words beside them."""
    return tuple(Quote(span, "") for span in spans)


def _timed(pauses: Sequence[Pause]) -> tuple[Quote, ...]:
    return tuple(Quote(pause.span, f"{pause.span.duration:.1f} s") for pause in pauses)
