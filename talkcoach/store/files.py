"""Reading and writing files. A reader finds the old content or the new, never half of it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from talkcoach.errors import InputError, OutputError, TalkcoachError
from talkcoach.store.paths import is_folder, status_of

_SURROGATES = re.compile("[\ud800-\udfff]")
"""What is left in a text by a file name that is no UTF-8, and by some JSON; UTF-8 cannot hold it (RFC 3629)."""

_ATTEMPTS, _PAUSE = 3, 0.01
"""Windows refuses to replace a file that somebody reads: how often it is tried, and the seconds in between."""

MAKE_ROOM = "Make room, or set TALKCOACH_DATA to another folder"


def read_text(
    path: Path,
    noun: str = "file",
    remedy: str = "Check the path",
    error: type[TalkcoachError] = InputError,
    errors: Literal["strict", "replace"] = "strict",
) -> str:
    """The text in a file.

    Args:
        path: where it is.
        noun: what the user knows it as, such as "rubric".
        remedy: what to do when it is no text.
        error: the kind that is raised.
        errors: what becomes of what is no UTF-8: it is refused, or replaced by U+FFFD.

    Raises:
        TalkcoachError: of the kind ``error``, when there is no ordinary file, or no UTF-8 text in it.
    """
    status = status_of(path, noun, error)
    if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for its writer
        raise error(f"{path} is not a text file that can be read", remedy)
    try:
        return path.read_text(encoding="utf-8", errors=errors)
    except (OSError, UnicodeDecodeError):
        raise error(f"{path} is not a text file that can be read", remedy) from None


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
            replace_bytes(_behind_links(path), content)
    except (OSError, ValueError) as error:
        raise _unwritable(path, _reason(error)) from None


def replace_bytes(path: Path, content: bytes, *, synced: bool = True) -> None:
    """Put content in the place of a file in one step. Unsynced content may be lost when the computer goes down.

    Raises:
        OSError: when it cannot be done; the old content is still there.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".talkcoach-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            if synced:
                os.fsync(file.fileno())
            file.close()
            # Others may read a report as they may read any new file; a temporary file is private.
            temporary.chmod(0o666 & ~_umask())
            _move_over(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


def copy_in(source: BinaryIO, path: Path) -> None:
    """Write a new file, or replace one, from a stream in one step, without holding it in memory.

    Raises:
        OSError: when it cannot be done; nothing new is there then.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".talkcoach-") as made:
        arriving = Path(made, "arriving")
        with arriving.open("xb") as file:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        _move_over(arriving, path)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, that only the user may look into; one that is there is left as it is.

    Raises:
        OutputError: when it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise OutputError(f"the folder {path} cannot be made ({_reason(error)})", "Name another one") from None


@contextmanager
def writing_in(place: Path) -> Iterator[None]:
    """Turn what the system refuses to do in a folder into an `OutputError`."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{place} cannot be written to ({error.strerror or error})", MAKE_ROOM) from None


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


def _move_over(temporary: Path, path: Path) -> None:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            if attempt == _ATTEMPTS:
                raise
            time.sleep(_PAUSE)


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _unwritable(path: Path, why: str) -> OutputError:
    return OutputError(f"{path} cannot be written ({why[:1].lower()}{why[1:]})", "Write somewhere else")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
