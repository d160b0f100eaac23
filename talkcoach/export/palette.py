"""One colour per part, the same in every picture: by the part's position in the structure, as a CSS class."""

from __future__ import annotations

from talkcoach.analysis.timing import Timing

COLOURS = ("#E69F00", "#56B4E9", "#0072B2", "#009E73", "#D55E00", "#CC79A7")
"""Six that colour-blind readers can tell apart: Okabe and Ito, "Color Universal Design" (2008)."""


def part_classes(account: Timing) -> dict[str, str]:
    """The class of every part by its key: ``part-1`` to ``part-6``, then again; all else is ``part-other``."""
    return {part.key: f"part-{index % len(COLOURS) + 1}" for index, part in enumerate(account.parts)}
