"""librosa compiles parts of itself on first use; no two processes do that at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROCESSES = 4

MEASURED = """
import numpy as np
from talkcoach.audio.pitch import voiced_pitch
still = np.sin(2 * np.pi * 120 * np.arange(16_000) / 16_000).astype(np.float32)
print(voiced_pitch(still, 16_000, np.array([0.5]))[0])
"""


def measured_at_once(environment: dict[str, str]) -> list[float]:
    """The F0 of a tone of 120 Hz, as each of several processes measures it."""
    command = [sys.executable, "-c", MEASURED]
    running = [
        subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    written = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES
    return [float(line) for line in written]


@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_processes_that_meet_an_empty_cache_all_measure_the_same(tmp_path: Path, rounds: int):
    for number in range(rounds):
        found = measured_at_once({"NUMBA_CACHE_DIR": str(tmp_path / str(number))})
        assert found == [pytest.approx(120, rel=0.01)] * PROCESSES
        assert any((tmp_path / str(number)).rglob("*.nbc"))
