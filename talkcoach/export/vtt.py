"""Subtitles as WebVTT (.vtt)."""

from __future__ import annotations

import html

from talkcoach.export.timed_text import clock, cues
from talkcoach.report.model import Report
from talkcoach.report.summary import Summary


def render(report: Report, _: Summary | None = None) -> str:
    """The transcript as WebVTT."""
    blocks = (
        f"\n{clock(cue.start, '.')} --> {clock(cue.end, '.')}\n{html.escape(cue.text, quote=False)}\n"
        for cue in cues(report)
    )
    return "WEBVTT\n" + "".join(blocks)
