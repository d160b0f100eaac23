"""The command line. Heavy imports stay inside the commands, so that help comes at once."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talkcoach.errors import InputError, TalkcoachError
from talkcoach.resources import shipped

if TYPE_CHECKING:
    from talkcoach.rehearsal import Rehearsal
    from talkcoach.report import Report

EXIT_ERROR, EXIT_CANCELLED = 2, 130
SAMPLE_SLOT_MINUTES = 7.0


def main(arguments: list[str] | None = None) -> None:
    """Run talkcoach; what a user can put right ends in one line on stderr and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal with an old code page has no ✓
    try:
        commands.main(args=arguments, prog_name="talkcoach", standalone_mode=False)
    except TalkcoachError as error:
        _fail(str(error))
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "talkcoach"
        _fail(f"{error.format_message().rstrip('.')}. See {command} --help.")
    except BrokenPipeError:  # as with ``| head``: whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (click.Abort, KeyboardInterrupt):
        click.echo("Cancelled.", err=True)
        sys.exit(EXIT_CANCELLED)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="talkcoach", message="%(prog)s %(version)s")
def commands() -> None:
    """Rehearse a research job talk and hear the truth about it.

    Everything runs on this computer: no sound, slide or word leaves it.
    """


def _outputs(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every command with a report shares."""
    for option in (
        click.option("--quiet", is_flag=True, help="Show no progress and no summary."),
        click.option("--html", metavar="FILE", type=Path, help="Write the report as one web page."),
        click.option("--json", "json_", metavar="FILE", help="Write the report as JSON; - for standard output."),
    ):
        command = option(command)
    return command


@commands.command()
@click.argument("input_", metavar="INPUT", type=Path)
@click.option("--deck", metavar="DECK", type=Path, help="The slides: .pptx and its kin, or .pdf.")
@click.option("--marks", metavar="FILE", type=Path, help="When slides changed, as marks.jsonl of a recording.")
@click.option("--corrections", metavar="FILE", type=Path, help="Which slide belongs to which part (YAML or JSON).")
@click.option("--rubric", metavar="NAME|FILE", default="research_talk", show_default=True, help="What to expect.")
@click.option("--slot", metavar="MINUTES", type=float, help="How long the talk may be. [default: the rubric's]")
@click.option("--model", metavar="NAME|DIR", default="base", show_default=True, help="The speech model.")
@click.option("--language", metavar="LANG", help="What is spoken, such as en. [default: find out]")
@_outputs
def analyze(
    input_: Path,
    deck: Path | None,
    marks: Path | None,
    corrections: Path | None,
    rubric: str,
    slot: float | None,
    model: str,
    language: str | None,
    **outputs: Any,
) -> None:
    """Coach a recorded rehearsal.

    INPUT is an audio or video file, subtitles (.srt, .vtt), a transcript or report of talkcoach (.json), a
    narrated .pptx, or a rehearsal folder.

    \b
    Examples:
      talkcoach analyze rehearsal.m4a --deck talk.pptx --slot 35 --html report.html
      talkcoach analyze talk.vtt --deck talk.pdf --json -
    """
    from talkcoach.rehearsal import open_rehearsal

    _run(open_rehearsal(input_, deck, marks, corrections), rubric, slot, model, language, **outputs)


@commands.command()
@_outputs
def demo(**outputs: Any) -> None:
    """Coach the rehearsal that comes with talkcoach.

    Its report goes to talkcoach-demo.html in this folder unless --html names another file.
    """
    from talkcoach.rehearsal import Rehearsal

    rehearsal = Rehearsal(shipped("assets", "sample", "recording.ogg"), shipped("assets", "sample", "deck.pptx"))
    outputs["html"] = outputs["html"] or Path("talkcoach-demo.html")
    _run(rehearsal, "research_talk", SAMPLE_SLOT_MINUTES, "base", None, **outputs)


def _run(
    rehearsal: Rehearsal,
    rubric_name: str,
    slot: float | None,
    model: str,
    language: str | None,
    *,
    json_: str | None,
    html: Path | None,
    quiet: bool,
) -> None:
    """Check what can be checked at once, then do the long work, then write."""
    from talkcoach.rehearsal import REPORT, remember
    from talkcoach.rubric import load_rubric
    from talkcoach.storage import check_writable

    rubric = load_rubric(rubric_name)
    slot_seconds = 60 * _checked_slot(rubric.slot_minutes if slot is None else slot)
    for path in filter(None, (html, Path(json_) if json_ and json_ != "-" else None)):
        check_writable(path)
    if rehearsal.folder:
        check_writable(rehearsal.folder / REPORT)

    from talkcoach.coach import coach
    from talkcoach.hearing import Hearing
    from talkcoach.report import to_json
    from talkcoach.serial import dump

    with _progress(quiet) as progress:
        report = coach(rehearsal, rubric, slot_seconds, Hearing(model, language), progress)
    transcript = dump(report.transcript) if report.transcript.sentences else ""
    remember(rehearsal, transcript, to_json(report))
    _write(report, json_, html, quiet)
    if not report.transcript.sentences:
        raise InputError(f"no speech was heard in {rehearsal.spoken}", "Check the microphone and record again")


def _checked_slot(minutes: float) -> float:
    if not 0 < minutes <= 600:
        raise InputError(f"a slot of {minutes:g} minutes is not possible", "Give --slot in minutes, such as 35")
    return minutes


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[float, float], None] | None]:
    """A bar with the time left, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Listening"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} of 100"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("listening", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _write(report: Report, json_: str | None, html: Path | None, quiet: bool) -> None:
    from talkcoach.export import FORMATS
    from talkcoach.storage import write_text

    if html:
        write_text(html, FORMATS["html"](report))
    if json_ and json_ != "-":
        write_text(Path(json_), FORMATS["json"](report))
    if json_ == "-":
        click.echo(FORMATS["json"](report))
    elif not quiet:
        from rich.console import Console

        from talkcoach.export.terminal import print_summary

        print_summary(report, Console(highlight=False))
        for path in filter(None, (html, Path(json_) if json_ else None)):
            click.echo(f"Report: {path.resolve()}")


def _fail(message: str) -> None:
    click.echo(f"talkcoach: error: {message}", err=True)
    sys.exit(EXIT_ERROR)


if __name__ == "__main__":
    main()
