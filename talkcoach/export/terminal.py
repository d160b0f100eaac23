"""The summary of a report on a terminal of 80 columns; it needs no colour to be clear."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from talkcoach.analysis.timing import PartTiming
from talkcoach.domain.clock import clock
from talkcoach.export.terminal_layout import cut, print_heading, print_indented
from talkcoach.report.depth import depth_heading, depth_in_words, steps
from talkcoach.report.evidence import Places
from talkcoach.report.figures import groups
from talkcoach.report.model import Report
from talkcoach.report.wording import (
    FIRST,
    LIKELIEST,
    against_target,
    judged,
    measured,
    plainly,
    unjudged,
    verdict_on,
    whose_parts,
)

BAR = 24
"""The width of a part's bar in cells."""

TITLE = 24
"""Letters of a part's title beside its minutes, its verdict and its bar at 80 columns."""

LETTERS = 200
"""Quotes, questions and findings are cut here: three lines at 80 columns."""


ESSENTIAL = 2
"""Figures of each group of delivery that are shown; the HTML report has all."""


def print_summary(report: Report, console: Console) -> None:
    """Print what matters most about a rehearsal.

    Text from decks and speech is never read as markup, and nothing in it can control the terminal.
    """
    _head(report, console)
    if report.findings or measured(report):
        _fix_first(report, console)
    if not measured(report):
        return
    _parts(report, console)
    _limitations(report, console)
    _questions(report, console)
    _delivery(report, console)


def _head(report: Report, console: Console) -> None:
    timing = report.timing
    sources = [cut(name, LETTERS) for name in (report.recording, report.deck) if name]
    length = f"{clock(timing.duration)} of {clock(timing.slot_seconds)}"
    console.print(Text(cut(report.title or "Untitled talk", LETTERS), style="bold"))
    console.print(Text(" · ".join([length, *sources]), style="dim"))
    if plainly(report):
        console.print()
        console.print(Text(plainly(report)))


def _fix_first(report: Report, console: Console) -> None:
    print_heading("Fix first", console)
    if not report.findings:
        print_indented(Text("Nothing stood out that has to be fixed first."), console)
        return
    places = Places(report)
    table = _columns(number=True)
    for number, finding in enumerate(report.findings[:FIRST], start=1):
        words = Text(cut(finding.message, LETTERS), style="bold")
        words.append(f"\n{cut(finding.advice, LETTERS)}", style="not bold")
        table.add_row(str(number), words, places.evidence(finding.quotes[0]).label)
    print_indented(table, console)


def _parts(report: Report, console: Console) -> None:
    print_heading("Minutes per part", console)
    parts = report.timing.parts
    scale = max((max(part.seconds, part.target_seconds[1]) for part in parts), default=0.0) or 1.0
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for part in parts:
        if judged(report):
            row = (against_target(part), verdict_on(part), _bar(part, scale, target=True))
        else:
            row = (clock(part.seconds), "", _bar(part, scale, target=False))
        table.add_row(Text(cut(part.title, TITLE)), *map(Text, row))
    print_indented(table, console)
    if whose_parts(report):
        print_indented(Text(whose_parts(report), style="dim"), console)
    if not judged(report):
        print_indented(Text("Not judged: the recording is much shorter than the slot.", style="dim"), console)


def _bar(part: PartTiming, scale: float, *, target: bool) -> str:
    """Seconds as a line, with a vertical stroke at the upper end of the target."""
    cells = ["━" if cell < round(BAR * part.seconds / scale) else " " for cell in range(BAR)]
    if target:
        end = min(round(BAR * part.target_seconds[1] / scale), BAR - 1)
        cells[end] = "╋" if cells[end] == "━" else "┃"
    return "".join(cells).rstrip()


def _limitations(report: Report, console: Console) -> None:
    found = report.limitations
    if unjudged(report):
        print_heading("Limitations", console)
        print_indented(Text(unjudged(report), style="dim"), console)
        return
    print_heading(f"Limitations: {depth_heading(found).lower()}", console)
    print_indented(Text(depth_in_words(found)), console)
    deepest = next((step.quotes[-1] for step in reversed(steps(found)) if step.quotes), None)
    if deepest:
        table = _columns()
        evidence = Places(report).evidence(deepest)
        table.add_row(Text(f"“{cut(evidence.text, LETTERS)}”", style="italic"), evidence.label)
        print_indented(table, console)


def _questions(report: Report, console: Console) -> None:
    if not report.questions:
        return
    print_heading("Likely questions", console)
    places = Places(report)
    table = _columns(number=True)
    for number, question in enumerate(report.questions[:LIKELIEST], start=1):
        words = Text(cut(question.text, LETTERS))
        table.add_row(str(number), words, places.evidence(question.quotes[0]).label)
    print_indented(table, console)


def _delivery(report: Report, console: Console) -> None:
    """The most important figures of each group; a recording without defects is not mentioned."""
    measured = [group for group in groups(report) if group.name != "Recording" or report.delivery.spoiled]
    if not measured:
        return
    print_heading("Delivery", console)
    table = Table.grid(padding=(0, 2))
    for group in measured:
        for figure in group.figures[:ESSENTIAL]:
            table.add_row(
                Text(figure.name), Text(cut(figure.value, LETTERS)), Text(cut(figure.note, LETTERS), style="dim")
            )
    print_indented(table, console)
    for group in measured:
        if group.not_judged:
            print_indented(Text(group.not_judged, style="dim"), console)


def _columns(*, number: bool = False) -> Table:
    """A table with a column of words, one of moments, and one of numbers before them if wanted."""
    table = Table.grid(padding=(0, 2), expand=True)
    if number:
        table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True, style="dim")
    return table
