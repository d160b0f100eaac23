"""The layout that everything printed on a terminal shares."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from talkcoach.domain.text import shortened
from talkcoach.report.printable import printable


def cut(text: str, letters: int) -> str:
    """Text on one line of at most so many letters, with nothing in it that steers the terminal."""
    return shortened(printable(text), letters)


def print_heading(words: str, console: Console) -> None:
    """Print a heading below an empty line."""
    console.print()
    console.print(Text(words, style="bold underline"))


def print_indented(content: Text | Table, console: Console) -> None:
    """Print what belongs to a heading."""
    console.print(Padding(content, (0, 0, 0, 2)))
