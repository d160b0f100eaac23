"""From sound to words: the transcript that was begun while the rehearsal was recorded is finished."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from talkcoach.audio.decode import RATE, Samples
from talkcoach.domain import Deck
from talkcoach.errors import InputError
from talkcoach.speech.live import CHECKPOINT
from talkcoach.store.recorder import LOCK
from talkcoach.workflows.listen import Recognition, listen
from talkcoach.workflows.load import Material


def test_a_rehearsal_that_is_being_recorded_is_refused(tmp_path: Path) -> None:
    silence = Samples(np.zeros(RATE, np.float32))
    material = Material("audio.wav", "", Deck(()), silence.duration, silence, folder=tmp_path)
    (tmp_path / CHECKPOINT).touch()
    with FileLock(tmp_path / LOCK), pytest.raises(InputError, match="is still being recorded"):
        listen(material, Recognition(language="en"))
