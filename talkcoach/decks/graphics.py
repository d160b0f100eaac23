"""The words of charts and SmartArt, which live in parts of their own."""

from __future__ import annotations

import re

from lxml import etree

from talkcoach.decks.openxml import select, tag
from talkcoach.decks.paragraphs import lines

# Categories that are dates are stored as day counts, which nobody in the audience sees.
_DATE_FORMAT = re.compile(r"[ymdh]", re.IGNORECASE)


def chart_lines(chart: etree._Element) -> list[str]:
    """A chart's title, the titles of its axes, its series on one line and its categories on another."""
    titles = lines(select(chart, "c:chart/c:title//a:p | .//c:plotArea/*/c:title//a:p"))
    series = _values(select(chart, ".//c:ser/c:tx//c:v"))
    categories = [
        value for cache in select(chart, ".//c:ser/c:cat") if not _is_dates(cache) for value in _values(cache)
    ]
    rows = (" | ".join(dict.fromkeys(row)) for row in (series, categories))
    return titles + [row for row in rows if row]


def diagram_lines(data: etree._Element) -> list[str]:
    """The words of SmartArt, from its data part; prompts that were never filled in are not shown."""
    points = select(data, ".//dgm:pt[not(dgm:prSet/@phldr='1' or dgm:prSet/@phldr='true')]")
    return lines(paragraph for point in points for paragraph in select(point, "dgm:t/a:p"))


def _values(parts: etree._Element | list[etree._Element]) -> list[str]:
    texts = (value.text or "" for part in parts for value in part.iter(tag("c:v")))
    return [" ".join(text.split()) for text in texts if text.strip()]


def _is_dates(categories: etree._Element) -> bool:
    formats = (code.text or "" for code in categories.iter(tag("c:formatCode")))
    return any(code != "General" and _DATE_FORMAT.search(code) for code in formats)
