"""One colour per part, the same in every chart, by the position of the part in the rubric, as a CSS class."""

from __future__ import annotations

from talkcoach.analysis.timing import Timing

COLOURS = ("#E69F00", "#56B4E9", "#0072B2", "#009E73", "#D55E00", "#CC79A7")
"""Six colours that colour-blind readers can distinguish: Okabe and Ito, "Color Universal Design" (2008)."""

OTHER_CLASS = "part-other"
"""The class of what belongs to no part."""


def part_classes(timing: Timing) -> dict[str, str]:
    """The class of every part by its key: ``part-1`` to ``part-6``, then from the first again."""
    return {part.key: f"part-{index % len(COLOURS) + 1}" for index, part in enumerate(timing.parts)}
