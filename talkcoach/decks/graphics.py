"""The text of charts and SmartArt, which are stored in parts of their own."""

from __future__ import annotations

import re

from lxml import etree

from talkcoach.decks.letters import readable
from talkcoach.decks.openxml import select, tag
from talkcoach.decks.paragraphs import lines

# Categories that are dates are stored as day counts, which are not shown.
_DATE_FORMAT = re.compile(r"[ymdh]", re.IGNORECASE)


def chart_lines(chart: etree._Element) -> list[str]:
    """A chart's title, the titles of its axes, its series on one line and its categories on another.

    Box plots, histograms, waterfalls and others (since Office 2016) use elements of their own, with the prefix
    ``cx``.
    """
    titles = lines(select(chart, "c:chart/c:title//a:p | .//c:plotArea/*/c:title//a:p | .//cx:title//a:p"))
    series = _texts(select(chart, ".//c:ser/c:tx//c:v | .//cx:series/cx:tx//cx:v"))
    caches = (cache for cache in select(chart, ".//c:ser/c:cat") if not _is_dates(cache))
    values = [value for cache in caches for value in select(cache, ".//c:v")]
    categories = _texts(values + select(chart, ".//cx:strDim[@type='cat']//cx:pt"))
    rows = (" | ".join(dict.fromkeys(row)) for row in (series, categories))
    return titles + [row for row in rows if row]


def diagram_lines(data: etree._Element) -> list[str]:
    """The text of SmartArt, from its data part, without placeholder prompts."""
    points = select(data, ".//dgm:pt[not(dgm:prSet/@phldr='1' or dgm:prSet/@phldr='true')]")
    return lines(paragraph for point in points for paragraph in select(point, "dgm:t/a:p"))


def _texts(elements: list[etree._Element]) -> list[str]:
    texts = (readable(element.text or "") for element in elements)
    return [text for text in texts if text]


def _is_dates(categories: etree._Element) -> bool:
    formats = (code.text or "" for code in categories.iter(tag("c:formatCode")))
    return any(code != "General" and _DATE_FORMAT.search(code) for code in formats)
