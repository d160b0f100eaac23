"""Reading a rubric: one of those that ship with talkcoach by its name, or a user's own by its path."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from talkcoach.errors import RubricError
from talkcoach.rubric.completion import completed
from talkcoach.rubric.cues import Model
from talkcoach.rubric.schema import OTHER, Rubric
from talkcoach.store.paths import is_file, is_folder, status_of
from talkcoach.store.places import shipped

DEFAULT = "research_talk"

DEEPEST = 100
"""Levels of nesting up to which the fast YAML parser is used: it crashes on many thousands."""


def load_rubric(name: str = DEFAULT, kinds: Collection[str] | None = None) -> Rubric:
    """Read a rubric: one of ours by name, or a file by path. A file that has not changed is read only once.

    Args:
        name: the name or the path.
        kinds: the kinds of finding that may raise a question; None to leave them unchecked.

    Raises:
        RubricError: when there is no such rubric or it has a mistake, naming the file, the key and the remedy.
    """
    path = _find(name)
    rubric = _loaded(path, _version(path))
    if kinds is not None:
        _check_findings(rubric, kinds, path)
    return rubric


def parse_rubric(data: Any, path: Path, kinds: Collection[str] | None = None) -> Rubric:
    """Check the data of a rubric file, and add what it leaves out; ``path`` only names it in errors.

    For ``kinds`` see `load_rubric`.

    Raises:
        RubricError: for the first mistake found.
    """
    if not isinstance(data, dict):
        raise RubricError(f"{path} is not a rubric", "Copy a rubric that ships with talkcoach and change it")
    try:
        rubric = Rubric.model_validate(completed(data, _common()))
    except ValidationError as mistakes:
        raise _explained(mistakes, path) from None
    _check_parts(rubric, path)
    if kinds is not None:
        _check_findings(rubric, kinds, path)
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


@lru_cache(maxsize=16)
def _loaded(path: Path, version: tuple[int, ...]) -> Rubric:  # noqa: ARG001
    return parse_rubric(_with_roles(_read_yaml(path)), path)


def _with_roles(data: Any) -> Any:
    """The same, where no part states a role, with those that parts of the same key have in the default rubric.

    Rubrics were copied from it before there were roles.
    """
    parts = data.get("parts") if isinstance(data, dict) else None
    if not isinstance(parts, list) or not all(isinstance(part, dict) and "role" not in part for part in parts):
        return data
    roles = {part.key: part.role for part in load_rubric().parts}
    added = [{**part, "role": role} if (role := roles.get(part.get("key"))) else part for part in parts]
    return {**data, "parts": added}


@lru_cache(maxsize=1)
def _common() -> Any:
    """What is the same for every rubric."""
    return _read_yaml(shipped("rubric", "common.yaml"))


def _version(path: Path) -> tuple[int, ...]:
    """A value that changes when the file does, or when the path leads to another file."""
    status = status_of(path, "rubric file", RubricError)
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _read_yaml(path: Path) -> Any:
    import yaml

    try:
        return _parsed(path.read_text(encoding="utf-8"))
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


def _parsed(text: str) -> Any:
    """The data of a YAML text. libyaml reads it five times as fast where it is there.

    Only the parser in Python is safe from deep nesting, and its messages are the ones to show.
    """
    import yaml

    fast = getattr(yaml, "CSafeLoader", None)
    try:
        if fast and _is_shallow(text, fast):
            return yaml.load(text, fast)
    except (yaml.YAMLError, ValueError):
        pass
    return yaml.safe_load(text)


def _is_shallow(text: str, loader: Any) -> bool:
    import yaml

    depth = 0
    for event in yaml.parse(text, loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return False
    return True


def _check_findings(rubric: Rubric, kinds: Collection[str], path: Path) -> None:
    """Archetypes refer to kinds of finding that exist."""
    for number, archetype in enumerate(rubric.questions.archetypes, start=1):
        if archetype.finding and archetype.finding not in kinds:
            key = f"questions.archetypes.{number}.finding"
            close = get_close_matches(archetype.finding, kinds, n=1)
            raise RubricError(
                f"the rubric {path} has a mistake at {key}: nothing finds {archetype.finding!r}; "
                f"there are {', '.join(sorted(kinds))}",
                f"Did you mean {close[0]}" if close else f"Correct {key} there",
            )


def _check_parts(rubric: Rubric, path: Path) -> None:
    """Archetypes refer to parts that exist."""
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
