"""Frozen values to JSON and back.

A value's span stands as ``start`` and ``end`` beside its other fields, since that is how other programs like it,
and so do the fields of whatever else is marked `BESIDE`.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from cattrs import ClassValidationError, Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from talkcoach.errors import InputError

T = TypeVar("T")

BESIDE = {"beside": True}
"""Metadata of a dataclass field whose own fields are written beside the others."""


def dump(value: Any) -> str:
    """A value as JSON text, floats rounded to a thousandth."""
    return json.dumps(_rounded(_converter().unstructure(value)), ensure_ascii=False, indent=1)


def load(text: str, kind: type[T], path: Path) -> T:
    """A value of a kind from JSON text.

    Raises:
        InputError: when the text holds no such value; ``path`` names it.
    """
    return structured(parsed(text, path), kind, path)


def parsed(text: str, path: Path) -> dict[str, Any]:
    """The object that stands in JSON text.

    Raises:
        InputError: when none does; ``path`` names it.
    """
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"{path} is not valid JSON{where}", _REMEDY) from None
    if not isinstance(data, dict):
        raise InputError(f"{path} holds nothing of talkcoach", _REMEDY)
    return data


def structured(data: Any, kind: type[T], path: Path) -> T:
    """A value of a kind from parsed JSON.

    Raises:
        InputError: when it is no such value; ``path`` names it.
    """
    try:
        return _converter().structure(data, kind)
    except (ClassValidationError, AttributeError, KeyError, TypeError, ValueError):
        raise InputError(f"{path} holds no {kind.__name__.lower()} of talkcoach", _REMEDY) from None


_REMEDY = "Pass a file that talkcoach wrote"


@cache
def _converter() -> Converter:
    converter = Converter()

    def flattening(kind: type) -> Any:
        plain: Any = make_dict_unstructure_fn(kind, converter)

        def unstructure(value: Any) -> dict[str, Any]:
            data: dict[str, Any] = plain(value)
            for name in _beside(kind):
                data = {**data.pop(name), **data}
            return data

        return unstructure

    def nesting(kind: type) -> Any:
        plain: Any = make_dict_structure_fn(kind, converter)

        def structure(data: Any, _: type) -> Any:
            inner = {
                name: {each.name: data[each.name] for each in fields(of) if each.name in data}
                for name, of in _beside(kind).items()
            }
            return plain({**data, **inner}, kind)

        return structure

    converter.register_unstructure_hook_factory(lambda kind: bool(_beside(kind)), flattening)
    converter.register_structure_hook_factory(lambda kind: bool(_beside(kind)), nesting)
    return converter


@cache
def _beside(kind: Any) -> dict[str, Any]:
    """The fields whose own fields are written beside the others, with their kinds."""
    if not is_dataclass(kind):
        return {}
    names = [field.name for field in fields(kind) if field.name == "span" or field.metadata == BESIDE]
    return {name: get_type_hints(kind)[name] for name in names}


def _rounded(data: Any) -> Any:
    if isinstance(data, float):
        return round(data, 3)
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_rounded(value) for value in data]
    return data
