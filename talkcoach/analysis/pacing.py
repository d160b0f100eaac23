"""Guidance during a talk: the clock, the distance to the plan, and when the talk will end.

Conventions: seconds of the talk's clock throughout, which stops during questions from the audience. The plan gives
every slide its seconds. The progress of a talk is the slide that was reached last, going back not counted; the
talk is behind when its clock is later than planned for that slide. The line is short on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talkcoach.alignment.plan import Placement
from talkcoach.domain import ENDLESS, Deck, Event, Mark, Slide, Span, interruptions, outside, slide_marks
from talkcoach.domain.clock import clock
from talkcoach.rubric import OTHER, Rubric

ON_TIME = 30.0
"""Seconds behind or ahead that are still on time: nobody rehearses to the second."""

MOST_FOR_OTHER = 30.0
"""Seconds planned at most for a slide that belongs to no part, such as the title or the thanks."""

LEAST_OVERRUN = 0.001
"""Seconds over the slot that are more than rounding."""


@dataclass(frozen=True, slots=True)
class SlidePlan:
    """One slide's place in the plan: the part by the rubric's key, when it should come up, and for how long."""

    slide: int
    key: str
    start: float
    seconds: float


@dataclass(frozen=True, slots=True)
class TalkPlan:
    """The plan of a whole talk: every slide of the deck in order; one that is not to be shown has no seconds.

    ``titles`` are the parts' names by the rubric's key, ``limits`` the keys of the parts on limitations.
    """

    slides: tuple[SlidePlan, ...]
    titles: Mapping[str, str]
    limits: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """How long the talk takes when every slide takes what is planned."""
        return sum(slide.seconds for slide in self.slides)

    def target(self, key: str) -> float:
        """The seconds planned for a part."""
        return sum(slide.seconds for slide in self.slides if slide.key == key)


@dataclass(frozen=True, slots=True)
class Guidance:
    """The state of a talk after ``elapsed`` of ``slot`` seconds.

    ``part`` is the name of the part that the slide now shown belongs to, with its seconds so far and those
    planned; empty on a slide of no part. ``behind`` is negative when the talk is ahead of its plan; it and
    ``projected``, when the talk will end, are None without a deck. ``limitations`` is what is left for that part
    if the talk has to end with its slot and nothing else gets shorter; None where it gets what is planned.
    """

    elapsed: float
    slot: float
    part: str = ""
    part_seconds: float = 0.0
    part_target: float = 0.0
    behind: float | None = None
    projected: float | None = None
    limitations: float | None = None


def plan_talk(deck: Deck, placements: Sequence[Placement], rubric: Rubric, slot: float) -> TalkPlan:
    """How long each slide should take so that the talk fits a slot of ``slot`` seconds.

    A part's slides share the middle of its target, by the times that were rehearsed in the deck where all of them
    have one, else equally. The time of a part without a slide of its own goes to the part before it. What is left
    of the slot goes to the slides of no part, at most `MOST_FOR_OTHER` each; a plan that is longer than the slot
    shrinks to it.
    """
    shown = [(deck[each.slide], each.key) for each in placements if each.shown]
    by_part = _minutes(rubric, slot, [key for _, key in shown])
    other = [slide for slide, key in shown if key == OTHER]
    rest = max(slot - sum(by_part.values()), 0.0)
    by_part[OTHER] = min(rest, MOST_FOR_OTHER * len(other))
    shrink = min(slot / (sum(by_part.values()) or 1.0), 1.0)
    seconds: dict[int, float] = {}
    for key, total in by_part.items():
        seconds |= _shared(total * shrink, [slide for slide, part in shown if part == key])
    slides, start = [], 0.0
    for each in placements:
        slides.append(SlidePlan(each.slide, each.key, start, seconds.get(each.slide, 0.0)))
        start += slides[-1].seconds
    return TalkPlan(tuple(slides), {key: rubric.title(key) for key in rubric.keys}, rubric.keys_with("limits"))


def talk_clock(events: Sequence[Event], position: float) -> float:
    """What the talk's clock shows at ``position`` seconds of the recording; it stops while a question is open."""
    asked = interruptions(events, until=position)
    return sum(piece.duration for piece in outside(Span(0.0, max(position, 0.0)), asked))


def slides_shown(events: Sequence[Event]) -> tuple[Mark, ...]:
    """The changes of slide by the talk's clock.

    What is shown to answer a question is no part of the talk, but the slide that is up when the talk goes on is.
    """
    still_open = [span for span in interruptions(events, until=ENDLESS) if span.end == ENDLESS]
    marks = [mark for mark in slide_marks(events) if not any(mark.time in span for span in still_open)]
    last_at = {talk_clock(events, mark.time): mark.slide for mark in marks}
    return tuple(Mark(time, slide) for time, slide in last_at.items())


def guide(plan: TalkPlan | None, shown: Sequence[Mark], elapsed: float, slot: float) -> Guidance:
    """How a talk stands after ``elapsed`` of ``slot`` seconds.

    Args:
        plan: what is planned; None without a deck.
        shown: the changes of slide so far, by the talk's clock; before them the first slide is up.
        elapsed: what the talk's clock shows.
        slot: how long the talk may be.
    """
    if plan is None or not plan.slides:
        return Guidance(elapsed, slot)
    marks = _from_the_start(plan, shown, elapsed)
    spent = _spent(marks, elapsed)
    to_come = _to_come(plan, marks, spent)
    projected = elapsed + sum(to_come.values())
    planned = {slide.slide: slide for slide in plan.slides}
    begun = planned[marks[0].slide].start
    key = planned[marks[-1].slide].key
    return Guidance(
        elapsed=elapsed,
        slot=slot,
        part=plan.titles.get(key, ""),
        part_seconds=_on(plan, key, spent),
        part_target=plan.target(key),
        behind=projected - (plan.seconds - begun),
        projected=projected,
        limitations=_left_for_limitations(plan, spent, to_come, projected - slot),
    )


def line(guidance: Guidance) -> str:
    """How the talk stands in one line: ``14:32 · Approach 6:10 of 10:00 · 1:10 behind · ends about 36:20``."""
    words = [clock(guidance.elapsed)]
    if guidance.part and guidance.part_target:
        words.append(f"{guidance.part} {clock(guidance.part_seconds)} of {clock(guidance.part_target)}")
    if guidance.behind is None or guidance.projected is None:
        left = guidance.slot - guidance.elapsed
        words.append(f"{clock(left)} left" if left >= 0 else f"{clock(-left)} over")
    elif abs(guidance.behind) <= ON_TIME:
        words.append("on time")
    else:
        words.append(f"{clock(abs(guidance.behind))} {'behind' if guidance.behind > 0 else 'ahead'}")
        words.append(f"ends about {clock(guidance.projected)}")
        if guidance.limitations is not None:
            words.append(f"limitations will get {clock(guidance.limitations)}")
    return " · ".join(words)


def _minutes(rubric: Rubric, slot: float, keys: Sequence[str]) -> dict[str, float]:
    """Seconds for each part that has a slide, with those of the parts after it that have none."""
    present = [key for key in rubric.keys if key in keys]
    seconds = dict.fromkeys(present, 0.0)
    home = next(iter(present), None)
    for key, (least, most) in rubric.targets(slot).items():
        home = key if key in seconds else home
        if home is not None:
            seconds[home] += (least + most) / 2
    return seconds


def _shared(total: float, slides: Sequence[Slide]) -> dict[int, float]:
    """Seconds for each slide, by number."""
    rehearsed = [slide.planned_seconds or 0.0 for slide in slides]
    weights = rehearsed if all(rehearsed) else [1.0] * len(slides)
    return {slide.number: total * weight / sum(weights) for slide, weight in zip(slides, weights, strict=True)}


def _from_the_start(plan: TalkPlan, shown: Sequence[Mark], elapsed: float) -> list[Mark]:
    """The changes of slide until now to slides that the deck has, the first one at 0."""
    known = {slide.slide for slide in plan.slides}
    marks = [mark for mark in shown if mark.time <= elapsed and mark.slide in known]
    if marks and marks[0].time <= 0:
        return marks
    opening = next((slide for slide in plan.slides if slide.seconds), plan.slides[0])
    return [Mark(0.0, opening.slide), *marks]


def _spent(marks: Sequence[Mark], elapsed: float) -> dict[int, float]:
    """Seconds on each slide so far, by number."""
    spent: dict[int, float] = {}
    for mark, end in zip(marks, [*(mark.time for mark in marks[1:]), elapsed], strict=True):
        spent[mark.slide] = spent.get(mark.slide, 0.0) + end - mark.time
    return spent


def _to_come(plan: TalkPlan, marks: Sequence[Mark], spent: Mapping[int, float]) -> dict[int, float]:
    """Seconds that the slides from the one reached last on still have, by number."""
    planned = {slide.slide for slide in plan.slides if slide.seconds}
    reached = next(
        (slide for slide in reversed(dict.fromkeys(mark.slide for mark in marks)) if slide in planned), 0
    )
    return {
        slide.slide: max(slide.seconds - spent.get(slide.slide, 0.0), 0.0)
        for slide in plan.slides
        if slide.slide >= reached
    }


def _on(plan: TalkPlan, key: str, seconds: Mapping[int, float]) -> float:
    """The sum over the slides of a part."""
    return sum(seconds.get(slide.slide, 0.0) for slide in plan.slides if slide.key == key)


def _left_for_limitations(
    plan: TalkPlan, spent: Mapping[int, float], to_come: Mapping[int, float], overrun: float
) -> float | None:
    ahead = sum(_on(plan, key, to_come) for key in plan.limits)
    if overrun < LEAST_OVERRUN or not ahead:
        return None
    return sum(_on(plan, key, spent) for key in plan.limits) + max(ahead - overrun, 0.0)
