"""Sound to a transcript, with Whisper, on this machine."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from talkcoach.audio.decode import RATE, Samples
from talkcoach.domain import Span, Transcript, Word
from talkcoach.errors import ModelError
from talkcoach.speech import activity, weights
from talkcoach.speech.hallucinations import Segment, without_hallucinations
from talkcoach.speech.language import choose_language
from talkcoach.speech.sentences import UNSPACED, to_sentences

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

_PROMPT_TOKENS = 223
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


def load(model: str = weights.EMBEDDED) -> WhisperModel:
    """A speech model, ready: int8 on the CPU, float16 on a CUDA device where CTranslate2 sees one.

    Args:
        model: as `weights.find_model` takes it.

    Raises:
        ModelError: when it cannot be had or loaded.
    """
    import ctranslate2  # type: ignore[import-untyped]
    from faster_whisper import WhisperModel

    folder = weights.find_model(model)
    ctranslate2.set_random_seed(0)  # the same recording gives the same transcript, also where sampling is needed
    cuda = ctranslate2.get_cuda_device_count() > 0
    try:
        return WhisperModel(
            str(folder),
            device="cuda" if cuda else "cpu",
            compute_type="float16" if cuda else "int8",
            cpu_threads=_threads(),
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelError(f"the speech model {model} cannot be loaded ({error})", "Try another model") from error


def transcribe(
    samples: Samples,
    *,
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
    speech = activity.speech_spans(samples)
    if not speech:
        return Transcript((), language or deck_language, model)
    whisper = load(model)
    spoken = choose_language(whisper, samples, speech, language, deck_language)
    segments = tuple(_reported(_recognised(whisper, samples, speech, spoken, terms), samples.duration, progress))
    kept, removed = without_hallucinations(segments, speech, terms)
    spaced = spoken not in UNSPACED
    return Transcript(to_sentences(kept, spaced=spaced), spoken, model, to_sentences(removed, spaced=spaced))


def _reported(segments: Iterable[Segment], duration: float, progress: Progress | None) -> Iterator[Segment]:
    for segment in segments:
        yield segment
        if progress:
            progress(segment.words[-1].span.end, duration)
    if progress:
        progress(duration, duration)


def _recognised(
    whisper: WhisperModel, samples: Samples, speech: tuple[Span, ...], language: str, terms: Sequence[str]
) -> Iterator[Segment]:
    """Segments in order of time, with words that do not overlap; each piece is told how the last one ended."""
    settings = whisper_settings(language, terms)
    said: list[int] = []
    clock = 0.0
    for piece in activity.pieces(speech, _PIECE_SECONDS):
        for segment in _recognised_piece(whisper, samples, piece, {**settings, "initial_prompt": said or None}):
            words = _glued(segment.words, clock, samples.duration, spaced=language not in UNSPACED)
            said = (said + segment.tokens)[-_PROMPT_TOKENS:]
            if words:
                clock = words[-1].span.end
                yield Segment(
                    words,
                    mean_log_probability=float(segment.avg_logprob),
                    no_speech_probability=float(segment.no_speech_prob),
                )


def _recognised_piece(
    whisper: WhisperModel, samples: Samples, piece: tuple[Span, ...], settings: dict[str, Any]
) -> Iterable[Any]:
    from faster_whisper.transcribe import restore_speech_timestamps

    kept = activity.stretches(piece, _SILENCE, _PADDING, samples.duration)
    chunks = [{"start": round(span.start * RATE), "end": round(span.end * RATE)} for span in kept]
    sound = np.concatenate([samples.values[chunk["start"] : chunk["end"]] for chunk in chunks])
    segments, _ = whisper.transcribe(sound, **settings)
    restored: Iterable[Any] = restore_speech_timestamps(segments, chunks, RATE)
    return restored


def _glued(heard: Sequence[Any], clock: float, duration: float, *, spaced: bool) -> tuple[Word, ...]:
    """Whisper's words as plain values that neither overlap nor leave the recording.

    It parts " 4" from ".2" and " state" from "-of" "-the" "-art"; what has no space before it goes on.
    """
    words: list[Word] = []
    starts_word = itertools.accumulate(
        (not spaced or word.word.startswith(" ") for word in heard),
        lambda count, starts: count + starts,
        initial=0,
    )
    for _, group in itertools.groupby(zip(list(starts_word)[1:], heard, strict=True), key=lambda pair: pair[0]):
        parts = [part for _, part in group]
        text = "".join(part.word for part in parts).strip()
        if text:
            start = min(max(float(parts[0].start), clock), duration)
            clock = min(max(float(parts[-1].end), start), duration)
            words.append(Word(Span(start, clock), text, float(min(part.probability for part in parts))))
    return tuple(words)


def _threads() -> int:
    """Threads for the model: one a core. Above four, two logical processors are taken to share a core."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable if usable <= 4 else max(4, usable // 2)
