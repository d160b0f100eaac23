"""The command that shows what is read of a deck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from talkcoach.report.deck_survey import DeckSurvey


@click.command()
@click.argument("deck_", metavar="DECK", type=Path)
@click.option("--rubric", metavar="NAME|FILE", default="research_talk", show_default=True, help="What to expect.")
@click.option("--json", "json_", metavar="FILE", help="Write it as JSON; - for standard output.")
def deck(deck_: Path, rubric: str, json_: str | None) -> None:
    """Show what is read of a deck, before anybody has spoken.

    Every slide with its title, words and notes, the part that it seems to belong to, and its time in the rubric's
    slot; then what to mend. DECK is a .pptx and its kin, or a .pdf.
    """
    from talkcoach.cli.output import check_outputs
    from talkcoach.workflows.rubrics import open_rubric
    from talkcoach.workflows.survey import survey

    expected = open_rubric(rubric)
    check_outputs(json_, None)
    found = survey(deck_, expected)
    if json_ != "-":
        from rich.console import Console

        from talkcoach.export.deck_terminal import print_survey

        print_survey(found, Console(highlight=False))
    if json_:
        _write(json_, found)


def _write(target: str, found: DeckSurvey) -> None:
    from talkcoach.report.deck_survey import survey_json
    from talkcoach.store.files import write_text

    if target == "-":
        click.echo(survey_json(found))
    else:
        write_text(Path(target), survey_json(found))
        click.echo(f"Written: {Path(target).resolve()}")
