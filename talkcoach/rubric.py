"""What a talk is held against: the structure, what each part must cover, and the words that give a part away.

A rubric is one YAML file. Those that ship with talkcoach are found by name, a user's own by path.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, NonNegativeFloat, ValidationError, field_validator, model_validator

from talkcoach.errors import RubricError
from talkcoach.paths import is_file, is_folder, status_of
from talkcoach.resources import shipped
from talkcoach.rubric_cues import Acronyms, ClaimCues, LimitationCues, Model, Phrase, Questions, Text
from talkcoach.rubric_cues import Phrases as Phrases

DEFAULT = "research_talk"
OTHER = "other"

Minutes = Annotated[float, Field(ge=0, le=600)]


def _in_order(band: tuple[float, float]) -> tuple[float, float]:
    if band[0] > band[1]:
        raise ValueError("the first number is the least and may not exceed the second")
    return band


class Point(Model):
    """One thing that a part must cover. ``cues`` are the phrases by which it is recognised when it is said."""

    what: Text
    cues: Phrases = Field(min_length=1)


class Part(Model):
    """One part of the structure. ``minutes`` is the least and the most that it should get in a full slot.

    ``titles`` are phrases of slide titles and ``speech`` phrases of spoken sentences that give the part away.
    """

    key: str = Field(pattern=r"^[a-z][a-z_]*$")
    title: Text
    what: Text
    minutes: tuple[Minutes, Minutes]
    cover: tuple[Point, ...] = ()
    titles: Phrases = ()
    speech: Phrases = ()

    _check_order = field_validator("minutes")(_in_order)


class Other(Model):
    """What belongs to no part: greetings, the outline, thanks."""

    titles: Phrases = ()
    speech: Phrases = ()


class Expression(Model):
    """A turn of speech that is looked for where one of ``when`` stands around it, or anywhere when there are none.

    It never counts where one of ``unless`` stands around it. The rubric file explains how they are written.
    """

    say: Phrase
    when: Phrases = ()
    unless: Phrases = ()


class Delivery(Model):
    """What is ordinary in how a talk sounds. The phrases and the bands are explained in the rubric file.

    What is counted ``_per_minute`` is remarked on above that. ``cluster`` is a number of filled pauses, and the
    seconds within which so many are noticed together.
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
    """A kind of rehearsal.

    The parts' minutes are for a talk of ``slot_minutes``; ``tolerance`` is the share of its target by which a part
    may miss it unremarked.
    """

    name: Text
    slot_minutes: float = Field(gt=0, le=600)
    tolerance: float = Field(ge=0, lt=1)
    parts: tuple[Part, ...] = Field(min_length=1)
    other: Other = Other()
    delivery: Delivery
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

    def title(self, key: str) -> str:
        """What to call a part in front of a user, `OTHER` included."""
        return "Other" if key == OTHER else self[key].title

    def targets(self, slot_seconds: float) -> dict[str, tuple[float, float]]:
        """The least and most seconds for each part in a slot, in proportion to the rubric's own slot."""
        scale = slot_seconds / self.slot_minutes
        return {part.key: (part.minutes[0] * scale, part.minutes[1] * scale) for part in self.parts}


def load_rubric(name: str = DEFAULT) -> Rubric:
    """Read a rubric: one of ours by name, or a file by path.

    Raises:
        RubricError: when there is no such rubric or it has a mistake, naming the file, the key and the remedy.
    """
    path = _find(name)
    return parse_rubric(_read_yaml(path), path)


def parse_rubric(data: Any, path: Path) -> Rubric:
    """Check what a rubric file holds; ``path`` only names it in errors.

    Raises:
        RubricError: for the first mistake found.
    """
    if not isinstance(data, dict):
        raise RubricError(f"{path} is not a rubric", "Copy a rubric that ships with talkcoach and change it")
    try:
        rubric = Rubric.model_validate(data)
    except ValidationError as mistakes:
        raise _explained(mistakes, path) from None
    _check_parts(rubric, path)
    return rubric


def shipped_rubrics() -> tuple[str, ...]:
    """The names of the rubrics that come with talkcoach."""
    return tuple(sorted(path.stem for path in shipped("rubrics").glob("*.yaml")))


def _find(name: str) -> Path:
    if name in shipped_rubrics():
        return shipped("rubrics", f"{name}.yaml")
    path = Path(name)
    if is_folder(path):
        raise RubricError(f"{name} is a folder, not a rubric", "Give the path of a YAML file")
    if path.suffix in {".yaml", ".yml"}:
        status_of(path, "rubric file", RubricError)
    elif not is_file(path):
        raise RubricError(
            f"there is no rubric called {name}",
            f"Use {' or '.join(shipped_rubrics())}, or the path of a YAML file",
        )
    return path


def _read_yaml(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RubricError(f"the rubric {path} cannot be read ({error.strerror})", "Check the file") from None
    except UnicodeDecodeError:
        raise RubricError(f"the rubric {path} is not written in UTF-8", "Save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise RubricError(
            f"the rubric {path} is not valid YAML{where}: {getattr(error, 'problem', error)}",
            "Check the indentation and the quotes there",
        ) from None
    except (ValueError, RecursionError) as error:  # a date that no calendar has; brackets without end
        raise RubricError(f"the rubric {path} is not valid YAML: {error}", "Put words in quotes") from None


def _check_parts(rubric: Rubric, path: Path) -> None:
    """Archetypes speak of parts that are there."""
    known = (*rubric.keys, OTHER)
    for number, archetype in enumerate(rubric.questions.archetypes, start=1):
        for part in archetype.parts:
            if part not in known:
                raise RubricError(
                    f"the rubric {path} has a mistake at questions.archetypes.{number}.parts: "
                    f"{archetype.key} is to be raised in {part}, which is no part of this rubric",
                    f"Use {', '.join(known)}, or leave {part} out",
                )


def _explained(mistakes: ValidationError, path: Path) -> RubricError:
    mistake = mistakes.errors(include_url=False)[0]
    key = ".".join(str(step + 1) if isinstance(step, int) else step for step in mistake["loc"])
    message = mistake["msg"].removeprefix("Value error, ")
    remedy = f"Correct {key or 'it'} there" if mistake["type"] != "missing" else f"Add {key}"
    if mistake["type"] == "extra_forbidden":
        message = "there is no such key"
        close = get_close_matches(str(mistake["loc"][-1]), _known_keys(), n=1)
        remedy = f"Did you mean {close[0]}?" if close else f"Remove {key}"
    return RubricError(f"the rubric {path} has a mistake at {key or 'the top'}: {message}", remedy.rstrip("?"))


def _known_keys() -> list[str]:
    def models(kind: type[Model]) -> list[type[Model]]:
        return [kind, *(each for child in kind.__subclasses__() for each in models(child))]

    return sorted({key for model in models(Model) for key in model.model_fields})
