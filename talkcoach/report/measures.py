"""The figures of delivery that are compared between rehearsals: their names, units and bands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from talkcoach.report.summary import Summary

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
"""The relative difference up to which two figures are as before: nobody speaks twice at exactly the same rate."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a summary. ``less`` and ``more`` are the words for a lower and a higher figure.

    ``of`` gives its value, None where it is unknown, and ``ordinary`` the lowest and the highest ordinary value,
    None where no band is known.
    """

    of: Callable[[Summary], float | None]
    unit: str
    less: str
    more: str
    decimals: int = 1
    ordinary: Callable[[Summary], tuple[float, float] | None] = lambda _: None

    def number(self, summary: Summary) -> str:
        """The figure without its unit; empty where it is unknown."""
        value = self.of(summary)
        return "" if value is None else f"{value:.{self.decimals}f}"

    def text(self, summary: Summary) -> str:
        """The figure with its unit; empty where it is unknown."""
        return f"{self.number(summary)} {self.unit}" if self.number(summary) else ""

    def band(self, summary: Summary) -> str:
        """The ordinary values without the unit: ``110–165``, ``up to 3``, or nothing."""
        ends = self.ordinary(summary)
        if ends is None:
            return ""
        least, most = ends
        return f"{least:g}–{most:g}" if least else f"up to {most:g}"

    def changed(self, earlier: Summary, later: Summary) -> str:
        """How the figure changed, in words; empty where it is unknown in one of them."""
        before, now = self.of(earlier), self.of(later)
        if before is None or now is None:
            return ""
        is_same = abs(now - before) <= SAME * max(before, now) or self.number(earlier) == self.number(later)
        return "as before" if is_same else self.more if now > before else self.less


MEASURES: dict[Name, Measure] = {
    "speaking rate": Measure(
        lambda each: each.words_per_minute,
        "words a minute",
        "slower",
        "faster",
        0,
        lambda each: each.band,
    ),
    "articulation rate": Measure(lambda each: each.syllables_per_second, "syllables a second", "slower", "faster"),
    "pauses inside phrases": Measure(lambda each: each.phrase_pauses_per_minute, "a minute", "fewer", "more"),
    "long pauses": Measure(lambda each: each.long_pauses_per_minute, "a minute", "fewer", "more"),
    "filled pauses": Measure(
        lambda each: each.fillers_per_minute,
        "heard a minute",
        "fewer heard",
        "more heard",
        ordinary=lambda each: (0.0, each.limits.fillers_per_minute) if each.limits else None,
    ),
    "words in place of a pause": Measure(
        lambda each: each.lexical_fillers_per_minute,
        "a minute",
        "fewer",
        "more",
        ordinary=lambda each: (0.0, each.limits.lexical_fillers_per_minute) if each.limits else None,
    ),
    "repetitions and restarts": Measure(
        lambda each: each.repetitions_per_minute,
        "a minute",
        "fewer",
        "more",
        ordinary=lambda each: (0.0, each.limits.repetitions_per_minute) if each.limits else None,
    ),
    "hedges": Measure(
        lambda each: each.hedges_per_minute,
        "a minute",
        "fewer",
        "more",
        ordinary=lambda each: (0.0, each.limits.hedges_per_minute) if each.limits else None,
    ),
    "spread of pitch": Measure(lambda each: each.pitch_semitones_sd, "semitones", "narrower", "wider"),
}
"""Every measure by its name, in the order in which they are shown."""
