from __future__ import annotations

import copy
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.errors import RubricError
from talkcoach.rubric import load_rubric, shipped_rubrics
from talkcoach.store.places import shipped


@cache
def shipped_data() -> Any:
    """The rubric that ships with all that it leaves out."""
    return json.loads(load_rubric().model_dump_json())


def changed(tmp_path: Path, change: Any) -> Path:
    """A copy of the rubric that ships, with a change; JSON, which is YAML too, is quick to write."""
    data = copy.deepcopy(shipped_data())
    change(data)
    path = tmp_path / "mine.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_structure_is_what_research_interviewers_expect():
    parts = {part.key: part.minutes for part in load_rubric().parts}
    assert parts == {
        "problem": (2, 3),
        "gap": (2, 2),
        "approach": (10, 10),
        "evidence": (10, 10),
        "limitations": (5, 5),
        "implications": (5, 5),
    }
    assert list(parts) == list(load_rubric().keys)


def test_every_rubric_that_ships_is_sound():
    assert all(load_rubric(name).parts for name in shipped_rubrics())
    assert "research_talk" in shipped_rubrics()


def test_in_a_full_slot_a_part_should_get_the_minutes_of_the_rubric():
    rubric = load_rubric()
    assert rubric.targets(60 * rubric.slot_minutes) == {
        part.key: pytest.approx((60 * part.minutes[0], 60 * part.minutes[1])) for part in rubric.parts
    }


def test_the_parts_fill_the_slot_and_leave_room_for_a_greeting():
    rubric = load_rubric()
    assert 0.95 * rubric.slot_minutes <= sum(part.minutes[1] for part in rubric.parts) <= rubric.slot_minutes


@given(st.floats(1, 3600), st.floats(1.1, 10))
def test_targets_grow_in_proportion_to_the_slot(slot: float, times: float):
    rubric = load_rubric()
    for key, (least, most) in rubric.targets(slot).items():
        assert rubric.targets(slot * times)[key] == pytest.approx((least * times, most * times))


def test_every_part_of_the_rubric_that_ships_has_a_role_of_its_own():
    roles = [part.role for part in load_rubric().parts]
    assert roles == ["world", "earlier", "method", "results", "limits", "outlook"]


def test_parts_are_found_by_their_roles_in_the_order_of_the_talk():
    rubric = load_rubric()
    assert rubric.keys_with("limits", "results") == ("evidence", "limitations")
    assert rubric.parts_with("method") == (rubric["approach"],)
    assert rubric.keys_with() == ()


def test_a_rubric_is_read_once_for_as_long_as_its_file_stays_as_it_is(tmp_path: Path):
    path = changed(tmp_path, lambda data: data.update(name="First"))
    first = load_rubric(str(path))
    assert load_rubric(str(path)) is first
    text, status = path.read_text(encoding="utf-8"), path.stat()
    path.write_text(text.replace("First", "Other"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert load_rubric(str(path)).name == "Other"


def test_the_same_name_in_another_folder_is_another_rubric(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("One", "Two"):
        (tmp_path / name).mkdir()
        changed(tmp_path / name, lambda data, name=name: data.update(name=name))
        monkeypatch.chdir(tmp_path / name)
        assert load_rubric("mine.yaml").name == name


def test_without_the_fast_parser_a_rubric_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = shipped("rubrics", "research_talk.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert load_rubric(str(path)) == load_rubric()


def test_a_copy_with_other_parts_is_read_from_its_path(tmp_path: Path):
    def change(data: dict[str, Any]) -> None:
        data["parts"][0]["minutes"] = [1, 4]

    assert load_rubric(str(changed(tmp_path, change)))["problem"].minutes == (1, 4)


MISTAKES = [
    (lambda data: data["parts"][4].update(minuts=3), "parts.5.minuts: there is no such key. Did you mean minutes"),
    (lambda data: data["parts"][0].update(minutes=[3, 2]), "parts.1.minutes: the first number is the least"),
    (lambda data: data["parts"][0].update(minutes=["two", 3]), "parts.1.minutes.1"),
    (lambda data: data["parts"][1].update(key="problem"), "the key 'problem' is taken"),
    (lambda data: data["parts"][1].update(key="Other Things"), "parts.2.key"),
    (
        lambda data: data["parts"][1].update(role="prior"),
        "parts.2.role: Input should be 'world', 'earlier', 'method'",
    ),
    (lambda data: data["parts"][1].update(rol="earlier"), "there is no such key. Did you mean role"),
    (lambda data: data.pop("slot_minutes"), "Add slot_minutes"),
    (lambda data: data.update(slot_minutes=0), "slot_minutes"),
    (lambda data: data.update(parts=[]), "parts"),
    (lambda data: data.update(name=" "), "name: String should have at least 1 character"),
    (lambda data: data["parts"][0].update(title=""), "parts.1.title: String should have at least 1 character"),
    (lambda data: data["parts"][0].update(what=""), "parts.1.what: String should have at least 1 character"),
    (lambda data: data["parts"][0]["cover"][0].update(what=""), "parts.1.cover.1.what"),
    (
        lambda data: data["parts"][0].update(speech=[" "]),
        "parts.1.speech.1: the phrase ' ' would be found anywhere",
    ),
    (
        lambda data: data["parts"][0].update(titles=["…"]),
        "parts.1.titles.1: the phrase '…' would be found anywhere",
    ),
    (
        lambda data: data["delivery"].update(words_per_minute=[165, 110]),
        "delivery.words_per_minute: the first number",
    ),
    (lambda data: data["delivery"].update(words_per_minute=[110, float("inf")]), "delivery.words_per_minute.2"),
    (lambda data: data["delivery"].update(fillers=["um", ""]), "would be found anywhere"),
    (
        lambda data: data["parts"].pop(3),
        "failure is to be raised in evidence, which is no part of this rubric. Use",
    ),
]


@pytest.mark.parametrize(("change", "said"), MISTAKES)
def test_a_mistake_is_answered_with_file_key_and_remedy(tmp_path: Path, change: Any, said: str):
    path = changed(tmp_path, change)
    with pytest.raises(RubricError) as error:
        load_rubric(str(path))
    assert str(path) in str(error.value)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_yaml_that_is_none_is_answered_with_its_line(tmp_path: Path):
    path = tmp_path / "mine.yaml"
    path.write_text("name: a\nparts: [", encoding="utf-8")
    with pytest.raises(RubricError, match="not valid YAML in line"):
        load_rubric(str(path))


@pytest.mark.parametrize("text", ["", "- a list", "words"])
def test_a_file_that_is_no_rubric_says_how_to_begin_one(tmp_path: Path, text: str):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RubricError, match="Copy a rubric that ships"):
        load_rubric(str(path))


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(RubricError, match="research_talk"):
        load_rubric("reserch_talk")


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(RubricError, match=r"no rubric file .*gone\.yaml"):
        load_rubric(str(tmp_path / "gone.yaml"))


@pytest.mark.parametrize(
    "text",
    ["name: 2026-13-45", "[" * 5_000, "[" * 500_000, "- " * 50_000, "name: \x01", "? [a]\n: b", "name: *nobody"],
)
def test_yaml_that_its_reader_stumbles_over_is_answered_in_one_line(tmp_path: Path, text: str):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RubricError) as error:
        load_rubric(str(path))
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_rubric_that_is_no_text_is_told_from_one_with_a_mistake(tmp_path: Path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"name: caf\xe9")
    with pytest.raises(RubricError, match="not written in UTF-8"):
        load_rubric(str(path))


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + ".yaml", "nul\0", "nul\0.yaml"])
def test_a_name_that_no_file_can_have_is_refused(name: str):
    with pytest.raises(RubricError, match="there is no rubric"):
        load_rubric(name)


def test_a_rubric_in_a_closed_folder_is_said_to_be_closed(closed_folder: Path):
    with pytest.raises(RubricError, match="may not be read"):
        load_rubric(str(closed_folder / "mine.yaml"))


def test_a_folder_is_no_rubric(tmp_path: Path):
    with pytest.raises(RubricError, match="is a folder"):
        load_rubric(str(tmp_path))


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch])
def test_a_rubric_that_ships_comes_before_what_lies_around_under_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any
):
    make(tmp_path / "research_talk")
    monkeypatch.chdir(tmp_path)
    assert load_rubric("research_talk").name == "Research job talk"


def test_a_copy_of_before_there_were_roles_gets_those_of_the_same_keys(tmp_path: Path):
    text = shipped("rubrics", "research_talk.yaml").read_text(encoding="utf-8")
    copy = tmp_path / "mine.yaml"
    copy.write_text(re.sub(r"(?m)^ +role: .*\n", "", text), encoding="utf-8")
    assert "role:" not in copy.read_text(encoding="utf-8").split("delivery:")[0]
    assert load_rubric(str(copy)).parts == load_rubric().parts


SMALL = """
name: Lab talk
slot_minutes: 20
tolerance: 0.1
parts:
  - {key: opening, title: Opening, what: The world, minutes: [5, 5], role: world}
  - {key: work, title: Work, what: What we did, minutes: [10, 12], role: method, speech: [our trick]}
delivery: {long_pause_seconds: 4}
"""


def test_a_rubric_of_a_few_lines_has_the_phrases_of_its_roles_and_everything_that_is_the_same_for_every_talk(
    tmp_path,
):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    small, whole = load_rubric(str(path)), load_rubric()
    assert small["opening"].speech == whole["problem"].speech
    assert small["work"].speech == ("our trick", *whole["approach"].speech)
    assert small.delivery.long_pause_seconds == 4
    assert small.delivery.hedges == whole.delivery.hedges
    assert small.limitations == whole.limitations


def test_what_would_be_asked_of_a_part_that_a_rubric_lacks_is_not_asked(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    small, whole = load_rubric(str(path)), load_rubric()
    kinds = {archetype.key: archetype.parts for archetype in small.questions.archetypes}
    everywhere = {archetype.key for archetype in whole.questions.archetypes if not archetype.parts}
    assert everywhere < kinds.keys()
    assert {part for parts in kinds.values() for part in parts} <= {"opening", "work"}
    assert "work" in next(parts for parts in kinds.values() if parts)


def test_a_part_without_a_role_has_its_own_phrases_only(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.replace(", role: method", ""), encoding="utf-8")
    assert load_rubric(str(path))["work"].speech == ("our trick",)
