"""Sound to a transcript, with Whisper, on this machine."""

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
from talkcoach.audio.wav import RATE
from talkcoach.domain import Span, Transcript, Word
from talkcoach.errors import ModelError
from talkcoach.speech import activity, weights
from talkcoach.speech.filled_pauses import filled_pauses
from talkcoach.speech.hallucinations import Segment, without_hallucinations
from talkcoach.speech.language import choose_language
from talkcoach.speech.passed_over import heard_again
from talkcoach.speech.sentences import UNSPACED, to_sentences
from talkcoach.speech.whole_words import whole_words

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

Progress = Callable[[float, float], None]
"""Told, now and then, how many seconds of how many are done."""

_SILENCE = 2.0
"""Seconds of silence that are not sent to the model; faster-whisper's own default for its VAD filter."""

_PADDING = 0.4
"""Seconds of sound left around speech; faster-whisper's own default."""

_PIECE_SECONDS = 600.0
"""How much is recognised at a time: the spectrogram of 45 minutes at once takes more than a gigabyte."""

_FOR_FILLED = 0.15
"""The share of the work that goes into finding filled pauses (`benchmarks/fillers.py`), for the progress shown."""

PROMPT_TOKENS = 223
"""How much of what was said before the model can be told: half its context, less the marker before it."""


def whisper_settings(language: str, terms: Sequence[str] = ()) -> dict[str, Any]:
    """What faster-whisper's ``WhisperModel.transcribe`` is called with, apart from the handling of silence.

    Silence is taken out beforehand, once; ``vad_filter=True`` does the same with the same figures.
    """
    return {
        "language": language,
        "beam_size": 5,
        "word_timestamps": True,
        "condition_on_previous_text": True,
        "hotwords": ", ".join(terms) or None,
    }


def load(model: str = weights.EMBEDDED, spared: int = 0) -> WhisperModel:
    """A speech model, ready: int8 on the CPU, float16 on a CUDA device where CTranslate2 sees one.

    Args:
        model: as `weights.find_model` takes it.
        spared: how many of the processor's cores are left to others.

    Raises:
        ModelError: when it cannot be had or loaded.
    """
    import ctranslate2  # type: ignore[import-untyped]
    from faster_whisper import WhisperModel

    folder = str(weights.find_model(model))
    ctranslate2.set_random_seed(0)  # the same recording gives the same transcript, also where sampling is needed
    # CUDA's libraries are looked for only when they are used; where they are missing the CPU does the work.
    with suppress(RuntimeError, ValueError):
        if ctranslate2.get_cuda_device_count() > 0:
            whisper = WhisperModel(folder, **model_settings("cuda"))
            whisper.detect_language(np.zeros(RATE, np.float32))
            return whisper
    try:
        return WhisperModel(folder, **model_settings("cpu", spared))
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelError(f"the speech model {model} cannot be loaded ({error})", "Try another model") from error


def model_settings(device: Literal["cpu", "cuda"] = "cpu", spared: int = 0) -> dict[str, Any]:
    """What faster-whisper's ``WhisperModel`` is made with on a device, some cores being left to others."""
    precision = {"cpu": "int8", "cuda": "float16"}
    return {"device": device, "compute_type": precision[device], "cpu_threads": max(1, _threads() - spared)}


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
    """What is said in a recording, word by word.

    Where nobody speaks, as in silence or music, the transcript has no sentences.

    Args:
        samples: the sound, at `RATE`.
        speech: where speech is heard in it, as `activity.speech_spans` finds; None to find out.
        model: as `weights.find_model` takes it.
        language: ISO 639-1 code of what is spoken; None to find out.
        deck_language: the language of the slides, which makes it likelier that it is spoken; may be empty.
        terms: words that are likely to come up and hard to guess, such as `terms.distinctive_terms` finds.
        progress: called with the seconds done and the seconds in all.

    Raises:
        InputError: when the model does not know the language.
        ModelError: when the model cannot be had.
    """
    if samples.rate != RATE:
        raise ValueError(f"the speech model hears {RATE} samples a second, not {samples.rate}")
    speech = activity.speech_spans(samples) if speech is None else speech
    if not speech:
        return Transcript((), language or deck_language, weights.model_name(model))
    whisper = load(model)
    spoken = choose_language(whisper, samples, speech, language, deck_language)
    said: deque[int] = deque(maxlen=PROMPT_TOKENS)
    segments = _recognised(whisper, samples, speech, spoken, terms, said)

    def tell(share: float) -> None:
        if progress:
            progress(share * samples.duration, samples.duration)

    heard = tuple(_reported(segments, samples.duration, lambda share: tell(share * (1 - _FOR_FILLED))))
    doubted = heard_again(heard, speech, partial(_alone, whisper, samples, spoken))
    transcript = written(tuple(doubted), speech, spoken, terms, model)
    filled = filled_pauses(
        whisper, samples, transcript.words, spoken, progress=lambda share: tell(1 - _FOR_FILLED * (1 - share))
    )
    tell(1.0)
    return replace(transcript, filled=filled)


def hear_on(
    whisper: WhisperModel,
    samples: Samples,
    speech: tuple[Span, ...],
    language: str,
    terms: Sequence[str],
    said: deque[int],
) -> tuple[Segment, ...]:
    """What is said in a stretch of a talk, as `transcribe` hears it.

    Args:
        whisper: the model.
        samples: the stretch, at `RATE`; times count from its start.
        speech: where in it is speech, in order; at least one span.
        language: ISO 639-1 code of what is spoken.
        terms: as `transcribe` takes them.
        said: the last tokens of what was said before, `PROMPT_TOKENS` at most; those of the stretch are added.
    """
    heard = tuple(_recognised(whisper, samples, speech, language, terms, said))
    return tuple(heard_again(heard, speech, partial(_alone, whisper, samples, language)))


def written(
    segments: Sequence[Segment], speech: Sequence[Span], language: str, terms: Sequence[str], model: str
) -> Transcript:
    """The transcript of what was recognised, without what nobody said; arguments as in `transcribe`."""
    kept, removed = without_hallucinations(segments, speech, terms)
    sentences, invented = (to_sentences(words, spaced=language not in UNSPACED) for words in (kept, removed))
    return Transcript(sentences, language, weights.model_name(model), invented)


def _reported(segments: Iterable[Segment], duration: float, tell: Callable[[float], None]) -> Iterator[Segment]:
    for segment in segments:
        yield segment
        tell(segment.words[-1].span.end / duration)


def _recognised(
    whisper: WhisperModel,
    samples: Samples,
    speech: tuple[Span, ...],
    language: str,
    terms: Sequence[str],
    said: deque[int],
) -> Iterator[Segment]:
    """Segments in order of time, with words that do not overlap; each piece is told how the last one ended."""
    settings = whisper_settings(language, terms)
    clock = 0.0
    for piece in activity.pieces(speech, _PIECE_SECONDS):
        stretches = activity.stretches(piece, _SILENCE, _PADDING, samples.duration)
        for segment in _whisper(whisper, samples, stretches, {**settings, "initial_prompt": list(said) or None}):
            said.extend(segment.tokens)
            words = whole_words(segment.words, Span(clock, samples.duration), spaced=language not in UNSPACED)
            if words:
                clock = words[-1].span.end
                yield _plain(segment, words)


def _alone(whisper: WhisperModel, samples: Samples, language: str, region: Span) -> tuple[Segment, ...]:
    """One stretch, told nothing of what comes before it or may come."""
    settings = {**whisper_settings(language), "condition_on_previous_text": False}
    heard = (
        (segment, whole_words(segment.words, region, spaced=language not in UNSPACED))
        for segment in _whisper(whisper, samples, (region,), settings)
    )
    return tuple(_plain(segment, words) for segment, words in heard if words)


def _whisper(
    whisper: WhisperModel, samples: Samples, stretches: Sequence[Span], settings: dict[str, Any]
) -> Iterable[Any]:
    """Segments of some stretches, heard as if one followed the other; their times are the recording's."""
    from faster_whisper.transcribe import restore_speech_timestamps

    chunks = [{"start": round(span.start * RATE), "end": round(span.end * RATE)} for span in stretches]
    sound = np.concatenate([samples.values[chunk["start"] : chunk["end"]] for chunk in chunks])
    segments, _ = whisper.transcribe(sound, **settings)
    restored: Iterable[Any] = restore_speech_timestamps(segments, chunks, RATE)
    return restored


def _plain(segment: Any, words: tuple[Word, ...]) -> Segment:
    return Segment(words, float(segment.avg_logprob), float(segment.no_speech_prob))


def _threads() -> int:
    """Threads for the model: one a core. Above four, two logical processors are taken to share a core."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable if usable <= 4 else max(4, usable // 2)
