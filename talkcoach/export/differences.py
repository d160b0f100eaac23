"""What changed between two rehearsals, on a terminal: words first, then the times that they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from talkcoach.analysis.terms import shortened
from talkcoach.analysis.timing import CUT_STEP, PartTiming, SlideTiming
from talkcoach.clock import clock
from talkcoach.comparison import Comparison, PartChange, Run, SlideChange
from talkcoach.domain import Finding
from talkcoach.export.measures import MEASURES
from talkcoach.export.printable import printable
from talkcoach.export.wording import counted

TITLE = 22
"""Letters of a title beside its words and its times at 80 columns."""

LETTERS = 160
"""Findings are cut here: two lines and a half at 80 columns."""

MOST = 7
"""Findings that are told under each heading: more nobody takes in at once."""


def print_comparison(changes: Comparison, console: Console) -> None:
    """Print what changed; words from decks and speech are no markup here and cannot steer the terminal."""
    _head(changes, console)
    _parts(changes, console)
    _slides(changes, console)
    _depth(changes, console)
    _delivery(changes, console)
    _findings("Not found any more", changes.gone, console)
    _findings("New", changes.new, console)
    _findings("Still there", changes.still, console)


def part_words(change: PartChange, judged: bool) -> str:
    """How a part changed, in words: ``on target now``, ``shorter, still long``. ``judged`` as both runs are."""
    one, other = change.earlier, change.later
    if one is None or other is None:
        return "only in the later rubric" if one is None else "only in the earlier rubric"
    moved = _moved(one.seconds, other.seconds)
    if not judged:
        return moved
    before, now = _on(one), _on(other)
    if now == "on target":
        return "on target now" if before != now else f"{moved}, on target"
    if now == "missing":
        return "still missing" if before == now else "missing now"
    return f"{moved}, {'still' if before == now else 'now'} {now}"


def slide_words(change: SlideChange) -> str:
    """How a slide changed, in words: ``probably longer``, ``new``, ``not shown now``, ``shorter, was slide 8``."""
    one, other = change.earlier, change.later
    if one is None or other is None:
        return "new slide" if one is None else "not in the deck now"
    if bool(one.seconds) != bool(other.seconds):
        words = "shown now" if other.seconds else "not shown now"
    else:
        words = _moved(one.seconds, other.seconds)
    moved = f", was slide {one.number}" if one.number != other.number else ""
    return f"{'' if change.sure else 'probably '}{words}{moved}"


def depth_words(earlier: Run, later: Run) -> str:
    """How the depth of the limitations changed, in words; empty where it could not be told in both."""
    if earlier.depth is None or later.depth is None:
        return ""
    if earlier.depth == later.depth:
        return "as before"
    return "deeper" if later.depth > earlier.depth else "shallower"


def _head(changes: Comparison, console: Console) -> None:
    titles = dict.fromkeys(_cut(run.title or "Untitled talk", LETTERS) for run in (changes.earlier, changes.later))
    console.print(Text(" → ".join(titles), style="bold"))
    console.print(Text(" → ".join(map(_length, (changes.earlier, changes.later))), style="dim"))
    if not _judged(changes):
        words = (
            "Not judged: one of the two is much shorter than its slot, so what is missing may not have come up."
        )
        console.print()
        console.print(Text(words))


def _parts(changes: Comparison, console: Console) -> None:
    judged = _judged(changes)
    rows = [
        (
            _cut(change.title, TITLE),
            part_words(change, judged),
            _times(change.earlier, change.later),
            f"of {_target(change.later)}" if change.later and judged else "",
        )
        for change in changes.parts
    ]
    _table("Minutes per part", rows, console)


def _slides(changes: Comparison, console: Console) -> None:
    told = [change for change in changes.slides if _is_told(change)]
    rows = [
        (
            f"{change.later.number if change.later else '–':>3}  {_cut(change.title or '(no title)', TITLE - 5)}",
            slide_words(change),
            _times(change.earlier, change.later),
            "",
        )
        for change in told
    ]
    same = len(changes.slides) - len(told)
    note = f"{counted(same, 'slide')} as before, give or take {CUT_STEP:.0f} seconds." if same else ""
    _table("Minutes per slide", rows, console, note)


def _depth(changes: Comparison, console: Console) -> None:
    one, other = changes.earlier, changes.later
    if words := depth_words(one, other):
        _table("Limitations", [("Depth", words, f"{one.depth} → {other.depth}", "of 4")], console)


def _delivery(changes: Comparison, console: Console) -> None:
    """Every figure that could be told in both runs, beside what is ordinary."""
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
    _heading(heading, console)
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True, style="dim")
    for finding in findings[:MOST]:
        quote = finding.quotes[0]
        place = clock(quote.span.start) if quote.span or quote.slide is None else f"slide {quote.slide}"
        table.add_row(Text(_cut(finding.message, LETTERS)), place)
    _indented(table, console)
    if findings[MOST:]:
        _indented(Text(f"and {len(findings) - MOST} more", style="dim"), console)


def _judged(changes: Comparison) -> bool:
    return changes.earlier.judged and changes.later.judged


def _on(part: PartTiming) -> str:
    return "on target" if part.verdict == "ok" else part.verdict


def _moved(before: float, now: float) -> str:
    """Nobody rehearses to the second: what moved by less than a cut is as before."""
    if abs(now - before) < CUT_STEP:
        return "as before"
    return "longer" if now > before else "shorter"


def _is_told(change: SlideChange) -> bool:
    """Whether there is something to say of a slide; nothing of one that was never shown."""
    before = change.earlier.seconds if change.earlier else 0.0
    now = change.later.seconds if change.later else 0.0
    return abs(now - before) >= CUT_STEP or (change.earlier is None) != (change.later is None)


def _target(part: PartTiming) -> str:
    least, most = part.target_seconds
    return clock(least if part.seconds < least else most)


def _length(run: Run) -> str:
    return f"{clock(run.seconds)} of {clock(run.slot_seconds)}"


def _times(before: PartTiming | SlideTiming | None, now: PartTiming | SlideTiming | None) -> str:
    return " → ".join(clock(each.seconds) if each else "–" for each in (before, now))


def _table(heading: str, rows: Sequence[tuple[str, str, str, str]], console: Console, note: str = "") -> None:
    if not rows and not note:
        return
    _heading(heading, console)
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for title, words, times, unit in rows:
        table.add_row(Text(title), Text(words, style="bold"), Text(times), Text(unit, style="dim"))
    _indented(table, console)
    if note:
        _indented(Text(note, style="dim"), console)


def _cut(text: str, letters: int) -> str:
    return shortened(printable(text), letters)


def _heading(words: str, console: Console) -> None:
    console.print()
    console.print(Text(words, style="bold underline"))


def _indented(content: Text | Table, console: Console) -> None:
    console.print(Padding(content, (0, 0, 0, 2)))
