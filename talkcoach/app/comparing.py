"""Two rehearsals side by side: what changed in words, and the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from talkcoach.app.state import plain, report_of
from talkcoach.domain import Finding
from talkcoach.domain.clock import clock
from talkcoach.report.comparison import Comparison, compare
from talkcoach.report.differences import MOST_FINDINGS, depth_words, part_words, slide_words
from talkcoach.report.measures import MEASURES
from talkcoach.report.summary import Summary
from talkcoach.report.trend import DatedSummary
from talkcoach.report.wording import target_range
from talkcoach.store.rehearsal import Rehearsal

Table = list[dict[str, str]]


def show_comparison(rehearsals: Sequence[Rehearsal], points: Sequence[DatedSummary]) -> None:
    """Let the user choose two rehearsals, at first the last two, and show what changed between them."""
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
    by_id = {rehearsal.id: rehearsal for rehearsal in rehearsals}
    earlier, later = report_of(by_id[first]), report_of(by_id[second])
    if earlier and later:
        _show(compare(earlier, later), names[first], names[second])


def _show(changes: Comparison, before: str, now: str) -> None:
    if not changes.judged:
        st.markdown(
            "Parts are not judged: one of the two is much shorter than its slot, "
            "so what is missing may not have come up."
        )
    aligned = {
        name: st.column_config.TextColumn(alignment="right") for name in (before, now, "Target", "Ordinary")
    }
    for table in (_parts(changes, before, now), _figures(changes, before, now)):
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


def _parts(changes: Comparison, before: str, now: str) -> Table:
    return [
        {
            "Part": change.title,
            "What changed": part_words(change, changes.judged),
            before: clock(change.earlier.seconds) if change.earlier else "–",
            now: clock(change.later.seconds) if change.later else "–",
            "Target": target_range(change.later) if change.later else "",
        }
        for change in changes.parts
    ]


def _figures(changes: Comparison, before: str, now: str) -> Table:
    """Length, depth and every figure of delivery that is known in at least one of the two."""
    one, other = changes.earlier, changes.later
    rows = [
        {
            "Figure": name,
            "What changed": words,
            before: texts[0] or "–",
            now: texts[1] or "–",
            "Ordinary": ordinary,
        }
        for name, words, texts, ordinary in (
            ("Length", "", (_length(one), _length(other)), ""),
            ("Depth of the limitations", depth_words(one, other), (_depth(one), _depth(other)), ""),
            *(
                (
                    name.capitalize(),
                    measure.changed(one, other),
                    (measure.text(one), measure.text(other)),
                    measure.band(other),
                )
                for name, measure in MEASURES.items()
            ),
        )
    ]
    return [row for row in rows if {row[before], row[now]} != {"–"}]


def _length(summary: Summary) -> str:
    return f"{clock(summary.seconds)} of {clock(summary.slot_seconds)}"


def _depth(summary: Summary) -> str:
    return "" if summary.depth is None else f"{summary.depth} of 4"


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
    for finding in findings[:MOST_FINDINGS]:
        st.markdown(f"- {plain(finding.message)}")
    if findings[MOST_FINDINGS:]:
        st.caption(f"and {len(findings) - MOST_FINDINGS} more")
