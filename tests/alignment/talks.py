"""Small talks to align, told in a line per slide: what stands on it, and what is said to it."""

from __future__ import annotations

from collections.abc import Sequence

from talkcoach.domain import Deck, Sentence, Slide, Span, Transcript

SECONDS = 4.0
GAP = 0.5

SLIDES = (
    ("Sparse routing", "Sparse routing for long reports"),
    ("Motivation", "Inspectors read ship reports of two hundred pages"),
    ("Related work", "Dense readers and retrieval systems miss context"),
    ("Method", "A router scores every heading against the question"),
    ("Results", "Accuracy on Harbor, error bars over five seeds"),
    ("Limitations", "Only English reports with clean headings"),
    ("Outlook", "Court files, patents and aircraft manuals"),
)

SAID = {
    1: ("Hello, I talk about sparse routing.", "Sparse routing is for long reports."),
    2: (
        "Inspectors have to read the reports of a ship.",
        "A ship report has two hundred pages.",
        "Inspectors read all of these pages.",
        "That is a motivation to help inspectors with two hundred pages.",
    ),
    3: (
        "Dense readers are related work.",
        "Retrieval systems are related work too.",
        "Dense readers and retrieval systems both miss something.",
        "What retrieval systems miss is the context.",
    ),
    4: (
        "Our method is a router that looks at every heading.",
        "It scores a heading against the question.",
        "A heading with a high score for the question stays.",
        "The router scores every heading in one pass.",
    ),
    5: (
        "Now the results, in accuracy on Harbor.",
        "Accuracy on Harbor goes up.",
        "The error bars are over five seeds.",
        "Five seeds give small error bars on Harbor.",
    ),
    6: (
        "Now limitations, we have only English reports.",
        "They are English reports with clean headings.",
        "Without clean headings nothing works.",
        "Only clean English headings were tried, a limitation.",
    ),
    7: (
        "The outlook is court files and patents.",
        "Court files have a structure like patents.",
        "Aircraft manuals are an outlook too.",
        "Court files, patents and aircraft manuals come next.",
    ),
}


def deck() -> Deck:
    return Deck(tuple(Slide(n, title, f"{title}\n{text}") for n, (title, text) in enumerate(SLIDES, start=1)))


def spoken(texts: Sequence[str]) -> Transcript:
    """Sentences of `SECONDS` each, `GAP` seconds apart."""
    step = SECONDS + GAP
    return Transcript(
        tuple(Sentence(Span(n * step, n * step + SECONDS), text) for n, text in enumerate(texts)), "en"
    )


def told(order: Sequence[int]) -> tuple[Transcript, list[int]]:
    """What is said to slides in an order, and the slide of every sentence."""
    slides = [slide for slide in order for _ in SAID[slide]]
    return spoken([text for slide in order for text in SAID[slide]]), slides
