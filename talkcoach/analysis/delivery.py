"""Delivery: pace, pauses, fillers, fluency, voice and recording, each measured in a module of its own.

The figures of the sound (`SoundFigures`) are measured once and kept; those of the words, slides and parts are
measured again whenever these change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from talkcoach.analysis.claims import is_claim
from talkcoach.analysis.fillers import Fillers, fillers
from talkcoach.analysis.fluency import Fluency, fluency
from talkcoach.analysis.pace import Tempo, tempo
from talkcoach.analysis.pauses import Pause, Pauses, pauses
from talkcoach.analysis.quality import Judgement, Quality, quality
from talkcoach.analysis.voice import Voice, by_part, voice
from talkcoach.domain import Aligned
from talkcoach.rubric import Rubric
from talkcoach.rubric.phrases import speak
from talkcoach.store.codec import BESIDE

if TYPE_CHECKING:
    from talkcoach.audio.features import SoundFeatures


@dataclass(frozen=True, slots=True)
class SoundFigures:
    """The figures of a talk's sound, which do not depend on its slides and parts."""

    pauses: Pauses
    voice: Voice
    quality: Quality


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rubric takes for ordinary a minute, for comparison with the figures of a report."""

    fillers_per_minute: float
    lexical_fillers_per_minute: float
    repetitions_per_minute: float
    hedges_per_minute: float


@dataclass(frozen=True, slots=True)
class Delivery:
    """The figures. ``voice`` and ``quality`` are None without sound.

    ``pitch_semitones_sd`` is the spread of the pitch in semitones, None where it could not be measured. An
    audience notices a silence of ``long_pause_seconds``. ``limits`` are None for a talk in another language than
    the rubric's phrases.
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
        """What cannot be judged from the recording."""
        return self.quality.spoiled if self.quality else frozenset()

    @property
    def long_pauses(self) -> tuple[Pause, ...]:
        """The silences that an audience notices, in order."""
        return tuple(pause for pause in self.silence.pauses if pause.span.duration >= self.long_pause_seconds)

    @property
    def sound_figures(self) -> SoundFigures | None:
        """The figures of the sound; None without sound."""
        return SoundFigures(self.silence, self.voice, self.quality) if self.voice and self.quality else None


def sound_figures(talk: Aligned, rubric: Rubric, features: SoundFeatures) -> SoundFigures:
    """Measure the sound of a talk."""
    filled = [word.span for word in talk.transcript.filled]
    key = [sentence.span for sentence in talk.transcript.sentences if is_claim(sentence.text, rubric)]
    silence = pauses(talk, features.speech, filled, key)
    return SoundFigures(silence, voice(talk, features), quality(talk, features))


def delivery(talk: Aligned, rubric: Rubric, sound: SoundFigures | None = None) -> Delivery:
    """Measure the delivery of a talk.

    Args:
        talk: the talk; without word times it has a pace, but no pauses and no filled pauses.
        rubric: what is ordinary, and which words are fillers.
        sound: the figures of its sound; None to use the gaps between words as pauses.
    """
    silence = sound.pauses if sound else pauses(talk)
    has_pauses = sound is not None and "pauses" not in sound.quality.spoiled
    tone = replace(sound.voice, parts=by_part(sound.voice.track, talk)) if sound else None
    return Delivery(
        tempo=tempo(talk, rubric, [pause.span for pause in silence.pauses] if has_pauses else None),
        filling=fillers(talk, rubric),
        fluency=fluency(talk, rubric),
        silence=silence,
        long_pause_seconds=rubric.delivery.long_pause_seconds,
        pitch_semitones_sd=tone.whole.semitones_sd if tone else None,
        voice=tone,
        quality=sound.quality if sound else None,
        limits=_limits(rubric) if speak(talk.transcript.language) else None,
    )


def _limits(rubric: Rubric) -> Limits:
    ordinary = rubric.delivery
    return Limits(
        ordinary.fillers_per_minute,
        ordinary.lexical_fillers_per_minute,
        ordinary.repetitions_per_minute,
        ordinary.hedges_per_minute,
    )
