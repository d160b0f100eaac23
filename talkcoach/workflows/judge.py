"""From an aligned talk to its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talkcoach.analysis.caveats import caveats
from talkcoach.analysis.delivery import SoundFigures, delivery
from talkcoach.analysis.limitations import Limitations, limitations
from talkcoach.analysis.pace import WINDOW
from talkcoach.analysis.registry import Measured, find
from talkcoach.analysis.timing import timing, with_elsewhere
from talkcoach.domain import Aligned, Transcript
from talkcoach.questions.likely import likely_questions
from talkcoach.report.model import Report, reported_sections
from talkcoach.rubric import Rubric
from talkcoach.rubric.phrases import speak
from talkcoach.workflows.load import Material


@dataclass(frozen=True, slots=True)
class Names:
    """What a report calls its talk and files; names, never paths."""

    title: str
    recording: str
    deck: str


def names_of(material: Material) -> Names:
    """The deck names the talk, where it has a title."""
    return Names(material.deck.title or material.title, material.recording, material.deck_name)


def judge(
    talk: Aligned,
    rubric: Rubric,
    slot_seconds: float,
    names: Names,
    sound: SoundFigures | None = None,
    corrections: Mapping[int, str] | None = None,
    transcript: Transcript | None = None,
) -> Report:
    """Judge an aligned talk. Talks shorter than `WINDOW` seconds are not judged.

    Args:
        talk: the talk, without the audience's questions.
        rubric: what it is judged by.
        slot_seconds: how long it may be.
        names: what the report calls it.
        sound: the figures of its sound, where there is any.
        corrections: the parts of slides that the user set.
        transcript: the whole transcript with the audience's questions; None where that is the talk's own.
    """
    in_phrases = speak(talk.transcript.language)
    is_enough = bool(talk.transcript.sentences) and talk.seconds >= WINDOW
    limits = limitations(talk, rubric) if in_phrases else Limitations()
    minutes = with_elsewhere(timing(talk, rubric, slot_seconds), rubric.keys_with("limits"), limits.seconds)
    measured = Measured(talk, rubric, minutes, limits, delivery(talk, rubric, sound))
    findings = find(measured) if is_enough else ()
    questions = likely_questions(talk, rubric, findings, measured.limitations) if is_enough and in_phrases else ()
    return Report(
        title=names.title,
        recording=names.recording,
        deck=names.deck,
        rubric=rubric.name,
        slides=tuple(talk.visits),
        sections=reported_sections(talk, rubric, measured.timing),
        timing=measured.timing,
        limitations=measured.limitations,
        delivery=measured.delivery,
        findings=findings,
        questions=questions,
        caveats=caveats(talk),
        corrections=dict(corrections or {}),
        transcript=transcript or talk.transcript,
        interruptions=talk.interruptions,
        gaps=talk.gaps,
        input_caveats=talk.caveats,
    )
