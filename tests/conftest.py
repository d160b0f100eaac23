"""What is dear to make and shared by many tests: a minute of the sample rehearsal, and the speech model."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from talkcoach.store.places import cache_folder, shipped

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

    from talkcoach.audio.decode import Samples

# A busy machine may take its time; what must be fast is measured by a benchmark. The examples are the same at each
# run, so that a change is judged by what it changed: --hypothesis-profile=searching looks for new ones.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("unhurried", settings.get_profile("searching"), derandomize=True)
settings.load_profile("unhurried")

pytest_plugins = ("pulse",)

SAMPLE_SECONDS = 45


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave the user's cache and rehearsals alone; programs that a test starts inherit this."""
    with pytest.MonkeyPatch.context() as patch:
        # What Numba compiled at installation is kept; it takes seconds, and says nothing of the user.
        patch.setenv("NUMBA_CACHE_DIR", str(cache_folder() / "numba"))
        patch.setenv("TALKCOACH_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("TALKCOACH_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def sample_truth() -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(shipped("assets", "sample", "truth.json").read_text(encoding="utf-8"))
    return truth


@pytest.fixture(scope="session")
def sample_samples() -> Samples:
    """The first 45 seconds of the sample rehearsal."""
    from talkcoach.audio.decode import Samples, decode

    whole = decode(shipped("assets", "sample", "recording.ogg"))
    return Samples(whole.values[: SAMPLE_SECONDS * whole.rate])


@pytest.fixture(scope="session")
def base_model() -> WhisperModel:
    from talkcoach.speech.transcriber import load

    return load()


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder, with a file in it, that the user may not look into; root, who may, is nobody meanwhile."""
    if not hasattr(os, "geteuid"):
        pytest.skip("needs the permissions of Unix")
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "talk.pptx").write_text("words")
    folder.chmod(0)
    user, nobody = os.geteuid(), 65534
    if user == 0:
        os.seteuid(nobody)
    yield folder
    os.seteuid(user)
    folder.chmod(0o700)
