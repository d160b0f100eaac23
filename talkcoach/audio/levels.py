"""Input level of a microphone, with warnings while the speaker can still correct it.

Conventions: levels are in dBFS, decibels relative to the largest amplitude of 16-bit samples. A false alarm
disturbs a speaker, so every threshold is far from normal speech.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR_DB = -100.0
"""Stands for an amplitude of zero; one quantisation step of 16 bits is -90 dBFS."""

FULL_SCALE = 32_768

NO_SOUND_DB = -60.0
"""Peaks below this are no signal: a muted or unplugged microphone gives -90 or less, a room with a speaker more.
"""

NO_SOUND_SECONDS = 10.0

QUIET_DB = -40.0
"""Speech at nominal level has an active level of -26 dBFS (ITU-T P.56, G.191); its loudest syllables are above."""

QUIET_SECONDS = 20.0
"""Speakers pause for some seconds, also to listen to a question, without being too quiet."""

CLIPPED_DB = -0.01
"""Peaks above this are clipped."""

CLIPPED_BLOCKS = 3
"""The number of clipped blocks that causes a warning; fewer may be a knock at the microphone."""

CLIPPING_SECONDS = 10.0
"""The window in which clipped blocks are counted, and so how long the warning is shown."""


@dataclass(frozen=True, slots=True)
class Level:
    """The level of a block of sound: ``peak`` and ``rms`` in dBFS, `FLOOR_DB` for silence."""

    peak: float = FLOOR_DB
    rms: float = FLOOR_DB


def level(values: NDArray[np.int16]) -> Level:
    """The level of a block, int16 of shape ``(n,)``; `FLOOR_DB` for an empty one."""
    if not len(values):
        return Level()
    amplitudes = values.astype(np.float64) / FULL_SCALE
    return Level(_decibels(np.abs(amplitudes).max()), _decibels(np.sqrt(np.mean(amplitudes**2))))


@dataclass(frozen=True, slots=True)
class LevelMonitor:
    """The state that warnings need, updated block by block. Times are in seconds of sound since the start.

    ``last_signal`` and ``last_loud`` are the times of the last block with a signal and of the last one that was
    loud enough; ``clipped`` are the times of the last clipped blocks.
    """

    seconds: float = 0.0
    last_signal: float = 0.0
    last_loud: float = 0.0
    clipped: tuple[float, ...] = ()

    def after(self, block: Level, seconds: float) -> LevelMonitor:
        """The state after one more block, which should last about 0.1 s, the length of a short syllable."""
        now = self.seconds + seconds
        hits = self.clipped + ((now,) if block.peak > CLIPPED_DB else ())
        return LevelMonitor(
            seconds=now,
            last_signal=now if block.peak >= NO_SOUND_DB else self.last_signal,
            last_loud=now if block.rms >= QUIET_DB else self.last_loud,
            clipped=tuple(hit for hit in hits[-CLIPPED_BLOCKS:] if now - hit < CLIPPING_SECONDS),
        )

    @property
    def warning(self) -> str:
        """A warning for the speaker in one or two sentences; empty when the level is fine."""
        if self.seconds - self.last_signal >= NO_SOUND_SECONDS:
            return f"No sound for {NO_SOUND_SECONDS:.0f} s. Is the microphone on?"
        if len(self.clipped) >= CLIPPED_BLOCKS:
            return "Too loud: the sound is clipped. Move back, or turn the microphone down."
        if self.seconds - self.last_loud >= QUIET_SECONDS:
            return "Very quiet. Move closer to the microphone, or turn it up."
        return ""


def _decibels(amplitude: np.floating) -> float:
    return max(FLOOR_DB, float(20 * np.log10(amplitude))) if amplitude > 0 else FLOOR_DB
