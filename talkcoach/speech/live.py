"""Speech while it is recorded: stretch by stretch is transcribed as the talk goes on, and little is left to do.

Only the sound decides where a stretch ends (`cutting`), so a recording gives the same transcript however it grew,
and however often its transcriber was stopped on the way.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkcoach.audio.control import RECORDING, is_recording
from talkcoach.audio.decode import Samples
from talkcoach.audio.wav import RATE
from talkcoach.domain import Span, Transcript, Word
from talkcoach.errors import TalkcoachError
from talkcoach.locks import is_held
from talkcoach.paths import is_file
from talkcoach.serial import dump, load
from talkcoach.speech import activity, cutting, transcriber
from talkcoach.speech.filled_pauses import filled_pauses
from talkcoach.speech.growing import GrowingSound
from talkcoach.speech.journal import Stretch, append, reached, recall
from talkcoach.speech.language import choose_language
from talkcoach.speech.weights import EMBEDDED, model_name
from talkcoach.storage import write_text

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

TRANSCRIPT, JOURNAL, LISTENING, LOCK = (
    "transcript.json",
    "stretches.jsonl",
    "listening.json",
    "transcriber.lock",
)
"""The transcriber's files in a rehearsal folder."""

_FOR_LANGUAGE = 90.0
"""Seconds from the first speech on in which it is found out what language it is."""

_NICENESS = 10
_BELOW_NORMAL = 0x4000
"""Windows's BELOW_NORMAL_PRIORITY_CLASS (SetPriorityClass in the Windows API)."""


@dataclass(frozen=True, slots=True)
class Listening:
    """How to listen; as the arguments of `transcriber.transcribe`."""

    model: str = EMBEDDED
    language: str | None = None
    deck_language: str = ""
    terms: tuple[str, ...] = ()


def follow(
    audio: Path,
    journal: Path,
    listening: Listening,
    over: Callable[[], bool],
    progress: transcriber.Progress | None = None,
    spared: int = 0,
) -> Transcript:
    """The transcript of a recording that may still go on; returns when all of it has been heard.

    What is heard is stored stretch by stretch, and what was stored before under the same settings is not heard
    again. The end of a recording is not stored, for it would be heard otherwise if the recording went on.

    Args:
        audio: mono 16-bit WAV at `RATE`; it may not be there yet.
        journal: where stretches are stored.
        listening: how to listen.
        over: tells whether nothing more will be recorded.
        progress: called with the seconds done and the seconds recorded so far.
        spared: how many of the processor's cores are left to others.

    Raises:
        InputError: when the model does not know the language, or there is no recording when it is over.
        ModelError: when the model cannot be had.
        OutputError: when the journal cannot be written.
    """
    sound = GrowingSound(audio, over)
    stretches = list(recall(journal, json.dumps({"version": 2, **asdict(listening)})))
    for stretch, for_good in _Listener(sound, listening, spared).stretches(stretches[-1] if stretches else None):
        stretches.append(stretch)
        if for_good:
            append(journal, stretch)
        if progress:
            progress(stretch.span.end, sound.seconds)
    if progress:
        progress(sound.seconds, sound.seconds)
    if not stretches:
        language = listening.language or listening.deck_language
        return Transcript((), language, model_name(listening.model))
    segments = [segment for stretch in stretches for segment in stretch.segments]
    speech = [span for stretch in stretches for span in stretch.speech]
    filled = tuple(word for stretch in stretches for word in stretch.filled)
    transcript = transcriber.written(segments, speech, stretches[0].language, listening.terms, listening.model)
    return replace(transcript, filled=filled)


class _Listener:
    """One that hears a recording stretch by stretch."""

    def __init__(self, sound: GrowingSound, listening: Listening, spared: int) -> None:
        self._sound, self._listening, self._spared = sound, listening, spared

    def stretches(self, last: Stretch | None) -> Iterator[tuple[Stretch, bool]]:
        """Each stretch behind the last known one, and whether it would be the same were the recording longer."""
        start = round(last.span.end * RATE) if last else 0
        said = deque(last.said if last else (), maxlen=transcriber.PROMPT_TOKENS)
        language, settled = (last.language, True) if last else ("", False)
        while True:
            look = self._sound.look(start, cutting.LOOK)
            speech = activity.speech_spans(look)
            end = cutting.silence_before(look, speech)
            if not end:
                if not speech:
                    return
                if not language:
                    language, settled = self._language(start)
                group, end = cutting.first_group(look, speech)
                stretch = self._heard(Samples(look.values[: round(end * RATE)]), group, language, said)
                yield _later(stretch, start / RATE), cutting.is_whole(look) and settled
            start += round(end * RATE)

    def _language(self, start: int) -> tuple[str, bool]:
        """The language, and whether a longer recording would have it too."""
        given, of_deck = self._listening.language, self._listening.deck_language
        wanted = 0.0 if given else _FOR_LANGUAGE
        opening = self._sound.look(start, wanted)
        code = choose_language(self._whisper, opening, activity.speech_spans(opening), given, of_deck)
        return code, opening.duration >= wanted

    def _heard(self, sound: Samples, speech: tuple[Span, ...], language: str, said: deque[int]) -> Stretch:
        segments = transcriber.hear_on(self._whisper, sound, speech, language, self._listening.terms, said)
        words = [word for segment in segments for word in segment.words]
        filled = filled_pauses(self._whisper, sound, words, language)
        if self._whisper.model.drawn:
            del self._whisper
        return Stretch(Span(0.0, sound.duration), language, speech, segments, filled, tuple(said))

    @cached_property
    def _whisper(self) -> WhisperModel:
        """The model, which is made anew after it has drawn lots: what is drawn next must not depend on it."""
        whisper = transcriber.load(self._listening.model, self._spared)
        whisper.model = _Lots(whisper.model)
        return whisper


class _Lots:
    """CTranslate2's model, which notes when it draws lots, as it does where it is unsure of what it hears.

    Its generator belongs to the model's thread: only a new model starts from the seed again.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self.drawn = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def generate(self, *args: Any, **settings: Any) -> Any:
        self.drawn |= "sampling_temperature" in settings
        return self._model.generate(*args, **settings)


def _later(stretch: Stretch, by: float) -> Stretch:
    """A stretch in the time of the recording, of which it begins at some second."""
    return replace(
        stretch,
        span=stretch.span.shifted(by),
        speech=tuple(span.shifted(by) for span in stretch.speech),
        segments=tuple(replace(segment, words=_later_words(segment.words, by)) for segment in stretch.segments),
        filled=_later_words(stretch.filled, by),
    )


def _later_words(words: tuple[Word, ...], by: float) -> tuple[Word, ...]:
    return tuple(replace(word, span=word.span.shifted(by)) for word in words)


def finish(
    folder: Path,
    listening: Listening,
    over: Callable[[], bool],
    progress: transcriber.Progress | None = None,
    spared: int = 0,
) -> Transcript:
    """The transcript of the recording in a rehearsal folder, written there; its journal is removed then.

    Only one process does this at a time. Another waits, and finds the work done. Arguments and errors are those
    of `follow`.
    """
    from filelock import FileLock

    with FileLock(folder / LOCK):
        transcript = _done(folder, listening) if over() else None
        if not transcript:
            transcript = follow(folder / RECORDING, folder / JOURNAL, listening, over, progress, spared)
            write_text(folder / TRANSCRIPT, dump(transcript))
        (folder / JOURNAL).unlink(missing_ok=True)
    return transcript


def _done(folder: Path, listening: Listening) -> Transcript | None:
    """The transcript that is there, if it is of this sound and was made like this."""
    path, audio = folder / TRANSCRIPT, folder / RECORDING
    if not is_file(path) or not is_file(audio) or path.stat().st_mtime < audio.stat().st_mtime:
        return None
    transcript = load(path.read_text(encoding="utf-8"), Transcript, path)
    alike = transcript.model == model_name(listening.model)
    return transcript if alike and listening.language in (None, transcript.language) else None


def start(folder: Path, listening: Listening) -> subprocess.Popen[bytes]:
    """Transcribe the recording in a folder while it goes on, in a process that needs nobody to look after it.

    It ends when the recording has, and the transcript is written; stopping it loses nothing. The recorder has to
    be at work already.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / LISTENING, dump(listening))
    return subprocess.Popen(
        [sys.executable, "-m", "talkcoach.speech.live", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def done_seconds(folder: Path) -> float:
    """How much of the recording in a folder is transcribed by now."""
    return reached(folder / JOURNAL)


def is_at_work(folder: Path) -> bool:
    """Whether somebody transcribes the recording in a folder right now."""
    return is_held(folder / LOCK)


def main(folder: Path) -> None:
    """What the process does: it listens as the folder says, until nobody records there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever records decides when it ends
    _step_back()
    path = folder / LISTENING
    listening = load(path.read_text(encoding="utf-8"), Listening, path)
    finish(folder, listening, lambda: not is_recording(folder), spared=1)


def _step_back() -> None:
    """Let the recorder, and the speaker's slides, go first."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICENESS)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except TalkcoachError as error:
        sys.exit(f"talkcoach: error: {error}")
