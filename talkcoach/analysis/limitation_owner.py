"""Whose limitation a sentence speaks of: the speaker's own, somebody else's, or none.

Conventions: a sentence is judged by its words, by the words nearest to them that say whose limitation it is, and
by where in the talk it stands; the phrases are the rubric's.
"""

from __future__ import annotations

import re
from typing import Literal

from talkcoach.domain import Aligned, Sentence, Slide
from talkcoach.domain.text import plain
from talkcoach.rubric import Rubric
from talkcoach.rubric.cues import LimitationCues, Phrases
from talkcoach.rubric.phrases import has, matcher

NEAR = 60
"""Words more than this many characters away, about a clause, do not say whose a limitation is."""

Whose = Literal["own", "others", "disguised"]
Phase = Literal["early", "late", "limits"]
"""Where a sentence stands, as far as it decides whose a limitation is: before the speaker's results, after them,
or in the part on limitations."""


def whose(text: str, phase: Phase, cues: LimitationCues, after_own: bool = False) -> Whose | None:
    """Whose limitation a sentence speaks of; ``disguised`` when it praises the work instead, None when of none.

    ``after_own`` is whether the sentence before it is about a limitation of the speaker's own.
    """
    text = matcher(cues.not_names).sub(" ", plain(text)).strip()
    named = matcher(cues.names).search(text)
    admitted = _admission(text, phase, cues)
    if text.endswith("?") and not (named and _nearest(text, named, cues) == "own"):
        return None
    if (named or phase == "limits") and not admitted and has(cues.disguised, text):
        return "disguised"
    if admitted is None:
        admitted = _choice(text, phase, cues)
    if admitted:
        by_speaker = matcher(cues.speaker).match(admitted.group())
        return "own" if by_speaker else _nearest(text, admitted, cues) or "own"
    if named:
        if has(cues.removed, text):
            return "others"
        is_own = after_own or phase != "early" or has(cues.yet, text)
        return _nearest(text, named, cues) or ("own" if is_own else "others")
    if phase == "limits" and has(cues.lacks, text) and not has(cues.others, text):
        return "own"
    return None


def is_named_as_own(text: str, cues: LimitationCues) -> bool:
    """Whether a sentence calls something a limitation, or the like, and says that it is the speaker's own."""
    text = matcher(cues.not_names).sub(" ", plain(text)).strip()
    named = matcher(cues.names).search(text)
    return named is not None and _nearest(text, named, cues) == "own"


def phase_of(talk: Aligned, rubric: Rubric, sentence: Sentence) -> Phase:
    """Where in the talk a sentence stands, by the role of its part; without one, by the time."""
    moment = sentence.span.middle
    key = talk.section_at(moment)
    slide = talk.shown_at(moment)
    if key in rubric.keys_with("limits") or (slide is not None and is_on_limitations(slide, rubric)):
        return "limits"
    if key in rubric.keys_with("world", "earlier", "method"):
        return "early"
    if key in rubric.keys_with("results", "outlook"):
        return "late"
    return "late" if moment > rubric.limitations.own_after * talk.duration else "early"


def _admission(text: str, phase: Phase, cues: LimitationCues) -> re.Match[str] | None:
    """The words by which a sentence admits that the speaker's own work lacks something."""
    if match := matcher(cues.admissions).search(text):
        return match
    if phase != "early" and not has(cues.not_failures, text) and (match := matcher(cues.failures).search(text)):
        return match
    return None


def _choice(text: str, phase: Phase, cues: LimitationCues) -> re.Match[str] | None:
    """The words that narrow the scope, where the sentence says "for now" or is about limitations."""
    if phase == "limits" or (has(cues.yet, text) and not has(cues.names, text)):
        return matcher(cues.choices).search(text)
    return None


def _nearest(text: str, name: re.Match[str], cues: LimitationCues) -> Whose | None:
    """Whose a name is by the words nearest to it; None when there are none."""

    def distance(phrases: Phrases) -> int | None:
        gaps = [
            max(match.start() - name.end(), name.start() - match.end(), 0)
            for match in matcher(phrases).finditer(text)
        ]
        return min((gap for gap in gaps if gap <= NEAR), default=None)

    own, others = distance(cues.own), distance(cues.others)
    if others is not None and (own is None or others <= own):
        return "others"
    return "own" if own is not None else None


def is_on_limitations(slide: Slide, rubric: Rubric) -> bool:
    """Whether a slide that is shown has a title of the part on limitations."""
    title = plain(slide.title).strip()
    parts = rubric.parts_with("limits")
    return not slide.hidden and any(matcher((*part.titles, part.title)).match(title) for part in parts)
