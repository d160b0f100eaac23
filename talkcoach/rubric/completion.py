"""What a rubric leaves out: the phrases and norms that are the same for every talk, from `common.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SECTIONS = ("other", "delivery", "limitations", "claims", "acronyms", "questions")
"""Sections that a rubric may give whole, in part or not at all."""


def completed(data: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a rubric with what it leaves to ``common``.

    A part with a role has the phrases of its role beside its own. The archetypes in ``common`` name the parts in
    which they are raised by role; one whose roles the rubric does not have is left out. What is no mapping, or no
    list of parts, stays as it is, for the schema to complain of.
    """
    parts = data.get("parts")
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return dict(data)
    shared = {section: common[section] for section in SECTIONS}
    shared["questions"] = {
        **shared["questions"],
        "archetypes": [
            moved for archetype in shared["questions"]["archetypes"] if (moved := _by_key(archetype, parts))
        ],
    }
    sections = {
        section: {**shared[section], **own} if isinstance(own := data.get(section, {}), dict) else own
        for section in SECTIONS
    }
    return {**data, **sections, "parts": [_with_phrases(part, common["speech"]) for part in parts]}


def _by_key(archetype: Mapping[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The archetype with the keys of parts in place of roles; None where it was to be raised in none of them."""
    roles = archetype.get("parts", ())
    keys = [part["key"] for part in parts if part.get("role") in roles and "key" in part]
    return None if roles and not keys else {**archetype, "parts": keys}


def _with_phrases(part: dict[str, Any], speech: Mapping[str, list[str]]) -> dict[str, Any]:
    own, role = part.get("speech", []), part.get("role")
    if not isinstance(own, list) or not isinstance(role, str) or role not in speech:
        return part
    return {**part, "speech": [*own, *(phrase for phrase in speech[role] if phrase not in set(map(str, own)))]}
