"""The summary on a terminal: calm, 80 columns, and as clear without colour as with it."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from talkcoach.analysis.terms import shortened
from talkcoach.analysis.timing import PartTiming
from talkcoach.clock import clock
from talkcoach.export.depth import DEPTHS, steps
from talkcoach.export.evidence import Places
from talkcoach.export.figures import groups
from talkcoach.export.printable import printable
from talkcoach.export.wording import FIRST, LIKELIEST, VERDICTS, against_target, extent, judged, plainly, unjudged
from talkcoach.report import Report

BAR = 24
"""Cells of a part's bar."""

TITLE = 24
"""Letters of a part's title beside its minutes, its verdict and its bar at 80 columns."""

LETTERS = 200
"""Quotes, questions and findings are cut here: three lines at 80 columns."""


ESSENTIAL = 2
"""Figures of each group of the delivery; the page has them all."""


def print_summary(report: Report, console: Console) -> None:
    """Print what matters most about a rehearsal.

    Words from decks and speech go out as they are: they are never read as markup, and nothing in them can steer
    the terminal.
    """
    _head(report, console)
    if report.findings or extent(report) in {"partial", "whole"}:
        _fix_first(report, console)
    if extent(report) in {"silent", "brief"}:
        return
    _parts(report, console)
    _limitations(report, console)
    _questions(report, console)
    _delivery(report, console)


def _head(report: Report, console: Console) -> None:
    account = report.timing
    sources = [_cut(name) for name in (report.recording, report.deck) if name]
    length = f"{clock(account.duration)} of {clock(account.slot_seconds)}"
    console.print(Text(_cut(report.title or "Untitled talk"), style="bold"))
    console.print(Text(" · ".join([length, *sources]), style="dim"))
    if plainly(report):
        console.print()
        console.print(Text(plainly(report)))


def _fix_first(report: Report, console: Console) -> None:
    _heading("Fix first", console)
    if not report.findings:
        _indented(Text("Nothing stood out that has to be fixed first."), console)
        return
    places = Places(report)
    table = _columns(number=True)
    for number, finding in enumerate(report.findings[:FIRST], start=1):
        words = Text(_cut(finding.message), style="bold")
        words.append(f"\n{_cut(finding.advice)}", style="not bold")
        table.add_row(str(number), words, places.evidence(finding.quotes[0]).label)
    _indented(table, console)


def _parts(report: Report, console: Console) -> None:
    _heading("Minutes per part", console)
    parts = report.timing.parts
    scale = max((max(part.seconds, part.target_seconds[1]) for part in parts), default=0.0) or 1.0
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for part in parts:
        if judged(report):
            row = (against_target(part), VERDICTS[part.verdict], _bar(part, scale, target=True))
        else:
            row = (clock(part.seconds), "", _bar(part, scale, target=False))
        table.add_row(Text(_cut(part.title, TITLE)), *map(Text, row))
    _indented(table, console)
    if not judged(report):
        _indented(Text("Not judged: the recording is much shorter than the slot.", style="dim"), console)


def _bar(part: PartTiming, scale: float, *, target: bool) -> str:
    """Seconds as a line, with an upright stroke where the part should end at the latest."""
    cells = ["━" if cell < round(BAR * part.seconds / scale) else " " for cell in range(BAR)]
    if target:
        end = min(round(BAR * part.target_seconds[1] / scale), BAR - 1)
        cells[end] = "╋" if cells[end] == "━" else "┃"
    return "".join(cells).rstrip()


def _limitations(report: Report, console: Console) -> None:
    found = report.limitations
    if unjudged(report):
        _heading("Limitations", console)
        _indented(Text(unjudged(report), style="dim"), console)
        return
    _heading(f"Limitations: depth {found.level} of 4", console)
    _indented(Text(DEPTHS[found.level]), console)
    deepest = next((step.quotes[-1] for step in reversed(steps(found)) if step.quotes), None)
    if deepest:
        table = _columns()
        evidence = Places(report).evidence(deepest)
        table.add_row(Text(f"“{_cut(evidence.text)}”", style="italic"), evidence.label)
        _indented(table, console)


def _questions(report: Report, console: Console) -> None:
    if not report.questions:
        return
    _heading("Likely questions", console)
    places = Places(report)
    table = _columns(number=True)
    for number, question in enumerate(report.questions[:LIKELIEST], start=1):
        words = Text(_cut(question.text))
        table.add_row(str(number), words, places.evidence(question.quotes[0]).label)
    _indented(table, console)


def _delivery(report: Report, console: Console) -> None:
    """What matters of each group; a recording without fault goes without saying."""
    measured = [group for group in groups(report) if group.name != "Recording" or report.delivery.spoiled]
    if not measured:
        return
    _heading("Delivery", console)
    table = Table.grid(padding=(0, 2))
    for group in measured:
        for figure in group.figures[:ESSENTIAL]:
            table.add_row(Text(figure.name), Text(_cut(figure.value)), Text(_cut(figure.note), style="dim"))
    _indented(table, console)
    for group in measured:
        if group.said:
            _indented(Text(group.said, style="dim"), console)


def _cut(text: str, letters: int = LETTERS) -> str:
    return shortened(printable(text), letters)


def _heading(words: str, console: Console) -> None:
    console.print()
    console.print(Text(words, style="bold underline"))


def _columns(*, number: bool = False) -> Table:
    """A table of words that ends in a column of moments, and begins with one of numbers where asked."""
    table = Table.grid(padding=(0, 2), expand=True)
    if number:
        table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True, style="dim")
    return table


def _indented(content: Text | Table, console: Console) -> None:
    console.print(Padding(content, (0, 0, 0, 2)))
