"""librosa, loaded so that no two processes fill Numba's cache at once.

librosa compiles parts of itself with Numba on first use, which takes seconds, and Numba keeps the result on disk
without a lock: processes that filled an empty cache at the same time crashed with a segmentation fault. So each
process makes its first use under a lock. ``python -m talkcoach.audio.compiled`` fills the cache at installation.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from talkcoach.errors import OutputError
from talkcoach.store.files import check_writable, make_folder
from talkcoach.store.locks import only_one
from talkcoach.store.places import cache_folder

LOWEST_HZ, HIGHEST_HZ = 65.0, 400.0
"""The range of adult speaking voices."""

RATE = 8_000
"""Samples per second that are enough for a period to within a hundredth, with YIN's interpolation."""

FRAME = 512
"""Samples, 64 ms: four periods of the lowest voice."""


@cache
def librosa() -> Any:
    """The module librosa, with its YIN compiled."""
    # Numba reads this when it is first imported; by itself it knows librosa's folder and the home only.
    folder = Path(os.environ.get("NUMBA_CACHE_DIR") or _folder())
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    make_folder(folder)
    with only_one(folder / "talkcoach.lock", patience=-1):
        import librosa as module

        # What is called is compiled, for the types of its arguments: those of `talkcoach.audio.pitch`.
        frame = np.sin(np.arange(FRAME, dtype=np.float32))[np.newaxis]
        module.yin(
            frame, fmin=LOWEST_HZ, fmax=HIGHEST_HZ, sr=RATE, frame_length=FRAME, hop_length=FRAME, center=False
        )
        module.filters.mel(sr=RATE, n_fft=FRAME)
    return module


def _folder() -> Path:
    """Where Numba keeps what it compiles: in the cache, or for this process alone where that is closed."""
    folder = cache_folder() / "numba"
    try:
        make_folder(folder)
        check_writable(folder / "new")
    except OutputError:
        return Path(tempfile.mkdtemp(prefix="talkcoach-"))
    return folder


if __name__ == "__main__":
    librosa()
