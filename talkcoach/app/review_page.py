"""The page Review: what to fix first, everything on one axis, and behind one click all that was found."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from talkcoach.app.navigation import go_to
from talkcoach.app.panel import panel
from talkcoach.app.playing import player
from talkcoach.app.review_corrections import show_corrections
from talkcoach.app.review_limitations import show_limitations
from talkcoach.app.review_pictures import thumbnails
from talkcoach.app.review_voices import show_voices
from talkcoach.app.review_waiting import waiting
from talkcoach.app.state import current_rehearsal, current_rehearsals, plain, report_of, summary_before
from talkcoach.domain.clock import clock
from talkcoach.export.html_sections import section_html, section_names
from talkcoach.report.charts import axis_of
from talkcoach.report.model import Report
from talkcoach.report.summary import Summary
from talkcoach.report.wording import measured, plainly
from talkcoach.store.rehearsal import REPORT, Rehearsal

TABS = {
    "Minutes": ("minutes", "cuts"),
    "Limitations": ("limitations",),
    "Delivery": ("delivery",),
    "Transcript": ("transcript",),
    "Slides": ("slides",),
    "Everything else": ("others", "caveats"),
}
"""The sections of the report in each tab."""

CORRECT = "Correct"


def review() -> None:
    """Show the current rehearsal, or what to do before there is one to show."""
    rehearsal = current_rehearsal()
    if rehearsal is None:
        st.title("Review")
        st.write("Here you see where the minutes went and hear every moment again, once you have rehearsed.")
        if st.button("Rehearse", type="primary"):
            go_to("rehearse")
        return
    report = report_of(rehearsal) if rehearsal.state == "coached" else None
    if report is None:
        waiting(rehearsal)
        return
    _head(rehearsal, report)
    if plainly(report):
        st.info(plainly(report))
    if measured(report):
        _overview(rehearsal, report)
    _details(rehearsal, report)


def _head(rehearsal: Rehearsal, report: Report) -> None:
    name = report.title or report.recording or "Untitled talk"
    st.title(plain(name), anchor=False)
    number = _number(rehearsal)
    length = f"{clock(report.timing.duration)} of {clock(report.timing.slot_seconds)}"
    st.caption(f"rehearsal {number} · {length}" if number else length)


def _number(rehearsal: Rehearsal) -> int:
    """The rehearsal's number among those of its talk, from 1; 0 where it is not among them."""
    ids = [each.id for each in reversed(current_rehearsals())]
    return ids.index(rehearsal.id) + 1 if rehearsal.id in ids else 0


def _overview(rehearsal: Rehearsal, report: Report) -> None:
    st.subheader("Fix first", anchor=False)
    _show("first", rehearsal, report)
    _show("time", rehearsal, report)
    player(rehearsal)


@st.fragment
def _details(rehearsal: Rehearsal, report: Report) -> None:
    """Tabs of which only the open one is rendered."""
    there = set(section_names(report))
    tabs = {label: [name for name in names if name in there] for label, names in TABS.items()}
    labels = [label for label, names in tabs.items() if names] + ([CORRECT] if report.slides else [])
    if not labels:
        return
    for label, tab in zip(labels, st.tabs(labels, key="details", on_change="rerun"), strict=True):
        if not tab.open:
            continue
        with tab:
            if label == CORRECT:
                show_corrections(rehearsal, report)
            else:
                for name in tabs[label]:
                    _show(name, rehearsal, report)
                if "transcript" in tabs[label]:
                    show_voices(rehearsal, report)
                if "limitations" in tabs[label]:
                    show_limitations(rehearsal, report)


def _show(name: str, rehearsal: Rehearsal, report: Report) -> None:
    """One section of the report."""
    html = _section(
        report,
        name,
        summary_before(rehearsal) if name == "delivery" else None,
        thumbnails(rehearsal) if name == "slides" else {},
        str(rehearsal.folder),
        (rehearsal.folder / REPORT).stat().st_mtime_ns,
    )
    panel(html, name, axis_of(report) if name == "time" else None)


@st.cache_data(max_entries=64, show_spinner=False)
def _section(
    _report: Report,
    name: str,
    earlier: Summary | None,
    pictures: Mapping[int, str],
    folder: str,  # noqa: ARG001
    modified: int,  # noqa: ARG001
) -> str:
    """A section is rendered once for as long as the report's file stays as it is."""
    return section_html(_report, name, earlier, interactive=True, pictures=pictures)


review()
