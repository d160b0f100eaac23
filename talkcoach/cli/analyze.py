"""Commands that coach a rehearsal that was recorded before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talkcoach.cli.output import check_outputs, checked_slot, outputs, progress_bar, write_report
from talkcoach.errors import InputError
from talkcoach.store.places import shipped

if TYPE_CHECKING:
    from talkcoach.store.source import Source

SAMPLE_SLOT_MINUTES = 7.0


@click.command()
@click.argument("input_", metavar="INPUT", type=Path)
@click.option("--deck", metavar="DECK", type=Path, help="The slides: .pptx and its kin, or .pdf.")
@click.option("--marks", metavar="FILE", type=Path, help="When slides changed, as marks.jsonl of a recording.")
@click.option("--corrections", metavar="FILE", type=Path, help="Which slide belongs to which part (YAML or JSON).")
@click.option("--rubric", metavar="NAME|FILE", default="research_talk", show_default=True, help="What to expect.")
@click.option("--slot", metavar="MINUTES", type=float, help="How long the talk may be. [default: the rubric's]")
@click.option("--model", metavar="NAME|DIR", default="base", show_default=True, help="The speech model.")
@click.option("--language", metavar="LANG", help="What is spoken, such as en. [default: find out]")
@click.option(
    "--track",
    metavar="N",
    type=click.IntRange(min=1),
    help="Which track of sound to take. [default: the one with speech]",
)
@outputs
def analyze(
    input_: Path,
    deck: Path | None,
    marks: Path | None,
    corrections: Path | None,
    rubric: str,
    slot: float | None,
    model: str,
    language: str | None,
    track: int | None,
    **written: Any,
) -> None:
    """Coach a recorded rehearsal.

    INPUT is an audio or video file, captions (.srt, .vtt, .sbv, .ass, .ssa, .ttml, .dfxp, .smi), a transcript or
    report of talkcoach (.json), a narrated .pptx, or a rehearsal folder.

    \b
    Examples:
      talkcoach analyze rehearsal.m4a --deck talk.pptx --slot 35 --html report.html
      talkcoach analyze talk.vtt --deck talk.pdf --json -
    """
    from talkcoach.store.source import Source

    source = Source(input_, deck, marks, corrections, track=track)
    coach_and_write(source, rubric, slot, model, language, **written)


@click.command()
@outputs
def demo(**written: Any) -> None:
    """Coach the rehearsal that comes with talkcoach.

    Its report goes to talkcoach-demo.html in this folder unless --html names another file.
    """
    from talkcoach.store.source import Source

    source = Source(shipped("assets", "sample", "recording.ogg"), shipped("assets", "sample", "deck.pptx"))
    written["html"] = written["html"] or Path("talkcoach-demo.html")
    coach_and_write(source, "research_talk", SAMPLE_SLOT_MINUTES, "base", None, **written)


def coach_and_write(
    source: Source,
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
    from talkcoach.store.files import check_writable
    from talkcoach.store.paths import status_of
    from talkcoach.store.rehearsal import REPORT
    from talkcoach.workflows.rubrics import open_rubric

    status_of(source.path, "file", InputError)
    rubric = open_rubric(rubric_name)
    slot_seconds = 60 * checked_slot(rubric.slot_minutes if slot is None else slot)
    check_outputs(json_, html)
    if source.folder:
        check_writable(source.folder / REPORT)

    from talkcoach.workflows.coach import coach
    from talkcoach.workflows.listen import Recognition

    with progress_bar("Listening", quiet) as progress:
        report = coach(source, rubric, slot_seconds, Recognition(model, language), progress)
    write_report(report, json_, html, quiet)
    if not report.transcript.sentences:
        raise InputError(f"no speech was heard in {source.path}", "Check the microphone and record again")
