"""Live transcription: a recording is recognised chunk by chunk while it grows.

Only the sound decides where a chunk ends (`chunking`), so that a recording gives the same transcript however it
grew, and however often its transcriber was interrupted.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkcoach.audio.decode import Samples
from talkcoach.domain import Span, Transcript, Word
from talkcoach.errors import TalkcoachError
from talkcoach.jobs.job import Progress
from talkcoach.jobs.processes import start_module, step_back
from talkcoach.speech import chunking, transcriber, vad
from talkcoach.speech.checkpoint import Chunk, append, finished_seconds, restore
from talkcoach.speech.filled_pauses import filled_pauses
from talkcoach.speech.language import choose_language
from talkcoach.speech.live_wav import LiveWav
from talkcoach.speech.weights import EMBEDDED, model_name
from talkcoach.store.codec import dump, load
from talkcoach.store.files import read_text, write_text
from talkcoach.store.locks import is_held, only_one
from talkcoach.store.paths import is_file
from talkcoach.store.recorder import RECORDING, is_recording
from talkcoach.store.rehearsal import TRANSCRIPT
from talkcoach.store.wav import RATE

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

CHECKPOINT, SETTINGS, LOCK = "stretches.jsonl", "listening.json", "transcriber.lock"
"""The transcriber's files in a rehearsal folder."""

_LANGUAGE_SECONDS = 90.0
"""Seconds from the first speech on from which the language is identified."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to recognise; the fields are arguments of `transcriber.transcribe`."""

    model: str = EMBEDDED
    language: str | None = None
    deck_language: str = ""
    terms: tuple[str, ...] = ()


def follow(
    audio: Path,
    checkpoint: Path,
    settings: Settings,
    is_over: Callable[[], bool],
    progress: Progress | None = None,
    spare_cores: int = 0,
) -> Transcript:
    """The transcript of a recording that may still be growing; returns when all of it has been recognised.

    Finished chunks are stored, and chunks stored before under the same settings are not recognised again. The last
    chunk of a recording is not stored, since it would end elsewhere if the recording were continued.

    Args:
        audio: mono 16-bit WAV at `RATE`; it need not exist yet.
        checkpoint: the file in which chunks are stored.
        settings: how to recognise.
        is_over: returns whether the recording has ended.
        progress: called with the seconds done and the seconds recorded so far.
        spare_cores: the number of CPU cores to leave to other programs.

    Raises:
        InputError: when the model does not know the language, or the recording has ended and there is no file.
        ModelError: when the model is not available.
        OutputError: when the checkpoint cannot be written.
    """
    sound = LiveWav(audio, is_over)
    chunks = list(restore(checkpoint, json.dumps({"version": 2, **asdict(settings)})))
    for chunk, is_final in _ChunkTranscriber(sound, settings, spare_cores).chunks(chunks[-1] if chunks else None):
        chunks.append(chunk)
        if is_final:
            append(checkpoint, chunk)
        if progress:
            progress(chunk.span.end, sound.seconds)
    if progress:
        progress(sound.seconds, sound.seconds)
    if not chunks:
        language = settings.language or settings.deck_language
        return Transcript((), language, model_name(settings.model))
    segments = [segment for chunk in chunks for segment in chunk.segments]
    speech = [span for chunk in chunks for span in chunk.speech]
    filled = tuple(word for chunk in chunks for word in chunk.filled)
    transcript = transcriber.to_transcript(segments, speech, chunks[0].language, settings.terms, settings.model)
    return replace(transcript, filled=filled)


class _ChunkTranscriber:
    """Recognises a recording chunk by chunk."""

    def __init__(self, sound: LiveWav, settings: Settings, spare_cores: int) -> None:
        self._sound, self._settings, self._spare_cores = sound, settings, spare_cores

    def chunks(self, last: Chunk | None) -> Iterator[tuple[Chunk, bool]]:
        """Each chunk after the last known one, and whether it would be the same if the recording were longer."""
        start = round(last.span.end * RATE) if last else 0
        context = deque(last.context if last else (), maxlen=transcriber.CONTEXT_TOKENS)
        language, settled = (last.language, True) if last else ("", False)
        while True:
            lookahead = self._sound.read(start, chunking.LOOKAHEAD)
            speech = vad.speech_spans(lookahead)
            end = chunking.leading_silence(lookahead, speech)
            if not end:
                if not speech:
                    return
                if not language:
                    language, settled = self._language(start)
                group, end = chunking.first_chunk(lookahead, speech)
                chunk = self._recognised(Samples(lookahead.values[: round(end * RATE)]), group, language, context)
                yield _shifted(chunk, start / RATE), chunking.is_full(lookahead) and settled
            start += round(end * RATE)

    def _language(self, start: int) -> tuple[str, bool]:
        """The language, and whether it would be the same if the recording were longer."""
        given, of_deck = self._settings.language, self._settings.deck_language
        wanted = 0.0 if given else _LANGUAGE_SECONDS
        opening = self._sound.read(start, wanted)
        code = choose_language(self._whisper, opening, vad.speech_spans(opening), given, of_deck)
        return code, opening.duration >= wanted

    def _recognised(self, sound: Samples, speech: tuple[Span, ...], language: str, context: deque[int]) -> Chunk:
        terms = self._settings.terms
        segments = transcriber.recognise_next(self._whisper, sound, speech, language, terms, context)
        words = [word for segment in segments for word in segment.words]
        filled = filled_pauses(self._whisper, sound, words, language)
        if self._whisper.model.has_sampled:
            del self._whisper
        return Chunk(Span(0.0, sound.duration), language, speech, segments, filled, tuple(context))

    @cached_property
    def _whisper(self) -> WhisperModel:
        """The model, loaded anew after it has sampled, so that each chunk starts from the same random state."""
        whisper = transcriber.load(self._settings.model, self._spare_cores)
        whisper.model = _SamplingDetector(whisper.model)
        return whisper


class _SamplingDetector:
    """CTranslate2's model, with a note of whether it decoded at a temperature, Whisper's fallback in difficult
    sound.

    The random generator belongs to the model's thread, so that only a new model starts from the seed again.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self.has_sampled = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def generate(self, *args: Any, **settings: Any) -> Any:
        self.has_sampled |= "sampling_temperature" in settings
        return self._model.generate(*args, **settings)


def _shifted(chunk: Chunk, by: float) -> Chunk:
    """A chunk with its times moved by some seconds, from its own start to that of the recording."""
    return replace(
        chunk,
        span=chunk.span.shifted(by),
        speech=tuple(span.shifted(by) for span in chunk.speech),
        segments=tuple(replace(segment, words=_shifted_words(segment.words, by)) for segment in chunk.segments),
        filled=_shifted_words(chunk.filled, by),
    )


def _shifted_words(words: tuple[Word, ...], by: float) -> tuple[Word, ...]:
    return tuple(replace(word, span=word.span.shifted(by)) for word in words)


def finish(
    folder: Path,
    settings: Settings,
    is_over: Callable[[], bool],
    progress: Progress | None = None,
    spare_cores: int = 0,
) -> Transcript:
    """The transcript of the recording in a rehearsal folder, which is written there; its checkpoint is deleted.

    Only one process does this at a time; another one waits, and returns the finished transcript. Arguments and
    errors are those of `follow`.
    """
    with only_one(folder / LOCK, patience=-1):
        transcript = _done(folder, settings) if is_over() else None
        if not transcript:
            transcript = follow(folder / RECORDING, folder / CHECKPOINT, settings, is_over, progress, spare_cores)
            write_text(folder / TRANSCRIPT, dump(transcript))
        (folder / CHECKPOINT).unlink(missing_ok=True)
    return transcript


def _done(folder: Path, settings: Settings) -> Transcript | None:
    """The stored transcript, if it is newer than the recording and was made with these settings."""
    path, audio = folder / TRANSCRIPT, folder / RECORDING
    if not is_file(path) or not is_file(audio) or path.stat().st_mtime < audio.stat().st_mtime:
        return None
    transcript = load(read_text(path), Transcript, path)
    alike = transcript.model == model_name(settings.model)
    return transcript if alike and settings.language in (None, transcript.language) else None


def start(folder: Path, settings: Settings) -> subprocess.Popen[bytes]:
    """Start a process that transcribes the recording in a folder while it grows.

    The process writes the transcript and exits after the recording has ended; killing it loses nothing. The
    recorder must already be running.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / SETTINGS, dump(settings))
    return start_module("talkcoach.speech.live", str(folder))


def done_seconds(folder: Path) -> float:
    """Seconds of the recording in a folder that are transcribed so far."""
    return finished_seconds(folder / CHECKPOINT)


def is_at_work(folder: Path) -> bool:
    """Whether a process is transcribing the recording in a folder."""
    return is_held(folder / LOCK)


def main(folder: Path) -> None:
    """Transcribe the recording in a folder until its recorder has ended; the settings are read from the folder."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is left to the program that records
    step_back()
    path = folder / SETTINGS
    settings = load(read_text(path), Settings, path)
    finish(folder, settings, lambda: not is_recording(folder), spare_cores=1)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except TalkcoachError as error:
        sys.exit(f"talkcoach: error: {error}")
