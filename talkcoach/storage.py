"""Writing files so that a reader finds the old content or the new, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from talkcoach.errors import OutputError


def write_text(path: Path, text: str) -> None:
    """Write a text file in one step: beside it first, synced, then renamed over it.

    Raises:
        OutputError: when the place cannot be written to.
    """
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            temporary = Path(file.name)
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                file.close()
                # Others may read a report as they may read any new file; a temporary file is private.
                temporary.chmod(0o666 & ~_umask())
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from None


def check_writable(path: Path) -> None:
    """Find out before long work whether its result can be written.

    Raises:
        OutputError: when the folder is not there, is not writable, or the path is a folder itself.
    """
    if path.is_dir():
        raise _unwritable(path, "it is a folder")
    if not path.parent.is_dir():
        raise OutputError(f"the folder {path.parent} does not exist", "Create it, or write somewhere else")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from None


def _unwritable(path: Path, why: str) -> OutputError:
    return OutputError(f"{path} cannot be written ({why[:1].lower()}{why[1:]})", "Write somewhere else")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
