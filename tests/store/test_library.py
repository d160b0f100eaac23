from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest
import shelf
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.errors import DeckError, InputError, OutputError
from talkcoach.report.kept import kept_report, kept_summary
from talkcoach.store.library import delete, find, library_folder, new, rehearsals
from talkcoach.store.recorder import RECORDING, only_recorder
from talkcoach.store.rehearsal import META, REPORT, Meta
from talkcoach.store.source import source_of
from talkcoach.workflows.load import load_material


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "rehearsals"


def ids() -> list[str]:
    return [rehearsal.id for rehearsal in rehearsals()]


def test_a_library_that_nobody_used_is_empty(library: Path):
    assert rehearsals() == ()
    assert not library.exists()


def test_a_rehearsal_is_named_by_its_moment_and_its_title(library: Path):
    assert new(shelf.a_meta("Sparse routing for long documents")) == library / "2026-11-24-2103-sparse-routing"


def test_two_rehearsals_of_one_minute_have_two_folders():
    assert [new(shelf.a_meta()).name for _ in range(3)] == [
        "2026-11-24-2103-sparse-routing",
        "2026-11-24-2103-sparse-routing-2",
        "2026-11-24-2103-sparse-routing-3",
    ]


@given(st.text(max_size=300))
def test_any_title_makes_a_name_that_every_system_takes(title: str):
    from talkcoach.store.library import _name

    assert set(_name(shelf.a_meta(title))) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_the_deck_is_kept_with_the_rehearsal(tmp_path: Path):
    (tmp_path / "My talk.PPTX").write_bytes(b"slides")
    folder = new(shelf.a_meta(), tmp_path / "My talk.PPTX")
    assert (folder / "deck.pptx").read_bytes() == b"slides"


def test_without_its_deck_no_rehearsal_comes_into_being(library: Path, tmp_path: Path):
    with pytest.raises(DeckError):
        new(shelf.a_meta(), tmp_path / "none.pptx")
    with pytest.raises(OutputError):
        new(shelf.a_meta(), tmp_path)  # a folder, which cannot be copied as a file
    assert not library.exists() or not any(library.iterdir())


def test_where_nothing_can_be_kept_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "file"))
    with pytest.raises(OutputError, match="TALKCOACH_DATA"):
        new(shelf.a_meta())
    with pytest.raises(InputError):
        rehearsals()


def test_what_is_known_of_a_rehearsal_comes_back():
    rehearsal = shelf.recorded(seconds=3.5)
    assert (rehearsal.meta, rehearsal.seconds, rehearsal.state) == (shelf.a_meta(), 3.5, "recorded")


def test_the_newest_comes_first_whatever_its_zone():
    started = ["2026-11-24T09:00:00+01:00", "2026-11-24T09:30:00+02:00", "2026-11-24T07:00:00-01:00"]
    for each in started:
        new(shelf.a_meta(started=each))
    order = [rehearsal.meta.started for rehearsal in rehearsals() if rehearsal.meta]
    assert order == [started[0], started[2], started[1]]


def test_a_coached_rehearsal_has_a_report_and_its_summary():
    rehearsal = shelf.recorded(report=shelf.a_report())
    summary = kept_summary(rehearsal)
    assert summary
    assert (rehearsal.state, summary.seconds, summary.depth) == ("coached", 240.0, 2)
    report = kept_report(rehearsal)
    assert report
    assert report.findings == shelf.a_report().findings


def test_a_report_that_cannot_be_read_or_is_older_than_the_sound_is_none():
    broken = shelf.recorded(report=shelf.a_report())
    (broken.folder / REPORT).write_text('{"schema": 1}')
    old = shelf.recorded(report=shelf.a_report())
    os.utime(old.folder / REPORT, (1, 1))
    for rehearsal in (broken, old):
        assert kept_report(rehearsal) is None
        assert kept_summary(find(rehearsal.id)) is None
        assert find(rehearsal.id).state == "recorded"


def test_a_recording_that_goes_on_is_told_by_its_lock_and_cannot_be_opened_or_deleted():
    rehearsal = shelf.cut_off()
    with only_recorder(rehearsal.folder):
        assert find(rehearsal.id).state == "recording"
        with pytest.raises(InputError, match="still being recorded"):
            source_of(rehearsal)
        with pytest.raises(InputError, match="being recorded"):
            delete(rehearsal)
    assert find(rehearsal.id).state == "cut off"


def test_another_process_that_records_is_seen_and_so_is_its_death():
    rehearsal = shelf.cut_off()
    program = (
        "import sys, pathlib; from talkcoach.store.recorder import only_recorder\n"
        "with only_recorder(pathlib.Path(sys.argv[1])): print('holds', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(rehearsal.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as recorder:
        assert recorder.stdout is not None
        assert recorder.stdout.readline()
        assert find(rehearsal.id).state == "recording"
        recorder.kill()
    assert find(rehearsal.id).state == "cut off"


def test_a_recording_that_was_cut_off_is_put_right_when_it_is_opened():
    rehearsal = shelf.cut_off(seconds=3.0)
    assert (rehearsal.state, int(rehearsal.seconds)) == ("cut off", 3)
    load_material(source_of(rehearsal))
    with wave.open(str(rehearsal.folder / RECORDING)) as file:
        assert file.getnframes() == 3 * 16_000


DAMAGE = {
    "no meta": lambda folder: (folder / META).unlink(),
    "half a meta": lambda folder: (folder / META).write_text('{"title": "Spar'),
    "no text": lambda folder: (folder / META).write_bytes(b"\xff\xfe\x00"),
    "no object": lambda folder: (folder / META).write_text("[[[[[]]]]]"),
    "no moment": lambda folder: (folder / META).write_text(
        json.dumps({"title": "x", "started": "last night", "slot_minutes": 4})
    ),
    "no zone": lambda folder: (folder / META).write_text(
        json.dumps({"title": "x", "started": "2026-11-24T21:03:07", "slot_minutes": 4})
    ),
    "no slot": lambda folder: (folder / META).write_text(
        json.dumps({"title": "x", "started": "2026-11-24T21:03:07Z", "slot_minutes": "nan"})
    ),
    "a folder for a file": lambda folder: ((folder / META).unlink(), (folder / META).mkdir()),
    "no sound": lambda folder: (folder / RECORDING).unlink(),
    "nothing": lambda folder: [file.unlink() for file in folder.iterdir()],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_folder_is_listed_as_such_and_stops_no_other(damage: object):
    sound, broken = shelf.recorded(), shelf.recorded()
    damage(broken.folder)  # type: ignore[operator]
    states = {rehearsal.id: rehearsal.state for rehearsal in rehearsals()}
    assert states == {sound.id: "recorded", broken.id: "damaged"}
    rehearsal = find(broken.id)
    assert rehearsal.problem
    with pytest.raises(InputError, match="talkcoach"):
        source_of(rehearsal)
    delete(rehearsal)
    assert ids() == [sound.id]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"state": 7}', '{"schema": 1, "timing": {}}', "\ud800"]
)
def test_damaged_data_beside_the_recording_hides_nothing(content: str):
    rehearsal = shelf.recorded()
    for name in (REPORT, "recorder.json", "marks.jsonl"):
        (rehearsal.folder / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    assert find(rehearsal.id).state in {"recorded", "cut off"}


def test_an_id_is_found_whole_by_its_beginning_or_as_the_last():
    first = shelf.recorded(shelf.a_meta("One", "2026-11-20T10:00:00Z"))
    second = shelf.recorded(shelf.a_meta("Two", "2026-11-24T10:00:00Z"))
    assert find(first.id) == first
    assert find("2026-11-20") == first
    assert find("last") == second


def test_a_whole_id_is_not_mistaken_for_the_beginning_of_another():
    first, second = new(shelf.a_meta()), new(shelf.a_meta())
    assert find(first.name).folder == first
    assert find(second.name).folder == second


def test_an_id_that_finds_none_or_several_names_what_there_is():
    with pytest.raises(InputError, match="talkcoach record"):
        find("last")
    first, second = new(shelf.a_meta()), new(shelf.a_meta())
    for id_ in ("2026", "2025", ""):
        with pytest.raises(InputError) as refusal:
            find(id_)
        assert first.name in str(refusal.value)
        assert second.name in str(refusal.value)


def outside(library: Path) -> Path:
    """A folder beside the collection that looks like a rehearsal."""
    folder = library.parent / "outside"
    folder.mkdir(parents=True)
    (folder / "audio.wav").write_bytes(b"precious")
    return folder


def test_nothing_outside_the_collection_is_found(library: Path):
    new(shelf.a_meta())
    folder = outside(library)
    for id_ in ("../outside", "..", ".", str(folder), f"{library}/../outside", "/", "C:\\", "\0", ".new-"):
        with pytest.raises(InputError):
            find(id_)


def test_what_a_link_leads_to_is_neither_listed_nor_deleted(library: Path):
    rehearsal, folder = shelf.recorded(), outside(library)
    (library / "2026-12-01-linked").symlink_to(folder, target_is_directory=True)
    (rehearsal.folder / "link").symlink_to(folder, target_is_directory=True)
    assert ids() == [rehearsal.id]
    delete(rehearsal)
    assert (folder / "audio.wav").read_bytes() == b"precious"


def test_a_folder_elsewhere_is_never_deleted(library: Path):
    from dataclasses import replace

    rehearsal, folder = shelf.recorded(), outside(library)
    (library / "linked").symlink_to(folder, target_is_directory=True)
    for place in (folder, library / "linked", library / ".." / "outside", library, library / rehearsal.id / ".."):
        with pytest.raises(InputError, match="no rehearsal of the library"):
            delete(replace(rehearsal, folder=place))
    assert (folder / "audio.wav").exists()
    assert ids() == [rehearsal.id]


def test_a_collection_may_lie_behind_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk", target_is_directory=True)
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "link"))
    rehearsal = shelf.recorded()
    delete(rehearsal)
    assert rehearsals() == ()


def test_deleting_leaves_nothing_behind_and_finishes_what_was_stopped_in_the_middle(library: Path):
    kept, gone = shelf.recorded(), shelf.recorded()
    half = library / ".deleted-before" / "2026-11-01-half"
    half.mkdir(parents=True)
    (half / "audio.wav").write_bytes(b"words")
    assert ids() == [gone.id, kept.id]
    delete(gone)
    assert [path.name for path in library.iterdir()] == [kept.id]


def test_a_recording_is_for_its_owner_only():
    if os.name != "posix":
        pytest.skip("needs the permissions of Unix")
    assert new(shelf.a_meta()).stat().st_mode & 0o077 == 0


@given(st.integers(-2, 30), st.one_of(st.floats(), st.text(max_size=5)))
def test_a_slot_or_a_moment_that_cannot_be_makes_no_meta(hour: int, slot: object):
    started = f"2026-11-24T{hour:02d}:03:07Z"
    possible = 0 <= hour < 24 and isinstance(slot, float) and 0 < slot < float("inf")
    if possible:
        assert Meta("x", started, slot).when.hour == hour  # type: ignore[arg-type]
    else:
        with pytest.raises((ValueError, TypeError)):
            Meta("x", started, slot)  # type: ignore[arg-type]


def test_the_collection_stands_in_the_users_data(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("TALKCOACH_DATA")
    assert library_folder().is_absolute()
    assert library_folder().parts[-2:] == ("talkcoach", "rehearsals")
