"""Commands on the rehearsals that were recorded: list, show, compare, export, delete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from talkcoach.cli.coaching import coach_and_write
from talkcoach.cli.output import write_report
from talkcoach.errors import InputError
from talkcoach.export import FORMATS, SUFFIXES

if TYPE_CHECKING:
    from rich.console import Console

    from talkcoach.library import Entry
    from talkcoach.report import Report

TITLE = 64
"""Letters of a title in a list: two lines at 80 columns."""

FILES = 8
"""Names of files that are told before a rehearsal is deleted."""

_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of direction, which would turn what stands beside a title as well (Unicode Standard Annex 9)."""


@click.command("list")
def list_() -> None:
    """List the rehearsals, the newest first.

    Every other command takes an id from here, the beginning of one, or "last".
    """
    from talkcoach.library import RECORD_ONE, library_folder, rehearsals

    entries = rehearsals()
    if entries:
        _print_list(entries, _console())
    else:
        click.echo(f"No rehearsals yet. {RECORD_ONE}\nThey are kept on this computer, in {library_folder()}")


@click.command()
@click.argument("id_", metavar="ID")
def show(id_: str) -> None:
    """Show the summary of a rehearsal; coach it first where that was not done yet."""
    from talkcoach.library import find, report_of

    entry = find(id_)
    report = report_of(entry)
    if report:
        write_report(report, None, None, quiet=False)
    else:
        _coach(entry, quiet=False)


@click.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.option("--json", "json_", metavar="FILE", help="Write the comparison as JSON; - for standard output.")
def compare(one: str, other: str, json_: str | None) -> None:
    """Tell what changed between two rehearsals, from the earlier to the later."""
    from talkcoach.comparison import compare as compared
    from talkcoach.export.differences import print_comparison
    from talkcoach.library import find
    from talkcoach.serial import dump

    earlier, later = sorted((find(one), find(other)), key=lambda entry: entry.when)
    if earlier.id == later.id:
        raise InputError(f"{earlier.id} cannot be compared with itself", "Give two rehearsals of talkcoach list")
    if json_:
        _check_writable(json_)
    changes = compared(_report(earlier, quiet=bool(json_)), _report(later, quiet=bool(json_)))
    if json_:
        _write(json_, dump(changes))
    else:
        click.echo(f"{earlier.id} → {later.id}")
        print_comparison(changes, _console())


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), required=True, help="What to write.")
@click.option(
    "--output", metavar="FILE", help="Where to; - for standard output. [default: ID and its ending, here]"
)
def export(id_: str, format_: str, output: str | None) -> None:
    """Write the report of a rehearsal, its subtitles (srt, vtt), or its labels for Audacity."""
    from talkcoach.library import find, rehearsals
    from talkcoach.trend import run_before

    entry = find(id_)
    target = output or f"{entry.id}{SUFFIXES[format_]}"
    _check_writable(target)
    report = _report(entry, quiet=True)
    _write(target, FORMATS[format_](report, run_before(entry, rehearsals())))


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(id_: str, yes: bool) -> None:
    """Delete a rehearsal with its recording, for good. Asks first."""
    from talkcoach.library import delete as delete_entry
    from talkcoach.library import find

    entry = find(id_)
    if not yes:
        click.echo(_described(entry))
        if not click.confirm("Delete it for good?"):
            click.echo("Kept.")
            return
    delete_entry(entry)
    click.echo(f"Deleted {_shown(entry.id)}")


def _report(entry: Entry, *, quiet: bool) -> Report:
    """The report of a rehearsal, which is coached first where that was not done yet."""
    from talkcoach.library import report_of

    report = report_of(entry)
    if report is None:
        _coach(entry, quiet=quiet)
        report = report_of(entry)
    if report is None:
        raise InputError(f"the report on {entry.id} cannot be read", f"Try talkcoach show {entry.id}")
    return report


def _coach(entry: Entry, *, quiet: bool) -> None:
    from talkcoach.clock import clock
    from talkcoach.entry import meta_of
    from talkcoach.library import opened

    rehearsal, meta = opened(entry), meta_of(entry.folder)
    if entry.state == "cut off":
        click.echo(
            f"This recording was cut off at {clock(entry.seconds)}; up to there all of it is kept.", err=True
        )
    how = (meta.rubric, meta.slot_minutes, meta.model, meta.language)
    coach_and_write(rehearsal, *how, json_=None, html=None, quiet=quiet)


def _print_list(entries: tuple[Entry, ...], console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    from talkcoach.clock import clock

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("when", no_wrap=True)
    table.add_column("rehearsal", overflow="fold")
    table.add_column("length", justify="right", no_wrap=True)
    table.add_column("depth", no_wrap=True)
    table.add_column("state", no_wrap=True)
    for entry in entries:
        title = Text(_title(entry), style="bold")
        title.append(f"\n{_shown(entry.id)}", style="not bold dim")
        slot = f" of {clock(60 * entry.meta.slot_minutes)}" if entry.meta else ""
        depth = "" if entry.depth is None else f"{entry.depth}/4"
        when = f"{entry.when:%d %b %H:%M}"
        table.add_row(when, title, f"{clock(entry.seconds)}{slot}", depth, entry.state)
    console.print(table)


def _described(entry: Entry) -> str:
    """What goes when a rehearsal is deleted, in three lines."""
    from talkcoach.analysis.terms import listed
    from talkcoach.clock import clock

    files = sorted(path for path in entry.folder.iterdir())
    size = sum(path.lstat().st_size for path in files) / 1e6
    names = listed([_shown(path.name) for path in files], FILES)
    length = f"{entry.when:%d %b %Y, %H:%M} · {clock(entry.seconds)} · {size:.1f} MB"
    return f"{_title(entry)}\n{length}\n{names or 'no files'}"


def _title(entry: Entry) -> str:
    return _shown(entry.meta.title or "Untitled talk") if entry.meta else f"damaged: {entry.problem}"


def _shown(text: str) -> str:
    from talkcoach.analysis.terms import shortened
    from talkcoach.export.printable import printable

    return shortened(_TURNS.sub("", printable(text)), TITLE)


def _check_writable(target: str) -> None:
    from talkcoach.storage import check_writable

    if target != "-":
        check_writable(Path(target))


def _write(target: str, text: str) -> None:
    from talkcoach.storage import write_text

    if target == "-":
        click.echo(text, nl=False)
    else:
        write_text(Path(target), text)
        click.echo(f"Written: {Path(target).resolve()}")


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)
