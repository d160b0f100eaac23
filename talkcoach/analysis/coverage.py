"""Parts of the talk in which nothing is said of what the rubric wants covered there.

Conventions: a point is covered when one of its cues stands in a sentence of the part or on a slide that was
shown in it. A part is blamed only when no cue of any of its points does: on nine research talks about half of
the single points that seemed to be missing had been said in other words, but every part without any cue lacked
its points. What the evidence lacks is for `talkcoach.analysis.claims` to say, and what the limitations lack for
`talkcoach.analysis.limitations`. The part in which the recording ends may go on after it, so it is judged only
where it is the last of the structure.
"""

from __future__ import annotations

from talkcoach.analysis.admissions import KEY
from talkcoach.analysis.claims import EVIDENCE
from talkcoach.analysis.terms import listed
from talkcoach.domain import Finding, Talk
from talkcoach.phrases import has
from talkcoach.rubric import OTHER, Part, Rubric

LEAST = 30.0
"""Seconds of a part below which nothing is missed in it; that the part is short is for its minutes to say."""

JUDGED_ELSEWHERE = frozenset({EVIDENCE, KEY})


def coverage(talk: Talk, rubric: Rubric) -> tuple[Finding, ...]:
    """Find the parts that cover none of their points, in the rubric's order."""
    ends_in = next((section.key for section in reversed(talk.sections) if section.key != OTHER), OTHER)
    unfinished = ends_in if ends_in != rubric.keys[-1] else OTHER
    judged = (part for part in rubric.parts if part.key not in JUDGED_ELSEWHERE | {unfinished})
    return tuple(finding for part in judged if (finding := _uncovered(talk, part)))


def _uncovered(talk: Talk, part: Part) -> Finding | None:
    said = talk.sentences_in(part.key)
    if sum(sentence.span.duration for sentence in said) < LEAST:
        return None
    shown = {slide for sentence in said if (slide := talk.shown_at(sentence.span.middle))}
    text = "\n".join([*(sentence.text for sentence in said), *(slide.text for slide in shown)])
    if not part.cover or any(has(point.cues, text) for point in part.cover):
        return None
    points = [point.what for point in part.cover]
    return Finding(
        "point-missing",
        "low",
        f"In {part.title} nothing was heard on {listed(points)}.",
        f"Say {'it' if len(points) == 1 else 'each'} in one sentence here.",
        (talk.quote(said[0]),),
    )
