"""Lock files: a process holds one as long as it lives, so that what a crash left behind is held by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talkcoach.store.paths import is_file

PATIENCE = 1.0
"""Seconds for which a worker tries for its lock: who asks whether it is held has it for a moment."""


def is_held(lock: Path) -> bool:
    """Whether a process holds a lock file right now; never raises."""
    from filelock import FileLock, Timeout

    if not is_file(lock):
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # closed to this user, whose process it cannot be
        return False


@contextmanager
def only_one(lock: Path, patience: float = PATIENCE) -> Iterator[bool]:
    """Hold a lock file; gives whether it could be had within ``patience`` seconds, for ever when negative.

    Raises:
        OSError: when the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    held = FileLock(lock)
    try:
        held.acquire(timeout=patience, poll_interval=0.05)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        held.release()
