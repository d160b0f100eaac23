"""Commands on the rehearsals that were recorded: list, show, compare, export, delete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from talkcoach.cli.analyze import coach_and_write
from talkcoach.cli.output import write_report
from talkcoach.errors import InputError
from talkcoach.export import FORMATS

if TYPE_CHECKING:
    from rich.console import Console

    from talkcoach.report.model import Report
    from talkcoach.store.rehearsal import Rehearsal

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
    from talkcoach.store.library import RECORD_ONE, library_folder, rehearsals

    known = rehearsals()
    if known:
        _print_list(known, _console())
    else:
        click.echo(f"No rehearsals yet. {RECORD_ONE}\nThey are kept on this computer, in {library_folder()}")


@click.command()
@click.argument("id_", metavar="ID")
def show(id_: str) -> None:
    """Show the summary of a rehearsal; coach it first where that was not done yet."""
    from talkcoach.report.kept import kept_report
    from talkcoach.store.library import find

    rehearsal = find(id_)
    report = kept_report(rehearsal)
    if report:
        write_report(report, None, None, quiet=False)
    else:
        _coach(rehearsal, quiet=False)


@click.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.option("--json", "json_", metavar="FILE", help="Write the comparison as JSON; - for standard output.")
def compare(one: str, other: str, json_: str | None) -> None:
    """Tell what changed between two rehearsals, from the earlier to the later."""
    from talkcoach.export.comparison_terminal import print_comparison
    from talkcoach.report.comparison import compare as compared
    from talkcoach.store.codec import dump
    from talkcoach.store.library import find

    earlier, later = sorted((find(one), find(other)), key=lambda rehearsal: rehearsal.when)
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
    from talkcoach.report.trend import summary_before
    from talkcoach.store.library import find, rehearsals

    rehearsal = find(id_)
    target = output or f"{rehearsal.id}{FORMATS[format_].suffix}"
    _check_writable(target)
    report = _report(rehearsal, quiet=True)
    _write(target, FORMATS[format_].render(report, summary_before(rehearsal, rehearsals())))


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(id_: str, yes: bool) -> None:
    """Delete a rehearsal with its recording, for good. Asks first."""
    from talkcoach.store.library import delete as delete_rehearsal
    from talkcoach.store.library import find

    rehearsal = find(id_)
    if not yes:
        click.echo(_described(rehearsal))
        if not click.confirm("Delete it for good?"):
            click.echo("Kept.")
            return
    delete_rehearsal(rehearsal)
    click.echo(f"Deleted {_shown(rehearsal.id)}")


def _report(rehearsal: Rehearsal, *, quiet: bool) -> Report:
    """The report of a rehearsal, which is coached first where that was not done yet."""
    from talkcoach.report.kept import kept_report

    report = kept_report(rehearsal)
    if report is None:
        _coach(rehearsal, quiet=quiet)
        report = kept_report(rehearsal)
    if report is None:
        raise InputError(f"the report on {rehearsal.id} cannot be read", f"Try talkcoach show {rehearsal.id}")
    return report


def _coach(rehearsal: Rehearsal, *, quiet: bool) -> None:
    from talkcoach.domain.clock import clock
    from talkcoach.store.rehearsal import meta_of
    from talkcoach.store.source import source_of

    source, meta = source_of(rehearsal), meta_of(rehearsal.folder)
    if rehearsal.state == "cut off":
        click.echo(
            f"This recording was cut off at {clock(rehearsal.seconds)}; up to there all of it is kept.", err=True
        )
    how = (meta.rubric, meta.slot_minutes, meta.model, meta.language)
    coach_and_write(source, *how, json_=None, html=None, quiet=quiet)


def _print_list(rehearsals: tuple[Rehearsal, ...], console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    from talkcoach.domain.clock import clock
    from talkcoach.report.kept import kept_summary

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("when", no_wrap=True)
    table.add_column("rehearsal", overflow="fold")
    table.add_column("length", justify="right", no_wrap=True)
    table.add_column("depth", no_wrap=True)
    table.add_column("state", no_wrap=True)
    for rehearsal in rehearsals:
        title = Text(_title(rehearsal), style="bold")
        title.append(f"\n{_shown(rehearsal.id)}", style="not bold dim")
        slot = f" of {clock(60 * rehearsal.meta.slot_minutes)}" if rehearsal.meta else ""
        summary = kept_summary(rehearsal)
        depth = f"{summary.depth}/4" if summary and summary.depth is not None else ""
        length = clock(summary.seconds if summary else rehearsal.seconds)
        state = "recorded" if rehearsal.state == "coached" and not summary else rehearsal.state
        table.add_row(f"{rehearsal.when:%d %b %H:%M}", title, f"{length}{slot}", depth, state)
    console.print(table)


def _described(rehearsal: Rehearsal) -> str:
    """What goes when a rehearsal is deleted, in three lines."""
    from talkcoach.domain.clock import clock
    from talkcoach.domain.text import listed
    from talkcoach.report.kept import kept_summary

    files = sorted(path for path in rehearsal.folder.iterdir())
    size = sum(path.lstat().st_size for path in files) / 1e6
    names = listed([_shown(path.name) for path in files], FILES)
    summary = kept_summary(rehearsal)
    length = clock(summary.seconds if summary else rehearsal.seconds)
    when = f"{rehearsal.when:%d %b %Y, %H:%M} · {length} · {size:.1f} MB"
    return f"{_title(rehearsal)}\n{when}\n{names or 'no files'}"


def _title(rehearsal: Rehearsal) -> str:
    return _shown(rehearsal.meta.title or "Untitled talk") if rehearsal.meta else f"damaged: {rehearsal.problem}"


def _shown(text: str) -> str:
    from talkcoach.domain.text import shortened
    from talkcoach.report.printable import printable

    return shortened(_TURNS.sub("", printable(text)), TITLE)


def _check_writable(target: str) -> None:
    from talkcoach.store.files import check_writable

    if target != "-":
        check_writable(Path(target))


def _write(target: str, text: str) -> None:
    from talkcoach.store.files import write_text

    if target == "-":
        click.echo(text, nl=False)
    else:
        write_text(Path(target), text)
        click.echo(f"Written: {Path(target).resolve()}")


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)
