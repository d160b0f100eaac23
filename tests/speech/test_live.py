from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray
from pulse import RecordedRehearsal, offset_of, read_wav, write_wav

from talkcoach.audio.control import LOCK as RECORDER_LOCK
from talkcoach.audio.control import RECORDING
from talkcoach.audio.decode import RATE, Samples, decode
from talkcoach.audio.wav import WavFile
from talkcoach.domain import Deck, Transcript
from talkcoach.errors import InputError
from talkcoach.hearing import Hearing, hear, sound_of
from talkcoach.rehearsal import TRANSCRIPT, open_rehearsal
from talkcoach.resources import shipped
from talkcoach.serial import dump, load
from talkcoach.speech import live
from talkcoach.speech.activity import speech_spans
from talkcoach.speech.cutting import LOOK
from talkcoach.speech.live import Listening, done_seconds, finish, follow

SECONDS = 64
ENGLISH = Listening(language="en")


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


def heard_in(folder: Path, listening: Listening = ENGLISH) -> Transcript:
    return follow(folder / RECORDING, folder / live.JOURNAL, listening, lambda: True)


@pytest.fixture(scope="module")
def talk() -> NDArray[np.int16]:
    return as_pcm(decode(shipped("assets", "sample", "recording.ogg")).values[: SECONDS * RATE])


@pytest.fixture(scope="module")
def finished(talk: NDArray[np.int16], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the recording and the journal of its stretches."""
    folder = tmp_path_factory.mktemp("finished")
    recorded(folder, talk)
    (folder / TRANSCRIPT).write_text(dump(heard_in(folder)))
    return folder


@pytest.fixture(scope="module")
def transcript(finished: Path) -> Transcript:
    return load((finished / TRANSCRIPT).read_text(), Transcript, finished)


@pytest.fixture
def stopped(finished: Path, tmp_path: Path) -> Path:
    """The same folder without a transcript, as a crash leaves it; its journal has a word that nobody said."""
    (tmp_path / RECORDING).write_bytes((finished / RECORDING).read_bytes())
    journal = (finished / live.JOURNAL).read_text()
    assert "inviting" in journal
    (tmp_path / live.JOURNAL).write_text(journal.replace("inviting", "exciting"))
    return tmp_path


def plain(text: str) -> list[str]:
    return re.findall(r"[\w.]*\w", text.casefold().replace("-", " "))


def test_nearly_every_word_of_the_script_is_heard(transcript: Transcript, sample_truth: dict[str, Any]) -> None:
    script = [s["text"] for s in sample_truth["sentences"] if s["end"] < SECONDS]
    said, heard = plain(" ".join(script)), plain(transcript.text)
    right = sum(block.size for block in SequenceMatcher(None, said, heard, autojunk=False).get_matching_blocks())
    assert right / len(said) > 0.9


def test_words_are_in_order_across_stretches_and_when_the_script_says_them(
    transcript: Transcript, sample_truth: dict[str, Any]
) -> None:
    assert all(before.span.end <= after.span.start for before, after in pairwise(transcript.words))
    ends = {s["text"].split()[-1]: s["end"] for s in sample_truth["sentences"] if 25 < s["end"] < SECONDS}
    heard = {s.text.split()[-1]: s.span.end for s in transcript.sentences if s.span.start > 25}
    common = ends.keys() & heard.keys()
    assert len(common) >= 3
    assert all(heard[word] == pytest.approx(ends[word], abs=0.5) for word in common)


def test_a_recording_that_grows_gives_the_transcript_of_the_finished_one(
    talk: NDArray[np.int16], transcript: Transcript, tmp_path: Path
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
    heard = follow(
        tmp_path / RECORDING,
        tmp_path / live.JOURNAL,
        ENGLISH,
        over.is_set,
        lambda done, total: reached.append((done, total)),
    )
    recorder.join()
    assert dump(heard) == dump(transcript)
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


def test_a_transcriber_that_is_killed_again_and_again_loses_nothing_and_hears_nothing_twice(
    talk: NDArray[np.int16], transcript: Transcript, tmp_path: Path
) -> None:
    journal = tmp_path / live.JOURNAL
    recorded(tmp_path, talk)
    with FileLock(tmp_path / RECORDER_LOCK):
        for stretches in (1, 2):
            process = live.start(tmp_path, ENGLISH)
            wait_for(lambda n=stretches: journal.exists() and journal.read_text().count("\n") > n)
            process.kill()
            process.wait()
            with journal.open("a") as file:
                file.write('{"span": {"sta')
        assert not (tmp_path / TRANSCRIPT).exists()
        assert done_seconds(tmp_path) > LOOK / 2
        process = live.start(tmp_path, ENGLISH)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
    assert ended(process) == 0
    assert (tmp_path / TRANSCRIPT).read_text() == dump(transcript)
    assert not journal.exists()


def test_what_was_heard_while_recording_is_not_heard_again(stopped: Path) -> None:
    heard = hear(open_rehearsal(stopped), sound_of(open_rehearsal(stopped)), Deck(()), Hearing(language="en"))
    assert "thank you for exciting me" in heard.transcript.text


def test_other_settings_hear_everything_anew(stopped: Path) -> None:
    recorded(stopped, as_pcm(decode(stopped / RECORDING).values[: 10 * RATE]))
    assert "thank you for inviting me" in heard_in(stopped, Listening(language="en", terms=("Lantern",))).text


def test_a_rehearsal_that_is_being_recorded_is_not_coached_yet(stopped: Path) -> None:
    with FileLock(stopped / RECORDER_LOCK), pytest.raises(InputError, match="is still being recorded"):
        hear(open_rehearsal(stopped), sound_of(open_rehearsal(stopped)), Deck(()), Hearing(language="en"))


def test_who_comes_second_waits_and_finds_the_work_done(stopped: Path, transcript: Transcript) -> None:
    assert not live.is_at_work(stopped)
    with FileLock(stopped / live.LOCK):
        assert live.is_at_work(stopped)
        process = live.start(stopped, ENGLISH)
        time.sleep(1)
        (stopped / TRANSCRIPT).write_text(dump(transcript))
    assert ended(process) == 0
    assert (stopped / TRANSCRIPT).read_text() == dump(transcript)
    assert not (stopped / live.JOURNAL).exists()


def test_a_transcript_of_less_than_there_is_now_is_not_believed(talk: NDArray[np.int16], tmp_path: Path) -> None:
    (tmp_path / TRANSCRIPT).write_text(dump(Transcript((), "en", "base")))
    time.sleep(0.02)
    recorded(tmp_path, talk[: 4 * RATE])
    assert "thank you for inviting me" in finish(tmp_path, ENGLISH, lambda: True).text


def test_the_end_of_a_recording_is_heard_again_when_the_recording_goes_on(
    talk: NDArray[np.int16], transcript: Transcript, tmp_path: Path
) -> None:
    recorded(tmp_path, talk[: 45 * RATE])
    heard_in(tmp_path)
    recorded(tmp_path, talk)
    assert dump(heard_in(tmp_path)) == dump(transcript)


def test_a_word_behind_a_long_silence_is_heard_when_it_was_said(talk: NDArray[np.int16], tmp_path: Path) -> None:
    silence = np.random.default_rng(5).normal(0, 30, 2 * 50 * RATE).astype(np.int16)
    recorded(tmp_path, np.concatenate([silence, talk[: 4 * RATE]]))
    heard = heard_in(tmp_path)
    assert plain(heard.text)[:5] == ["good", "morning", "everyone", "and", "thank"]
    assert heard.words[0].span.start == pytest.approx(100, abs=0.7)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 30.0, 100.0])
def test_where_nobody_speaks_nothing_is_written(seconds: float, tmp_path: Path) -> None:
    recorded(tmp_path, np.random.default_rng(5).normal(0, 30, round(seconds * RATE)).astype(np.int16))
    assert heard_in(tmp_path) == Transcript((), "en", "base")


def test_a_recording_that_is_not_there_when_it_is_over_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no recording"):
        heard_in(tmp_path)


def test_the_language_is_found_out_and_stored(talk: NDArray[np.int16], tmp_path: Path) -> None:
    recorded(tmp_path, np.concatenate([talk[: 8 * RATE], np.zeros(90 * RATE, np.int16)]))
    assert heard_in(tmp_path, Listening()).language == "en"
    journal = (tmp_path / live.JOURNAL).read_text()
    assert json.loads(journal.splitlines()[1])["language"] == "en"


def test_the_same_sound_has_the_same_speech_every_time(talk: NDArray[np.int16]) -> None:
    look = Samples(talk[RATE : RATE + round(LOOK * RATE)].astype(np.float32) / 32768)
    assert speech_spans(look) == speech_spans(look)


def test_what_came_through_a_microphone_reads_like_the_file_that_was_played(
    recorded_rehearsal: RecordedRehearsal, tmp_path: Path
) -> None:
    """The recording, transcribed as it is while somebody speaks, against the sound file itself."""
    heard, file = read_wav(recorded_rehearsal.audio), recorded_rehearsal.played
    begin, _ = offset_of(file[: 10 * RATE], heard)
    silence = (begin, len(heard) - begin - len(file))  # while nothing was played yet, and when all was
    played = write_wav(tmp_path / "played.wav", np.pad(file, silence))
    transcripts = [
        follow(audio, tmp_path / f"{audio.stem}.jsonl", ENGLISH, lambda: True)
        for audio in (recorded_rehearsal.audio, played)
    ]
    through_microphone, from_file = (transcript.text for transcript in transcripts)
    assert len(from_file.split()) > 400
    assert through_microphone == from_file
