"""Speech recognition with Whisper on this machine."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from talkcoach.audio.decode import Samples
from talkcoach.domain import Span, Transcript, Word
from talkcoach.errors import ModelError
from talkcoach.jobs.job import Progress
from talkcoach.speech import vad, weights
from talkcoach.speech.filled_pauses import filled_pauses
from talkcoach.speech.hallucinations import Segment, without_hallucinations
from talkcoach.speech.language import choose_language
from talkcoach.speech.merge_tokens import merged_words
from talkcoach.speech.missed_speech import with_missed_speech
from talkcoach.speech.sentences import UNSPACED, to_sentences
from talkcoach.store.wav import RATE

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_SILENCE = 2.0
"""Seconds from which a silence is left out; the default of faster-whisper's VAD filter."""

_PADDING = 0.4
"""Seconds of sound kept around speech; faster-whisper's default."""

_GROUP_SECONDS = 600.0
"""The most seconds that are recognised in one call: the spectrogram of 45 minutes takes more than a gigabyte."""

_FILLED_SHARE = 0.15
"""The share of the time that the search for filled pauses takes (`benchmarks/fillers.py`), for the progress."""

CONTEXT_TOKENS = 223
"""The most tokens of preceding text in the prompt: half the decoder's context, less the start-of-previous token.
"""


def whisper_settings(language: str, terms: Sequence[str] = ()) -> dict[str, Any]:
    """The arguments of faster-whisper's ``WhisperModel.transcribe``.

    Silence is removed beforehand, with the parameters that ``vad_filter=True`` would use.
    """
    return {
        "language": language,
        "beam_size": 5,
        "word_timestamps": True,
        "condition_on_previous_text": True,
        "hotwords": ", ".join(terms) or None,
    }


def load(model: str = weights.EMBEDDED, spare_cores: int = 0) -> WhisperModel:
    """A loaded speech model: int8 on the CPU, float16 on a CUDA device where CTranslate2 finds one.

    Args:
        model: as `weights.find_model` takes it.
        spare_cores: the number of CPU cores to leave to other programs.

    Raises:
        ModelError: when it is not available or cannot be loaded.
    """
    import ctranslate2  # type: ignore[import-untyped]
    from faster_whisper import WhisperModel

    folder = str(weights.find_model(model))
    ctranslate2.set_random_seed(0)  # so that decoding at a temperature is repeatable
    # Missing CUDA libraries raise only on first use; then the CPU is used.
    with suppress(RuntimeError, ValueError):
        if ctranslate2.get_cuda_device_count() > 0:
            whisper = WhisperModel(folder, **model_settings("cuda"))
            whisper.detect_language(np.zeros(RATE, np.float32))
            return whisper
    try:
        return WhisperModel(folder, **model_settings("cpu", spare_cores))
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelError(f"the speech model {model} cannot be loaded ({error})", "Try another model") from error


def model_settings(device: Literal["cpu", "cuda"] = "cpu", spare_cores: int = 0) -> dict[str, Any]:
    """The arguments of faster-whisper's ``WhisperModel``; ``spare_cores`` are left to other programs."""
    precision = {"cpu": "int8", "cuda": "float16"}
    return {"device": device, "compute_type": precision[device], "cpu_threads": max(1, _threads() - spare_cores)}


def transcribe(
    samples: Samples,
    *,
    speech: tuple[Span, ...] | None = None,
    model: str = weights.EMBEDDED,
    language: str | None = None,
    deck_language: str = "",
    terms: Sequence[str] = (),
    progress: Progress | None = None,
) -> Transcript:
    """The transcript of a recording, with word times and filled pauses.

    Without speech, as in silence or music, the transcript has no sentences.

    Args:
        samples: the sound, at `RATE`.
        speech: spans of speech, as `vad.speech_spans` gives them; None to detect them.
        model: as `weights.find_model` takes it.
        language: ISO 639-1 code of the spoken language; None to identify it.
        deck_language: ISO 639-1 code of the slides' language, which counts in the identification; may be empty.
        terms: hotwords, as `hotwords.distinctive_terms` gives them.
        progress: called with the seconds done and the seconds in all.

    Raises:
        InputError: when the model does not know the language.
        ModelError: when the model is not available.
        ValueError: for another rate.
    """
    if samples.rate != RATE:
        raise ValueError(f"the speech model needs {RATE} samples per second, not {samples.rate}")
    speech = vad.speech_spans(samples) if speech is None else speech
    if not speech:
        return Transcript((), language or deck_language, weights.model_name(model))
    whisper = load(model)
    spoken = choose_language(whisper, samples, speech, language, deck_language)
    context: deque[int] = deque(maxlen=CONTEXT_TOKENS)
    segments = _recognised(whisper, samples, speech, spoken, terms, context)

    def report(share: float) -> None:
        if progress:
            progress(share * samples.duration, samples.duration)

    first = tuple(_reported(segments, samples.duration, lambda share: report(share * (1 - _FILLED_SHARE))))
    complete = with_missed_speech(first, speech, partial(_recognise_region, whisper, samples, spoken))
    transcript = to_transcript(tuple(complete), speech, spoken, terms, model)
    filled = filled_pauses(
        whisper, samples, transcript.words, spoken, progress=lambda share: report(1 - _FILLED_SHARE * (1 - share))
    )
    report(1.0)
    return replace(transcript, filled=filled)


def recognise_next(
    whisper: WhisperModel,
    samples: Samples,
    speech: tuple[Span, ...],
    language: str,
    terms: Sequence[str],
    context: deque[int],
) -> tuple[Segment, ...]:
    """The words of the next chunk of a talk, recognised as `transcribe` does.

    Args:
        whisper: the model.
        samples: the chunk, at `RATE`; times are relative to its start.
        speech: spans of speech in it, in order; at least one.
        language: ISO 639-1 code of the spoken language.
        terms: as `transcribe` takes them.
        context: the last tokens of the preceding text, at most `CONTEXT_TOKENS`; those of the chunk are added.
    """
    first = tuple(_recognised(whisper, samples, speech, language, terms, context))
    return tuple(with_missed_speech(first, speech, partial(_recognise_region, whisper, samples, language)))


def to_transcript(
    segments: Sequence[Segment], speech: Sequence[Span], language: str, terms: Sequence[str], model: str
) -> Transcript:
    """The transcript of recognised segments without hallucinations; arguments as in `transcribe`."""
    kept, removed = without_hallucinations(segments, speech, terms)
    sentences, invented = (to_sentences(words, spaced=language not in UNSPACED) for words in (kept, removed))
    return Transcript(sentences, language, weights.model_name(model), invented)


def _reported(segments: Iterable[Segment], duration: float, report: Callable[[float], None]) -> Iterator[Segment]:
    for segment in segments:
        yield segment
        report(segment.words[-1].span.end / duration)


def _recognised(
    whisper: WhisperModel,
    samples: Samples,
    speech: tuple[Span, ...],
    language: str,
    terms: Sequence[str],
    context: deque[int],
) -> Iterator[Segment]:
    """Segments in order of time, with words that do not overlap; the context carries over from group to group."""
    settings = whisper_settings(language, terms)
    clock = 0.0
    for group in vad.groups(speech, _GROUP_SECONDS):
        regions = vad.padded_regions(group, _SILENCE, _PADDING, samples.duration)
        for segment in _whisper(whisper, samples, regions, {**settings, "initial_prompt": list(context) or None}):
            context.extend(segment.tokens)
            words = merged_words(segment.words, Span(clock, samples.duration), spaced=language not in UNSPACED)
            if words:
                clock = words[-1].span.end
                yield _plain(segment, words)


def _recognise_region(whisper: WhisperModel, samples: Samples, language: str, region: Span) -> tuple[Segment, ...]:
    """The words of one region, recognised without context and hotwords."""
    settings = {**whisper_settings(language), "condition_on_previous_text": False}
    found = (
        (segment, merged_words(segment.words, region, spaced=language not in UNSPACED))
        for segment in _whisper(whisper, samples, (region,), settings)
    )
    return tuple(_plain(segment, words) for segment, words in found if words)


def _whisper(
    whisper: WhisperModel, samples: Samples, regions: Sequence[Span], settings: dict[str, Any]
) -> Iterable[Any]:
    """faster-whisper's segments of the concatenated regions; their times are those of the recording."""
    from faster_whisper.transcribe import restore_speech_timestamps

    chunks = [{"start": round(span.start * RATE), "end": round(span.end * RATE)} for span in regions]
    sound = np.concatenate([samples.values[chunk["start"] : chunk["end"]] for chunk in chunks])
    segments, _ = whisper.transcribe(sound, **settings)
    restored: Iterable[Any] = restore_speech_timestamps(segments, chunks, RATE)
    return restored


def _plain(segment: Any, words: tuple[Word, ...]) -> Segment:
    return Segment(words, float(segment.avg_logprob), float(segment.no_speech_prob))


def _threads() -> int:
    """Threads for the model, one per core. Above four, two logical processors are assumed to share a core."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable if usable <= 4 else max(4, usable // 2)
