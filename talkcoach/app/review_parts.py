"""The pieces of the report that the page Review shows, cut from the HTML report so that both say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from talkcoach.clock import clock
from talkcoach.comparison import Run
from talkcoach.domain import Quote
from talkcoach.export.html import to_html
from talkcoach.report import Report

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def parts(report: Report, earlier: Run | None = None) -> dict[str, str]:
    """Each section of the report as HTML by its id, such as ``limitations``; those it does not have are left out.

    In ``first`` every finding has its moment beside it and its evidence folded away; in ``transcript`` filled
    pauses are marked; in ``slides`` every stay has the moment at which it began; in ``delivery`` every figure has
    that of the ``earlier`` rehearsal beside it.
    """
    from lxml import html

    page = html.document_fromstring(to_html(report, earlier))
    for sentence in page.xpath("//*[starts-with(@id, 'sentence-')]"):
        _mark_fillers(sentence, _fillers_in(report, int(sentence.get("id").removeprefix("sentence-")) - 1))
    for row in page.xpath("//tr[starts-with(@id, 'slide-')]"):
        _add_moments(row, report)
    for finding in page.xpath("//section[@id='first']//li[@class='finding']"):
        _fold_evidence(finding)
    return {section.get("id"): _markup(section) for section in page.xpath("//section[@id]")}


def with_pictures(slides: str, pictures: Mapping[int, str]) -> str:
    """The section ``slides`` with a picture under the title of each slide that has one, given by its number.

    Args:
        slides: as `parts` gives it.
        pictures: addresses that a page can load.
    """
    from lxml import html

    section = html.fragment_fromstring(slides)
    for number, address in pictures.items():
        for cell in section.xpath(f"//tr[@id='slide-{number}']/td[contains(@class, 'title')]"):
            picture = html.Element("img", src=address, alt="", loading="lazy")
            picture.set("class", "shown-slide")
            cell.append(picture)
    return _markup(section)


def _fillers_in(report: Report, index: int) -> tuple[Quote, ...]:
    span = report.transcript.sentences[index].span
    return tuple(filler for filler in report.delivery.filling.fillers if filler.span.middle in span)


def _mark_fillers(sentence: HtmlElement, fillers: tuple[Quote, ...]) -> None:
    """Put every filled pause of a sentence, which holds nothing but text, into an element of its own."""
    from lxml import html

    words = {filler.text.strip(" .,;:!?…—–-\"'") for filler in fillers} - {""}
    if not words:
        return
    said = re.split(rf"(?<!\w)({'|'.join(map(re.escape, sorted(words)))})(?!\w)", sentence.text or "")
    sentence.text = said[0]
    for word, after in zip(said[1::2], said[2::2], strict=True):
        mark = html.Element("mark", title="filled pause")
        mark.set("class", "filler")
        mark.text, mark.tail = word, after
        sentence.append(mark)


def _add_moments(row: HtmlElement, report: Report) -> None:
    """A line under a slide's title with the moments at which it came up."""
    from lxml import html

    number = int(row.get("id").removeprefix("slide-"))
    came_up = [visit.span.start for visit in report.slides if visit.slide == number]
    for cell in row.xpath("./td[contains(@class, 'title')]")[: 1 if came_up else 0]:
        line = html.Element("div")
        line.set("class", "moments")
        for moment in came_up:
            played: Any = html.Element("span")
            played.set("class", "moment")
            played.text = clock(moment)
            line.append(played)
        cell.append(line)


def _fold_evidence(finding: HtmlElement) -> None:
    """One line to read and one moment to hear; who wants to know on what it rests opens the rest."""
    from lxml import html

    (message,), (quotes,) = finding.xpath(".//p[contains(@class, 'message')]"), finding.xpath(".//ul")
    for moment in quotes.xpath(".//*[@class='moment']")[:1]:
        beside = deepcopy(moment)
        beside.tail = None
        message.append(beside)
    folded, summary = html.Element("details"), html.Element("summary")
    summary.text = "Evidence"
    quotes.addprevious(folded)
    folded.extend((summary, quotes))


def _markup(section: HtmlElement) -> str:
    from lxml import html

    alone = deepcopy(section)
    alone.tail = None
    return str(html.tostring(alone, encoding="unicode"))
