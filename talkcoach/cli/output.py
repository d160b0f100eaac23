"""What the commands share: options for the report, the slot, the progress bar, and where results go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from talkcoach.errors import InputError

if TYPE_CHECKING:
    from talkcoach.report.model import Report


def outputs(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every command with a report shares."""
    for option in (
        click.option("--quiet", is_flag=True, help="Show no progress and no summary."),
        click.option("--html", metavar="FILE", type=Path, help="Write the report as one web page."),
        click.option("--json", "json_", metavar="FILE", help="Write the report as JSON; - for standard output."),
    ):
        command = option(command)
    return command


def check_outputs(json_: str | None, html: Path | None) -> None:
    """Find out before long work, or a talk, whether its report can be written.

    Raises:
        OutputError: when it cannot.
    """
    from talkcoach.store.files import check_writable

    for path in filter(None, (html, Path(json_) if json_ and json_ != "-" else None)):
        check_writable(path)


def checked_slot(minutes: float) -> float:
    """Minutes that a talk can take.

    Raises:
        InputError: for any other number.
    """
    if not 0 < minutes <= 600:
        raise InputError(f"a slot of {minutes:g} minutes is not possible", "Give --slot in minutes, such as 35")
    return minutes


@contextmanager
def progress_bar(words: str, quiet: bool) -> Iterator[Callable[[float, float], None] | None]:
    """A bar with the time left, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(words),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} of 100"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("listening", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def write_report(report: Report, json_: str | None, html: Path | None, quiet: bool) -> None:
    """Write a report to the files that were asked for, and its summary to the terminal."""
    from talkcoach.export import FORMATS
    from talkcoach.store.files import write_text

    if html:
        write_text(html, FORMATS["html"].render(report))
    if json_ and json_ != "-":
        write_text(Path(json_), FORMATS["json"].render(report))
    if json_ == "-":
        click.echo(FORMATS["json"].render(report))
    elif not quiet:
        from rich.console import Console

        from talkcoach.export.terminal import print_summary

        print_summary(report, Console(highlight=False))
        for path in filter(None, (html, Path(json_) if json_ else None)):
            click.echo(f"Report: {path.resolve()}")
