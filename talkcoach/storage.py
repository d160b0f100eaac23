"""Writing files so that a reader finds the old content or the new, never half of it."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path

from talkcoach.errors import OutputError
from talkcoach.paths import is_folder

_SURROGATES = re.compile("[\ud800-\udfff]")
"""What is left in a text by a file name that is no UTF-8, and by some JSON; UTF-8 cannot hold it (RFC 3629)."""


def write_text(path: Path, text: str) -> None:
    """Write a text file in one step: beside it first, synced, then renamed over it.

    A link stays, and the file behind it is written. A pipe or a device is written to as it is. Lone surrogates
    become U+FFFD.

    Raises:
        OutputError: when the place cannot be written to.
    """
    content = _SURROGATES.sub("\ufffd", text).encode()
    try:
        if _is_special(path):
            path.write_bytes(content)
        else:
            _replace(_behind_links(path), content)
    except (OSError, ValueError) as error:
        raise _unwritable(path, _reason(error)) from None


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, that only the user may look into; one that is there is left as it is.

    Raises:
        OutputError: when it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise OutputError(f"the folder {path} cannot be made ({_reason(error)})", "Name another one") from None


def check_writable(path: Path) -> None:
    """Find out before long work whether its result can be written.

    Raises:
        OutputError: when the folder is not there, is not writable, or the path is a folder itself.
    """
    if is_folder(path):
        raise _unwritable(path, "it is a folder")
    try:
        if _is_special(path):
            if not os.access(path, os.W_OK):  # opening a pipe would wait for its reader
                raise _unwritable(path, "permission denied")
            return
        folder = _behind_links(path).parent
        if not is_folder(folder):
            raise OutputError(f"the folder {folder} does not exist", "Create it, or write somewhere else")
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise _unwritable(path, _reason(error)) from None


def _is_special(path: Path) -> bool:
    """Whether something is there that is no ordinary file. ``OSError`` or ``ValueError`` where no file can be."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False


def _behind_links(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _replace(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".talkcoach-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            # Others may read a report as they may read any new file; a temporary file is private.
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _unwritable(path: Path, why: str) -> OutputError:
    return OutputError(f"{path} cannot be written ({why[:1].lower()}{why[1:]})", "Write somewhere else")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
