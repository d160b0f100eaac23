"""The command that opens the pages, as a program of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from talkcoach.cli.app import PORT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stops it as a terminal does, with SIGINT")


@contextmanager
def the_app(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that the command says, and its process; ended whatever happens."""
    command = [sys.executable, "-m", "talkcoach", "app", *options]
    told: dict[str, object] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(command, text=True, start_new_session=True, **told)  # type: ignore[call-overload]
    try:
        line = process.stdout.readline()
        yield re.search(r"http://\S+", line).group(), process
    finally:
        process.kill()
        process.wait()


def answers(url: str) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


def test_it_says_its_address_answers_there_and_stops_cleanly_with_ctrl_c():
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", PORT))
            taken.listen()
        except OSError:
            pass  # somebody else has it, which is as good
        with the_app("--no-browser") as (url, process):
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
            assert not url.endswith(f":{PORT}")
            assert answers(url)
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
            assert "Traceback" not in process.stdout.read()


def test_only_this_computer_can_open_the_pages():
    others = {each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {
        "127.0.0.1"
    }
    with the_app("--no-browser") as (url, _):
        assert answers(url)
        for address in others:
            if not address.startswith("127."):
                with socket.socket() as asked:
                    assert asked.connect_ex((address, int(url.rsplit(":", 1)[1]))) != 0


def test_the_browser_is_opened_when_the_pages_are_there(tmp_path, monkeypatch: pytest.MonkeyPatch):
    note = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {note}\n', encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    with the_app() as (url, _):
        deadline = time.monotonic() + 60
        while not note.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert note.read_text(encoding="utf-8").strip() == url
        assert answers(url)


def test_a_port_that_was_asked_for_and_is_taken_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "talkcoach", "app", "--no-browser", "--port", port]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr == (
        f"talkcoach: error: port {port} is taken by another program. Leave --port out to take a free one.\n"
    )
