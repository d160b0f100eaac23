"""The process that coaches one rehearsal for the pages: ``python -m talkcoach.app.coaching FOLDER``.

It needs nobody to look after it. How it stands is told in the folder, as `talkcoach.app.work` reads it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Literal

from talkcoach.app.work import LOCK, Work, tell
from talkcoach.errors import TalkcoachError

_PAUSE = 0.5
"""Seconds between two words on how it stands: a bar needs no more, and each is synced to the disk."""


class _Teller:
    """Called with the seconds of sound that are heard and the seconds in all; it says so, but not too often."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._said = Work("listening", at=time.time(), pid=os.getpid())
        tell(folder, self._said)

    def __call__(self, seconds: float, total: float) -> None:
        now, last = time.time(), self._said
        state: Literal["listening", "judging"] = "judging" if 0 < total <= seconds else "listening"
        begins = state != last.state or not last.total
        if begins or now - last.at >= _PAUSE:
            start = replace(last, since=now, before=seconds) if begins else last
            self._said = replace(start, state=state, seconds=seconds, total=total, at=now)
            tell(self._folder, self._said)


def main(folder: Path) -> None:
    """Coach the rehearsal in a folder; does nothing where another process is at it."""
    from filelock import FileLock, Timeout

    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with FileLock(folder / LOCK, timeout=1):  # who asks whether it is held has it for a moment
            _tell_how_it_goes(folder)
    except Timeout:
        return


def _tell_how_it_goes(folder: Path) -> None:
    try:
        _coach(folder, _Teller(folder))
    except TalkcoachError as error:
        tell(folder, Work("failed", error=error.what, remedy=error.remedy))
    else:
        tell(folder, Work("done"))


def _coach(folder: Path, progress: _Teller) -> None:
    from talkcoach.coach import coach
    from talkcoach.entry import entry_of, meta_of
    from talkcoach.hearing import Hearing
    from talkcoach.library import opened
    from talkcoach.rehearsal import remember
    from talkcoach.rehearse import await_transcript
    from talkcoach.report import to_json
    from talkcoach.rubric import load_rubric
    from talkcoach.serial import dump

    entry, meta = entry_of(folder), meta_of(folder)
    await_transcript(folder, entry.seconds, progress)
    rehearsal = opened(entry)
    hearing = Hearing(meta.model, meta.language)
    report = coach(rehearsal, load_rubric(meta.rubric), 60 * meta.slot_minutes, hearing, progress)
    remember(rehearsal, dump(report.transcript) if report.transcript.sentences else "", to_json(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
