"""``talkcoach record`` as a speaker uses it: a real terminal, a real microphone, keys, and a report at the end."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pulse import Microphone, PulseServer, wait_for, write_wav

from talkcoach.audio.decode import RATE, decode
from talkcoach.store.places import shipped

pty = pytest.importorskip("pty", reason="needs the terminals of Unix")

SPOKEN_SECONDS = 50


class Terminal:
    """A talkcoach in a terminal: what it shows, and keys for it."""

    def __init__(self, *arguments: str, data: Path) -> None:
        self._written = b""
        self.process, self._screen = self._begin(arguments, data)

    @staticmethod
    def _begin(arguments: tuple[str, ...], data: Path) -> tuple[subprocess.Popen[bytes], int]:
        screen, inside = pty.openpty()
        environment = {**os.environ, "TALKCOACH_DATA": str(data), "TERM": "xterm-256color", "COLUMNS": "120"}
        process = subprocess.Popen(
            [sys.executable, "-m", "talkcoach", *arguments],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            env=environment,
            start_new_session=True,
        )
        os.close(inside)
        return process, screen

    @property
    def shown(self) -> str:
        """What was written since the last key, without what colours it and moves the cursor."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self._written.decode(errors="replace"))

    def press(self, key: str) -> None:
        self._written = b""
        os.write(self._screen, key.encode())

    def sees(self, words: str, seconds: float = 60) -> bool:
        """Whether something comes to stand on the screen in time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if re.search(words, self.shown, re.DOTALL):
                return True
            self._read()
        return False

    def ends(self, seconds: float = 120) -> int:
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read()
        return self.process.wait(1)

    def _read(self) -> None:
        ready, _, _ = select.select([self._screen], [], [], 0.2)
        if ready:
            try:
                self._written += os.read(self._screen, 65536)
            except OSError:  # Linux, when the other side is closed
                time.sleep(0.1)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._screen)


@pytest.fixture
def microphone(pulse: PulseServer) -> Iterator[Microphone]:
    microphone = pulse.microphone("terminal")
    with microphone.chosen():
        yield microphone
    microphone.unplug()


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    values = decode(shipped("assets", "sample", "recording.ogg")).values[: SPOKEN_SECONDS * RATE]
    return write_wav(tmp_path / "talk.wav", np.round(32767 * np.clip(values, -1, 1)).astype(np.int16))


def events(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "marks.jsonl").read_text().splitlines()]


def test_a_rehearsal_is_recorded_steered_stopped_and_coached(tmp_path: Path, microphone: Microphone, talk: Path):
    deck = str(shipped("assets", "sample", "deck.pptx"))
    data = tmp_path / "data"
    terminal = Terminal("record", "--deck", deck, "--slot", "7", "--language", "en", data=data)
    try:
        player = microphone.play(talk)
        assert terminal.sees("Say a sentence")
        assert terminal.sees("hears you well.*Press any key")
        time.sleep(0.5)  # what is typed before it is asked for does not count
        terminal.press("x")
        assert terminal.sees("● 0:0"), terminal.shown
        for key, seen in (
            ("\x1b[C", " 2 "),  # right
            ("\x1b[6~", " 3 "),  # page down, as clickers send
            ("\x1b[D", " 2 "),  # left
            ("q", "the clock stands"),
            ("q", "●"),
            (" ", "Paused"),
            (" ", "●"),
        ):
            terminal.press(key)
            assert terminal.sees(seen, 10), (key, terminal.shown)
        player.wait()
        terminal.press("s")
        assert terminal.sees("Minutes per part|much shorter than the slot", 120), terminal.shown
        assert terminal.ends() == 0
    finally:
        terminal.close()

    (folder,) = (data / "rehearsals").iterdir()
    assert [(event["event"], event.get("slide")) for event in events(folder)] == [
        ("slide", 1),
        ("slide", 2),
        ("slide", 3),
        ("slide", 2),
        ("question", None),
        ("answered", None),
        ("pause", None),
        ("resume", None),
    ]
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert {visit["source"] for visit in report["slides"]} == {"click"}
    assert len(report["transcript"]["sentences"]) > 3
    assert (folder / "transcript.json").exists()
    assert not (folder / "stretches.jsonl").exists()


def test_a_closed_terminal_ends_the_recording_and_loses_nothing(
    tmp_path: Path, microphone: Microphone, talk: Path
):
    data = tmp_path / "data"
    terminal = Terminal("record", "--now", "--language", "en", data=data)
    try:
        microphone.play(talk)
        assert terminal.sees("● 0:0[2-9]"), terminal.shown
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
    finally:
        terminal.close()
    (folder,) = (data / "rehearsals").iterdir()
    wait_for(lambda: json.loads((folder / "recorder.json").read_text())["state"] == "stopped")
    assert decode(folder / "audio.wav").duration > 1  # two seconds were shown, and one may be lost


def test_what_was_cut_off_is_offered_at_the_next_start(tmp_path: Path, microphone: Microphone, talk: Path):
    data = tmp_path / "data"
    first = Terminal("record", "--now", "--language", "en", data=data)
    try:
        microphone.play(talk)
        assert first.sees("● 0:1[2-9]"), first.shown
        (folder,) = (data / "rehearsals").iterdir()
        os.kill(json.loads((folder / "recorder.json").read_text())["pid"], signal.SIGKILL)
        first.process.kill()
        first.process.wait()
    finally:
        first.close()
    wait_for((folder / "transcript.json").exists, 60)
    second = Terminal("record", "--language", "en", data=data)
    try:
        assert second.sees(rf"{folder.name} \(0:1\d\) was cut off. Coach it now"), second.shown
        second.press("y\n")
        assert second.sees("0:1[0-9] of 35:00", 60), second.shown
        assert second.ends() == 0
    finally:
        second.close()
    assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["transcript"]["sentences"]


def test_without_a_microphone_nothing_is_begun_and_no_folder_is_left(tmp_path: Path, pulse: PulseServer):
    environment = {**os.environ, **pulse.environment, "TALKCOACH_DATA": str(tmp_path), "PULSE_SOURCE": "none"}
    done = subprocess.run(
        [sys.executable, "-m", "talkcoach", "record", "--device", "no such microphone"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert re.fullmatch(r"talkcoach: error: .*microphone.*\n", done.stderr), done.stderr
    assert not list(tmp_path.rglob("rehearsals/*"))


def test_a_report_that_cannot_be_written_is_told_before_the_talk(tmp_path: Path, microphone: Microphone):  # noqa: ARG001
    done = subprocess.run(
        [sys.executable, "-m", "talkcoach", "record", "--html", str(tmp_path / "nowhere" / "report.html")],
        env={**os.environ, "TALKCOACH_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "does not exist" in done.stderr
    assert not list(tmp_path.rglob("rehearsals/*"))
