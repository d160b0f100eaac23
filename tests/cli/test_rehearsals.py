"""The commands on recorded rehearsals as a user runs them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import shelf
from click.testing import CliRunner, Result
from rich.cells import cell_len

from talkcoach.cli import commands
from talkcoach.domain import Sentence, Span, Transcript
from talkcoach.errors import InputError
from talkcoach.export import FORMATS
from talkcoach.store.codec import dump
from talkcoach.store.library import find, new, rehearsals
from talkcoach.store.recorder import only_recorder
from talkcoach.store.rehearsal import REPORT, TRANSCRIPT

WIDTH = 80
HOSTILE = (
    "<script>alert(1)</script>",
    "🎤 Sparse routing 🚀🚀",
    "توجيه متفرق للوثائق \u202eesrever\u202c",
    "a\x1b[2J\x1b]0;owned\x07b\rc\x00d",
    "[bold red]not markup[/] :boom:",
    "x" * 10_000,
    "word " * 2_000,
    "e\u0301" * 200,
    "",
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(commands, arguments, input=answer)


def said(*arguments: str, answer: str | None = None) -> str:
    result = run(*arguments, answer=answer)
    assert result.exit_code == 0, result.exception
    return result.stdout


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert isinstance(result.exception, InputError), result.output
    assert result.stdout == ""
    return str(result.exception)


def test_an_empty_library_says_what_to_do_next(tmp_path: Path):
    out = said("list")
    assert "talkcoach record --deck talk.pptx" in out
    assert str(tmp_path / "data") in out


def test_the_list_tells_when_what_how_long_how_deep_and_how_far():
    shelf.recorded(shelf.a_meta("Sparse routing", "2026-11-24T21:03:07+01:00"), report=shelf.a_report())
    shelf.cut_off(shelf.a_meta("Dense routing", "2026-11-25T08:00:00+01:00"), seconds=75)
    lines = [line.rstrip() for line in said("list").splitlines()]
    assert lines[1].split() == ["25", "Nov", "08:00", "Dense", "routing", "1:15", "of", "4:00", "cut", "off"]
    assert lines[2].strip() == "2026-11-25-0800-dense-routing"
    assert lines[3].split() == ["24", "Nov", "21:03", "Sparse", "routing", "4:00", "of", "4:00", "2/4", "coached"]


def test_a_damaged_rehearsal_says_in_the_list_what_is_wrong():
    entry = shelf.recorded()
    (entry.folder / "meta.json").write_text("")
    assert "meta.json cannot be read" in said("list")
    assert "talkcoach analyze" in refused("show", entry.id)


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_steers_the_terminal_or_floods_it(title: str):
    entry = shelf.recorded(shelf.a_meta(title))
    out = said("list") + said("delete", entry.id, answer="n\n")
    assert not {"\x1b", "\x07", "\r", "\x00", "\u202e"} & set(out)
    assert len(out.splitlines()) < 15
    assert all(cell_len(line) <= WIDTH for line in said("list").splitlines())


def test_a_title_is_shown_as_it_is():
    shelf.recorded(shelf.a_meta("<b> [bold]x[/] :boom: 🎤"))
    assert "<b> [bold]x[/] :boom: 🎤" in " ".join(said("list").split())


def test_an_id_in_the_list_can_be_given_as_it_stands_there():
    shelf.recorded(shelf.a_meta("Unbelievably sparse routing"))
    [entry] = rehearsals()
    assert entry.id in said("list").split()


def test_a_coached_rehearsal_is_shown_without_listening_again():
    entry = shelf.recorded(report=shelf.a_report())
    out = said("show", "last")
    assert out.startswith("Sieve\n4:00 of 4:00")
    assert find(entry.id).state == "coached"


def test_a_rehearsal_that_was_cut_off_is_coached_when_it_is_shown():
    """What was transcribed before it was cut off is not done again."""
    entry = shelf.cut_off(seconds=12.0)
    heard = Transcript((Sentence(Span(1.0, 9.0), "Reports are very long."),), "en", "base")
    (entry.folder / TRANSCRIPT).write_text(dump(heard), encoding="utf-8")
    result = run("show", "last")
    assert result.exit_code == 0, result.exception
    assert "cut off at 0:12; up to there all of it is kept" in result.stderr
    assert "0:12 of 4:00" in result.stdout
    assert find("last").state == "coached"
    assert "Reports are very long." in said("export", "last", "--format", "srt", "--output", "-")


def test_while_it_is_recorded_a_rehearsal_is_neither_shown_nor_deleted():
    entry = shelf.cut_off()
    with only_recorder(entry.folder):
        assert "recording" in said("list")
        assert "Stop the recording first" in refused("show", "last")
        assert "Stop the recording first" in refused("delete", "last", "--yes")
    assert entry.folder.exists()


def test_deleting_names_what_goes_and_asks_once():
    entry = shelf.recorded(seconds=95.0)
    out = said("delete", "last", answer="n\n")
    for words in ("Sparse routing", "24 Nov 2026, 21:03", "1:35", "3.0 MB", "audio.wav", "meta.json", "[y/N]"):
        assert words in out
    assert out.count("[y/N]") == 1
    assert entry.folder.exists()
    assert f"Deleted {entry.id}" in said("delete", entry.id, answer="y\n")
    assert not entry.folder.exists()


def test_deleting_can_be_told_not_to_ask_and_never_takes_no_answer_for_a_yes():
    entry = shelf.recorded()
    assert run("delete", "last", answer="").exit_code != 0
    assert entry.folder.exists()
    assert said("delete", "last", "--yes") == f"Deleted {entry.id}\n"
    assert rehearsals() == ()


def two_runs() -> tuple[str, str]:
    """Ids of a rehearsal and of a later one with more on its limitations and another title on a slide."""
    slides = (*shelf.SLIDES[:3], "Results\n4.3 points", "What we cannot do")
    script = (
        f"{shelf.SCRIPT}    limitations 5: We did not test another language, so we cannot claim that it works.\n"
    )
    earlier = shelf.recorded(shelf.a_meta("One", "2026-11-23T21:00:00Z"), report=shelf.a_report())
    later = shelf.recorded(shelf.a_meta("Two", "2026-11-24T21:00:00Z"), report=shelf.a_report(script, slides))
    return earlier.id, later.id


def test_two_rehearsals_are_compared_from_the_earlier_to_the_later():
    earlier, later = two_runs()
    out = said("compare", later, earlier)
    assert out == said("compare", earlier, later)
    assert f"{earlier} → {later}" in out
    assert "Limitations   longer" in out
    assert "2 → 3" in out
    assert all(cell_len(line) <= WIDTH for line in out.splitlines())


def test_a_comparison_goes_to_a_file_or_to_standard_output_as_data(here: Path):
    earlier, later = two_runs()
    data = json.loads(said("compare", earlier, later, "--json", "-"))
    assert (data["earlier"]["depth"], data["later"]["depth"]) == (2, 3)
    said("compare", earlier, later, "--json", "changes.json")
    assert json.loads((here / "changes.json").read_text(encoding="utf-8")) == data


def test_a_rehearsal_is_not_compared_with_itself():
    two_runs()
    assert "with itself" in refused("compare", "last", "2026-11-24")


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_exported_in_every_format(name: str, here: Path):
    entry = shelf.recorded(report=shelf.a_report())
    path = here / f"{entry.id}{FORMATS[name].suffix}"
    out = said("export", "last", "--format", name)
    assert str(path) in out
    text = path.read_text(encoding="utf-8")
    assert "imitation" in text
    assert said("export", "last", "--format", name, "--output", "-") == text


@pytest.mark.parametrize("name", ["html", "md"])
def test_an_exported_report_sets_last_time_beside_its_figures(name: str):
    report = shelf.a_report()
    tempo = replace(report.delivery.tempo, words_per_minute=142.0)
    first = replace(report, delivery=replace(report.delivery, tempo=tempo))
    shelf.recorded(shelf.a_meta(started="2026-11-23T21:00:00+01:00"), report=first)
    shelf.recorded(report=report)
    assert "last time 142" in said("export", "last", "--format", name, "--output", "-")
    assert "last time" not in said("export", "2026-11-23", "--format", name, "--output", "-")


def test_an_export_that_cannot_be_written_is_refused_before_any_work(here: Path):
    shelf.cut_off()
    result = run("export", "last", "--format", "md", "--output", str(here / "none" / "talk.md"))
    assert "does not exist" in str(result.exception)


def test_a_report_that_was_damaged_is_made_again_or_told_in_one_line():
    entry = shelf.recorded(seconds=1.0, report=shelf.a_report())
    text = (entry.folder / REPORT).read_text(encoding="utf-8")
    (entry.folder / REPORT).write_text(text.replace('"findings"', '"found"'), encoding="utf-8")
    assert "no speech was heard" in str(run("export", "last", "--format", "md").exception)


def test_every_command_refuses_an_id_that_is_none():
    shelf.recorded(report=shelf.a_report())
    for command in (["show"], ["delete", "--yes"], ["export", "--format", "md"], ["compare", "last"]):
        for id_ in ("../2026", "/etc", "nothing"):
            assert "there is no rehearsal" in refused(*command, id_)
    assert len(rehearsals()) == 1


def test_a_meta_that_names_no_rubric_is_told_and_leaves_everything():
    folder = new(replace(shelf.a_meta(), rubric="none.yaml"))
    shelf.sound(folder, 1.0)
    result = run("show", "last")
    assert "none.yaml" in str(result.exception)
    assert rehearsals()[0].state == "cut off"
