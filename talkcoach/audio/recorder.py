"""The recorder: a process of its own that writes a microphone into a rehearsal's folder and loses nothing.

``python -m talkcoach.audio.recorder FOLDER [--device NAME] [--owner PID]``

Sound goes to the system ten times a second and to the disk twice, so that neither a killed recorder nor a computer
without power loses a second. What the recorder is asked, and what it says, is in `talkcoach.audio.control`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from talkcoach.audio import control
from talkcoach.audio.capture import Capture
from talkcoach.audio.wav import BYTES_A_SECOND
from talkcoach.errors import RecordingError, TalkcoachError

SPACE_FLOOR = 50_000_000
"""Bytes that a recording leaves free, so that what was recorded can still be coached and saved."""


def enough_space(folder: Path, seconds: float) -> bool:
    """Whether the disk of an existing folder has room for a recording of some seconds.

    Raises:
        OSError: when the folder is not there.
    """
    return shutil.disk_usage(folder).free >= seconds * BYTES_A_SECOND + SPACE_FLOOR


def run(
    folder: Path, device: str | None = None, owner: int | None = None, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Record until asked to stop. A recording that is there already is gone on with.

    Args:
        folder: the rehearsal's, which exists.
        device: a microphone's name or part of it; None is the system's choice.
        owner: a process whose end ends the recording as well.
        stopped: asked ten times a second; true ends the recording too.

    Raises:
        TalkcoachError: when it cannot begin, or had to end before anyone asked; what was recorded is kept.
    """
    if not folder.is_dir():
        raise RecordingError(f"there is no folder {folder}", "Check the name")

    def ended() -> bool:
        _need_space(folder)
        return stopped() or (owner is not None and not _lives(owner))

    with control.only_recorder(folder):
        capture = Capture(folder, device, ended)
        try:
            _record(capture, folder)
        except TalkcoachError as error:
            capture.report("stopped" if capture.seconds else "failed", str(error))
            raise
        capture.report("stopped")


def _record(capture: Capture, folder: Path) -> None:
    try:
        _need_space(folder)
        capture.record()
    except OSError as error:
        raise RecordingError(
            f"{folder} cannot be written to ({error.strerror})",
            "What was recorded is kept. Free some space, or record somewhere else",
        ) from None


def _need_space(folder: Path) -> None:
    if not enough_space(folder, 0):
        raise RecordingError(
            f"the disk of {folder} is nearly full",
            "What was recorded is kept. Free some space before the next recording",
        )


def _lives(pid: int) -> bool:
    """Whether a process is there."""
    if sys.platform == "win32":  # where os.kill ends the process, whatever the signal
        import ctypes

        synchronize, still_running = 0x00100000, 0x00000102
        handle = ctypes.windll.kernel32.OpenProcess(synchronize, False, pid)
        lives = ctypes.windll.kernel32.WaitForSingleObject(handle, 0) == still_running if handle else False
        ctypes.windll.kernel32.CloseHandle(handle)
        return lives
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def main(arguments: list[str] | None = None) -> int:
    """The recorder's command line; the exit status is 2, with one line on stderr, where it could not go on."""
    parser = argparse.ArgumentParser("talkcoach.audio.recorder", description="Record a microphone into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--device", help="a microphone's name or part of it; otherwise the system's choice")
    parser.add_argument("--owner", type=int, help="the process whose end ends the recording")
    given = parser.parse_args(arguments)
    stop = threading.Event()
    _follow_signals(stop)
    try:
        run(given.folder, given.device, given.owner, stop.is_set)
    except TalkcoachError as error:
        print(f"talkcoach: error: {error}", file=sys.stderr)
        return 2
    return 0


def _follow_signals(stop: threading.Event) -> None:
    """Whoever asks the process to go gets a finished recording; Ctrl+C is for who steers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())


if __name__ == "__main__":
    sys.exit(main())
