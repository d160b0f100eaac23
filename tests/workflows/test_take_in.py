"""Files that were recorded elsewhere, as rehearsals of the collection."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from shelf import a_meta

from talkcoach.audio.levels import Level
from talkcoach.errors import InputError
from talkcoach.report.kept import kept_summary
from talkcoach.rubric import load_rubric
from talkcoach.store.corrections import parts_in
from talkcoach.store.library import find, new
from talkcoach.store.places import shipped
from talkcoach.store.rehearsal import deck_in, rehearsal_in, sound_in
from talkcoach.store.source import source_of
from talkcoach.workflows.coach import coach
from talkcoach.workflows.listen import Recognition
from talkcoach.workflows.rehearse import complaint
from talkcoach.workflows.take_in import take_in

DECK = shipped("assets", "sample", "deck.pptx")
SUBTITLES = b"WEBVTT\n\n00:01.000 --> 00:40.000\nInspectors have to read long reports, which is a problem.\n"


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Talk on Monday.M4A", "audio.m4a"),
        ("../../etc/talk.mp3", "audio.mp3"),
        ("talk.wav", "audio.wave"),
        ("<script>.webm", "audio.webm"),
    ],
)
def test_of_a_files_name_only_the_ending_is_kept(library: Path, name: str, kept: str):
    folder = new(a_meta())
    take_in(folder, name, io.BytesIO(b"sound"))
    assert sound_in(folder) == folder / kept
    assert (folder / kept).read_bytes() == b"sound"
    assert [path.name for path in library.iterdir()] == ["rehearsals"]
    assert find(folder.name).state == "recorded"


def test_subtitles_are_coached_and_their_report_is_found_again():
    folder = new(a_meta(), DECK)
    take_in(folder, "talk.vtt", io.BytesIO(SUBTITLES))
    coach(source_of(find(folder.name)), load_rubric(), 420.0, Recognition())
    assert rehearsal_in(folder).state == "coached"
    summary = kept_summary(rehearsal_in(folder))
    assert summary
    assert summary.seconds == 40.0


def test_a_narrated_deck_takes_the_place_of_the_talks_own():
    folder = new(a_meta(), DECK)
    (folder / "corrections.yaml").write_text("2: gap\n")
    take_in(folder, "narrated.pptx", io.BytesIO(DECK.read_bytes()))
    assert sound_in(folder) == folder / "audio.pptx"
    assert deck_in(folder) is None
    assert parts_in(folder) == {}


@pytest.mark.parametrize("name", ["talk.exe", "talk", ".wav", "talk.json", "talk.wav/.."])
def test_a_file_of_another_kind_is_refused_and_nothing_of_it_kept(name: str):
    folder = new(a_meta())
    before = set(folder.iterdir())
    with pytest.raises(InputError, match="is no sound"):
        take_in(folder, name, io.BytesIO(b"sound"))
    assert set(folder.iterdir()) == before


def test_what_is_wrong_with_a_microphone_is_said_before_the_talk():
    assert "Nothing was heard" in complaint([Level()] * 50)
    assert "Too loud" in complaint([Level(0.0, -3.0)] * 50)
    assert "Very quiet" in complaint([Level(-45.0, -55.0)] * 50)
    assert complaint([Level(-12.0, -26.0)] * 50) == ""
