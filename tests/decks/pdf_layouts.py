"""PDFs of the kinds that people have: frames placed on larger pages, beside notes or several on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pdf_files import HEIGHT, WIDTH, Text, frame

TALK = [
    ("Who waits for a bed", "Four hours a week lost to phone calls", "One bed in nine stands empty"),
    ("What is missing today", "Demand is predicted", "Discharge is ignored"),
    ("Every ward is a queue with a memory", "Two states for each bed", "Fitted on two years of records"),
    ("Eighteen percent less waiting", "Baseline: moving average", "Interval: 12 to 24 percent"),
    ("Limitations", "Never tested during a strike", "Three hospitals of one city"),
    ("What comes next", "A trial with forty wards", "Open data next spring"),
    ("Questions", "Write to us", "Code is public"),
]
NOTES = [
    "Say hello, then wait for silence.",
    "Remember to breathe before this slide.",
    "Draw it in the air; mention the memory twice.",
    "Do not rush the interval.",
    "Be honest here and look at the panel.",
    "Smile and go on.",
    "Stop.",
]


def talk(frames: int = 6) -> list[list[Text]]:
    """Frames as Beamer sets them, each with a footer and its number."""
    return [
        frame(*lines, footer="A. Person", number=f"{n} / {frames}") for n, lines in enumerate(TALK[:frames], 1)
    ]


def placed(lines: Sequence[Text], left: float, bottom: float, scale: float = 1.0) -> list[Text]:
    """Lines of a frame, scaled, with its lower left corner at a point of a larger page."""
    return [
        replace(
            line,
            left=left + scale * line.left,
            baseline=bottom + scale * line.baseline,
            size=scale * line.size,
        )
        for line in lines
    ]


def notes_page(lines: Sequence[Text], notes: str, *, pictured: bool = True, size: float = 11.0) -> list[Text]:
    """A page of notes as Beamer sets it: the talk and the slide in small above what is noted."""
    head = [Text("Ward queues", 260, 6.0, 10), *placed(lines, 272, 204, 0.25)] if pictured else []
    words = notes.split()
    middle = len(words) // 2
    noted = [" ".join(words[:middle]), " ".join(words[middle:])] if middle > 3 else [notes]
    return head + [Text(line, 170 - 1.3 * size * row, size, 20) for row, line in enumerate(noted)]


def handout(
    frames: Sequence[Sequence[Text]], columns: int, rows: int, page: tuple[float, float], furniture: bool = False
) -> list[list[Text]]:
    """Frames in rows and columns on pages of a size, in equal parts of it, perhaps with a header and a number."""
    width, height = page
    margin = 0.06 * height if furniture else 0.0
    across, down = width / columns, (height - 2 * margin) / rows
    scale = 0.88 * min(across / WIDTH, down / HEIGHT)
    each, pages = columns * rows, []
    for first in range(0, len(frames), each):
        lines: list[Text] = []
        for n, one in enumerate(frames[first : first + each]):
            left = across * (n % columns) + (across - scale * WIDTH) / 2
            bottom = height - margin - down * (n // columns + 1) + (down - scale * HEIGHT) / 2
            lines += placed(one, left, bottom, scale)
        if furniture:
            number = str(len(pages) + 1)
            lines += [Text("Ward queues", height - 20, 9, 30), Text("12/1/2026", height - 20, 9, width - 90)]
            lines += [Text(number, 14, 9, width - 40)]
        pages.append(lines)
    return pages
