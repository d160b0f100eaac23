"""The app as its command starts it, on a free port, for a browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

HEALTHY_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as any_:
        any_.bind(("127.0.0.1", 0))
        port: int = any_.getsockname()[1]
        return port


@contextmanager
def serving(environment: Mapping[str, str] | None = None, port: int | None = None) -> Iterator[str]:
    """The address of ``talkcoach app``, which is stopped as Ctrl-C does; its folders are the test's."""
    place = port or free_port()
    command = [sys.executable, "-m", "talkcoach", "app", "--no-browser", "--port", str(place)]
    process = subprocess.Popen(command, env={**os.environ, **(environment or {})}, start_new_session=True)
    url = f"http://127.0.0.1:{place}"
    try:
        _await(url, process)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + HEALTHY_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the app ended with {process.returncode}"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the app does not answer")
