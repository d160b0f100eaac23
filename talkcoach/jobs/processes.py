"""Processes of our own: starting one that needs nobody to look after it, waiting for it, ending it.

What differs between systems stands here and nowhere else.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

_GLANCE = 0.05
"""Seconds between two looks at what another process has done."""

_NICENESS = 10
_BELOW_NORMAL = 0x4000
"""Windows's BELOW_NORMAL_PRIORITY_CLASS (SetPriorityClass in the Windows API)."""


def start_module(module: str, *arguments: str, stderr: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Run a module of ours in a process of its own, which outlives this one and its terminal.

    Raises:
        OSError: when no process can be started.
    """
    return start([sys.executable, "-m", module, *arguments], stderr=stderr)


def start(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, stderr: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a group of its own: Ctrl+C in a terminal, and its closing, do not reach it.

    Raises:
        OSError: when it cannot be started.
    """
    apart: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        apart = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(
        command, env=environment, stdin=nothing, stdout=nothing, stderr=stderr or nothing, **apart
    )


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Whether something came true within some seconds, looked at again and again."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(_GLANCE)
    return True


def is_alive(pid: int) -> bool:
    """Whether there is a process with an id."""
    if sys.platform == "win32":  # where os.kill ends the process, whatever the signal
        import ctypes

        synchronize, still_running = 0x00100000, 0x00000102
        handle = ctypes.windll.kernel32.OpenProcess(synchronize, False, pid)
        alive = ctypes.windll.kernel32.WaitForSingleObject(handle, 0) == still_running if handle else False
        ctypes.windll.kernel32.CloseHandle(handle)
        return alive
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def ask_to_end(pid: int) -> None:
    """Ask a process to end; one that has ended already is left alone."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)


def end_with_children(process: subprocess.Popen[bytes]) -> None:
    """End a process that `start` started, with all that it started itself, at once."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def outlive_terminal() -> None:
    """Go on when the terminal closes in which this process was started."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def step_back() -> None:
    """Let processes that somebody waits for, such as a recorder, have the processor first."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICENESS)
