"""The plan of the rooms, held to the tree: what docs/architecture.md and pyproject.toml say of it is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLAN = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = re.findall(r"^\| `(\w+)/` \|", PLAN, re.MULTILINE)
FACES = {"app", "cli"}
TO_COME: set[str] = set()
"""Rooms whose place is kept although nothing is in them yet."""


def layers() -> list[str]:
    """The rooms as import-linter has them, the lowest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    names = [re.findall(r"talkcoach\.(\w+)", layer) for layer in settings["contracts"][0]["layers"]]
    return [room for layer in reversed(names) for room in layer if room not in FACES | {"errors"}]


def test_there_are_fifteen_rooms_in_the_order_in_which_they_import():
    assert len(ROOMS) == 15
    assert layers() == ROOMS


def test_every_package_is_a_room_or_a_face_and_every_room_is_a_package():
    packages = {path.parent.name for path in (ROOT / "talkcoach").glob("*/__init__.py")}
    assert packages - FACES == set(ROOMS) - TO_COME


def test_only_errors_and_the_entry_stand_beside_the_rooms():
    modules = {path.name for path in (ROOT / "talkcoach").glob("*.py")}
    assert modules == {"__init__.py", "__main__.py", "errors.py"}


def test_tests_mirror_the_rooms():
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders - {"e2e", "sample"} <= set(ROOMS) | FACES
    assert set(ROOMS) - TO_COME <= folders


@pytest.mark.parametrize(
    "name", re.findall(r"`((?:talkcoach|tests|benchmarks|docs|rubrics|workflows|store|report)/[\w/.]+)`", PLAN)
)
def test_every_file_that_the_plan_names_is_there(name: str):
    if name.rstrip("/") == "talkcoach/models":
        return
    assert (ROOT / name).exists() or (ROOT / "talkcoach" / name).exists()


@pytest.mark.parametrize(
    ("name", "code"), re.findall(r"\(`(talkcoach/[\w/.]+)`\):\n\n```python\n(.*?)```", CONTRIBUTING, re.S)
)
def test_the_examples_of_style_are_taken_from_the_code(name: str, code: str):
    lines = [line.strip() for line in code.strip().splitlines()]
    source = [line.strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    assert any(source[n : n + len(lines)] == lines for n in range(len(source)))


def test_no_class_and_no_file_name_stands_twice():
    paths = [path for path in (ROOT / "talkcoach").rglob("*.py") if path.name != "__init__.py"]
    files = [path.name for path in paths]
    classes = [
        name
        for path in paths
        for name in re.findall(r"^class ([A-Za-z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted({name for name in files if files.count(name) > 1}) == []
    assert sorted({name for name in classes if classes.count(name) > 1}) == []
