"""The recorder process, which records a microphone into a rehearsal's folder.

``python -m talkcoach.audio.recorder.process FOLDER [--device NAME] [--owner PID]``

Sound is handed to the system ten times a second and synced to the disk twice, so that neither a killed recorder
nor a power failure loses a second. Requests and status are files; see `talkcoach.store.recorder`.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from talkcoach.audio.recorder.capture import Capture
from talkcoach.errors import RecordingError, TalkcoachError
from talkcoach.jobs.processes import is_alive
from talkcoach.store.recorder import only_recorder
from talkcoach.store.wav import BYTES_A_SECOND

SPACE_FLOOR = 50_000_000
"""Bytes that a recording leaves free on the disk, so that it can still be analysed and saved."""


def enough_space(folder: Path, seconds: float) -> bool:
    """Whether the disk of an existing folder has room for a recording of ``seconds``.

    Raises:
        OSError: when the folder does not exist.
    """
    return shutil.disk_usage(folder).free >= seconds * BYTES_A_SECOND + SPACE_FLOOR


def run(
    folder: Path, device: str | None = None, owner: int | None = None, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Record until a stop is requested. An existing recording is continued.

    Args:
        folder: the folder of the rehearsal, which exists.
        device: the name of a microphone, or a part of it; None for the system's default.
        owner: id of a process; when it ends, the recording ends as well.
        stopped: polled ten times a second; True ends the recording.

    Raises:
        TalkcoachError: when the recording cannot begin, or ended without a request; what was recorded is kept.
    """
    if not folder.is_dir():
        raise RecordingError(f"there is no folder {folder}", "Check the name")

    def ended() -> bool:
        _need_space(folder)
        return stopped() or (owner is not None and not is_alive(owner))

    with only_recorder(folder):
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


def main(arguments: list[str] | None = None) -> int:
    """The recorder's command line. The exit status is 2, with one line on stderr, when the recording failed."""
    parser = argparse.ArgumentParser(
        "talkcoach.audio.recorder.process", description="Record a microphone into a folder."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--device", help="name of a microphone, or a part of it; otherwise the system's default")
    parser.add_argument("--owner", type=int, help="id of a process; when it ends, the recording ends")
    given = parser.parse_args(arguments)
    stop = threading.Event()
    _stop_on_signals(stop)
    try:
        run(given.folder, given.device, given.owner, stop.is_set)
    except TalkcoachError as error:
        print(f"talkcoach: error: {error}", file=sys.stderr)
        return 2
    return 0


def _stop_on_signals(stop: threading.Event) -> None:
    """A request to terminate ends the recording properly; Ctrl+C is left to the program that controls it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())


if __name__ == "__main__":
    sys.exit(main())
