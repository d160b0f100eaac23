"""A comparison of two rehearsals on a terminal: words first, then the figures behind them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from talkcoach.analysis.timing import CUT_STEP, PartTiming, SlideTiming
from talkcoach.domain import Finding
from talkcoach.domain.clock import clock
from talkcoach.export.terminal_layout import cut, print_heading, print_indented
from talkcoach.report.comparison import Comparison
from talkcoach.report.differences import MOST_FINDINGS, depth_words, is_changed, part_words, slide_words
from talkcoach.report.measures import MEASURES
from talkcoach.report.summary import Summary
from talkcoach.report.wording import counted

TITLE = 22
"""Letters of a title beside its words and its times at 80 columns."""

LETTERS = 160
"""Findings are cut here: two lines and a half at 80 columns."""


def print_comparison(changes: Comparison, console: Console) -> None:
    """Print what changed. Text from decks and speech is never read as markup, and cannot control the terminal."""
    _head(changes, console)
    _parts(changes, console)
    _slides(changes, console)
    _depth(changes, console)
    _delivery(changes, console)
    _findings("Not found any more", changes.gone, console)
    _findings("New", changes.new, console)
    _findings("Still there", changes.still, console)


def _head(changes: Comparison, console: Console) -> None:
    titles = dict.fromkeys(
        cut(summary.title or "Untitled talk", LETTERS) for summary in (changes.earlier, changes.later)
    )
    console.print(Text(" → ".join(titles), style="bold"))
    console.print(Text(" → ".join(map(_length, (changes.earlier, changes.later))), style="dim"))
    if not changes.judged:
        words = (
            "Not judged: one of the two is much shorter than its slot, so what is missing may not have come up."
        )
        console.print()
        console.print(Text(words))


def _parts(changes: Comparison, console: Console) -> None:
    judged = changes.judged
    rows = [
        (
            cut(change.title, TITLE),
            part_words(change, judged),
            _times(change.earlier, change.later),
            f"of {_target(change.later)}" if change.later and judged else "",
        )
        for change in changes.parts
    ]
    _table("Minutes per part", rows, console)


def _slides(changes: Comparison, console: Console) -> None:
    changed = [change for change in changes.slides if is_changed(change)]
    rows = [
        (
            f"{change.later.number if change.later else '–':>3}  {cut(change.title or '(no title)', TITLE - 5)}",
            slide_words(change),
            _times(change.earlier, change.later),
            "",
        )
        for change in changed
    ]
    same = len(changes.slides) - len(changed)
    note = f"{counted(same, 'slide')} as before, give or take {CUT_STEP:.0f} seconds." if same else ""
    _table("Minutes per slide", rows, console, note)


def _depth(changes: Comparison, console: Console) -> None:
    one, other = changes.earlier, changes.later
    if words := depth_words(one, other):
        _table("Limitations", [("Depth", words, f"{one.depth} → {other.depth}", "of 4")], console)


def _delivery(changes: Comparison, console: Console) -> None:
    """Every figure that is known in both rehearsals, with what is ordinary."""
    one, other = changes.earlier, changes.later
    rows = [
        (
            name.capitalize(),
            words,
            f"{measure.number(one)} → {measure.number(other)}",
            f"{measure.unit}{f' ({measure.band(other)})' if measure.band(other) else ''}",
        )
        for name, measure in MEASURES.items()
        if (words := measure.changed(one, other))
    ]
    note = "In brackets what is ordinary." if any("(" in unit for *_, unit in rows) else ""
    _table("Delivery", rows, console, note)


def _findings(heading: str, findings: tuple[Finding, ...], console: Console) -> None:
    if not findings:
        return
    print_heading(heading, console)
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True, style="dim")
    for finding in findings[:MOST_FINDINGS]:
        quote = finding.quotes[0]
        place = clock(quote.span.start) if quote.span or quote.slide is None else f"slide {quote.slide}"
        table.add_row(Text(cut(finding.message, LETTERS)), place)
    print_indented(table, console)
    if findings[MOST_FINDINGS:]:
        print_indented(Text(f"and {len(findings) - MOST_FINDINGS} more", style="dim"), console)


def _length(summary: Summary) -> str:
    return f"{clock(summary.seconds)} of {clock(summary.slot_seconds)}"


def _times(before: PartTiming | SlideTiming | None, now: PartTiming | SlideTiming | None) -> str:
    return " → ".join(clock(each.seconds) if each else "–" for each in (before, now))


def _table(heading: str, rows: Sequence[tuple[str, str, str, str]], console: Console, note: str = "") -> None:
    if not rows and not note:
        return
    print_heading(heading, console)
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for title, words, times, unit in rows:
        table.add_row(Text(title), Text(words, style="bold"), Text(times), Text(unit, style="dim"))
    print_indented(table, console)
    if note:
        print_indented(Text(note, style="dim"), console)


def _target(part: PartTiming) -> str:
    least, most = part.target_seconds
    return clock(least if part.seconds < least else most)
