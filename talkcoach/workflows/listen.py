"""From sound to words: the transcript of a rehearsal, made only where nobody has made it yet."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from talkcoach.domain import Span, Transcript
from talkcoach.errors import InputError
from talkcoach.jobs.job import Progress
from talkcoach.store.paths import is_file
from talkcoach.store.recorder import is_recording
from talkcoach.workflows.load import Material

if TYPE_CHECKING:
    from talkcoach.audio.decode import Samples
    from talkcoach.audio.features import SoundFeatures


@dataclass(frozen=True, slots=True)
class Recognition:
    """How to recognise words: the speech model by name or folder, and an ISO 639-1 code, None to find out."""

    model: str = "base"
    language: str | None = None


def listen(
    material: Material, recognition: Recognition, progress: Progress | None = None
) -> tuple[Transcript, SoundFeatures | None]:
    """What was said, and how it sounded; None where there is no sound.

    The sound is measured while the words are recognised.

    Raises:
        TalkcoachError: for a speech model that cannot be had, or while the rehearsal is being recorded.
    """
    if material.samples is None:
        return material.transcript or Transcript(()), None
    with ThreadPoolExecutor(max_workers=1) as beside:
        speech = beside.submit(_speech, material.samples)
        features = beside.submit(_features, material.samples, speech)
        return _recognised(material, material.samples, recognition, progress, speech), features.result()


def _recognised(
    material: Material,
    samples: Samples,
    recognition: Recognition,
    progress: Progress | None,
    speech: Future[tuple[Span, ...]],
) -> Transcript:
    from talkcoach.speech.hotwords import distinctive_terms
    from talkcoach.speech.transcriber import transcribe

    known = _kept(material, recognition) or _continued(material, recognition, progress)
    return known or transcribe(
        samples,
        speech=speech.result(),
        model=recognition.model,
        language=recognition.language,
        deck_language=material.deck.language,
        terms=distinctive_terms(material.deck),
        progress=progress,
    )


def _kept(material: Material, recognition: Recognition) -> Transcript | None:
    """The transcript of last time, if the same model made it."""
    kept = material.kept
    if kept is None or recognition.language not in (None, kept.language):
        return None
    return kept if kept.model == Path(recognition.model).name else None


def _continued(material: Material, recognition: Recognition, progress: Progress | None) -> Transcript | None:
    """The transcript that was begun while the rehearsal was recorded, brought to its end; None where none was."""
    from talkcoach.speech.hotwords import distinctive_terms
    from talkcoach.speech.live import CHECKPOINT, Settings, finish

    folder = material.folder
    if not folder or not is_file(folder / CHECKPOINT):
        return None
    if is_recording(folder):
        raise InputError(f"{folder} is still being recorded", "Stop the recording first")
    terms = distinctive_terms(material.deck)
    settings = Settings(recognition.model, recognition.language, material.deck.language, terms)
    return finish(folder, settings, lambda: True, progress)


def _speech(samples: Samples) -> tuple[Span, ...]:
    from talkcoach.speech.vad import speech_spans

    return speech_spans(samples)


def _features(samples: Samples, speech: Future[tuple[Span, ...]]) -> SoundFeatures:
    from talkcoach.audio.features import sound_features

    return sound_features([samples.values], samples.rate, speech.result())
