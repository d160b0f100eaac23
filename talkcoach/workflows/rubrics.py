"""Opening a rubric: it is checked against the findings that the analyses make."""

from __future__ import annotations

from talkcoach.analysis.registry import KINDS
from talkcoach.rubric import DEFAULT, Rubric, load_rubric


def open_rubric(name: str = DEFAULT) -> Rubric:
    """Read a rubric by its name or path.

    Raises:
        RubricError: when there is no such rubric or it has a mistake, naming the file, the key and the remedy.
    """
    return load_rubric(name, KINDS)
