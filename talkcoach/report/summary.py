"""The summary of a report: the figures for lists and trends, small enough to read for hundreds of rehearsals."""

from __future__ import annotations

from dataclasses import dataclass

from talkcoach.analysis.delivery import Limits
from talkcoach.analysis.fillers import LEAST_MINUTES
from talkcoach.analysis.pace import WINDOW
from talkcoach.analysis.timing import PARTIAL, PartTiming
from talkcoach.domain import Span, outside
from talkcoach.report.model import Report
from talkcoach.rubric.phrases import speak

REVISION = 1
"""A summary of another revision is computed again from its report."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The few figures of one report that lists, trends and comparisons read; ``parts`` are as in `Timing`.

    ``judged`` is whether the parts have verdicts: there are none if only part of a talk was recorded. ``depth`` is
    that of the limitations, 0 to 4. It and the figures of delivery are None where they are unknown, or where a bad
    recording spoils them; without sound ``fillers_per_minute`` is a lower bound. ``speaking_seconds`` is the time
    from the first word to the last without questions from the audience. ``band`` is the lowest and the highest
    ordinary rate in words a minute, ``limits`` are the highest ordinary values of other figures.
    """

    title: str
    seconds: float
    slot_seconds: float
    judged: bool
    depth: int | None
    speaking_seconds: float
    words_per_minute: float | None
    syllables_per_second: float | None
    phrase_pauses_per_minute: float | None
    long_pauses_per_minute: float | None
    fillers_per_minute: float | None
    lexical_fillers_per_minute: float | None
    repetitions_per_minute: float | None
    hedges_per_minute: float | None
    pitch_semitones_sd: float | None
    band: tuple[float, float] | None
    limits: Limits | None
    parts: tuple[PartTiming, ...] = ()
    revision: int = REVISION


def summary_of(report: Report) -> Summary:
    """The figures of one report."""
    timing, measured, transcript = report.timing, report.delivery, report.transcript
    is_long_enough = bool(transcript.sentences) and timing.duration >= WINDOW
    knows_fillers = is_long_enough and bool(transcript.words) and speak(transcript.language)
    seconds = _speaking_seconds(report)
    inside, long = measured.silence.at("phrase"), measured.long_pauses
    knows_pauses = measured.silence.longest_run is not None and "pauses" not in measured.spoiled
    return Summary(
        title=report.title,
        seconds=timing.duration,
        slot_seconds=timing.slot_seconds,
        judged=is_long_enough and timing.duration >= PARTIAL * timing.slot_seconds,
        depth=report.limitations.level
        if is_long_enough and speak(transcript.language) and not report.limitations.candidates
        else None,
        speaking_seconds=seconds,
        words_per_minute=measured.tempo.words_per_minute,
        syllables_per_second=measured.tempo.syllables_per_second,
        phrase_pauses_per_minute=_per_minute(len(inside), seconds) if knows_pauses else None,
        long_pauses_per_minute=_per_minute(len(long), seconds) if knows_pauses else None,
        fillers_per_minute=measured.filling.fillers_per_minute if knows_fillers else None,
        lexical_fillers_per_minute=measured.filling.lexical_fillers_per_minute,
        repetitions_per_minute=measured.fluency.repetitions_per_minute,
        hedges_per_minute=measured.fluency.hedges_per_minute,
        pitch_semitones_sd=None if "pitch" in measured.spoiled else measured.pitch_semitones_sd,
        band=measured.tempo.band,
        limits=measured.limits,
        parts=timing.parts,
    )


def _speaking_seconds(report: Report) -> float:
    sentences = report.transcript.sentences
    if not sentences:
        return 0.0
    whole = Span(sentences[0].span.start, sentences[-1].span.end)
    return sum(piece.duration for piece in outside(whole, (*report.interruptions, *report.gaps)))


def _per_minute(count: int, seconds: float) -> float | None:
    return 60 * count / seconds if seconds >= 60 * LEAST_MINUTES else None
