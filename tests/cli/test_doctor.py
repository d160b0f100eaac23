"""``talkcoach doctor``: what it says of a computer that has everything, and of one that lacks something."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from pulse import Microphone, PulseServer, write_wav

from talkcoach.audio.decode import RATE, decode
from talkcoach.store.places import shipped
from talkcoach.workflows.diagnose import Check, checks


def found(name: str, model: str = "base") -> Check:
    return next(check for check in checks(model) if check.name == name)


def doctor(environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "talkcoach", "doctor", *options]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


@contextmanager
def repeating(microphone: Microphone, talk: Path) -> Iterator[None]:
    """Play a sound to a microphone again and again."""
    over = threading.Event()
    playing = [microphone.play(talk)]

    def go_on() -> None:
        while playing[-1].wait() == 0 and not over.is_set():
            playing.append(microphone.play(talk))

    speaker = threading.Thread(target=go_on)
    speaker.start()
    yield
    over.set()
    playing[-1].kill()
    speaker.join()


def test_the_installed_model_works():
    assert found("Speech model").state == "works"


def test_a_model_that_is_not_there_is_broken_and_says_what_to_do(tmp_path: Path):
    check = found("Speech model", str(tmp_path))
    assert check.state == "broken"
    assert "lacks" in check.told
    assert check.remedy


def test_a_folder_that_cannot_be_written_to_is_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "file"))
    assert found("Recordings").state == "broken"


def test_without_libreoffice_an_optional_part_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    check = found("LibreOffice")
    assert check.state == "optional"
    assert "LibreOffice" in check.told or "not installed" in check.told
    assert check.remedy


def test_without_a_microphone_the_doctor_ends_with_status_1_and_a_remedy(pulse: PulseServer):
    server = {**pulse.environment, "PULSE_SERVER": "unix:/nowhere"}
    done = doctor(server, "--silent")
    assert done.returncode == 1
    assert re.search(r"^✗ Microphone +\S.*\n +\S", done.stdout, re.MULTILINE), done.stdout
    assert "Traceback" not in done.stderr


def test_a_sentence_is_recognised_and_shown(pulse: PulseServer, tmp_path: Path):
    microphone = pulse.microphone("doctor")
    spoken = decode(shipped("assets", "sample", "recording.ogg")).values[: 25 * RATE]
    talk = write_wav(tmp_path / "talk.wav", np.round(32767 * np.clip(spoken, -1, 1)).astype(np.int16))
    with microphone.chosen(), repeating(microphone, talk):
        done = doctor({})
    microphone.unplug()
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"✓ Understood +“.*\w+ \w+ \w+.*”", done.stdout), done.stdout
