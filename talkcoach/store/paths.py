"""Looking at a path that a user gave, whatever it is: a name that no file can have, or a folder closed to them.

``pathlib`` answers some of these with an exception before Python 3.14, and with a different one for each.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from talkcoach.errors import TalkcoachError


def is_file(path: Path) -> bool:
    """Whether an ordinary file can be seen at a path; never raises."""
    status = _status(path)
    return isinstance(status, os.stat_result) and stat.S_ISREG(status.st_mode)


def is_folder(path: Path) -> bool:
    """Whether a folder can be seen at a path; never raises."""
    status = _status(path)
    return isinstance(status, os.stat_result) and stat.S_ISDIR(status.st_mode)


def status_of(path: Path, noun: str, error: type[TalkcoachError]) -> os.stat_result:
    """What the system knows of a file that has to be there; ``noun`` is what the user knows it as, such as "deck".

    Raises:
        TalkcoachError: the kind given as ``error``, when nothing is there or the user may not look.
    """
    status = _status(path)
    if isinstance(status, PermissionError):
        raise error(f"the {noun} {path} may not be read", "Check the permissions of its folder")
    if not isinstance(status, os.stat_result):
        raise error(f"there is no {noun} {path}", "Check the name and the folder")
    return status


def _status(path: Path) -> os.stat_result | OSError | ValueError:
    try:
        return path.stat()
    except (OSError, ValueError) as error:  # ValueError: a zero byte, or letters that the system cannot write
        return error
