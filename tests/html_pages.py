"""What tests ask of a page: that its elements are balanced, and what a reader sees of it."""

from __future__ import annotations

from html.parser import HTMLParser

import lxml.html

VOID = {"meta", "br", "img", "hr", "link", "input"}


class Balance(HTMLParser):
    """Raises for an end tag that does not close the element that was opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"


def tags_of(page: str) -> set[str]:
    """The names of all elements of a page whose elements are balanced."""
    balance = Balance()
    balance.feed(page)
    balance.close()
    assert not balance.open, f"never closed: {balance.open}"
    return balance.tags


def seen(page: str, identifier: str | None = None) -> str:
    """The text of a page, or of one element of it, runs of white space made one space."""
    document = lxml.html.document_fromstring(page)
    element = document.find("body") if identifier is None else document.get_element_by_id(identifier)
    return squeezed(element.text_content())


def squeezed(text: str) -> str:
    return " ".join(text.split())
