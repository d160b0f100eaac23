"""The command that shows what is read of a deck, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from decks.deck_files import add, new, save
from rich.cells import cell_len

from talkcoach.cli import commands
from talkcoach.errors import DeckError, OutputError, RubricError

SAMPLE = Path(__file__).parents[2] / "assets" / "sample" / "deck.pptx"
WIDTH = 80


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["deck", *arguments])


def test_every_slide_is_shown_with_its_part_and_its_time_and_then_what_to_mend():
    said = run(str(SAMPLE))
    assert said.exit_code == 0, said.exception
    assert "15 slides in 35:00 · 1 more hidden or after the end · deck.pptx" in said.stdout
    assert "14  Limitations                             Limitations   5:00" in said.stdout
    assert "Backup: training settings               hidden           –" in said.stdout
    assert "Your slides never say what TBR stands for." in said.stdout
    assert max(map(cell_len, said.stdout.splitlines())) <= WIDTH


def test_the_json_holds_what_was_read_and_nothing_else_is_written():
    told = json.loads(run(str(SAMPLE), "--json", "-").stdout)
    assert (told["schema"], told["title"], told["slot_seconds"]) == (
        1,
        "Sparse routing for long documents",
        2100.0,
    )
    hidden, first = told["slides"][9], told["slides"][0]
    assert (hidden["number"], hidden["hidden"], hidden["shown"], hidden["planned_seconds"]) == (
        10,
        True,
        False,
        0.0,
    )
    assert (first["section"], first["part"], first["part_title"]) == ("Opening", "other", "Other")
    assert first["notes"]
    assert first["text"].startswith(first["title"])
    assert told["findings"][0]["kind"] == "acronym-unexpanded"
    assert told["caveats"] == []


def test_json_goes_to_a_file_beside_the_summary(tmp_path: Path):
    said = run(str(SAMPLE), "--json", str(tmp_path / "read.json"))
    assert "Slides" in said.stdout
    assert len(json.loads((tmp_path / "read.json").read_text(encoding="utf-8"))["slides"]) == 16


@pytest.mark.parametrize("title", ["CONTENTS", "Agenda", "Inhalt", ""])
def test_a_talk_without_a_title_slide_is_named_by_its_file(tmp_path: Path, title: str):
    deck = new()
    add(deck, title, "one", "two")
    add(deck, "Why wards are full", "beds")
    path = save(deck, tmp_path / "Who waits.v2.pptx")
    assert json.loads(run(str(path), "--json", "-").stdout)["title"] == "Who waits.v2"


def test_what_is_on_a_slide_cannot_steer_the_terminal(tmp_path: Path):
    deck = new()
    add(deck, "[bold red]not markup[/] " + "word " * 200, "x" * 5_000, notes="[link]")
    said = run(str(save(deck, tmp_path / "[red]talk.pptx")))
    assert "[bold red]not markup[/]" in said.stdout
    assert max(map(cell_len, said.stdout.splitlines())) <= WIDTH


def test_nothing_is_read_before_it_is_known_that_it_can_be_written(tmp_path: Path):
    with pytest.raises(OutputError):
        raise run(str(SAMPLE), "--json", str(tmp_path / "no folder" / "a.json")).exception


@pytest.mark.parametrize(
    ("arguments", "error"),
    [(["missing.pptx"], DeckError), ([str(SAMPLE), "--rubric", "missing"], RubricError)],
)
def test_what_cannot_be_read_is_refused(arguments: list[str], error: type[Exception]):
    result = run(*arguments)
    assert isinstance(result.exception, error)
    assert result.stdout == ""
