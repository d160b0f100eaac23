from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray
from pulse import RecordedRehearsal, offset_of, read_wav, write_wav

from talkcoach.audio.decode import RATE, Samples, decode
from talkcoach.domain import Span, Transcript, Word
from talkcoach.errors import InputError
from talkcoach.speech import live, transcriber
from talkcoach.speech.chunking import LOOKAHEAD
from talkcoach.speech.hallucinations import Segment
from talkcoach.speech.live import CHECKPOINT, LOCK, Settings, done_seconds, finish, follow
from talkcoach.speech.vad import speech_spans
from talkcoach.store.codec import dump, load
from talkcoach.store.places import shipped
from talkcoach.store.recorder import LOCK as RECORDER_LOCK
from talkcoach.store.recorder import RECORDING
from talkcoach.store.rehearsal import TRANSCRIPT
from talkcoach.store.wav import WavFile

SECONDS = 64
ENGLISH = Settings(language="en")


def as_pcm(values: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.clip(np.round(values * 32768), -32768, 32767).astype(np.int16)


def recorded(folder: Path, values: NDArray[np.int16]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / RECORDING
    path.unlink(missing_ok=True)
    file = WavFile.create(path)
    file.write(values)
    file.close()
    return path


def transcribed(folder: Path, settings: Settings = ENGLISH) -> Transcript:
    return follow(folder / RECORDING, folder / CHECKPOINT, settings, lambda: True)


@pytest.fixture(scope="module")
def talk() -> NDArray[np.int16]:
    return as_pcm(decode(shipped("assets", "sample", "recording.ogg")).values[: SECONDS * RATE])


@pytest.fixture(scope="module")
def finished(talk: NDArray[np.int16], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the recording and its checkpoint."""
    folder = tmp_path_factory.mktemp("finished")
    recorded(folder, talk)
    (folder / TRANSCRIPT).write_text(dump(transcribed(folder)))
    return folder


@pytest.fixture(scope="module")
def transcript(finished: Path) -> Transcript:
    return load((finished / TRANSCRIPT).read_text(), Transcript, finished)


@pytest.fixture
def stopped(finished: Path, tmp_path: Path) -> Path:
    """The same folder without a transcript, as after a crash; its checkpoint has a word that was not spoken."""
    (tmp_path / RECORDING).write_bytes((finished / RECORDING).read_bytes())
    checkpoint = (finished / CHECKPOINT).read_text()
    assert "inviting" in checkpoint
    (tmp_path / CHECKPOINT).write_text(checkpoint.replace("inviting", "exciting"))
    return tmp_path


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of recognition: a sentence for each span of speech, which names its samples and the context."""

    def recognise(
        _whisper: object,
        sound: Samples,
        speech: tuple[Span, ...],
        _language: str,
        _terms: object,
        context: deque[int],
    ) -> tuple[Segment, ...]:
        words = []
        for span in speech:
            values = sound.values[round(span.start * RATE) : round(span.end * RATE)]
            checksum = crc32(values.tobytes(), sum(context))
            context.append(checksum)
            words.append(Word(span, f"{checksum}."))
        return (Segment(tuple(words)),)

    monkeypatch.setattr(transcriber, "load", lambda *_: SimpleNamespace(model=None))
    monkeypatch.setattr(transcriber, "recognise_next", recognise)
    monkeypatch.setattr(live, "choose_language", lambda *_: "en")
    monkeypatch.setattr(live, "filled_pauses", lambda *_: ())


def plain(text: str) -> list[str]:
    return re.findall(r"[\w.]*\w", text.casefold().replace("-", " "))


def test_nearly_every_word_of_the_script_is_recognised(
    transcript: Transcript, sample_truth: dict[str, Any]
) -> None:
    script = [s["text"] for s in sample_truth["sentences"] if s["end"] < SECONDS]
    script_words, found = plain(" ".join(script)), plain(transcript.text)
    right = sum(
        block.size for block in SequenceMatcher(None, script_words, found, autojunk=False).get_matching_blocks()
    )
    assert right / len(script_words) > 0.9


def test_words_are_in_order_across_stretches_and_when_the_script_says_them(
    transcript: Transcript, sample_truth: dict[str, Any]
) -> None:
    assert all(before.span.end <= after.span.start for before, after in pairwise(transcript.words))
    ends = {s["text"].split()[-1]: s["end"] for s in sample_truth["sentences"] if 25 < s["end"] < SECONDS}
    found = {s.text.split()[-1]: s.span.end for s in transcript.sentences if s.span.start > 25}
    common = ends.keys() & found.keys()
    assert len(common) >= 3
    assert all(found[word] == pytest.approx(ends[word], abs=0.5) for word in common)


def test_a_recording_that_grows_gives_the_transcript_of_the_finished_one(
    talk: NDArray[np.int16],
    stand_in: None,  # noqa: ARG001
    tmp_path: Path,
) -> None:
    over = threading.Event()

    def record() -> None:
        random = np.random.default_rng()
        time.sleep(0.3)  # the transcriber may be there before the file
        file = WavFile.create(tmp_path / RECORDING)
        rest = talk
        while len(rest):
            count = int(random.integers(1, 3 * RATE))
            file.write(rest[:count])
            rest = rest[count:]
            time.sleep(random.uniform(0, 0.1))
        file.close()
        over.set()

    recorder = threading.Thread(target=record)
    recorder.start()
    reached: list[tuple[float, float]] = []
    found = follow(
        tmp_path / RECORDING,
        tmp_path / CHECKPOINT,
        ENGLISH,
        over.is_set,
        lambda done, total: reached.append((done, total)),
    )
    recorder.join()
    assert len(found.sentences) > 10
    recorded(tmp_path / "whole", talk)
    assert dump(found) == dump(transcribed(tmp_path / "whole"))
    assert reached == sorted(reached)
    assert reached[-1] == (SECONDS, SECONDS)


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def ended(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(timeout=120)
    finally:
        process.kill()


@pytest.mark.parametrize("kills", [1, pytest.param(2, marks=pytest.mark.soak)])
def test_a_transcriber_that_is_killed_loses_nothing_and_recognises_nothing_twice(
    talk: NDArray[np.int16], transcript: Transcript, tmp_path: Path, kills: int
) -> None:
    checkpoint = tmp_path / CHECKPOINT
    recorded(tmp_path, talk)
    with FileLock(tmp_path / RECORDER_LOCK):
        for chunks in range(1, kills + 1):
            process = live.start(tmp_path, ENGLISH)
            wait_for(lambda n=chunks: checkpoint.exists() and checkpoint.read_text().count("\n") > n)
            process.kill()
            process.wait()
            with checkpoint.open("a") as file:
                file.write('{"span": {"sta')
        assert not (tmp_path / TRANSCRIPT).exists()
        assert done_seconds(tmp_path) > LOOKAHEAD / 4
        process = live.start(tmp_path, ENGLISH)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
    assert ended(process) == 0
    assert (tmp_path / TRANSCRIPT).read_text() == dump(transcript)
    assert not checkpoint.exists()


def test_chunks_of_the_checkpoint_are_not_recognised_again(stopped: Path) -> None:
    assert "thank you for exciting me" in finish(stopped, ENGLISH, lambda: True).text


def test_with_other_settings_everything_is_recognised_anew(stopped: Path) -> None:
    recorded(stopped, as_pcm(decode(stopped / RECORDING).values[: 10 * RATE]))
    assert "thank you for inviting me" in transcribed(stopped, Settings(language="en", terms=("Lantern",))).text


def test_a_second_transcriber_waits_and_finds_the_work_done(stopped: Path, transcript: Transcript) -> None:
    assert not live.is_at_work(stopped)
    with FileLock(stopped / LOCK):
        assert live.is_at_work(stopped)
        process = live.start(stopped, ENGLISH)
        time.sleep(1)
        (stopped / TRANSCRIPT).write_text(dump(transcript))
    assert ended(process) == 0
    assert (stopped / TRANSCRIPT).read_text() == dump(transcript)
    assert not (stopped / CHECKPOINT).exists()


def test_a_transcript_older_than_the_recording_is_not_used(talk: NDArray[np.int16], tmp_path: Path) -> None:
    (tmp_path / TRANSCRIPT).write_text(dump(Transcript((), "en", "base")))
    time.sleep(0.02)
    recorded(tmp_path, talk[: 4 * RATE])
    assert "thank you for inviting me" in finish(tmp_path, ENGLISH, lambda: True).text


def test_the_end_of_a_recording_is_recognised_again_when_it_is_continued(
    talk: NDArray[np.int16],
    stand_in: None,  # noqa: ARG001
    tmp_path: Path,
) -> None:
    recorded(tmp_path, talk[: 45 * RATE])
    transcribed(tmp_path)
    recorded(tmp_path, talk)
    recorded(tmp_path / "whole", talk)
    assert dump(transcribed(tmp_path)) == dump(transcribed(tmp_path / "whole"))


def test_a_word_after_a_long_silence_has_the_right_time(talk: NDArray[np.int16], tmp_path: Path) -> None:
    silence = np.random.default_rng(5).normal(0, 30, 2 * 50 * RATE).astype(np.int16)
    recorded(tmp_path, np.concatenate([silence, talk[: 4 * RATE]]))
    found = transcribed(tmp_path)
    assert plain(found.text)[:5] == ["good", "morning", "everyone", "and", "thank"]
    assert found.words[0].span.start == pytest.approx(100, abs=0.7)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 30.0, 100.0])
def test_without_speech_there_are_no_sentences(seconds: float, tmp_path: Path) -> None:
    recorded(tmp_path, np.random.default_rng(5).normal(0, 30, round(seconds * RATE)).astype(np.int16))
    assert transcribed(tmp_path) == Transcript((), "en", "base")


def test_a_missing_recording_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no recording"):
        transcribed(tmp_path)


def test_the_language_is_found_out_and_stored(talk: NDArray[np.int16], tmp_path: Path) -> None:
    recorded(tmp_path, np.concatenate([talk[: 8 * RATE], np.zeros(90 * RATE, np.int16)]))
    assert transcribed(tmp_path, Settings()).language == "en"
    checkpoint = (tmp_path / CHECKPOINT).read_text()
    assert json.loads(checkpoint.splitlines()[1])["language"] == "en"


def test_the_same_sound_has_the_same_speech_every_time(talk: NDArray[np.int16]) -> None:
    look = Samples(talk[RATE : RATE + round(LOOKAHEAD * RATE)].astype(np.float32) / 32768)
    assert speech_spans(look) == speech_spans(look)


def test_what_came_through_a_microphone_reads_like_the_file_that_was_played(
    recorded_rehearsal: RecordedRehearsal, tmp_path: Path
) -> None:
    """The recording, transcribed as it is while somebody speaks, against the sound file itself."""
    found, file = read_wav(recorded_rehearsal.audio), recorded_rehearsal.played[: 30 * RATE]
    begin, _ = offset_of(file[: 10 * RATE], found)
    sounds = {"recorded": found[: begin + len(file)], "played": np.pad(file, (begin, 0))}
    through_microphone, from_file = (
        follow(write_wav(tmp_path / name, values), tmp_path / f"{name}.jsonl", ENGLISH, lambda: True).text
        for name, values in sounds.items()
    )
    assert len(from_file.split()) > 60
    assert through_microphone == from_file
