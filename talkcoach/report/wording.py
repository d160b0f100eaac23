"""The words that all formats share for times, verdicts, doubt and depth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from talkcoach.analysis.pace import WINDOW
from talkcoach.analysis.timing import PARTIAL, PartTiming
from talkcoach.domain import SURE, Verdict
from talkcoach.domain.clock import clock
from talkcoach.report.model import Report, is_by_the_speaker, rivals
from talkcoach.rubric.phrases import speak

Extent = Literal["silent", "brief", "partial", "whole"]

VERDICTS: dict[Verdict, str] = {
    "missing": "○ missing",
    "short": "− short",
    "ok": "✓ on target",
    "long": "+ long",
    "unclear": "? not sure",
}
"""A shape and a word for each, since some readers cannot distinguish colours, and prints have none."""

FIRST = 3
"""Findings to fix first: nobody changes more in one evening."""

LIKELIEST = 5
"""Questions shown at once: as many as fit beside everything else on one screen."""

PROBABLE = 0.5
"""The confidence, a probability of being right, below which a slide is a guess."""


def extent(report: Report) -> Extent:
    """How much there is to judge: no speech, too little to measure, a part of the talk, or the whole talk."""
    if not report.transcript.sentences:
        return "silent"
    if report.timing.duration < WINDOW:
        return "brief"
    return "partial" if report.timing.duration < PARTIAL * report.timing.slot_seconds else "whole"


def plainly(report: Report) -> str:
    """What is wrong with a recording with too little to judge, and what to do next; empty for others."""
    length = clock(report.timing.duration)
    return {
        "silent": "Nobody was heard speaking in this recording, so there is nothing to judge. "
        "Check that the right microphone was on, then record again.",
        "brief": f"The recording is only {length} long, too short to judge. Record the talk, or a part of it.",
    }.get(extent(report), "")


def measured(report: Report) -> bool:
    """Whether there is enough to measure: a part of a talk or the whole."""
    return extent(report) in {"partial", "whole"}


def judged(report: Report) -> bool:
    """Whether the parts have verdicts: only when about the whole talk was recorded."""
    return extent(report) == "whole"


def unjudged(report: Report) -> str:
    """Why the limitations are not judged: the rubric has no phrases in the language of the talk; else empty."""
    if speak(report.transcript.language):
        return ""
    return f"Not judged: the talk is in another language ({report.transcript.language}) than the rubric's phrases."


def whose_parts(report: Report) -> str:
    """Whose the parts are, where the speaker confirmed them; empty where they were found."""
    return "By your plan: you said which slide belongs to which part." if is_by_the_speaker(report) else ""


def against_target(part: PartTiming) -> str:
    """``1:40 of 5:00``: the time of a part, and the lower end of its target if it is short, else the upper end.

    A part without a time of its own has that within other parts.
    """
    least, most = part.target_seconds
    target = least if part.verdict in {"missing", "short", "unclear"} else most
    return f"{clock(part.seconds or part.elsewhere_seconds)} of {clock(target)}"


def verdict_on(part: PartTiming) -> str:
    """The verdict on a part's minutes in a word and a shape."""
    if part.seconds or part.verdict not in {"unclear", "missing"}:
        return VERDICTS[part.verdict]
    if part.elsewhere_seconds:
        return "○ in other parts"
    return VERDICTS["missing"] if part.verdict == "missing" else "? not found"


def target_range(part: PartTiming) -> str:
    """``4:25–5:00``, or one time where both ends are equal to the second."""
    least, most = (clock(end) for end in part.target_seconds)
    return least if least == most else f"{least}–{most}"


def difference(part: PartTiming) -> str:
    """``4:20 over``, ``2:45 under``, ``1:10 to 3:20`` where not sure, or empty where the part is on target."""
    if part.verdict == "ok":
        return ""
    if part.verdict == "unclear":
        return " to ".join(map(clock, part.between_seconds or ()))
    return f"{clock(abs(part.over))} {'over' if part.over > 0 else 'under'}"


def doubt(confidence: float) -> str:
    """The word of doubt before a statement: empty, ``probably`` or ``perhaps``."""
    if confidence >= SURE:
        return ""
    return "probably" if confidence >= PROBABLE else "perhaps"


def unsure_seconds(report: Report) -> float:
    """The time whose part is not sure, in seconds."""
    return sum(section.seconds for section in report.sections if doubt(section.confidence))


def slide_parts(report: Report) -> dict[int, str]:
    """The title of each slide's part by the slide's number, or of both in doubt: ``Approach or Evidence``."""
    titles, others = {part.key: part.title for part in report.timing.parts}, rivals(report)
    either = {
        slide.number: (slide.part, *([others[slide.number]] if slide.number in others else []))
        for slide in report.timing.slides
    }
    return {number: " or ".join(titles.get(key, "Other") for key in keys) for number, keys in either.items()}


def counted(number: int, noun: str) -> str:
    """``1 slide``, ``2 slides``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers with runs as ranges: ``3–5, 9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
