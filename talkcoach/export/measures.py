"""The figures of delivery that are followed from rehearsal to rehearsal: what each is called, and how it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from talkcoach.comparison import Run

Name = Literal[
    "speaking rate",
    "articulation rate",
    "pauses inside phrases",
    "long pauses",
    "filled pauses",
    "words in place of a pause",
    "repetitions and restarts",
    "hedges",
    "spread of pitch",
]

SAME = 0.05
"""Two figures that differ by at most this share are as before: nobody speaks twice at quite the same rate."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a run. ``less`` and ``more`` say that it fell or rose.

    ``of`` gives its value, None where it could not be told, and ``ordinary`` the least and the most that is
    ordinary, None where nothing is known of that.
    """

    of: Callable[[Run], float | None]
    unit: str
    less: str
    more: str
    decimals: int = 1
    ordinary: Callable[[Run], tuple[float, float] | None] = lambda _: None

    def number(self, run: Run) -> str:
        """The figure alone, as it is written; empty where it could not be told."""
        value = self.of(run)
        return "" if value is None else f"{value:.{self.decimals}f}"

    def told(self, run: Run) -> str:
        """The figure with its unit; empty where it could not be told."""
        return f"{self.number(run)} {self.unit}" if self.number(run) else ""

    def band(self, run: Run) -> str:
        """What is ordinary, without the unit: ``110–165``, ``up to 3``, or nothing."""
        ends = self.ordinary(run)
        if ends is None:
            return ""
        least, most = ends
        return f"{least:g}–{most:g}" if least else f"up to {most:g}"

    def changed(self, earlier: Run, later: Run) -> str:
        """How the figure changed, in words; empty where it could not be told in both."""
        before, now = self.of(earlier), self.of(later)
        if before is None or now is None:
            return ""
        is_same = abs(now - before) <= SAME * max(before, now) or self.number(earlier) == self.number(later)
        return "as before" if is_same else self.more if now > before else self.less


MEASURES: dict[Name, Measure] = {
    "speaking rate": Measure(
        lambda run: run.words_per_minute, "words a minute", "slower", "faster", 0, lambda run: run.band
    ),
    "articulation rate": Measure(lambda run: run.syllables_per_second, "syllables a second", "slower", "faster"),
    "pauses inside phrases": Measure(lambda run: run.phrase_pauses_per_minute, "a minute", "fewer", "more"),
    "long pauses": Measure(lambda run: run.long_pauses_per_minute, "a minute", "fewer", "more"),
    "filled pauses": Measure(
        lambda run: run.fillers_per_minute,
        "heard a minute",
        "fewer heard",
        "more heard",
        ordinary=lambda run: (0.0, run.limits.fillers_per_minute) if run.limits else None,
    ),
    "words in place of a pause": Measure(
        lambda run: run.lexical_fillers_per_minute,
        "a minute",
        "fewer",
        "more",
        ordinary=lambda run: (0.0, run.limits.lexical_fillers_per_minute) if run.limits else None,
    ),
    "repetitions and restarts": Measure(
        lambda run: run.repetitions_per_minute,
        "a minute",
        "fewer",
        "more",
        ordinary=lambda run: (0.0, run.limits.repetitions_per_minute) if run.limits else None,
    ),
    "hedges": Measure(
        lambda run: run.hedges_per_minute,
        "a minute",
        "fewer",
        "more",
        ordinary=lambda run: (0.0, run.limits.hedges_per_minute) if run.limits else None,
    ),
    "spread of pitch": Measure(lambda run: run.pitch_semitones_sd, "semitones", "narrower", "wider"),
}
"""In the order in which they are told."""
