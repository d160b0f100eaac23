"""Microphones that hear what a test plays, null sinks of a PulseAudio of its own, and a minute recorded from one.

The fixtures are skipped where PulseAudio's programs are missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pytest
from numpy.typing import NDArray

from talkcoach.audio.recorder import client
from talkcoach.store.places import shipped
from talkcoach.store.recorder import RECORDING, RecorderStatus, read_status
from talkcoach.store.wav import RATE

REHEARSAL_SECONDS = 60

_PLAYED, _OVER = "played.wav", "over"

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

    def record(self, path: Path) -> subprocess.Popen[bytes]:
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


def _needs(missing: list[str]) -> str:
    return f"needs {', '.join(missing)}, on Debian and Ubuntu from pulseaudio and pulseaudio-utils"


@contextmanager
def served() -> Iterator[PulseServer]:
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        pytest.skip(_needs(missing))
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
    """What was played, int16 at `RATE`, the folder it was recorded into, and the recorder's last status."""

    folder: Path
    played: NDArray[np.int16]
    status: RecorderStatus

    @property
    def audio(self) -> Path:
        return self.folder / RECORDING


@pytest.fixture(scope="session", autouse=True)
def rehearsal_under_way(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    own_cache: None,  # noqa: ARG001
) -> Iterator[Path]:
    """The folder of a rehearsal that is recorded while other tests run, begun at once if any test needs it.

    Workers of pytest-xdist share it: the first one records, on a server of its own, since what plays to a
    microphone that a test unplugs goes on to another one of its server.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "rehearsal"
    needed = any("recorded_rehearsal" in getattr(test, "fixturenames", ()) for test in request.session.items)
    try:
        if needed and all(map(shutil.which, PROGRAMS)):
            folder.mkdir()
            with served() as server, _recording(server.microphone("rehearsal"), folder):
                yield folder
            return
    except FileExistsError:  # another worker's
        pass
    yield folder


@contextmanager
def _recording(microphone: Microphone, folder: Path) -> Iterator[None]:
    """Record the first seconds of the sample rehearsal; the file `_OVER` tells that it is done."""
    from talkcoach.audio.decode import decode

    values = decode(shipped("assets", "sample", "recording.ogg")).values[: REHEARSAL_SECONDS * RATE]
    talk = write_wav(folder / _PLAYED, np.round(32767 * np.clip(values, -1, 1)).astype(np.int16))
    with microphone.chosen():
        running = client.start(folder)
    player = microphone.play(talk)

    def finish() -> None:
        player.wait()
        time.sleep(0.5)
        running.stop()
        (folder / _OVER).touch()

    finishing = threading.Thread(target=finish)
    finishing.start()
    yield
    if "PYTEST_XDIST_WORKER" not in os.environ:  # no other worker waits for the rest
        player.kill()
    finishing.join()


@pytest.fixture(scope="session")
def recorded_rehearsal(rehearsal_under_way: Path) -> RecordedRehearsal:
    """A minute of the sample rehearsal as the recorder took it from a microphone."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        pytest.skip(_needs(missing))
    wait_for((rehearsal_under_way / _OVER).exists, 2 * REHEARSAL_SECONDS)
    status = read_status(rehearsal_under_way)
    assert status
    return RecordedRehearsal(rehearsal_under_way, read_wav(rehearsal_under_way / _PLAYED), status)


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
    return [sys.executable, "-m", "talkcoach.audio.recorder.process", str(folder), *options]
