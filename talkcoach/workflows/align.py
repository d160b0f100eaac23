"""Which slide and which part when: what is known exactly stands, the words tell the rest."""

from __future__ import annotations

from collections.abc import Mapping

from talkcoach.alignment.corrected_visits import corrected
from talkcoach.alignment.interruptions import cut_around, of_other_voices, within, without
from talkcoach.alignment.part_bounds import part_bounds
from talkcoach.alignment.sections import find_sections, unsure_parts
from talkcoach.alignment.slides import align
from talkcoach.domain import Aligned, Sections, Transcript, Visits, merged
from talkcoach.errors import InputError
from talkcoach.rubric import OTHER, Rubric
from talkcoach.workflows.load import Material


def aligned(material: Material, transcript: Transcript, rubric: Rubric) -> Aligned:
    """The talk with its slides and parts; questions from the audience and
    other voices are left out of it.

    Raises:
        InputError: for a correction that names no part of the rubric.
    """
    _check_parts(material.corrections.parts, rubric)
    deck = material.deck
    asked = within(merged((*material.interruptions, *of_other_voices(transcript))), material.duration)
    spoken = without(transcript, asked)
    visits = corrected(align(spoken, deck, material.visits), material.corrections.visits)
    visits = cut_around(visits, asked)
    sections = find_sections(spoken, deck, visits, rubric, material.corrections.parts)
    found = frozenset(section.key for section in sections)
    return Aligned(
        spoken,
        deck,
        Visits(visits),
        Sections(cut_around(sections, asked)),
        material.duration,
        asked,
        within(material.gaps, material.duration),
        material.caveats,
        unsure_parts(spoken, deck, visits, rubric, found, material.corrections.parts),
        part_bounds(spoken, deck, visits, rubric, material.corrections.parts),
        material.corrections.limitations,
    )


def _check_parts(parts: Mapping[int, str], rubric: Rubric) -> None:
    keys = (*rubric.keys, OTHER)
    for slide, key in parts.items():
        if key not in keys:
            raise InputError(
                f"the corrections put slide {slide} in {key}, which is no part of the rubric",
                f"Use one of {', '.join(keys)}",
            )
