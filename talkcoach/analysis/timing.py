"""Where the minutes went: per part against its target, per slide, and what to cut so that everything fits.

Conventions: seconds throughout. Time counts for a part while one of its sections is spoken, and for a slide while
it was up. Silence inside a section counts for it: the panel waits through it too. All durations are by the
talk's clock, which stands during questions from the audience.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from talkcoach.alignment.plan import closing
from talkcoach.analysis.admissions import KEY as LIMITATIONS
from talkcoach.analysis.terms import listed
from talkcoach.clock import clock
from talkcoach.domain import Finding, Quote, Span, Talk, Verdict
from talkcoach.rubric import OTHER, Rubric

CUT_STEP = 5.0
"""Cuts are rounded up to this many seconds: nobody rehearses to the second."""

PARTIAL = 0.5
"""A recording shorter than this share of its slot is a part of a talk, or the slot is wrong: no part is judged."""

OVERRUN = 0.05
"""A talk that exceeds its slot by this share will be cut off: chairs allow about a sentence."""


@dataclass(frozen=True, slots=True)
class PartTiming:
    """One part's share of the talk. ``target_seconds`` is the least and the most that it should get."""

    key: str
    title: str
    seconds: float
    target_seconds: tuple[float, float]
    verdict: Verdict
    slides: tuple[int, ...]

    @property
    def over(self) -> float:
        """Seconds above the target; negative below it, 0 inside it."""
        least, most = self.target_seconds
        return max(self.seconds - most, 0.0) or min(self.seconds - least, 0.0)


@dataclass(frozen=True, slots=True)
class SlideTiming:
    """One slide's time. ``part`` is the rubric's key for most of it; ``planned_seconds`` was saved in the deck."""

    number: int
    title: str
    part: str
    seconds: float
    hidden: bool = False
    planned_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Seconds to take out of one slide, and the moment where its time in that part begins.

    ``slide`` is None where the time was spent off the slides.
    """

    part: str
    slide: int | None
    seconds: float
    leaves_seconds: float
    span: Span


@dataclass(frozen=True, slots=True)
class Timing:
    """The whole account. ``projected_seconds`` is when the talk would end with the slides that were not reached.

    ``cuts`` bring every part that is too long down to the most that it should get.
    """

    duration: float
    slot_seconds: float
    projected_seconds: float
    other_seconds: float
    parts: tuple[PartTiming, ...]
    slides: tuple[SlideTiming, ...]
    cuts: tuple[Cut, ...]


def timing(talk: Talk, rubric: Rubric, slot_seconds: float) -> Timing:
    """Account for the time of a talk in a slot of ``slot_seconds``."""
    parts = tuple(_part(talk, rubric, key, slot_seconds) for key in rubric.keys)
    slides = tuple(_slide(talk, number) for number in range(1, len(talk.deck.slides) + 1))
    return Timing(
        duration=talk.seconds,
        slot_seconds=slot_seconds,
        projected_seconds=talk.seconds + _still_to_come(talk, slides, rubric),
        other_seconds=sum(section.span.duration for section in talk.sections if section.key == OTHER),
        parts=parts,
        slides=slides,
        cuts=tuple(cut for part in parts if part.verdict == "long" for cut in _cuts(talk, part)),
    )


def timing_findings(talk: Talk, rubric: Rubric, account: Timing) -> tuple[Finding, ...]:
    """What to say about the minutes: the slot first, then every part that is missing, short or long.

    That the limitations are missing or short is for `talkcoach.analysis.limitations` to say, which knows what was
    said in them.
    """
    if not talk.transcript.sentences:
        return ()
    if account.duration < PARTIAL * account.slot_seconds:
        return (_partial(talk, account),)
    found = [*_slot(talk, account)]
    for part in account.parts:
        if part.key == LIMITATIONS and part.verdict != "long":
            continue
        if part.verdict == "missing":
            found.append(_missing(talk, rubric, part))
        elif part.verdict == "short":
            found.append(_short(talk, part))
        elif part.verdict == "long":
            found.append(_long(talk, account, part))
    return tuple(found)


def verdict(seconds: float, target: tuple[float, float], tolerance: float) -> Verdict:
    """What to call ``seconds`` against the least and most of ``target``, give or take a share ``tolerance``."""
    least, most = target
    if not seconds:
        return "missing" if least else "ok"
    if seconds < least * (1 - tolerance):
        return "short"
    return "long" if seconds > most * (1 + tolerance) else "ok"


def expected_at(talk: Talk, rubric: Rubric, key: str) -> float:
    """Where a part would have begun, in seconds: behind the last stretch of a part that goes before it."""
    before = rubric.keys[: rubric.keys.index(key)]
    return max((section.span.end for section in talk.sections if section.key in before), default=0.0)


def levelled(seconds: list[float], total: float) -> list[float]:
    """What is left of each duration when the longest are cut to one common level, so that all sum to ``total``.

    ::

        seconds  ▇▇▇▇▇▇▇▇  ▇▇  ▇▇▇▇▇
        level    ----|
        left     ▇▇▇▇      ▇▇  ▇▇▇▇

    The short ones stay whole, since a slide of twenty seconds has nothing to give. ``total`` above the sum
    leaves everything as it is.
    """
    rest, level = max(total, 0.0), 0.0
    for kept, shortest in enumerate(sorted(seconds)):
        level = rest / (len(seconds) - kept)
        if shortest > level:
            break
        rest -= shortest
    else:
        return list(seconds)
    return [min(each, level) for each in seconds]


def _part(talk: Talk, rubric: Rubric, key: str, slot_seconds: float) -> PartTiming:
    spans = [section.span for section in talk.sections if section.key == key]
    seconds = sum(span.duration for span in spans)
    target = rubric.targets(slot_seconds)[key]
    shown = {visit.slide for visit in talk.visits if any(visit.span & span for span in spans)}
    return PartTiming(
        key=key,
        title=rubric.title(key),
        seconds=seconds,
        target_seconds=target,
        verdict=verdict(seconds, target, rubric.tolerance),
        slides=tuple(sorted(shown)),
    )


def _slide(talk: Talk, number: int) -> SlideTiming:
    spans = [visit.span for visit in talk.visits if visit.slide == number]
    by_part: dict[str, float] = {}
    for section in talk.sections:
        shared = sum(section.span.overlap(span) for span in spans)
        if shared:
            by_part[section.key] = by_part.get(section.key, 0.0) + shared
    slide = talk.deck[number]
    return SlideTiming(
        number=number,
        title=slide.title,
        part=max(by_part, key=lambda key: by_part[key], default=OTHER),
        seconds=sum(span.duration for span in spans),
        hidden=slide.hidden,
        planned_seconds=slide.planned_seconds,
    )


def _still_to_come(talk: Talk, slides: tuple[SlideTiming, ...], rubric: Rubric) -> float:
    """Seconds for the slides behind the last one that was shown, each at the median of those that were."""
    shown = [slide for slide in slides if slide.seconds]
    if not shown:
        return 0.0
    end = closing(talk.deck.slides, rubric)
    last = max(slide.number for slide in shown)
    ahead = [slide for slide in slides[last:] if slide.number < end and not slide.hidden]
    return len(ahead) * median(slide.seconds for slide in shown)


def _cuts(talk: Talk, part: PartTiming) -> tuple[Cut, ...]:
    spent: dict[int | None, list[Span]] = {}
    for section in talk.sections:
        if section.key == part.key:
            for slide, span in _pieces(talk, section.span):
                spent.setdefault(slide, []).append(span)
    seconds = [sum(span.duration for span in spans) for spans in spent.values()]
    left = levelled(seconds, part.target_seconds[1])
    cuts = [
        Cut(part.key, slide, _rounded(had - keeps, had), had - _rounded(had - keeps, had), spans[0])
        for (slide, spans), had, keeps in zip(spent.items(), seconds, left, strict=True)
        if had > keeps
    ]
    return tuple(sorted(cuts, key=lambda cut: -cut.seconds))


def _pieces(talk: Talk, span: Span) -> list[tuple[int | None, Span]]:
    """A span cut where slides change, each piece with the slide that was up, or None between visits."""
    pieces: list[tuple[int | None, Span]] = []
    reached = span.start
    for visit in talk.visits:
        shown = visit.span & span
        if shown:
            if shown.start > reached:
                pieces.append((None, Span(reached, shown.start)))
            pieces.append((visit.slide, shown))
            reached = shown.end
    if span.end > reached:
        pieces.append((None, Span(reached, span.end)))
    return pieces


def _rounded(seconds: float, at_most: float) -> float:
    return min(-(-seconds // CUT_STEP) * CUT_STEP, at_most)


def _partial(talk: Talk, account: Timing) -> Finding:
    return Finding(
        "partial-rehearsal",
        "medium",
        f"The recording is {clock(account.duration)} long and the slot {clock(account.slot_seconds)}, "
        "so the minutes of the parts are not judged.",
        "Give the slot that you really have, or rehearse the whole talk.",
        (talk.quote(talk.transcript.sentences[-1]),),
    )


def _slot(talk: Talk, account: Timing) -> list[Finding]:
    over = account.projected_seconds - account.slot_seconds
    if over <= 0:
        return []
    late = [s for s in talk.transcript.sentences if talk.clock_at(s.span.end) > account.slot_seconds]
    evidence = talk.quote((late or talk.transcript.sentences[-1:])[0])
    cuts = sorted(account.cuts, key=lambda cut: -cut.seconds)[:3]
    advice = "Cut " + ", ".join(_cut_words(cut) for cut in cuts) if cuts else "Cut a little of every part"
    reached = account.projected_seconds == account.duration
    told = "You took" if reached else "With the slides that you did not reach you would take"
    return [
        Finding(
            "over-slot",
            "high" if over > OVERRUN * account.slot_seconds else "low",
            f"{told} {clock(account.projected_seconds)} of {clock(account.slot_seconds)}.",
            f"{advice}.",
            (evidence,),
        )
    ]


def _missing(talk: Talk, rubric: Rubric, part: PartTiming) -> Finding:
    least, _ = part.target_seconds
    return Finding(
        "part-missing",
        "high",
        f"{part.title} is missing: nothing that you said was recognised as it ({clock(least)} expected).",
        f"Add it: {rubric[part.key].what[0].lower()}{rubric[part.key].what[1:]}.",
        (_quote_at(talk, expected_at(talk, rubric, part.key)),),
    )


def _short(talk: Talk, part: PartTiming) -> Finding:
    least, _ = part.target_seconds
    return Finding(
        "part-short",
        "high" if part.seconds < least / 2 else "medium",
        f"{part.title} got {clock(part.seconds)} of {clock(least)}.",
        f"Give it {clock(-part.over)} more.",
        (_opening(talk, part.key),),
    )


def _long(talk: Talk, account: Timing, part: PartTiming) -> Finding:
    cuts = [cut for cut in account.cuts if cut.part == part.key]
    _, most = part.target_seconds
    where = [str(slide) for slide in sorted(cut.slide for cut in cuts[:3] if cut.slide is not None)]
    most_of_it = f", most of it on slide{'s' if len(where) > 1 else ''} {listed(where)}" if where else ""
    return Finding(
        "part-long",
        "high" if part.over > 0.5 * most else "medium",
        f"{part.title} took {clock(part.seconds)} of {clock(most)}{most_of_it}.",
        f"Cut {listed([_cut_words(cut) for cut in cuts[:3]])}.",
        tuple(_quote_at(talk, cut.span.start) for cut in cuts[:3]) or (_opening(talk, part.key),),
    )


def _cut_words(cut: Cut) -> str:
    return clock(cut.seconds) + (" off the slides" if cut.slide is None else f" from slide {cut.slide}")


def _opening(talk: Talk, key: str) -> Quote:
    """The first sentence of a part's longest stretch."""
    longest = max((s.span for s in talk.sections if s.key == key), key=lambda span: span.duration)
    return _quote_at(talk, longest.start)


def _quote_at(talk: Talk, moment: float) -> Quote:
    """The first sentence that ends after a moment, or the last one of the talk."""
    sentences = talk.transcript.sentences
    return talk.quote(next((s for s in sentences if s.span.end > moment), sentences[-1]))
