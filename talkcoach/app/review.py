"""The page Review: what to fix first, everything on one axis, and behind one click all that was found."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.pages import go_to
from talkcoach.app.panel import panel
from talkcoach.app.playing import player
from talkcoach.app.review_corrections import corrections
from talkcoach.app.review_parts import parts, with_pictures
from talkcoach.app.review_pictures import thumbnails
from talkcoach.app.review_waiting import waiting
from talkcoach.app.state import current_rehearsal, current_rehearsals, plain, report_of, run_before
from talkcoach.clock import clock
from talkcoach.comparison import Run
from talkcoach.export.charts import axis_of
from talkcoach.export.wording import extent, plainly
from talkcoach.library import Entry
from talkcoach.rehearsal import REPORT
from talkcoach.report import Report

TABS = {
    "Minutes": ("minutes", "cuts"),
    "Limitations": ("limitations",),
    "Delivery": ("delivery",),
    "Transcript": ("transcript",),
    "Slides": ("slides",),
    "Everything else": ("others", "caveats"),
}
"""What stands behind each tab: sections of the report."""

CORRECT = "Correct"


def review() -> None:
    """Show the current rehearsal, or what is to be done before there is one to show."""
    entry = current_rehearsal()
    if entry is None:
        st.title("Review")
        st.write("Here you see where the minutes went and hear every moment again, once you have rehearsed.")
        if st.button("Rehearse", type="primary"):
            go_to("rehearse")
        return
    report = report_of(entry) if entry.state == "coached" else None
    if report is None:
        waiting(entry)
        return
    _head(entry, report)
    if plainly(report):
        st.info(plainly(report))
    found = _parts(report, str(entry.folder), (entry.folder / REPORT).stat().st_mtime_ns, run_before(entry))
    if extent(report) in ("partial", "whole"):
        _overview(entry, report, found)
    _details(entry, report, found)


def _head(entry: Entry, report: Report) -> None:
    name = report.title or report.recording or "Untitled talk"
    st.title(plain(name), anchor=False)
    number = _number(entry)
    length = f"{clock(report.timing.duration)} of {clock(report.timing.slot_seconds)}"
    st.caption(f"rehearsal {number} · {length}" if number else length)


def _number(entry: Entry) -> int:
    """The how-manieth rehearsal of its talk it is."""
    ids = [each.id for each in reversed(current_rehearsals())]
    return ids.index(entry.id) + 1 if entry.id in ids else 0


def _overview(entry: Entry, report: Report, found: dict[str, str]) -> None:
    st.subheader("Fix first", anchor=False)
    panel(found["first"], "first")
    axis = axis_of(report)
    panel(found["time"], "time", {"seconds": axis.seconds, "left": axis.left, "right": axis.right})
    player(entry)


@st.fragment
def _details(entry: Entry, report: Report, found: dict[str, str]) -> None:
    """Tabs of which only the open one is made."""
    names = [name for name, ids in TABS.items() if any(id_ in found for id_ in ids)]
    names += [CORRECT] if report.slides else []
    if not names:
        return
    for name, tab in zip(names, st.tabs(names, key="details", on_change="rerun"), strict=True):
        if not tab.open:
            continue
        with tab:
            if name == CORRECT:
                corrections(entry, report)
                continue
            for id_ in TABS[name]:
                if id_ in found:
                    html = with_pictures(found[id_], thumbnails(entry)) if id_ == "slides" else found[id_]
                    panel(html, id_)


@st.cache_resource(max_entries=8, show_spinner=False)
def _parts(_report: Report, folder: str, modified: int, earlier: Run | None) -> dict[str, str]:  # noqa: ARG001
    return parts(_report, earlier)


review()
