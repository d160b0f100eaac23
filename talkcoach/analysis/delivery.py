"""How the talk was spoken, all of it together: pace, pauses and what fills them, stumbles, voice and recording.

Each is measured in a module of its own, where its conventions stand. What the sound tells is measured once
(`Sounded`) and kept; what the words, slides and parts tell is measured anew whenever those change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from talkcoach.analysis.claims import is_claim
from talkcoach.analysis.fillers import Fillers, filler_findings, fillers
from talkcoach.analysis.fluency import Fluency, fluency, fluency_findings
from talkcoach.analysis.pace import Tempo, pace_findings, tempo
from talkcoach.analysis.pauses import Pause, Pauses, pause_findings, pauses
from talkcoach.analysis.quality import Judgement, Quality, quality, quality_findings
from talkcoach.analysis.voice import Voice, by_part, voice, voice_findings
from talkcoach.domain import Finding, Talk
from talkcoach.phrases import speak
from talkcoach.rubric import Rubric
from talkcoach.serial import BESIDE

if TYPE_CHECKING:
    from talkcoach.audio.sounding import Sounding


@dataclass(frozen=True, slots=True)
class Sounded:
    """What the sound of a talk tells, whatever slides and parts it is taken to have."""

    pauses: Pauses
    voice: Voice
    quality: Quality


@dataclass(frozen=True, slots=True)
class Limits:
    """How many a minute are ordinary, by the rubric: what a report needs to say beside its own figures."""

    fillers_per_minute: float
    lexical_fillers_per_minute: float
    repetitions_per_minute: float
    hedges_per_minute: float


@dataclass(frozen=True, slots=True)
class Delivery:
    """The figures. ``voice`` and ``quality`` are None without sound.

    ``pitch_semitones_sd`` is the spread of the voice in semitones, None where it could not be measured. From
    ``long_pause_seconds`` on an audience notices a silence. ``limits`` are None in a language that the rubric
    does not speak.
    """

    tempo: Tempo = field(default=Tempo(), metadata=BESIDE)
    filling: Fillers = field(default=Fillers(), metadata=BESIDE)
    fluency: Fluency = field(default=Fluency(), metadata=BESIDE)
    silence: Pauses = field(default=Pauses(), metadata=BESIDE)
    long_pause_seconds: float = 2.0
    pitch_semitones_sd: float | None = None
    voice: Voice | None = None
    quality: Quality | None = None
    limits: Limits | None = None

    @property
    def spoiled(self) -> frozenset[Judgement]:
        """What the recording does not let one judge."""
        return self.quality.spoiled if self.quality else frozenset()

    @property
    def long_pauses(self) -> tuple[Pause, ...]:
        """The silences that an audience notices, in order."""
        return tuple(pause for pause in self.silence.pauses if pause.span.duration >= self.long_pause_seconds)

    @property
    def sounded(self) -> Sounded | None:
        """What of it the sound told; None without sound."""
        return Sounded(self.silence, self.voice, self.quality) if self.voice and self.quality else None


def sounded(talk: Talk, rubric: Rubric, sound: Sounding) -> Sounded:
    """Measure what the sound of a talk tells."""
    filled = [word.span for word in talk.transcript.filled]
    key = [sentence.span for sentence in talk.transcript.sentences if is_claim(sentence.text, rubric)]
    silence = pauses(talk, sound.speech, filled, key)
    return Sounded(silence, voice(talk, sound), quality(talk, sound))


def delivery(talk: Talk, rubric: Rubric, heard: Sounded | None = None) -> Delivery:
    """Measure how a talk was spoken.

    Args:
        talk: the talk; without word times it has a pace, but no pauses and no filled pauses.
        rubric: says what is ordinary, and which words fill pauses.
        heard: what its sound tells; None to take the gaps between words for pauses.
    """
    silence = heard.pauses if heard else pauses(talk)
    told = heard if heard and "pauses" not in heard.quality.spoiled else None
    tone = replace(heard.voice, parts=by_part(heard.voice.track, talk)) if heard else None
    return Delivery(
        tempo=tempo(talk, rubric, [pause.span for pause in told.pauses.pauses] if told else None),
        filling=fillers(talk, rubric),
        fluency=fluency(talk, rubric),
        silence=silence,
        long_pause_seconds=rubric.delivery.long_pause_seconds,
        pitch_semitones_sd=tone.whole.semitones_sd if tone else None,
        voice=tone,
        quality=heard.quality if heard else None,
        limits=_limits(rubric) if speak(talk.transcript.language) else None,
    )


def delivery_findings(talk: Talk, measured: Delivery, rubric: Rubric) -> tuple[Finding, ...]:
    """What to say of it: first what spoils the recording, and then nothing of what that would spoil."""
    recorded, spoiled = measured.quality, measured.spoiled
    is_understood = speak(talk.transcript.language)
    stops = pause_findings(talk, measured.silence, measured.long_pause_seconds)
    return (
        *(quality_findings(talk, recorded) if recorded else ()),
        *pace_findings(talk, measured.tempo),
        *filler_findings(talk, measured.filling, rubric),
        *fluency_findings(measured.fluency, rubric),
        *(stops if is_understood and "pauses" not in spoiled else ()),
        *(voice_findings(talk, measured.voice, spoiled) if measured.voice else ()),
    )


def _limits(rubric: Rubric) -> Limits:
    ordinary = rubric.delivery
    return Limits(
        ordinary.fillers_per_minute,
        ordinary.lexical_fillers_per_minute,
        ordinary.repetitions_per_minute,
        ordinary.hedges_per_minute,
    )
