"""Nothing loses a recording. Every stream here is a real one, through PortAudio and PulseAudio."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pulse import (
    REHEARSAL_SECONDS,
    Microphone,
    PulseServer,
    RecordedRehearsal,
    correlation,
    noise,
    offset_of,
    read_wav,
    recorder,
    wait_for,
    write_wav,
)

from talkcoach.audio.devices import find_device, input_devices, rescan
from talkcoach.audio.levels import Level
from talkcoach.audio.recorder.client import Recording, attach, listen, start
from talkcoach.audio.recorder.process import SPACE_FLOOR, enough_space
from talkcoach.errors import RecordingError
from talkcoach.store.marks import MARKS
from talkcoach.store.recorder import RECORDING, is_recording, read_status
from talkcoach.store.wav import RATE, repair

AT_ONCE = 4


@pytest.fixture(scope="module")
def noisy(pulse: PulseServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Microphone]:
    """A microphone that hears noise all the time, and is the system's choice."""
    microphone = pulse.microphone("noisy")
    player = microphone.play(write_wav(tmp_path_factory.mktemp("noise") / "noise.wav", noise(300)))
    with microphone.chosen():
        yield microphone
    player.kill()
    player.wait()


@pytest.fixture
def running(noisy: Microphone, tmp_path: Path) -> Iterator[Recording]:  # noqa: ARG001
    recorded = start(tmp_path)
    yield recorded
    recorded.stop()


def marks(folder: Path) -> list[dict[str, Any]]:
    path = folder / MARKS
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def state(folder: Path) -> str:
    status = read_status(folder)
    return status.state if status else ""


def ends_with_one_line(error: str, *words: str) -> None:
    (line,) = (line for line in error.splitlines() if line.startswith("talkcoach: error: "))
    assert line == error.splitlines()[-1]
    for word in words:
        assert word in line


@pytest.mark.parametrize("kills", [8, pytest.param(20, marks=pytest.mark.soak)])
def test_a_killed_recorder_has_lost_less_than_a_second(noisy: Microphone, tmp_path: Path, kills: int) -> None:
    witnessed = tmp_path / "witness.raw"
    witness = noisy.record(witnessed)
    wait_for(lambda: witnessed.stat().st_size > 0)
    moments = random.Random(11)
    losses: list[float] = []
    for first in range(0, kills, AT_ONCE):
        folders = [tmp_path / str(number) for number in range(first, first + AT_ONCE)]
        ends = _killed(folders, witnessed, moments)
        losses += [_lost(folder / RECORDING, witnessed, end) for folder, end in zip(folders, ends, strict=True)]
    witness.kill()
    witness.wait()

    print("seconds lost to SIGKILL:", *(f"{loss:.2f}" for loss in sorted(losses)))
    assert len(losses) == kills
    assert max(losses) <= 1.0
    assert min(losses) > -0.5  # the witness is no further behind than that, so the measure is sound


def _killed(folders: list[Path], witnessed: Path, moments: random.Random) -> list[int]:
    """Record into folders at once and kill each at a random moment; the samples that were witnessed by then."""
    for folder in folders:
        folder.mkdir()
    processes = [subprocess.Popen(recorder(folder), stderr=subprocess.DEVNULL) for folder in folders]
    for folder in folders:
        wait_for(lambda folder=folder: state(folder) == "recording", 20)
    start = time.monotonic()
    ends = {}
    for delay, process in sorted(
        ((moments.uniform(0.6, 4), process) for process in processes), key=lambda d: d[0]
    ):
        time.sleep(max(0.0, start + delay - time.monotonic()))
        process.kill()
        ends[process.pid] = witnessed.stat().st_size // 2
        process.wait()
    return [ends[process.pid] for process in processes]


def _lost(path: Path, witnessed: Path, end: int) -> float:
    """Seconds between the end of a recording and the moment when it was cut off, by what a witness witnessed."""
    assert repair(path) > 0.3
    tail = read_wav(path)[-RATE // 4 :]
    begin = max(0, end - 5 * RATE)
    around = np.fromfile(witnessed, np.int16)[begin : end + RATE]
    offset, fit = offset_of(tail, around)
    assert fit > 0.9
    return (end - begin - offset - len(tail)) / RATE


def test_a_killed_recording_is_continued(noisy: Microphone, tmp_path: Path) -> None:  # noqa: ARG001
    process = start(tmp_path).process
    assert process
    time.sleep(1)
    process.kill()
    process.wait()
    died = Recording(tmp_path).status()
    assert (died.state, attach(tmp_path)) == ("stopped", None)
    assert "ended unexpectedly" in died.error
    kept = read_wav_of(tmp_path)

    again = start(tmp_path)
    time.sleep(0.5)
    status = again.stop()

    whole = read_wav_of(tmp_path)
    assert np.array_equal(whole[: len(kept)], kept)
    assert status.seconds == len(whole) / RATE > len(kept) / RATE + 0.3
    assert [(mark["event"], mark["time"]) for mark in marks(tmp_path)] == [
        ("pause", pytest.approx(len(kept) / RATE, abs=0.001)),
        ("resume", pytest.approx(len(kept) / RATE, abs=0.001)),
    ]


def read_wav_of(folder: Path) -> np.ndarray:
    repair(folder / RECORDING)
    return read_wav(folder / RECORDING)


def test_a_second_recorder_refuses_a_folder_that_is_recorded(running: Recording) -> None:
    second = subprocess.run(recorder(running.folder), capture_output=True, text=True, check=False)

    assert second.returncode == 2
    assert second.stderr == (
        f"talkcoach: error: {running.folder} is being recorded already. "
        "Stop that recording first, or begin a new rehearsal.\n"
    )
    with pytest.raises(RecordingError, match="is being recorded already"):
        start(running.folder)
    assert running.status().state == "recording"


def test_a_running_recording_is_found_again_and_steered(running: Recording) -> None:
    found = attach(running.folder)
    assert found is not None

    before = found.position()
    time.sleep(0.5)
    assert found.position() - before == pytest.approx(0.5, abs=0.2)
    moment = found.mark("slide", slide=2)
    status = found.stop()

    assert (status.state, status.error, status.dropped) == ("stopped", "", 0)
    assert marks(running.folder)[0] | {"at": ""} == {
        "time": pytest.approx(moment, abs=0.001),
        "event": "slide",
        "slide": 2,
        "at": "",
    }
    assert not running.runs


def test_nothing_is_recorded_during_a_pause(running: Recording) -> None:
    time.sleep(0.5)
    running.pause()
    wait_for(lambda: running.status().state == "paused")
    paused = running.status().seconds
    time.sleep(1)
    assert (running.status().seconds, running.position()) == (paused, paused)

    running.resume()
    wait_for(lambda: running.status().state == "recording")
    time.sleep(0.5)
    assert running.stop().seconds > paused + 0.3
    assert [(mark["event"], mark["time"]) for mark in marks(running.folder)] == [
        ("pause", pytest.approx(paused, abs=0.001)),
        ("resume", pytest.approx(paused, abs=0.001)),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to ask a process to go")
def test_ctrl_c_is_for_others_and_a_termination_ends_the_recording_tidily(running: Recording) -> None:
    process = running.process
    assert process
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert running.status().state == "recording"

    process.terminate()
    assert process.wait(timeout=5) == 0
    assert running.status().state == "stopped"
    assert len(read_wav(running.folder / RECORDING)) == round(running.status().seconds * RATE) > 0


def test_the_recording_ends_tidily_when_its_owner_has_died(noisy: Microphone, tmp_path: Path) -> None:  # noqa: ARG001
    script = (
        "import os, sys, time; from pathlib import Path; from talkcoach.audio.recorder.client import start\n"
        "start(Path(sys.argv[1]), owner=os.getpid()); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)])
    wait_for(lambda: state(tmp_path) == "recording")
    time.sleep(0.5)
    assert is_recording(tmp_path)

    owner.kill()
    owner.wait()

    wait_for(lambda: not is_recording(tmp_path), 5)
    assert state(tmp_path) == "stopped"
    assert len(read_wav(tmp_path / RECORDING)) > RATE // 4


def test_a_microphone_that_goes_and_comes_back_leaves_a_silent_gap(
    loose_microphone: Microphone, tmp_path: Path
) -> None:
    sound, folder, microphone = write_wav(tmp_path / "noise.wav", noise(60)), tmp_path, loose_microphone
    microphone.play(sound)
    with microphone.chosen():
        running = start(folder)
    first = running.status()
    time.sleep(2)
    microphone.unplug()
    wait_for(lambda: state(folder) == "waiting")
    assert "microphone is gone" in running.status().warning
    time.sleep(3)
    microphone.plug_in()
    microphone.play(sound)
    wait_for(lambda: state(folder) == "recording")
    time.sleep(1.5)
    elapsed = time.time() - (first.at - first.seconds)
    status = running.stop()

    (gap,) = marks(folder)
    begin, end = round(gap["time"] * RATE), round((gap["time"] + gap["seconds"]) * RATE)
    values = read_wav(folder / RECORDING)
    assert gap["event"] == "gap"
    assert gap["seconds"] > 3
    thousandth = RATE // 1000  # which the marks are rounded to
    assert not values[begin + thousandth : end - thousandth].any()
    assert values[begin - RATE : begin].std() > 1000
    assert values[end:].std() > 1000
    assert status.state == "stopped"
    assert status.seconds == len(values) / RATE == pytest.approx(elapsed, abs=0.5)


def test_without_a_microphone_nothing_begins_and_nothing_is_left(pulse: PulseServer, tmp_path: Path) -> None:
    with Microphone(pulse, "nowhere").chosen(), pytest.raises(RecordingError, match="cannot be used") as error:
        start(tmp_path)

    assert "\n" not in str(error.value)
    assert str(error.value).endswith("or choose another.")
    assert not (tmp_path / RECORDING).exists()
    assert state(tmp_path) == "failed"


def test_a_microphone_that_is_not_there_is_answered_with_those_that_are(
    noisy: Microphone,  # noqa: ARG001
    tmp_path: Path,
) -> None:
    failed = subprocess.run(
        recorder(tmp_path, "--device", "Gramophone"), capture_output=True, text=True, check=False
    )

    assert failed.returncode == 2
    ends_with_one_line(failed.stderr, "there is no microphone 'Gramophone'. Name one of ", "'default'")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    failed = subprocess.run(recorder(tmp_path / "gone"), capture_output=True, text=True, check=False)

    assert failed.returncode == 2
    assert failed.stderr == f"talkcoach: error: there is no folder {tmp_path / 'gone'}. Check the name.\n"


def test_another_program_s_recording_is_not_written_to(noisy: Microphone, tmp_path: Path) -> None:  # noqa: ARG001
    path = tmp_path / RECORDING
    path.write_bytes(b"OggS" + bytes(100))

    with pytest.raises(RecordingError, match="is not a recording that talkcoach made"):
        start(tmp_path)
    assert path.read_bytes() == b"OggS" + bytes(100)


LIMIT = 50_001


def _limit_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_disk_that_takes_no_more_ends_the_recording_with_everything_kept(
    noisy: Microphone,  # noqa: ARG001
    tmp_path: Path,
) -> None:
    ended = subprocess.run(
        recorder(tmp_path), capture_output=True, text=True, check=False, timeout=30, preexec_fn=_limit_files
    )

    assert ended.returncode == 2
    ends_with_one_line(ended.stderr, "cannot be written to (File too large)", "What was recorded is kept")
    status = read_status(tmp_path)
    assert status is not None
    assert status.state == "stopped"
    assert "What was recorded is kept" in status.error
    assert len(read_wav(tmp_path / RECORDING)) == (LIMIT - 44) // 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a few minutes above the floor."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = SPACE_FLOOR + 6_000_000
    mount = shutil.which("mount") and ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if not mount or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs to mount a small disk, which only root may")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(disk: Path) -> None:
    with (disk / "other").open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(1_000_000))
            except OSError:
                return


def test_a_disk_that_runs_full_ends_the_recording_with_everything_kept(
    noisy: Microphone,  # noqa: ARG001
    small_disk: Path,
) -> None:
    assert enough_space(small_disk, 60)
    assert not enough_space(small_disk, 600)
    running = start(small_disk)
    time.sleep(1)
    _fill(small_disk)
    wait_for(lambda: not running.runs, 5)

    status = running.status()
    assert status.state == "stopped"
    assert "What was recorded is kept" in status.error
    assert len(read_wav(small_disk / RECORDING)) == round(status.seconds * RATE) > RATE // 2
    assert shutil.disk_usage(small_disk).free < 100_000

    with pytest.raises(RecordingError, match="nearly full"):
        start(small_disk)


def test_a_microphone_is_checked_without_keeping_anything(noisy: Microphone) -> None:  # noqa: ARG001
    rescan()
    assert find_device("default").name in [device.name for device in input_devices()]
    levels: list[Level] = []

    samples = listen(seconds=1.0, on_level=levels.append)

    assert samples.duration == pytest.approx(1.0, abs=0.001)
    assert 20 * np.log10(np.sqrt(np.mean(samples.values**2))) == pytest.approx(levels[-1].rms, abs=1)
    assert levels[-1].peak == pytest.approx(20 * np.log10(8000 / 32768), abs=3)
    assert len(levels) >= 5


def test_a_minute_is_recorded_as_it_was_played(recorded_rehearsal: RecordedRehearsal) -> None:
    played, recorded = recorded_rehearsal.played, read_wav(recorded_rehearsal.audio)
    window = 10 * RATE
    begin, first_fit = offset_of(played[:window], recorded)
    end, last_fit = offset_of(played[-window:], recorded)
    seconds = (end + window - begin) / RATE
    fit = correlation(played, recorded[begin : begin + len(played)])

    print(f"played {REHEARSAL_SECONDS} s, recorded {seconds:.4f} s, correlation {fit:.5f}")
    assert len(played) == REHEARSAL_SECONDS * RATE
    assert seconds == pytest.approx(REHEARSAL_SECONDS, abs=0.1)
    assert recorded_rehearsal.status.dropped == 0
    assert recorded_rehearsal.status.error == ""
    assert min(first_fit, last_fit, fit) > 0.99
