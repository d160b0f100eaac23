"""Talks that are being prepared: their folders, their decks, and what the user corrected."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.decks import read_deck
from talkcoach.decks.uploads import MOST_SHOWN
from talkcoach.decks.versions import same_slides
from talkcoach.domain import Deck, Slide
from talkcoach.errors import DeckError, InputError, TalkcoachError
from talkcoach.store import prepared as talks
from talkcoach.store.corrections import limitations_in, parts_in, write_limitations
from talkcoach.store.library import find
from talkcoach.store.places import shipped
from talkcoach.store.prepared import PreparedTalk, talks_folder
from talkcoach.store.rehearsal import deck_in
from talkcoach.workflows.prepare import new_rehearsal, prepare, replace_deck

SAMPLE = shipped("assets", "sample", "deck.pptx")


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "data"
    monkeypatch.setenv("TALKCOACH_DATA", str(data))
    return data


def a_talk(name: str = "Job talk.pptx") -> PreparedTalk:
    return prepare(SAMPLE.read_bytes(), name, "research_talk", 35)


def a_version(path: Path, *titles: str) -> bytes:
    from pptx import Presentation

    deck = Presentation()
    for title in titles:
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.save(str(path))
    return path.read_bytes()


def everything_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_prepared_talk_is_found_again_as_it_was():
    made = a_talk()
    assert talks.find_talk(made.id) == made
    assert talks.talks() == (made,)
    assert made.title == "Sparse routing for long documents"
    assert made.deck.read_bytes() == SAMPLE.read_bytes()


def test_the_newest_talk_comes_first():
    older, newer = a_talk(), a_talk()
    assert talks.talks() == (newer, older)


def test_there_are_no_talks_before_the_first():
    assert talks.talks() == ()
    with pytest.raises(InputError, match="there is no talk 'x'"):
        talks.find_talk("x")


NAMES = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "../../../outside.pptx",
        "..\\..\\outside.pptx",
        "/etc/outside.pptx",
        "C:\\outside.pptx",
        "x/../../y.pptx",
        "..",
    ]
)


@given(name=NAMES)
def test_no_name_of_an_upload_leaves_the_folder_of_talks(name: str, tmp_path_factory: pytest.TempPathFactory):
    around = tmp_path_factory.mktemp("around")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TALKCOACH_DATA", str(around / "a" / "data"))
        for content in (b"", b"no deck"):
            with pytest.raises(TalkcoachError):
                prepare(content, name, "research_talk", 35)
        assert everything_below(around) == set()


@pytest.mark.parametrize(
    "name", ["../../../outside.pptx", "..\\..\\outside.PPTX", "/etc/x.pptx", "a" * 5000 + ".pptx"]
)
def test_of_an_uploads_name_only_its_kind_is_used_in_a_path(name: str, own_data: Path):
    talk = a_talk(name)
    assert talk.deck == talk.folder / "deck.pptx"
    assert {path.parent for path in everything_below(own_data.parent)} == {talk.folder}
    assert "/" not in talk.deck_name
    assert len(talk.deck_name) <= MOST_SHOWN


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "Talk.pptx", "Talk.pptx is empty"),
        (b"words", "Talk.pdf", "Talk.pdf is not a PDF"),
        (b"words", "Talk.key", "export it to PowerPoint or PDF"),
        (b"words", "Talk", "not a deck"),
    ],
)
def test_a_bad_deck_is_named_as_the_user_names_it_and_leaves_nothing(content: bytes, name: str, said: str):
    with pytest.raises(DeckError, match=said) as refused:
        prepare(content, name, "research_talk", 35)
    assert str(talks_folder()) not in str(refused.value)
    assert list(talks_folder().iterdir()) == []


def test_only_the_user_may_look_at_talks():
    talk = a_talk()
    if os.name != "nt":
        assert talk.folder.stat().st_mode & 0o077 == 0


def test_a_correction_is_kept_and_can_be_taken_back():
    talk = talks.correct(a_talk(), 3, "gap")
    assert talks.find_talk(talk.id).corrections == {3: "gap"}
    assert talks.correct(talk, 3, None).corrections == {}
    assert talks.find_talk(talk.id).corrections == {}


def test_a_newer_version_keeps_the_corrections_whose_slides_are_still_there(tmp_path: Path):
    first = a_version(tmp_path / "1.pptx", "Opening", "Idea", "Numbers", "Doubts")
    talk = prepare(first, "talk.pptx", "research_talk", 35)
    for slide, key in ((2, "approach"), (3, "evidence"), (4, "limitations")):
        talk = talks.correct(talk, slide, key)
    second = a_version(tmp_path / "2.pptx", "Opening", "A new slide", "Idea", "Doubts")
    changed, lost = replace_deck(talk, second, "talk v2.pptx")
    assert changed.corrections == {3: "approach", 4: "limitations"}
    assert lost == (3,)
    assert changed.deck_name == "talk v2.pptx"
    assert talks.find_talk(talk.id) == changed
    assert [slide.title for slide in read_deck(changed.deck).slides][1] == "A new slide"


def test_a_newer_version_of_another_kind_leaves_one_deck(tmp_path: Path):
    talk = a_talk()
    content = a_version(tmp_path / "2.pptx", "Opening")
    changed, _ = replace_deck(talk, content, "talk.ppsx")
    assert [path.name for path in talk.folder.glob("deck.*")] == [changed.deck.name] == ["deck.ppsx"]


def test_a_newer_version_that_cannot_be_read_changes_nothing():
    talk = talks.correct(a_talk(), 3, "gap")
    before = {path: path.read_bytes() for path in everything_below(talk.folder)}
    with pytest.raises(DeckError, match="new\\.pdf"):
        replace_deck(talk, b"no deck", "new.pdf")
    assert {path: path.read_bytes() for path in everything_below(talk.folder)} == before


TITLES = st.lists(st.sampled_from(["A", "B", "C", ""]), max_size=8)


def a_deck(titles: list[str]) -> Deck:
    return Deck(tuple(Slide(number, title, title) for number, title in enumerate(titles, 1)))


@given(TITLES, TITLES)
def test_no_two_slides_are_taken_for_one_and_each_keeps_its_title(before: list[str], after: list[str]):
    same = same_slides(a_deck(before), a_deck(after))
    assert len(set(same.values())) == len(same)
    assert all(before[old - 1] == after[new - 1] != "" for old, new in same.items())


@given(TITLES)
def test_a_deck_that_did_not_change_is_known_again_slide_by_slide(titles: list[str]):
    assert same_slides(a_deck(titles), a_deck(titles)) == {n: n for n, title in enumerate(titles, 1) if title}


def test_the_rubric_and_the_slot_can_be_changed():
    talk = talks.change(a_talk(), "research_talk", 20)
    assert talks.find_talk(talk.id).slot_minutes == 20


def test_a_rehearsal_of_a_talk_has_its_deck_and_the_corrections_that_fit():
    talk = talks.correct(talks.correct(a_talk(), 3, "gap"), 4, "a_part_that_was")
    folder = new_rehearsal(talk)
    (rehearsal,) = talks.rehearsals_of(talk)
    assert rehearsal.folder == folder
    assert rehearsal.meta is not None
    assert (rehearsal.meta.title, rehearsal.meta.slot_minutes, rehearsal.meta.talk) == (talk.title, 35, talk.id)
    (folder / "audio.wav").write_bytes(bytes(44))
    deck = deck_in(folder)
    assert deck is not None
    assert deck.read_bytes() == SAMPLE.read_bytes()
    assert parts_in(folder) == {3: "gap"}


def test_deleting_a_talk_leaves_its_rehearsals():
    talk = a_talk()
    folder = new_rehearsal(talk)
    talks.delete_talk(talk)
    assert talks.talks() == ()
    assert not talk.folder.exists()
    assert find(folder.name).folder == folder


NO_SLOT = (
    '{"title": "x", "rubric": "r", "slot_minutes": 0, "created": "2026-11-24T21:00:00+01:00", "deck_name": "x"}'
)


@pytest.mark.parametrize("damage", ["", "[]", NO_SLOT, '{"title": "x", "rubric": "r", "slot_minutes": 3}'])
def test_a_damaged_talk_does_not_hide_the_others(damage: str):
    damaged, whole = a_talk(), a_talk()
    (damaged.folder / "meta.json").write_text(damage, encoding="utf-8")
    assert talks.talks() == (whole,)


def test_a_link_to_a_folder_elsewhere_is_no_talk(tmp_path: Path):
    talk = a_talk()
    elsewhere = talk.folder.rename(tmp_path / "elsewhere")
    try:
        (talks_folder() / "link").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("needs links")
    assert talks.talks() == ()


def test_what_was_said_of_limitations_holds_for_the_next_rehearsal():
    talk = a_talk()
    write_limitations(talk.folder, {"We only tested English.": True})
    assert limitations_in(new_rehearsal(talk)) == {"We only tested English.": True}
