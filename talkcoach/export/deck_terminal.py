"""What is read of a deck, on a terminal of 80 columns."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from talkcoach.domain import SURE, Finding
from talkcoach.domain.clock import clock
from talkcoach.export.terminal_layout import cut, print_heading, print_indented
from talkcoach.report.deck_survey import DeckSurvey, SlideSurvey
from talkcoach.report.wording import counted, ranges

TITLE = 40
"""Letters of a slide's title beside its part at 80 columns."""

PART = 20
"""Letters of a part's title."""

LETTERS = 200
"""Findings and caveats are cut here: three lines at 80 columns."""


def print_survey(survey: DeckSurvey, console: Console) -> None:
    """Print what is read of a deck.

    Text from the deck is never read as markup, and nothing in it can control the terminal.
    """
    shown = sum(slide.shown for slide in survey.slides)
    left_out = len(survey.slides) - shown
    about = [f"{counted(shown, 'slide')} in {clock(survey.slot_seconds)}"]
    about += [f"{left_out} more hidden or after the end"] if left_out else []
    console.print(Text(cut(survey.title, LETTERS), style="bold"))
    console.print(Text(" · ".join([*about, cut(survey.deck, LETTERS)]), style="dim"))
    _slides(survey, console)
    print_heading("Before you speak", console)
    for finding in survey.findings:
        print_indented(_finding(finding), console)
    if not survey.findings:
        print_indented(Text("Nothing to mend that the deck alone could tell."), console)
    if survey.caveats:
        print_heading("How it was read", console)
        for caveat in survey.caveats:
            print_indented(Text(cut(caveat, LETTERS)), console)


def _slides(survey: DeckSurvey, console: Console) -> None:
    """A row for each slide: number, title, what is on it, part and time; and a line for each new section."""
    print_heading("Slides", console)
    table = Table.grid(padding=(0, 2))
    for justify in ("right", "left", "left", "right"):
        table.add_column(justify=justify)
    section = ""
    for slide in survey.slides:
        if slide.section and slide.section != section:
            table.add_row("", Text(cut(slide.section, TITLE), style="italic dim"))
        section = slide.section
        table.add_row(
            str(slide.number),
            _title(slide),
            Text(_part(slide), style="" if slide.shown else "dim"),
            clock(slide.planned_seconds) if slide.shown else "–",
        )
    print_indented(table, console)


def _title(slide: SlideSurvey) -> Text:
    title = Text(cut(slide.title, TITLE) or "No title", style="bold" if slide.title else "dim")
    words = [counted(len(slide.text.split()), "word")]
    if slide.notes:
        words.append(f"{counted(len(slide.notes.split()), 'word')} of notes")
    if slide.rehearsed_seconds:
        words.append(f"rehearsed {clock(slide.rehearsed_seconds)}")
    title.append(f"\n{', '.join(words)}", style="not bold dim")
    return title


def _part(slide: SlideSurvey) -> str:
    if not slide.shown:
        return "hidden" if slide.hidden else "after the end"
    part = cut(slide.part_title, PART)
    return part if slide.confidence >= SURE else f"{part}?"


def _finding(finding: Finding) -> Text:
    numbers = ranges(sorted({quote.slide for quote in finding.quotes if quote.slide}))
    words = Text(cut(finding.message, LETTERS), style="bold")
    words.append(f"\n{cut(finding.advice, LETTERS)}", style="not bold")
    if numbers:
        words.append(f" → slide {numbers}", style="not bold dim")
    return words
