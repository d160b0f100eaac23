"""What the documents say, held to what the program does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from talkcoach.analysis.pauses import SHORTEST
from talkcoach.analysis.quality import CLIPPED_SHARE, DROWNED_DB, ECHO_SECONDS, HUM_DB, NOISY_DB
from talkcoach.analysis.voice import FADING_DB, MONOTONE
from talkcoach.cli import commands
from talkcoach.export import FORMATS
from talkcoach.rubric import load_rubric

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "assets" / "sample" / "README.md",
]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@cache
def options_of(command: str) -> set[str]:
    said = CliRunner().invoke(commands, [command, "--help"]).output
    return set(re.findall(r"--[a-z]+", said))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_benchmark_and_make_target_that_is_named_exists(document: Path):
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?= *(?:#|`|\.|,| DATA))", text)) <= targets
    for script in re.findall(r"benchmarks/\w+\.py", text):
        assert (ROOT / script).exists(), script


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_option_that_is_named_is_one_of_a_command(document: Path):
    lines = document.read_text(encoding="utf-8").splitlines()
    ours = [line for line in lines if not re.search(r"\b(pip|uv|pytest|benchmarks|training)\b", line)]
    used = {option for line in ours for option in re.findall(r"(?<![\w-])--[a-z]+", line)}
    assert used <= set().union(*map(options_of, commands.commands))


def test_every_command_is_told_of():
    told = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    assert [name for name in commands.commands if f"talkcoach {name}" not in told] == []


def test_the_table_of_formats_is_that_of_the_registry():
    text = (ROOT / "docs" / "rehearsals.md").read_text(encoding="utf-8")
    table = text.split("| format | what it is |\n")[1].split("\n\n")[0]
    rows = re.findall(r"^\| ([a-z, ]+) \|", table, re.MULTILINE)
    assert sorted(name for row in rows for name in row.split(", ")) == sorted(FORMATS)


def test_the_readme_opens_with_the_two_commands():
    assert README.index("make demo") < README.index("make test") < README.index("## ")


def test_the_structure_in_the_readme_is_that_of_the_rubric():
    for part in load_rubric().parts:
        least, most = (f"{minutes:g}" for minutes in part.minutes)
        minutes = least if least == most else f"{least}–{most}"
        assert f"| {part.key} | {minutes} |" in README


def test_the_limits_in_the_documents_are_those_of_the_program():
    text = (ROOT / "docs" / "delivery.md").read_text(encoding="utf-8")
    for said in (
        f"A pause is a silence of {SHORTEST} seconds",
        f"less than {NOISY_DB:.0f} decibels above the noise",
        f"below {DROWNED_DB:.0f} decibels pitch and pauses",
        f"{100 * CLIPPED_SHARE:.0f} of 100 moments of speech",
        f"sound takes {ECHO_SECONDS} seconds",
        f"stand out by {HUM_DB:.0f} decibels",
        f"spread is at most {MONOTONE} of your own",
        f"drop by {FADING_DB:.0f} decibels",
    ):
        assert said in text


def test_every_command_tells_what_it_is_for():
    for name, command in commands.commands.items():
        assert command.help, name
        assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option)), name


def test_locks_name_no_index_and_hash_everything():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text
        names = re.findall(r"^[a-z0-9.-]+==", text, re.MULTILINE)
        assert len(names) > 50
        assert text.count("--hash=sha256:") >= len(names)


def test_the_locks_agree_with_each_other():
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9.-]+==[^ \\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
