"""What stands under the slide while you speak, as HTML: the clock, the part, the bar of the parts, the level."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from talkcoach.analysis.pacing import Guidance, TalkPlan, line
from talkcoach.domain import Slide
from talkcoach.report.palette import COLOURS
from talkcoach.workflows.rehearse import Moment

STATES = {
    "starting": "The microphone is being opened.",
    "paused": "Paused: nothing is recorded.",
    "waiting": "The microphone is gone. Waiting for it to come back.",
}

QUIETEST = -60.0
"""The level in dBFS at which the meter is empty."""

MOST_TEXT = 1200
"""Letters of a slide's text that a card shows: more do not fit."""

STYLE = """<style>
.tc-line { font-size: 1.15rem; font-variant-numeric: tabular-nums; display: flex; gap: .6rem;
  align-items: center; flex-wrap: wrap; }
.tc-line .words { flex: 1 1 16rem; }
.tc-dot { color: #d32f2f; font-size: 1.3rem; line-height: 1; }
.tc-dot.off { color: inherit; opacity: .7; }
.tc-level { width: 6rem; height: .5rem; border-radius: .25rem; background: color-mix(in srgb, currentColor 15%,
  transparent); overflow: hidden; }
.tc-level i { display: block; height: 100%; background: currentColor; opacity: .65; }
.tc-bar { position: relative; display: flex; gap: 2px; margin: .7rem 0 .1rem; }
.tc-bar div { min-width: 2px; }
.tc-bar span { display: block; height: .6rem; border-radius: 2px; }
.tc-bar small, .tc-legend { display: block; font-size: .8rem; line-height: 1.4; opacity: .8; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
.tc-bar b { position: absolute; top: -.35rem; height: 1.3rem; width: 0; transform: translateX(-50%);
  border-left: 3px solid currentColor; }
.tc-bar b.due { border-left-style: dotted; }
.tc-wrong { min-height: 1.5em; font-weight: 600; }
.tc-card { aspect-ratio: 16 / 9; max-height: var(--tc-slide-height, 70vh); margin: 0 auto; padding: 4% 5%;
  overflow: hidden; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 8px;
  white-space: pre-line; overflow-wrap: anywhere; font-size: 1.1rem; line-height: 1.5; }
.tc-card strong { display: block; font-size: 1.9rem; line-height: 1.25; margin-bottom: .8rem; }
</style>"""


def standing(moment: Moment, plan: TalkPlan | None) -> Markup:
    """How the rehearsal stands, in one line with the bar under it and what is wrong under that."""
    status = moment.status
    on = status.state == "recording"
    dot = Markup('<span class="tc-dot{}" role="img" aria-label="{}">{}</span>').format(
        "" if on else " off", "recording" if on else status.state, {"paused": "‖"}.get(status.state, "●")
    )
    meter = Markup('<span class="tc-level" title="level of the microphone"><i style="width:{:.0f}%"></i></span>')
    return Markup(
        '<div class="tc-line">{}<span class="words">{}</span>{}</div>{}<div class="tc-wrong">{}</div>'
    ).format(
        dot,
        line(moment.guidance),
        meter.format(100 * loudness(status.level_db)),
        _bar(moment.guidance, plan),
        wrong(moment),
    )


def loudness(decibels: float) -> float:
    """A level in dBFS as a share of the meter, 0 to 1."""
    return min(max(1 - decibels / QUIETEST, 0.0), 1.0)


def wrong(moment: Moment) -> str:
    """What you should know besides the time; mostly nothing."""
    if moment.status.state in STATES:
        return STATES[moment.status.state]
    if moment.asked:
        return "A question from the audience: the clock stands."
    return moment.status.warning


def card(slide: Slide | None) -> Markup:
    """A slide as text, for want of a picture."""
    if not slide:
        return Markup("")
    rest = slide.text.removeprefix(slide.title).strip()[:MOST_TEXT]
    title = slide.title or f"Slide {slide.number}"
    return Markup('<div class="tc-card" dir="auto"><strong>{}</strong>{}</div>').format(title, rest)


def _bar(guidance: Guidance, plan: TalkPlan | None) -> Markup:
    """The parts as they are planned, with a mark where you are and one where you should be."""
    if plan is None or not plan.seconds or guidance.behind is None:
        return Markup("")
    keys = list(plan.titles)
    parts = [
        _part(plan.titles.get(key, ""), keys.index(key) if key in keys else None, seconds)
        for key, seconds in _stretches(plan)
    ]
    here, due = (
        min(max(at / plan.seconds, 0.0), 1.0) for at in (guidance.elapsed - guidance.behind, guidance.elapsed)
    )
    marks = Markup('<b class="due" style="left:{:.2f}%" title="you should be here"></b>').format(100 * due)
    marks += Markup('<b style="left:{:.2f}%" title="you are here"></b>').format(100 * here)
    legend = Markup('<div class="tc-legend">┃ where you are · ┊ where you should be</div>')
    return Markup('<div class="tc-bar">{}{}</div>{}').format(Markup("").join(parts), marks, legend)


def _part(title: str, index: int | None, seconds: float) -> Markup:
    colour = (
        "color-mix(in srgb, currentColor 35%, transparent)" if index is None else COLOURS[index % len(COLOURS)]
    )
    return Markup(
        '<div style="flex:{:.3f} 1 0" title="{}"><span style="background:{}"></span><small>{}</small></div>'
    ).format(seconds, title or "other", colour, title)


def _stretches(plan: TalkPlan) -> list[tuple[str, float]]:
    """The parts in the order in which they are told, with the seconds that are planned for each stretch."""
    told = [slide for slide in plan.slides if slide.seconds]
    runs = groupby(told, key=lambda slide: slide.key)
    return [(key, sum(slide.seconds for slide in slides)) for key, slides in runs]
