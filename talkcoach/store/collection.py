"""Folders kept side by side in one folder. An id is the name of one of them.

It is looked for among those that are there and never made into a path, so that nothing outside can be reached.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from talkcoach.errors import InputError
from talkcoach.store.paths import is_folder


def folders_in(place: Path) -> Iterator[Path]:
    """The folders in a folder, in no order; none where there is no such place. Hidden ones are left out.

    Raises:
        InputError: when the user may not look into it.
    """
    try:
        paths = tuple(place.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError(f"{place} cannot be read ({error.strerror})", "Check TALKCOACH_DATA") from None
    yield from (path for path in paths if not path.name.startswith(".") and is_inside(path, place))


def is_inside(folder: Path, place: Path) -> bool:
    """Whether a path is a folder in a place itself, and not where a link or ``..`` leads from there."""
    real = Path(os.path.realpath(folder))
    return is_folder(real) and real == Path(os.path.realpath(place), folder.name)
