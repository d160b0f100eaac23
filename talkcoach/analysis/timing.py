"""Where the minutes went: per part against its target, per slide, and what to cut so that everything fits.

Conventions: seconds throughout. A part has the time of its sections, silence inside them included, and a slide the
time for which it was up. All durations are by the talk's clock, which stops during questions from the audience.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from statistics import median

from talkcoach.alignment.plan import closing
from talkcoach.domain import Aligned, Finding, Quote, Span, Verdict
from talkcoach.domain.clock import clock
from talkcoach.domain.text import listed
from talkcoach.rubric import OTHER, Rubric

CUT_STEP = 5.0
"""Cuts are rounded up to this many seconds: nobody rehearses to the second."""

PARTIAL = 0.5
"""In a recording shorter than this share of its slot no part is judged: it is a part of a talk, or the slot is
wrong."""

OVERRUN = 0.05
"""A talk that exceeds its slot by more than this share will be cut off: chairs allow about a sentence."""

FOUND = 1.0
"""The least seconds of a part that was found: it is not missing, however unsure its sentences are."""

KINDS = ("partial-rehearsal", "over-slot", "part-missing", "part-short", "part-long")


@dataclass(frozen=True, slots=True)
class PartTiming:
    """One part's share of the talk. ``target_seconds`` is the least and the most that it should get.

    ``between_seconds`` is what ``seconds`` may be, where that is not sure. ``elsewhere_seconds`` was spent on it
    within other parts, as on limitations, and is no part of ``seconds``.
    """

    key: str
    title: str
    seconds: float
    target_seconds: tuple[float, float]
    verdict: Verdict
    slides: tuple[int, ...]
    between_seconds: tuple[float, float] | None = None
    elsewhere_seconds: float = 0.0

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
    """The timing of a talk. ``projected_seconds`` is when it would end with the slides that were not reached.

    ``cuts`` bring every part that is too long down to the most that it should get.
    """

    duration: float
    slot_seconds: float
    projected_seconds: float
    other_seconds: float
    parts: tuple[PartTiming, ...]
    slides: tuple[SlideTiming, ...]
    cuts: tuple[Cut, ...]


def timing(talk: Aligned, rubric: Rubric, slot_seconds: float) -> Timing:
    """Measure the time of a talk in a slot of ``slot_seconds``."""
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


def timing_findings(talk: Aligned, rubric: Rubric, minutes: Timing) -> tuple[Finding, ...]:
    """Findings about the minutes: the slot first, then every part that is missing, short or long.

    Missing or short limitations are left to `talkcoach.analysis.limitations`, which also finds them elsewhere.
    """
    if not talk.transcript.sentences:
        return ()
    if minutes.duration < PARTIAL * minutes.slot_seconds:
        return (_partial(talk, minutes),)
    found = [*_slot(talk, minutes)]
    for part in minutes.parts:
        if part.key in rubric.keys_with("limits") and part.verdict != "long":
            continue
        if part.verdict == "missing":
            found.append(_missing(talk, rubric, part))
        elif part.verdict == "short":
            found.append(_short(talk, part))
        elif part.verdict == "long":
            found.append(_long(talk, minutes, part))
    return tuple(found)


def with_elsewhere(minutes: Timing, keys: Collection[str], seconds: float) -> Timing:
    """The timing when ``seconds`` in all were spent on what belongs to the parts ``keys``, also within others.

    With several such parts nobody can tell of which it is, so nothing is added.
    """
    own = sum(part.seconds for part in minutes.parts if part.key in keys)
    if len(keys) != 1 or seconds <= own:
        return minutes
    parts = (
        replace(part, elsewhere_seconds=seconds - own) if part.key in keys else part for part in minutes.parts
    )
    return replace(minutes, parts=tuple(parts))


def verdict(seconds: float, target: tuple[float, float], tolerance: float) -> Verdict:
    """The verdict on ``seconds`` for the least and most of ``target``, with a ``tolerance`` as a share of each."""
    least, most = target
    if not seconds:
        return "missing" if least else "ok"
    if seconds < least * (1 - tolerance):
        return "short"
    return "long" if seconds > most * (1 + tolerance) else "ok"


def sure_verdict(
    seconds: float, between: tuple[float, float] | None, target: tuple[float, float], tolerance: float
) -> Verdict:
    """The verdict on ``seconds``, where all that they may be have the same; else ``unclear``."""
    ends = [max(end, FOUND) for end in between or ()]
    verdicts = {verdict(each, target, tolerance) for each in (seconds, *ends)}
    return verdicts.pop() if len(verdicts) == 1 else "unclear"


def expected_at(talk: Aligned, rubric: Rubric, key: str) -> float:
    """Where a part would have begun, in seconds: after the last section of a part that comes before it."""
    before = rubric.keys[: rubric.keys.index(key)]
    return max((section.span.end for section in talk.sections if section.key in before), default=0.0)


def levelled(seconds: list[float], total: float) -> list[float]:
    """Durations after the longest are cut to one common level, so that all sum to ``total``.

    ::

        seconds  ▇▇▇▇▇▇▇▇  ▇▇  ▇▇▇▇▇
        level    ----|
        left     ▇▇▇▇      ▇▇  ▇▇▇▇

    Short ones are not cut, since a slide of twenty seconds has nothing to spare. A ``total`` above the sum changes
    nothing.
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


def _part(talk: Aligned, rubric: Rubric, key: str, slot_seconds: float) -> PartTiming:
    spans = [section.span for section in talk.sections.of(key)]
    seconds = sum(span.duration for span in spans)
    target = rubric.targets(slot_seconds)[key]
    between = talk.bounds.get(key) if seconds else None
    shown = {visit.slide for visit in talk.visits if any(visit.span & span for span in spans)}
    return PartTiming(
        key=key,
        title=rubric.title(key),
        seconds=seconds,
        target_seconds=target,
        verdict="unclear" if key in talk.unsure else sure_verdict(seconds, between, target, rubric.tolerance),
        slides=tuple(sorted(shown)),
        between_seconds=between,
    )


def _slide(talk: Aligned, number: int) -> SlideTiming:
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


def _still_to_come(talk: Aligned, slides: tuple[SlideTiming, ...], rubric: Rubric) -> float:
    """Seconds for the slides after the last one that was shown, each at the median of those that were shown."""
    shown = [slide for slide in slides if slide.seconds]
    if not shown:
        return 0.0
    end = closing(talk.deck.slides, rubric)
    last = max(slide.number for slide in shown)
    ahead = [slide for slide in slides[last:] if slide.number < end and not slide.hidden]
    return len(ahead) * median(slide.seconds for slide in shown)


def _cuts(talk: Aligned, part: PartTiming) -> tuple[Cut, ...]:
    spent: dict[int | None, list[Span]] = {}
    for section in talk.sections.of(part.key):
        for slide, span in _by_slide(talk, section.span):
            spent.setdefault(slide, []).append(span)
    seconds = [sum(span.duration for span in spans) for spans in spent.values()]
    left = levelled(seconds, part.target_seconds[1])
    cuts = [
        Cut(part.key, slide, _rounded(had - keeps, had), had - _rounded(had - keeps, had), spans[0])
        for (slide, spans), had, keeps in zip(spent.items(), seconds, left, strict=True)
        if had > keeps
    ]
    return tuple(sorted(cuts, key=lambda cut: -cut.seconds))


def _by_slide(talk: Aligned, span: Span) -> list[tuple[int | None, Span]]:
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


def _partial(talk: Aligned, minutes: Timing) -> Finding:
    return Finding(
        "partial-rehearsal",
        "medium",
        f"The recording is {clock(minutes.duration)} long and the slot {clock(minutes.slot_seconds)}, "
        "so the minutes of the parts are not judged.",
        "Give the slot that you really have, or rehearse the whole talk.",
        (talk.quote(talk.transcript.sentences[-1]),),
    )


def _slot(talk: Aligned, minutes: Timing) -> list[Finding]:
    over = minutes.projected_seconds - minutes.slot_seconds
    if over <= 0:
        return []
    late = [s for s in talk.transcript.sentences if talk.clock_at(s.span.end) > minutes.slot_seconds]
    evidence = talk.quote((late or talk.transcript.sentences[-1:])[0])
    cuts = sorted(minutes.cuts, key=lambda cut: -cut.seconds)[:3]
    advice = "Cut " + ", ".join(_cut_words(cut) for cut in cuts) if cuts else "Cut a little of every part"
    reached = minutes.projected_seconds == minutes.duration
    subject = "You took" if reached else "With the slides that you did not reach you would take"
    return [
        Finding(
            "over-slot",
            "high" if over > OVERRUN * minutes.slot_seconds else "low",
            f"{subject} {clock(minutes.projected_seconds)} of {clock(minutes.slot_seconds)}.",
            f"{advice}.",
            (evidence,),
        )
    ]


def _missing(talk: Aligned, rubric: Rubric, part: PartTiming) -> Finding:
    least, _ = part.target_seconds
    return Finding(
        "part-missing",
        "high",
        f"{part.title} is missing: nothing that you said was recognised as it ({clock(least)} expected).",
        f"Add it: {rubric[part.key].what[0].lower()}{rubric[part.key].what[1:]}.",
        (_quote_at(talk, expected_at(talk, rubric, part.key)),),
        subject=part.key,
    )


def _short(talk: Aligned, part: PartTiming) -> Finding:
    least, _ = part.target_seconds
    return Finding(
        "part-short",
        "high" if part.seconds < least / 2 else "medium",
        f"{part.title} got {clock(part.seconds)} of {clock(least)}.",
        f"Give it {clock(-part.over)} more.",
        (_opening(talk, part.key),),
        subject=part.key,
    )


def _long(talk: Aligned, minutes: Timing, part: PartTiming) -> Finding:
    cuts = [cut for cut in minutes.cuts if cut.part == part.key]
    _, most = part.target_seconds
    where = [str(slide) for slide in sorted(cut.slide for cut in cuts[:3] if cut.slide is not None)]
    most_of_it = f", most of it on slide{'s' if len(where) > 1 else ''} {listed(where)}" if where else ""
    return Finding(
        "part-long",
        "high" if part.over > 0.5 * most else "medium",
        f"{part.title} took {clock(part.seconds)} of {clock(most)}{most_of_it}.",
        f"Cut {listed([_cut_words(cut) for cut in cuts[:3]])}.",
        tuple(_quote_at(talk, cut.span.start) for cut in cuts[:3]) or (_opening(talk, part.key),),
        subject=part.key,
    )


def _cut_words(cut: Cut) -> str:
    return clock(cut.seconds) + (" off the slides" if cut.slide is None else f" from slide {cut.slide}")


def _opening(talk: Aligned, key: str) -> Quote:
    """The first sentence of a part's longest section."""
    longest = max((section.span for section in talk.sections.of(key)), key=lambda span: span.duration)
    return _quote_at(talk, longest.start)


def _quote_at(talk: Aligned, moment: float) -> Quote:
    """The first sentence that ends after a moment, or the last one of the talk."""
    sentences = talk.transcript.sentences
    return talk.quote(next((s for s in sentences if s.span.end > moment), sentences[-1]))
