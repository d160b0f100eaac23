"""The command line, a file per kind of work; heavy imports stay inside the commands: help comes at once."""

from __future__ import annotations

import io
import os
import sys

import click

from talkcoach.cli.analyze import analyze, demo
from talkcoach.cli.app import app
from talkcoach.cli.decks import deck
from talkcoach.cli.doctor import doctor
from talkcoach.cli.record import record
from talkcoach.cli.rehearsals import compare, delete, export, list_, show
from talkcoach.errors import TalkcoachError

EXIT_ERROR, EXIT_CANCELLED = 2, 130


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


for command in (app, record, analyze, deck, demo, list_, show, compare, export, delete, doctor):
    commands.add_command(command)


def _fail(message: str) -> None:
    click.echo(f"talkcoach: error: {message}", err=True)
    sys.exit(EXIT_ERROR)
