"""Whether another process is at work on something: it holds a lock file as long as it lives."""

from __future__ import annotations

from pathlib import Path

from talkcoach.paths import is_file


def is_held(lock: Path) -> bool:
    """Whether somebody holds a lock file right now; never raises. What a crash left behind is held by nobody."""
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
