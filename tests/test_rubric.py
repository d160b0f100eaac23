from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.errors import RubricError
from talkcoach.resources import shipped
from talkcoach.rubric import load_rubric, shipped_rubrics


def changed(tmp_path: Path, change: Any) -> Path:
    data = yaml.safe_load(shipped("rubrics", "research_talk.yaml").read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
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
    (lambda data: data.pop("slot_minutes"), "Add slot_minutes"),
    (lambda data: data.update(slot_minutes=0), "slot_minutes"),
    (lambda data: data.update(parts=[]), "parts"),
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
