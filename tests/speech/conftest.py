"""The sample rehearsal's first 45 seconds, recognised once for all tests."""

from __future__ import annotations

import pytest

from talkcoach.audio.decode import Samples
from talkcoach.domain import Transcript
from talkcoach.speech.transcriber import transcribe


@pytest.fixture(scope="session")
def recognised(sample_samples: Samples) -> tuple[Transcript, list[tuple[float, float]]]:
    """The transcript, and the progress reported on the way: seconds done, of seconds in all."""
    progress: list[tuple[float, float]] = []
    transcript = transcribe(
        sample_samples, terms=("Lantern",), progress=lambda done, total: progress.append((done, total))
    )
    return transcript, progress


@pytest.fixture(scope="session")
def transcript(recognised: tuple[Transcript, list[tuple[float, float]]]) -> Transcript:
    return recognised[0]
