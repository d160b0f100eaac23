"""Two rehearsals side by side: what changed in words first, and the figures that this rests on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from talkcoach.app.state import plain, report_of
from talkcoach.clock import clock
from talkcoach.comparison import Comparison, Run, compare
from talkcoach.domain import Finding
from talkcoach.entry import Entry
from talkcoach.export.differences import MOST, part_words, slide_words
from talkcoach.export.wording import target_range
from talkcoach.trend import Point

Table = list[dict[str, str]]


def show_comparison(entries: Sequence[Entry], points: Sequence[Point]) -> None:
    """Choose two rehearsals, the last two at first, and see what changed between them."""
    st.subheader("Two side by side", anchor=False)
    names = {point.id: f"{number} · {point.when:%d %b %Y, %H:%M}" for number, point in enumerate(points, start=1)}
    ids = list(names)
    columns = st.columns(2)
    chosen = [
        column.selectbox(label, ids, index=len(ids) - back, format_func=lambda id_: names[id_])
        for column, label, back in zip(columns, ("Rehearsal", "compared with"), (2, 1), strict=True)
    ]
    first, second = sorted(chosen, key=ids.index)
    if first == second:
        st.markdown("Choose two different rehearsals.")
        return
    by_id = {entry.id: entry for entry in entries}
    earlier, later = report_of(by_id[first]), report_of(by_id[second])
    if earlier and later:
        _show(compare(earlier, later), names[first], names[second])


def _show(changes: Comparison, before: str, now: str) -> None:
    judged = changes.earlier.judged and changes.later.judged
    if not judged:
        st.markdown(
            "Parts are not judged: one of the two is much shorter than its slot, "
            "so what is missing may not have come up."
        )
    st.dataframe(_parts(changes, before, now, judged), hide_index=True)
    st.dataframe(_runs(changes, before, now), hide_index=True)
    for column, (heading, findings) in zip(
        st.columns(3),
        (("Not found any more", changes.gone), ("New", changes.new), ("Still there", changes.still)),
        strict=True,
    ):
        with column:
            _findings(heading, findings)
    slides = _slides(changes, before, now)
    if slides:
        with st.expander("Slide by slide"):
            st.dataframe(slides, hide_index=True)


def _parts(changes: Comparison, before: str, now: str, judged: bool) -> Table:
    return [
        {
            "Part": change.title,
            "What changed": part_words(change, judged),
            before: clock(change.earlier.seconds) if change.earlier else "–",
            now: clock(change.later.seconds) if change.later else "–",
            "Target": target_range(change.later) if change.later else "",
        }
        for change in changes.parts
    ]


def _runs(changes: Comparison, before: str, now: str) -> Table:
    one, other = _figures(changes.earlier), _figures(changes.later)
    return [
        {"Figure": name, before: one[name] or "–", now: other[name] or "–"}
        for name in one
        if one[name] or other[name]
    ]


def _figures(run: Run) -> dict[str, str]:
    """The figures of one rehearsal by name; empty where they could not be told."""
    pace, fillers = run.words_per_minute, run.fillers_per_minute
    return {
        "Length": f"{clock(run.seconds)} of {clock(run.slot_seconds)}",
        "Depth of the limitations": "" if run.depth is None else f"{run.depth} of 4",
        "Pace": "" if pace is None else f"{pace:.0f} words a minute",
        "Filled pauses": "" if fillers is None else f"at least {fillers:.1f} a minute",
    }


def _slides(changes: Comparison, before: str, now: str) -> Table:
    return [
        {
            "Slide": f"{change.later.number if change.later else '–'}  {change.title or '(no title)'}",
            "What changed": slide_words(change),
            before: clock(change.earlier.seconds) if change.earlier else "–",
            now: clock(change.later.seconds) if change.later else "–",
        }
        for change in changes.slides
    ]


def _findings(heading: str, findings: Sequence[Finding]) -> None:
    st.markdown(f"**{heading}** ({len(findings)})")
    for finding in findings[:MOST]:
        st.markdown(f"- {plain(finding.message)}")
    if findings[MOST:]:
        st.caption(f"and {len(findings) - MOST} more")
