"""How loud a microphone is, and what is wrong with it while there is time to put it right.

Levels are in dBFS: decibels relative to the largest amplitude that 16 bits hold. A false alarm disturbs a speaker,
so every limit lies far on the wrong side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR_DB = -100.0
"""What stands for no amplitude at all; a single step of 16 bits is -90 dBFS."""

FULL_SCALE = 32_768

NO_SOUND_DB = -60.0
"""A peak below is nothing: a muted or unplugged microphone gives -90 or less, a room with a speaker more."""

NO_SOUND_SECONDS = 10.0

QUIET_DB = -40.0
"""Nominal speech has an active level of -26 dBFS (ITU-T P.56, G.191), its loudest syllables lie well above."""

QUIET_SECONDS = 20.0
"""Speakers fall silent for some seconds, for a question too, without being too quiet."""

CLIPPED_DB = -0.01
"""A peak above has reached the largest amplitude."""

CLIPPED_BLOCKS = 3
"""So many blocks are more than one knock at the microphone."""

CLIPPING_SECONDS = 10.0
"""For how long clipping is told of, and within which its blocks are counted."""


@dataclass(frozen=True, slots=True)
class Level:
    """The loudness of a block of sound: ``peak`` and ``rms`` in dBFS, `FLOOR_DB` where there is nothing."""

    peak: float = FLOOR_DB
    rms: float = FLOOR_DB


def level(values: NDArray[np.int16]) -> Level:
    """The loudness of a block, int16 of shape (n,); `FLOOR_DB` for an empty one."""
    if not len(values):
        return Level()
    amplitudes = values.astype(np.float64) / FULL_SCALE
    return Level(_decibels(np.abs(amplitudes).max()), _decibels(np.sqrt(np.mean(amplitudes**2))))


@dataclass(frozen=True, slots=True)
class Watch:
    """What was heard so far, block by block, as far as it matters for a warning. Times are in seconds of sound."""

    seconds: float = 0.0
    heard: float = 0.0
    loud: float = 0.0
    clipped: tuple[float, ...] = ()

    def after(self, block: Level, seconds: float) -> Watch:
        """The same after one more block, which should last about a tenth of a second, as a syllable does."""
        now = self.seconds + seconds
        hits = self.clipped + ((now,) if block.peak > CLIPPED_DB else ())
        return Watch(
            seconds=now,
            heard=now if block.peak >= NO_SOUND_DB else self.heard,
            loud=now if block.rms >= QUIET_DB else self.loud,
            clipped=tuple(hit for hit in hits[-CLIPPED_BLOCKS:] if now - hit < CLIPPING_SECONDS),
        )

    @property
    def warning(self) -> str:
        """What is wrong with the sound, as a sentence or two for the speaker; empty when nothing is."""
        if self.seconds - self.heard >= NO_SOUND_SECONDS:
            return f"No sound for {NO_SOUND_SECONDS:.0f} s. Is the microphone on?"
        if len(self.clipped) >= CLIPPED_BLOCKS:
            return "Too loud: the sound is clipped. Move back, or turn the microphone down."
        if self.seconds - self.loud >= QUIET_SECONDS:
            return "Very quiet. Move closer to the microphone, or turn it up."
        return ""


def _decibels(amplitude: np.floating) -> float:
    return max(FLOOR_DB, float(20 * np.log10(amplitude))) if amplitude > 0 else FLOOR_DB
