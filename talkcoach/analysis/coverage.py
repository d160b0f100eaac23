"""Parts of the talk that cover none of the points that the rubric expects in them.

Conventions: a point is covered when one of its cues stands in a sentence of the part or on a slide that was
shown in it. A part is reported only when no cue of any of its points is found: on nine research talks about half
of the single points that seemed to be missing had been made in other words, but every part without any cue lacked
its points. The results are judged by `talkcoach.analysis.claims` and the limitations by
`talkcoach.analysis.limitations`. The part in which the recording ends may go on after it, so it is judged only
where it is the last of the structure.
"""

from __future__ import annotations

from talkcoach.domain import Aligned, Finding
from talkcoach.domain.text import listed
from talkcoach.rubric import OTHER, Part, Rubric
from talkcoach.rubric.phrases import has

LEAST = 30.0
"""Parts with fewer seconds of speech are not judged; that such a part is short is reported by its timing."""

KINDS = ("point-missing",)


def coverage(talk: Aligned, rubric: Rubric) -> tuple[Finding, ...]:
    """Find the parts that cover none of their points, in the rubric's order."""
    ends_in = next((section.key for section in reversed(talk.sections) if section.key != OTHER), OTHER)
    unfinished = ends_in if ends_in != rubric.keys[-1] else OTHER
    left_out = {unfinished, *rubric.keys_with("results", "limits")}
    judged = (part for part in rubric.parts if part.key not in left_out)
    return tuple(finding for part in judged if (finding := _uncovered(talk, part)))


def _uncovered(talk: Aligned, part: Part) -> Finding | None:
    spoken = talk.sentences_in(part.key)
    if sum(sentence.span.duration for sentence in spoken) < LEAST:
        return None
    shown = {slide for sentence in spoken if (slide := talk.shown_at(sentence.span.middle))}
    text = "\n".join([*(sentence.text for sentence in spoken), *(slide.text for slide in shown)])
    if not part.cover or any(has(point.cues, text) for point in part.cover):
        return None
    points = [point.what for point in part.cover]
    return Finding(
        "point-missing",
        "low",
        f"In {part.title} nothing was heard on {listed(points)}.",
        f"Say {'it' if len(points) == 1 else 'each'} in one sentence here.",
        (talk.quote(spoken[0]),),
        subject=part.key,
    )
