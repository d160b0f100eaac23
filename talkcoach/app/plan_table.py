"""The parts of a talk in their colours, and the minutes that each is planned to get."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from talkcoach.alignment.plan import Placement
from talkcoach.analysis.pacing import TalkPlan
from talkcoach.domain.clock import clock
from talkcoach.report.palette import COLOURS
from talkcoach.report.wording import ranges
from talkcoach.rubric import OTHER, Rubric

GREY = "#9aa1ab"
"""For what belongs to no part, as in the report."""

_CELL = "padding:.3rem .75rem .3rem 0;border:0;vertical-align:middle"


def colour(rubric: Rubric, key: str) -> str:
    """The colour of a part, the same everywhere, as ``#rrggbb``."""
    return COLOURS[rubric.keys.index(key) % len(COLOURS)] if key in rubric.keys else GREY


def show_minutes(rubric: Rubric, placements: Sequence[Placement], timed: TalkPlan) -> None:
    """A row for each part: a bar as long as its minutes, and the slides on which it is told."""
    keys = (*rubric.keys, OTHER)
    most = max(map(timed.target, keys)) or 1.0
    rows = [
        _row(rubric, key, timed.target(key), most, [p.slide for p in placements if p.shown and p.key == key])
        for key in keys
    ]
    st.html(
        Markup(
            '<table style="width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums"><thead><tr>'
            '<th style="{0};text-align:left" colspan="2">Part</th><th style="{0};text-align:right">Minutes</th>'
            '<th style="{0};text-align:left">Slides</th></tr></thead><tbody>{1}</tbody></table>'
        ).format(f"{_CELL};font-weight:400;opacity:.75", Markup("").join(rows))
    )


def _row(rubric: Rubric, key: str, seconds: float, most: float, slides: Sequence[int]) -> Markup:
    return Markup(
        '<tr><th scope="row" style="{cell};text-align:left;font-weight:600">{title}</th>'
        '<td style="{cell};width:45%"><div style="height:.8rem;border-radius:3px;background:{colour};'
        'width:{share:.1f}%;min-width:2px"></div></td>'
        '<td style="{cell};text-align:right;white-space:nowrap">{clock}</td>'
        '<td style="{cell};width:25%">{where}</td></tr>'
    ).format(
        cell=_CELL,
        title=rubric.title(key),
        colour=colour(rubric, key),
        share=100 * seconds / most,
        clock=clock(seconds),
        where=ranges(slides) or "none",
    )
