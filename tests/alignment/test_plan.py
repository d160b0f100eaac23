from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.alignment.plan import plan
from talkcoach.decks import read_deck
from talkcoach.domain import Deck, Slide, Span
from talkcoach.rubric import OTHER, load_rubric
from talkcoach.store.places import shipped

RUBRIC = load_rubric()
PARTS = {
    "Sparse routing": OTHER,
    "Motivation": "problem",
    "Related work": "gap",
    "Our approach": "approach",
    "The router": "approach",
    "Experiments": "evidence",
    "Table 2": "evidence",
    "Limitations": "limitations",
    "Conclusion": "implications",
    "Thank you": OTHER,
}
TITLES = st.sampled_from([*PARTS, "Outline", "Backup: settings", "References", ""])


def a_deck(*titles: str, hidden: int = 0, sections: tuple[str, ...] = ()) -> Deck:
    names = sections or ("",) * len(titles)
    return Deck(
        tuple(
            Slide(n, title, title, hidden=n == hidden, section=name)
            for n, (title, name) in enumerate(zip(titles, names, strict=True), start=1)
        )
    )


def keys(deck: Deck, corrections: dict[int, str] | None = None) -> list[str]:
    return [placement.key for placement in plan(deck, RUBRIC, corrections)]


def shown(deck: Deck) -> list[int]:
    return [placement.slide for placement in plan(deck, RUBRIC) if placement.shown]


def test_the_sample_deck_is_planned_as_the_sample_talk_is_told(sample_truth: dict[str, Any]):
    deck = read_deck(shipped("assets", "sample", "deck.pptx"))
    told: dict[int, dict[str, float]] = {}
    for visit in sample_truth["visits"]:
        parts = told.setdefault(visit["slide"], {})
        for section in sample_truth["sections"]:
            shared = Span(visit["start"], visit["end"]).overlap(Span(section["start"], section["end"]))
            parts[section["key"]] = parts.get(section["key"], 0.0) + shared
    placements = {placement.slide: placement for placement in plan(deck, RUBRIC)}
    assert {slide: placements[slide].key for slide in told} == {
        slide: max(parts, key=lambda key: parts[key]) for slide, parts in told.items()
    }
    assert [slide for slide, placement in placements.items() if not placement.shown] == [10]


def test_titles_tell_the_part_and_slides_without_a_telling_title_go_with_the_one_before():
    assert keys(a_deck(*PARTS)) == list(PARTS.values())


def test_the_decks_own_sections_tell_the_part_where_titles_do_not():
    sections = (
        "Opening",
        "Motivation",
        "Related work",
        "Method",
        "Method",
        "Experiments",
        "Limitations",
        "Outlook",
    )
    deck = a_deck(*(f"Slide {n}" for n in range(1, 9)), sections=sections)
    assert keys(deck)[1:-1] == ["problem", "gap", "approach", "approach", "evidence", "limitations"]


def test_what_stands_on_a_slide_tells_its_part_where_title_and_section_do_not():
    bare = ("Sparse routing", "Motivation", "Reading", "The router", "Experiments", "Conclusion")
    text = "Reading\nExisting approaches ignore headings\nLittle is known about scans"
    deck = Deck(tuple(Slide(n, title, text if n == 3 else title) for n, title in enumerate(bare, start=1)))
    assert keys(deck)[2] == "gap"
    assert keys(a_deck(*bare))[2] != "gap"


def test_a_correction_always_wins_even_against_the_thanks():
    corrections = {2: "limitations", 8: OTHER, 10: "gap"}
    wanted = {**dict(enumerate(PARTS.values(), start=1)), **corrections}
    assert keys(a_deck(*PARTS), corrections) == list(wanted.values())


def test_a_hidden_slide_keeps_its_place_and_is_not_to_be_shown():
    deck = a_deck(*PARTS, hidden=5)
    assert keys(deck) == list(PARTS.values())
    assert shown(deck) == [1, 2, 3, 4, 6, 7, 8, 9, 10]


@pytest.mark.parametrize("thanks", ["Thank you", "Thank you for your attention", "Questions?", "References"])
def test_what_is_behind_the_thanks_belongs_to_no_part_and_is_not_to_be_shown(thanks: str):
    deck = a_deck(*list(PARTS)[:-1], thanks, "More tables", "All settings")
    assert keys(deck) == [*list(PARTS.values())[:-1], OTHER, OTHER, OTHER]
    assert shown(deck) == list(range(1, 11))


def test_backups_that_are_named_like_parts_are_behind_the_thanks_all_the_same():
    deck = a_deck(*PARTS, "Ablation", "Related work")
    assert keys(deck)[-3:] == [OTHER, OTHER, OTHER]


def test_a_title_that_begins_like_an_end_does_not_end_a_talk_that_goes_on():
    titles = ("Routing", "Motivation", "Our approach", "Overview of results", "Limitations", "Conclusion")
    assert shown(a_deck(*titles)) == [1, 2, 3, 4, 5, 6]


def test_an_outline_that_comes_again_does_not_end_the_talk():
    titles = (
        "Routing",
        "Outline",
        "Motivation",
        "Our approach",
        "Outline",
        "Experiments",
        "Limitations",
        "Conclusion",
    )
    assert shown(a_deck(*titles)) == list(range(1, 9))


def test_a_talk_may_end_with_its_conclusion():
    assert keys(a_deck(*list(PARTS)[:-1]))[-1] == "implications"


def test_a_deck_without_slides_has_no_plan():
    assert plan(Deck(()), RUBRIC) == ()


def test_a_slide_that_its_title_names_is_surer_than_one_that_tells_nothing():
    placements = plan(a_deck("Routing", "One", "Two", "Three", "Limitations", "Four", "Thanks"), RUBRIC)
    assert placements[4].confidence > max(placements[n].confidence for n in (1, 2, 3))


@settings(max_examples=60)
@given(st.lists(TITLES, min_size=1, max_size=14), st.data())
def test_every_slide_has_one_part_in_order_and_corrections_stand(titles: list[str], data: st.DataObject):
    numbers, parts = st.integers(1, len(titles)), st.sampled_from([*RUBRIC.keys, OTHER])
    corrections = data.draw(st.dictionaries(numbers, parts))
    placements = plan(a_deck(*titles), RUBRIC, corrections)
    assert [placement.slide for placement in placements] == list(range(1, len(titles) + 1))
    assert all(0 < placement.confidence <= 1 for placement in placements)
    assert {n: placements[n - 1].key for n in corrections} == corrections
