"""The transitions between the slides of a talk: on, skipping some, back, and off the slides.

Conventions: there are twice as many states as slides. The first half are the slides, the second half is talking
off the slides after each of them. A transition that costs c nats is exp(-c) times as likely as staying. Hidden
slides do not count as distance between two slides that are to be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from talkcoach.domain import Slide

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLANNED = 0.5
"""The expected time on a slide is proportional to its rehearsed time to this power: rehearsed times are a hint,
and an exponent of 1 would trust them too much (tests/alignment)."""

ORDINARY = 8.0
"""Sentences a slide at which the two constants for going on can be chosen independently."""

FAR = 600.0
"""The most that distance alone may cost, in nats; exp(-FAR) is still a number that a computer can hold."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of transitions, in nats."""

    go_on: float = 2.0
    """Going on from a slide with `ORDINARY` expected sentences."""
    pace: float = 1.4
    """In addition, this times the log of the ratio of its expected sentences to `ORDINARY`."""
    skip: float = 5.0
    """In addition to going on; and `skip_per_slide` for every skipped slide."""
    skip_per_slide: float = 0.6
    back: float = 10.0
    """In addition to going on; and `back_per_slide` for every slide further back than one."""
    back_per_slide: float = 0.3
    come_back: float = 2.5
    """Coming back to the slides."""
    unfinished: float = 0.3
    """Ending the talk, for each slide that is left, up to four."""
    late_start: float = 1.0
    """Starting the talk, for each skipped slide, up to two."""
    unused: float = 4.0
    """Showing a slide that is hidden in the deck, in addition to the transition."""


COSTS = Costs()


@dataclass(frozen=True)
class SlideTransitions:
    """The transitions of one talk. Their sums take time linear in the number of slides."""

    go_on: NDArray[np.float64]
    """How likely each slide is to be left for the next, relative to staying on it."""
    shown: NDArray[np.bool_]
    """Whether each slide is to be shown, and a factor on every transition to one that is hidden in the deck:"""
    unused: float
    leave: float
    """How likely it is to start talking off the slides, relative to staying on one; and to come back:"""
    come_back: float
    skip: float
    """A factor for skipping a slide, and its decay with every further one, shape ``(slides - 1,)``."""
    ahead: NDArray[np.float64]
    back: float
    """Likewise for going back."""
    behind: NDArray[np.float64]

    def into(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of what enters each state when each is left with its weight, shape ``(2 * slides,)``."""
        import numpy as np

        slides = len(self.go_on)
        on, back_on = weights[:slides], weights[slides:] * self.come_back
        arrived = self._along((on + back_on) * self.go_on, self.shown) * self._wanted
        return np.concatenate([arrived + back_on, on * self.leave])

    def out_of(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of what each state reaches when each is worth its weight, shape ``(2 * slides,)``."""
        import numpy as np

        on, off = weights[: len(self.go_on)], weights[len(self.go_on) :]
        # The same transitions, in reverse.
        reached = self._along((on * self._wanted)[::-1], self.shown[::-1])[::-1] * self.go_on
        return np.concatenate([reached + off * self.leave, (reached + on) * self.come_back])

    @property
    def _wanted(self) -> NDArray[np.float64]:
        import numpy as np

        return np.where(self.shown, 1.0, self.unused)

    def _along(self, weights: NDArray[np.float64], shown: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The sum of what arrives at each slide when each is left with its weight."""
        arrived = self._past(weights)
        if not shown.all():
            arrived[shown] = self._past(weights[shown]) + self._past(weights * ~shown)[shown]
        return arrived

    def _past(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same where all slides count as distance."""
        arrived = weights * 0.0
        ahead, behind = weights[:-1], weights[:0:-1]
        arrived[1:] = (1 - self.skip) * ahead + self.skip * _decayed(ahead, self.ahead[: len(ahead)])
        arrived[:-1] += self.back * _decayed(behind, self.behind[: len(behind)])[::-1]
        return arrived


def slide_transitions(slides: Sequence[Slide], sentences: int, off: float, costs: Costs) -> SlideTransitions:
    """The transitions of a talk of ``sentences`` sentences, of which a share ``off`` is spoken off the slides."""
    import numpy as np

    planned = [slide.planned_seconds for slide in slides if slide.planned_seconds]
    usual = sum(planned) / len(planned) if planned else 1.0
    expected = np.array([slide.planned_seconds or usual for slide in slides]) ** PLANNED
    hidden = np.array([slide.hidden for slide in slides])
    expected = np.maximum(sentences * expected / (expected[~hidden].sum() or expected.sum()), 1.0)
    return SlideTransitions(
        go_on=np.exp(-costs.go_on - costs.pace * np.log(expected / ORDINARY)),
        shown=~hidden,
        unused=exp(-costs.unused),
        leave=exp(-costs.come_back) * off / (1 - off),
        come_back=exp(-costs.come_back),
        skip=exp(-costs.skip),
        ahead=_decay(costs.skip_per_slide, len(slides)),
        back=exp(-costs.back),
        behind=_decay(costs.back_per_slide, len(slides)),
    )


def _decay(per_slide: float, slides: int) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(np.exp(-min(per_slide, FAR / slides) * np.arange(slides - 1)))


def _decayed(weights: NDArray[np.float64], decay: NDArray[np.float64]) -> NDArray[np.float64]:
    """At each slide, the sum of its weight and of those before it, each decayed by its distance."""
    import numpy as np

    decayed: NDArray[np.float64] = decay * np.cumsum(weights / decay)
    return decayed
