"""Processes of our own, on this system and as they are started on Windows."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from talkcoach.jobs import processes


def test_what_comes_true_in_time_is_waited_for():
    looks = iter([False, False, True])
    assert processes.within(5.0, lambda: next(looks))
    assert not processes.within(0.1, lambda: False)


def test_a_process_is_alive_until_it_ends():
    process = processes.start([sys.executable, "-c", "input()"])
    process.wait(10)  # it has no input, and ends
    assert not processes.is_alive(2**22 + 1)
    assert processes.is_alive(os.getpid())


@pytest.mark.skipif(os.name == "nt", reason="ends processes as Unix does")
def test_a_process_is_ended_with_the_children_that_it_started():
    program = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    process = processes.start([sys.executable, "-c", program])
    processes.end_with_children(process)
    assert process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_process_that_has_ended_is_not_asked_to_end():
    process = processes.start([sys.executable, "-c", ""])
    process.wait(10)
    processes.ask_to_end(process.pid)


def test_on_windows_a_process_gets_a_group_of_its_own(monkeypatch: pytest.MonkeyPatch):
    given: dict[str, Any] = {}
    monkeypatch.setattr(processes.os, "name", "nt")
    monkeypatch.setattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0x200, raising=False)
    monkeypatch.setattr(subprocess, "Popen", lambda command, **settings: given.update(settings, command=command))
    processes.start_module("talkcoach.speech.live", "folder")
    assert given["creationflags"] == 0x200
    assert "start_new_session" not in given
    assert given["command"] == [sys.executable, "-m", "talkcoach.speech.live", "folder"]
