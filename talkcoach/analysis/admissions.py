"""Whose limitation a sentence speaks of: the speaker's own, somebody else's, or none.

Conventions: a sentence is judged by its words, by the words nearest to them that say whose limitation it is, and
by where in the talk it stands; the phrases are the rubric's.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from talkcoach.domain import Sentence, Slide, Talk
from talkcoach.phrases import has, matcher, plain
from talkcoach.rubric import Rubric
from talkcoach.rubric_cues import LimitationCues, Phrases

KEY: Final = "limitations"
"""The rubric's key of the part on limitations, which is judged by more than its minutes."""

EARLY = frozenset({"problem", "gap", "approach"})
LATE = frozenset({"evidence", "implications"})

NEAR = 60
"""Words more than this many characters away, about a clause, do not say whose a limitation is."""

Whose = Literal["own", "others", "disguised"]
Place = Literal["early", "late", "limitations"]


def whose(text: str, where: Place, cues: LimitationCues, after_own: bool = False) -> Whose | None:
    """Whose limitation a sentence speaks of; ``disguised`` when it praises the work instead, None when of none.

    ``after_own`` tells that the sentence before it spoke of a limitation of the speaker's own.
    """
    text = matcher(cues.not_names).sub(" ", plain(text)).strip()
    named = matcher(cues.names).search(text)
    admitted = _admission(text, where, cues)
    if text.endswith("?") and not (named and _nearest(text, named, cues) == "own"):
        return None
    if (named or where == KEY) and not admitted and has(cues.disguised, text):
        return "disguised"
    if admitted is None:
        admitted = _choice(text, where, cues)
    if admitted:
        by_speaker = matcher(cues.speaker).match(admitted.group())
        return "own" if by_speaker else _nearest(text, admitted, cues) or "own"
    if named:
        if has(cues.removed, text):
            return "others"
        is_own = after_own or where != "early" or has(cues.yet, text)
        return _nearest(text, named, cues) or ("own" if is_own else "others")
    if where == KEY and has(cues.lacks, text) and not has(cues.others, text):
        return "own"
    return None


def place(talk: Talk, rubric: Rubric, sentence: Sentence) -> Place:
    """Where in the talk's course a sentence stands, as far as it matters for whose limitations are meant."""
    moment = sentence.span.middle
    key = talk.section_at(moment)
    slide = talk.shown_at(moment)
    if key == KEY or (slide is not None and is_on_limitations(slide, rubric)):
        return KEY
    if key in EARLY:
        return "early"
    if key in LATE:
        return "late"
    return "late" if moment > rubric.limitations.own_after * talk.duration else "early"


def _admission(text: str, where: Place, cues: LimitationCues) -> re.Match[str] | None:
    """The words by which a sentence admits that the own work lacks something."""
    if match := matcher(cues.admissions).search(text):
        return match
    if where != "early" and not has(cues.not_failures, text) and (match := matcher(cues.failures).search(text)):
        return match
    return None


def _choice(text: str, where: Place, cues: LimitationCues) -> re.Match[str] | None:
    """The words that narrow the scope, where they are said to be for now or where limitations are spoken of."""
    if where == KEY or (has(cues.yet, text) and not has(cues.names, text)):
        return matcher(cues.choices).search(text)
    return None


def _nearest(text: str, name: re.Match[str], cues: LimitationCues) -> Whose | None:
    """Whose a name is by the words nearest to it; None when the sentence does not tell."""

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
    if KEY not in rubric.keys:
        return False
    part = rubric[KEY]
    return not slide.hidden and bool(matcher((*part.titles, part.title)).match(plain(slide.title).strip()))
