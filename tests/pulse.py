"""Microphones that hear what a test plays, the null sinks of a PulseAudio of its own, and three minutes from one.

The fixtures are skipped where PulseAudio's programs are missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pytest
from numpy.typing import NDArray

from talkcoach.audio import recording
from talkcoach.audio.control import Status
from talkcoach.audio.wav import RATE
from talkcoach.resources import shipped

REHEARSAL_SECONDS = 190

PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")


@dataclass(frozen=True)
class Microphone:
    """A null sink; what is played to it is what its monitor hears."""

    server: PulseServer
    name: str

    @contextmanager
    def chosen(self) -> Iterator[None]:
        """Make it the system's choice, for this process and those that it starts."""
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in self.server.environment.items():
                patch.setenv(variable, value)
            patch.setenv("PULSE_SOURCE", f"{self.name}.monitor")
            yield

    def play(self, path: Path) -> subprocess.Popen[bytes]:
        return self.server.begin("paplay", f"--device={self.name}", str(path))

    def hear(self, path: Path) -> subprocess.Popen[bytes]:
        """Write what it hears into a file of bare samples, as soon as it can be had."""
        source = f"--device={self.name}.monitor"
        form = ("--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=20")
        with path.open("wb") as file:
            return self.server.begin("parec", source, *form, stdout=file)

    def plug_in(self) -> None:
        # At the recorder's own rate nothing is resampled, which PulseAudio does not do alike on a busy machine.
        form = ("format=s16le", "channels=1", f"rate={RATE}")
        self.server.tell("load-module", "module-null-sink", f"sink_name={self.name}", *form)

    def unplug(self) -> None:
        modules = self.server.tell("list", "short", "modules").splitlines()
        (number,) = (line.split()[0] for line in modules if f"sink_name={self.name}" in line.split())
        self.server.tell("unload-module", number)


class PulseServer:
    def __init__(self, folder: Path) -> None:
        self.socket = folder / "native"
        self.environment = {
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{self.socket}",
        }
        (folder / "alsa").mkdir()
        (folder / "alsa" / "asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        self._children: list[subprocess.Popen[bytes]] = []
        self.begin(
            *("pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-n"),
            *("-L", f"module-native-protocol-unix socket={self.socket}"),
        )

    def begin(self, *command: str, stdout: int | IO[bytes] = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            command,
            env={**os.environ, **self.environment},
            stdout=stdout,
            stderr=subprocess.DEVNULL,
        )
        self._children.append(child)
        return child

    def tell(self, *what: str) -> str:
        command = ("pactl", *what)
        env = {**os.environ, **self.environment}
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    def microphone(self, name: str) -> Microphone:
        microphone = Microphone(self, name)
        microphone.plug_in()
        return microphone

    def close(self) -> None:
        for child in reversed(self._children):
            child.kill()
            child.wait()


@contextmanager
def served() -> Iterator[PulseServer]:
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}, on Debian and Ubuntu from pulseaudio and pulseaudio-utils")
    # A socket's path has room for a hundred letters only, which pytest's own folders may take.
    with tempfile.TemporaryDirectory(prefix="talkcoach-") as folder:
        server = PulseServer(Path(folder))
        try:
            wait_for(server.socket.exists)
            yield server
        finally:
            server.close()


@pytest.fixture(scope="session")
def pulse() -> Iterator[PulseServer]:
    """Shared by all tests; every one takes microphones of its own."""
    with served() as server:
        yield server


@pytest.fixture
def loose_microphone() -> Iterator[Microphone]:
    """The only one of its server, which would otherwise give a recorder another one in its place."""
    with served() as server:
        yield server.microphone("loose")


@dataclass(frozen=True, eq=False)
class RecordedRehearsal:
    """What was played, int16 at `RATE`, the folder it was recorded into, and the recorder's last word."""

    folder: Path
    played: NDArray[np.int16]
    status: Status

    @property
    def audio(self) -> Path:
        return self.folder / "audio.wav"


@pytest.fixture(scope="session")
def rehearsal_under_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Future[RecordedRehearsal]]:
    """Three minutes of the sample rehearsal, being recorded while other tests run.

    On a server of its own: what plays to a microphone that a test unplugs goes on to another one of its server.
    """
    from talkcoach.audio.decode import decode

    folder = tmp_path_factory.mktemp("rehearsal")
    values = decode(shipped("assets", "sample", "recording.ogg")).values[: REHEARSAL_SECONDS * RATE]
    played = np.round(32767 * np.clip(values, -1, 1)).astype(np.int16)
    with served() as server, ThreadPoolExecutor(max_workers=1) as beside:
        microphone = server.microphone("rehearsal")
        with microphone.chosen():
            running = recording.start(folder)
        player = microphone.play(write_wav(tmp_path_factory.mktemp("played") / "talk.wav", played))

        def finished() -> RecordedRehearsal:
            player.wait()
            time.sleep(0.5)
            return RecordedRehearsal(folder, played, running.stop())

        yield beside.submit(finished)
        player.kill()


@pytest.fixture(scope="session")
def recorded_rehearsal(rehearsal_under_way: Future[RecordedRehearsal]) -> RecordedRehearsal:
    """Three minutes of the sample rehearsal as the recorder took them from a microphone."""
    return rehearsal_under_way.result()


@pytest.fixture(scope="session", autouse=True)
def begun_early(request: pytest.FixtureRequest, own_cache: None) -> None:  # noqa: ARG001
    """Begin the three minutes with the first test, where any test needs them, so that none waits for them."""
    needed = any("recorded_rehearsal" in getattr(test, "fixturenames", ()) for test in request.session.items)
    if needed and all(map(shutil.which, PROGRAMS)):
        request.getfixturevalue("rehearsal_under_way")


def write_wav(path: Path, values: NDArray[np.int16]) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(values.tobytes())
    return path


def read_wav(path: Path) -> NDArray[np.int16]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def noise(seconds: float) -> NDArray[np.int16]:
    """Sound that is like itself nowhere else, so that any moment of it can be found."""
    return np.random.default_rng(5).integers(-8000, 8000, round(seconds * RATE)).astype(np.int16)


def offset_of(part: NDArray[np.int16], whole: NDArray[np.int16]) -> tuple[int, float]:
    """Where in a sound a part of it is, in samples, and how well it fits there: the correlation, at most 1."""
    size = len(whole) + len(part)
    product = np.fft.rfft(whole.astype(float), size) * np.conj(np.fft.rfft(part.astype(float), size))
    offset = int(np.argmax(np.fft.irfft(product, size)[: max(1, len(whole) - len(part) + 1)]))
    return offset, correlation(part, whole[offset : offset + len(part)])


def correlation(first: NDArray[np.int16], second: NDArray[np.int16]) -> float:
    one, other = first.astype(float), second.astype(float)
    return float(one @ other / np.sqrt((one @ one) * (other @ other)))


def wait_for(come: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < deadline, f"did not come within {seconds} s"
        time.sleep(0.02)


def recorder(folder: Path, *options: str) -> list[str]:
    """The command that records into a folder."""
    return [sys.executable, "-m", "talkcoach.audio.recorder", str(folder), *options]
