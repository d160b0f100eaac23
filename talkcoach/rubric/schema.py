"""The schema of a rubric: the structure of a talk, what each part must cover, and the words by which it is
found.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, field_validator, model_validator

from talkcoach.rubric.cues import Acronyms, ClaimCues, LimitationCues, Model, Phrase, Phrases, Questions, Text

OTHER = "other"
"""Stands for the key of a part where a sentence or a slide belongs to none."""

Role = Literal["world", "earlier", "method", "results", "limits", "outlook"]
"""What a part is about, whatever it is called: the world, earlier work, or the speaker's own method, results,
limits and what follows from them."""

Minutes = Annotated[float, Field(ge=0, le=600)]


def _in_order(band: tuple[float, float]) -> tuple[float, float]:
    if band[0] > band[1]:
        raise ValueError("the first number is the least and may not exceed the second")
    return band


class CoverPoint(Model):
    """One thing that a part must cover. ``cues`` are the phrases by which it is recognised when it is spoken."""

    what: Text
    cues: Phrases = Field(min_length=1)


class Part(Model):
    """One part of the structure. ``minutes`` is the least and the most that it should get in a full slot.

    ``titles`` are phrases of slide titles and ``speech`` phrases of spoken sentences by which the part is
    recognised. A part without a ``role`` is judged by its minutes and its points alone.
    """

    key: str = Field(pattern=r"^[a-z][a-z_]*$")
    title: Text
    what: Text
    minutes: tuple[Minutes, Minutes]
    role: Role | None = None
    cover: tuple[CoverPoint, ...] = ()
    titles: Phrases = ()
    speech: Phrases = ()

    _check_order = field_validator("minutes")(_in_order)


class Other(Model):
    """What belongs to no part: greetings, the outline, thanks."""

    titles: Phrases = ()
    speech: Phrases = ()


class Expression(Model):
    """An expression that counts where one of ``when`` surrounds it, or anywhere when there are none.

    It never counts where one of ``unless`` surrounds it. The rubric file explains the notation.
    """

    say: Phrase
    when: Phrases = ()
    unless: Phrases = ()


class DeliveryNorms(Model):
    """The norms of delivery. The phrases and the bands are explained in the rubric file.

    Rates above those ``_per_minute`` are reported. ``cluster`` is a number of filled pauses and the seconds within
    which that many are noticed as a group.
    """

    words_per_minute: tuple[NonNegativeFloat, NonNegativeFloat]
    long_pause_seconds: float = Field(gt=0)
    fillers: frozenset[Phrase]
    fillers_per_minute: NonNegativeFloat
    cluster: tuple[Annotated[int, Field(ge=2)], Annotated[float, Field(gt=0)]]
    lexical_fillers: tuple[Expression, ...]
    lexical_fillers_per_minute: NonNegativeFloat
    repeated: frozenset[Phrase]
    repetitions_per_minute: NonNegativeFloat
    corrections: tuple[Expression, ...]
    hedges: tuple[Expression, ...]
    hedges_per_minute: NonNegativeFloat
    weak_endings: Phrases

    _check_order = field_validator("words_per_minute")(_in_order)


class Rubric(Model):
    """The rubric for one kind of talk.

    The parts' minutes are for a talk of ``slot_minutes``; ``tolerance`` is the share by which a part may miss its
    target without a finding.
    """

    name: Text
    slot_minutes: float = Field(gt=0, le=600)
    tolerance: float = Field(ge=0, lt=1)
    parts: tuple[Part, ...] = Field(min_length=1)
    other: Other = Other()
    delivery: DeliveryNorms
    limitations: LimitationCues
    claims: ClaimCues
    acronyms: Acronyms
    questions: Questions

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Rubric:
        keys = [part.key for part in self.parts]
        twice = sorted({key for key in keys if keys.count(key) > 1 or key == OTHER})
        if twice:
            raise ValueError(f"the key {twice[0]!r} is taken: every part needs a key of its own")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The parts' keys, in the order in which the talk should go."""
        return tuple(part.key for part in self.parts)

    def __getitem__(self, key: str) -> Part:
        """The part with a key; ``KeyError`` when there is none."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def parts_with(self, *roles: Role) -> tuple[Part, ...]:
        """The parts that have one of the roles, in order; none where the rubric states no such role."""
        return tuple(part for part in self.parts if part.role in roles)

    def keys_with(self, *roles: Role) -> tuple[str, ...]:
        """The keys of the parts that have one of the roles, in order."""
        return tuple(part.key for part in self.parts_with(*roles))

    def title(self, key: str) -> str:
        """The title of a part, `OTHER` included."""
        return "Other" if key == OTHER else self[key].title

    def targets(self, slot_seconds: float) -> dict[str, tuple[float, float]]:
        """The least and most seconds for each part in a slot, in proportion to the rubric's own slot."""
        scale = slot_seconds / self.slot_minutes
        return {part.key: (part.minutes[0] * scale, part.minutes[1] * scale) for part in self.parts}
