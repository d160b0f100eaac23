"""The whole report as Markdown (CommonMark, with GitHub's tables), for notes and for version control.

Text from decks and speech cannot become markup: all of it passes through `escaped`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from talkcoach.domain import Finding, Quote
from talkcoach.domain.clock import clock
from talkcoach.report.depth import depth_heading, depth_in_words, lacking, steps
from talkcoach.report.evidence import Places
from talkcoach.report.figure import Figure
from talkcoach.report.figures import groups
from talkcoach.report.model import Report
from talkcoach.report.passages import passages
from talkcoach.report.printable import printable
from talkcoach.report.summary import Summary
from talkcoach.report.wording import (
    FIRST,
    difference,
    doubt,
    judged,
    measured,
    plainly,
    ranges,
    slide_parts,
    target_range,
    unjudged,
    verdict_on,
    whose_parts,
)

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"[\\`*_{}\[\]#|~$^@&<>]|:(?=//|[\w+-]*:)|(?<=\bwww)\.")
"""What is markup anywhere in a line, in Markdown or a dialect; links, footnotes and images need brackets."""

_AT_THE_START = re.compile(r"^(?:[-+=]|\d+[.)](?= |$))")
"""What is a list, a rule or a heading at the start of a line and not in `_SPECIAL`."""


def render(report: Report, earlier: Summary | None = None) -> str:
    """A report as Markdown; the figures of the ``earlier`` rehearsal are shown beside those of this one."""
    blocks = [*_head(report), *_findings("Fix first", report, 0, FIRST)]
    if measured(report):
        blocks += [*_parts(report), *_slides(report), *_cuts(report), *_limitations(report)]
        blocks += [*_questions(report), *_delivery(report, earlier)]
    blocks += _findings("Everything else that was found", report, FIRST, None)
    blocks += [*_transcript(report), *_caveats(report)]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """A text on one line without markup, wherever in a line of Markdown it is put."""
    line = " ".join(printable(text).split())
    inside = _SPECIAL.sub(lambda found: _ENTITIES.get(found.group(), f"\\{found.group()}"), line)
    return _AT_THE_START.sub(lambda found: f"{found.group()[:-1]}\\{found.group()[-1]}", inside)


def _head(report: Report) -> Iterator[str]:
    timing = report.timing
    names = [escaped(name) for name in (report.recording, report.deck) if name]
    yield f"# {escaped(report.title or report.recording) or 'Untitled talk'}"
    yield " · ".join([f"**{clock(timing.duration)}** of {clock(timing.slot_seconds)}", *names])
    if plainly(report):
        yield plainly(report)


def _findings(heading: str, report: Report, start: int, end: int | None) -> Iterator[str]:
    shown = report.findings[start:end]
    if shown:
        yield f"## {heading}"
        yield "\n".join(_finding(number, each, Places(report)) for number, each in enumerate(shown, start + 1))
    elif not start and measured(report):
        yield f"## {heading}"
        yield "Nothing stood out that has to be fixed first."


def _finding(number: int, finding: Finding, places: Places) -> str:
    marker = f"{number}. "
    indent = " " * len(marker)
    lines = [f"{marker}{_strong(finding.message)} {escaped(finding.advice)}".rstrip()]
    return "\n".join([*lines, *(f"{indent}- {_quoted(quote, places)}" for quote in finding.quotes)])


def _quoted(quote: Quote, places: Places) -> str:
    found = places.evidence(quote)
    return f"{' '.join(filter(None, (found.label, found.place)))} “{escaped(found.text)}”"


def _parts(report: Report) -> Iterator[str]:
    yield "## Minutes per part"
    if not judged(report):
        yield "The parts are not judged: the recording is much shorter than the slot."
    if whose_parts(report):
        yield whose_parts(report)
    rows = [
        (
            escaped(part.title),
            clock(part.seconds),
            *((target_range(part), difference(part), verdict_on(part)) if judged(report) else ()),
            ranges(part.slides),
        )
        for part in report.timing.parts
    ]
    heads = ("Part", "Spoken:", *(("Target:", "Difference:", "Verdict") if judged(report) else ()), "Slides")
    yield _table(heads, rows)


def _slides(report: Report) -> Iterator[str]:
    if not report.slides:
        return
    parts = slide_parts(report)
    doubtful = {visit.slide for visit in report.slides if doubt(visit.confidence)}
    rows = [
        (
            str(slide.number),
            (escaped(slide.title) or "(no title)") + (" (hidden)" if slide.hidden else ""),
            f"{'about ' if slide.number in doubtful else ''}{clock(slide.seconds)}"
            if slide.seconds
            else "not shown",
            clock(slide.planned_seconds) if slide.planned_seconds else "",
            escaped(parts[slide.number]) if slide.seconds else "",
        )
        for slide in report.timing.slides
    ]
    yield "## Minutes per slide"
    yield _table(("Slide:", "Title", "Spoken:", "Planned:", "Part"), rows)


def _cuts(report: Report) -> Iterator[str]:
    if not (report.timing.cuts and judged(report)):
        return
    parts = {part.key: part.title for part in report.timing.parts}
    slides = {slide.number: slide.title for slide in report.timing.slides}
    rows = [
        (
            escaped(parts.get(cut.part, "Other")),
            f"{cut.slide} · {escaped(slides.get(cut.slide, '')) or '(no title)'}"
            if cut.slide
            else "off the slides",
            clock(cut.seconds),
            clock(cut.leaves_seconds),
            clock(cut.span.start),
        )
        for cut in report.timing.cuts
    ]
    yield "## What to cut"
    yield _table(("Part", "Slide", "Cut:", "Leaves:", "Begins at:"), rows)


def _limitations(report: Report) -> Iterator[str]:
    found, places = report.limitations, Places(report)
    yield "## Limitations"
    if unjudged(report):
        yield unjudged(report)
        return
    if not (found.level or judged(report)):
        yield "In what was recorded, no limitation of your own work was heard."
        return
    yield f"{depth_heading(found)}. {depth_in_words(found)}"
    for step in steps(found) if found.level else ():
        yield f"### {step.name}: {'✓ said' if step.reached else '○ not heard'}"
        if step.quotes:
            yield _list(_quoted(quote, places) for quote in step.quotes)
        else:
            yield "The sentences that name it go deeper." if step.reached else f"{step.wanted.capitalize()}."
    if lacking(found):
        yield f"### {'What else was not heard' if found.level else 'What was not heard'}"
        yield _list(lacking(found))
    for heading, quotes in (
        ("An open question", found.open_question),
        ("On a slide, never said", found.on_slide_unsaid),
        ("A strength in disguise, which does not count", found.disguised),
    ):
        if quotes:
            yield f"### {heading}"
            yield _list(_quoted(quote, places) for quote in quotes)


def _questions(report: Report) -> Iterator[str]:
    if not report.questions:
        return
    places = Places(report)
    yield "## Likely questions"
    lines = []
    for number, question in enumerate(report.questions, start=1):
        marker = f"{number}. "
        lines.append(f"{marker}{_strong(question.text)} {escaped(question.why)}".rstrip())
        lines += [f"{' ' * len(marker)}- {_quoted(quote, places)}" for quote in question.quotes]
    yield "\n".join(lines)


def _delivery(report: Report, earlier: Summary | None) -> Iterator[str]:
    for number, group in enumerate(groups(report, earlier)):
        if not number:
            yield "## Delivery"
        yield f"### {group.name}"
        if group.not_judged:
            yield group.not_judged
        if group.figures or group.more:
            yield _list(_figure(figure) for figure in (*group.figures, *group.more))


def _figure(figure: Figure) -> str:
    moments = (f"{clock(q.span.start)} {escaped(q.text)}".strip() for q in (*figure.first, *figure.others))
    note = f" ({escaped(figure.note)})" if figure.note else ""
    more = [f"and {figure.unlisted} others"] if figure.unlisted else []
    listed = ": " + ", ".join([*moments, *more]) if figure.moments else ""
    before = f", last time {escaped(figure.before)}" if figure.before else ""
    return f"{escaped(figure.name)}: {_strong(figure.value)}{before}{note}{listed}"


def _transcript(report: Report) -> Iterator[str]:
    for number, passage in enumerate(passages(report)):
        if not number:
            yield "## Transcript"
        where = [passage.clock, passage.slide, escaped(passage.part)]
        yield f"**{' · '.join(filter(None, where))}**"
        yield escaped(" ".join(line.text for line in passage.lines)) or "…"


def _caveats(report: Report) -> Iterator[str]:
    caveats = [escaped(caveat) for caveat in report.caveats]
    if report.corrections:
        noun = "slide" if len(report.corrections) == 1 else "slides"
        caveats.append(f"You set the part of {noun} {ranges(sorted(report.corrections))}.")
    removed = [f"{clock(each.span.start)} “{escaped(each.text)}”" for each in report.transcript.removed]
    if caveats or removed:
        yield "## What limits this report"
    if caveats:
        yield _list(caveats)
    if removed:
        yield "The speech model wrote this, but it was not said, so it was removed:"
        yield _list(removed)


def _strong(text: str) -> str:
    return f"**{escaped(text)}**" if text.strip() else ""


def _list(items: Sequence[str] | Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; columns whose heading ends in a colon have figures and are aligned to the right."""
    rule = ("---:" if head.endswith(":") else "---" for head in heads)
    lines = [[head.rstrip(":") for head in heads], rule, *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
