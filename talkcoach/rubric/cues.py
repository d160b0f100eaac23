"""The parts of a rubric that say how limitations, claims and questions sound: phrases and templates.

What each list is for is explained where it stands, in the rubric file.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)


def _says_something(phrase: str) -> str:
    if not phrase.strip(" \t\n*…"):
        raise ValueError(f"the phrase {phrase!r} would be found anywhere")
    return phrase


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phrase = Annotated[str, AfterValidator(_says_something)]
Phrases = tuple[Phrase, ...]

PLACEHOLDERS = frozenset(
    {"method", "baseline", "dataset", "result", "sample", "term", "limitation", "title", "slide", "quote"}
)
"""The names that a question's template may use."""


def placeholders(template: str) -> frozenset[str]:
    """The names in braces in a template.

    Raises:
        ValueError: when its braces do not match, or hold more than a name.
    """
    fields = [field for field in Formatter().parse(template) if field[1] is not None]
    for _, name, layout, conversion in fields:
        if layout or conversion:
            raise ValueError(f"nothing may follow the name in {{{name}}}")
    return frozenset(name for _, name, _, _ in fields if name is not None)


class Model(BaseModel):
    """A frozen part of a rubric; a key that it does not know is a mistake, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class LimitationCues(Model):
    """How a limitation sounds. ``own_after`` is the share of the talk after which one counts as the speaker's own.

    The phrases are explained in the rubric file.
    """

    own_after: float = Field(ge=0, le=1)
    names: Phrases
    not_names: Phrases
    speaker: Phrases
    own: Phrases
    others: Phrases
    removed: Phrases
    admissions: Phrases
    choices: Phrases
    yet: Phrases
    failures: Phrases
    not_failures: Phrases
    lacks: Phrases
    disguised: Phrases
    consequences: Phrases
    remedies: Phrases
    hindsight: Phrases
    open_questions: Phrases


class ClaimCues(Model):
    """How a strong claim sounds, and what backs one up. The phrases are explained in the rubric file.

    ``reach`` is the number of sentences on either side of a claim in which its evidence may stand.
    """

    reach: int = Field(ge=0)
    absolute: Phrases
    comparative: Phrases
    not_claims: Phrases
    backed: Phrases
    backed_absolute: Phrases
    hedges: Phrases
    comparison: Phrases
    justified: Phrases
    data_set: Phrases
    data_sets: Phrases
    results: Phrases
    uncertainty: Phrases
    ablation: Phrases
    own_method: Phrases
    not_experimental: Phrases


class Acronyms(Model):
    """``known`` are the acronyms that need no explanation in front of this audience."""

    known: frozenset[Phrase]


class Archetype(Model):
    """One kind of question. The first of ``templates`` that the talk can fill is used, at most ``most`` times.

    ``cues`` are the phrases of the sentences, in ``parts`` (anywhere when empty), that raise it, ``unless`` one of
    those others stands there too; ``finding`` is the kind of finding that does. ``likelihood``, 0 to 1, orders the
    questions. A ``filler`` is used only when the others are too few.
    """

    key: str = Field(pattern=r"^[a-z][a-z_]*$")
    likelihood: float = Field(ge=0, le=1)
    why: Text
    templates: tuple[Text, ...] = Field(min_length=1)
    cues: Phrases = ()
    unless: Phrases = ()
    parts: tuple[str, ...] = ()
    finding: str = ""
    most: int = Field(default=1, ge=1, le=9)
    filler: bool = False

    @field_validator("why", "templates")
    @classmethod
    def _known_placeholders(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for template in (value,) if isinstance(value, str) else value:
            unknown = sorted(placeholders(template) - PLACEHOLDERS)
            if unknown:
                raise ValueError(
                    f"{{{unknown[0]}}} stands for nothing; there are {', '.join(sorted(PLACEHOLDERS))}"
                )
        return value

    @model_validator(mode="after")
    def _can_be_asked(self) -> Archetype:
        """Every template can be filled, its reason with it, and leads to a moment or a slide of the talk."""
        is_raised = bool(self.cues or self.finding)
        for template in self.templates:
            names = placeholders(template)
            if "quote" in names and not is_raised:
                raise ValueError("{quote} needs cues or a finding to quote from")
            if not is_raised and not names - {"slide"}:
                raise ValueError(f"“{template}” needs a placeholder, cues or a finding to be about this very talk")
            if lacking := sorted(placeholders(self.why) - names):
                raise ValueError(f"why has {{{lacking[0]}}}, so “{template}” must have it too")
        return self


class Questions(Model):
    """What the panel may ask: at least ``least`` questions of a full talk, at most ``most``.

    ``names_after`` are the phrases that introduce the talk's own method by name, ``works`` what it is called where
    it has none, ``not_terms`` phrases too general to ask about, ``measures`` what a result is of, ``data_after``
    the words that follow the name of a data set, and ``counted`` what a study has a number of.
    """

    least: int = Field(ge=0)
    most: int = Field(ge=1)
    names_after: Phrases
    works: Phrases
    not_terms: Phrases
    measures: Phrases
    data_after: Phrases
    counted: Phrases
    archetypes: tuple[Archetype, ...]
