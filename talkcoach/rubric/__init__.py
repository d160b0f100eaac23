"""The rubric as data: its schema, its loader, and how its phrases are found in a text."""

from talkcoach.rubric.loader import DEFAULT, load_rubric, parse_rubric, shipped_rubrics
from talkcoach.rubric.schema import (
    OTHER,
    CoverPoint,
    DeliveryNorms,
    Expression,
    Other,
    Part,
    Role,
    Rubric,
)

__all__ = [
    "DEFAULT",
    "OTHER",
    "CoverPoint",
    "DeliveryNorms",
    "Expression",
    "Other",
    "Part",
    "Role",
    "Rubric",
    "load_rubric",
    "parse_rubric",
    "shipped_rubrics",
]
