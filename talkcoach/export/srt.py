"""Subtitles as SubRip (.srt)."""

from __future__ import annotations

from talkcoach.export.timed_text import clock, cues
from talkcoach.report.model import Report
from talkcoach.report.summary import Summary

_NO_MARKUP = str.maketrans("<>{}", "‹›()")
"""SubRip has no escape, and players take these for the beginning and the end of markup."""


def render(report: Report, _: Summary | None = None) -> str:
    """The transcript as SubRip; empty when nothing was said."""
    return "".join(
        f"{number}\n{clock(cue.start, ',')} --> {clock(cue.end, ',')}\n{cue.text.translate(_NO_MARKUP)}\n\n"
        for number, cue in enumerate(cues(report), start=1)
    )
