"""Two rehearsals side by side: what changed in words first, and the figures that this rests on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from talkcoach.app.state import plain, report_of
from talkcoach.clock import clock
from talkcoach.comparison import Comparison, Run, compare
from talkcoach.domain import Finding
from talkcoach.entry import Entry
from talkcoach.export.differences import MOST, depth_words, part_words, slide_words
from talkcoach.export.measures import MEASURES
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
    aligned = {
        name: st.column_config.TextColumn(alignment="right") for name in (before, now, "Target", "Ordinary")
    }
    for table in (_parts(changes, before, now, judged), _runs(changes, before, now)):
        st.dataframe(table, hide_index=True, height="content", column_config=aligned)
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
    """Length, depth and every figure of delivery that could be told in one of the two at least."""
    one, other = changes.earlier, changes.later
    rows = [
        {"Figure": name, "What changed": words, before: told[0] or "–", now: told[1] or "–", "Ordinary": ordinary}
        for name, words, told, ordinary in (
            ("Length", "", (_length(one), _length(other)), ""),
            ("Depth of the limitations", depth_words(one, other), (_depth(one), _depth(other)), ""),
            *(
                (
                    name.capitalize(),
                    measure.changed(one, other),
                    (measure.told(one), measure.told(other)),
                    measure.band(other),
                )
                for name, measure in MEASURES.items()
            ),
        )
    ]
    return [row for row in rows if {row[before], row[now]} != {"–"}]


def _length(run: Run) -> str:
    return f"{clock(run.seconds)} of {clock(run.slot_seconds)}"


def _depth(run: Run) -> str:
    return "" if run.depth is None else f"{run.depth} of 4"


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
