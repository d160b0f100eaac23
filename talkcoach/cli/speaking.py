"""What a speaker sees in a terminal: one calm line, and the keys below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from talkcoach.analysis.pacing import line
from talkcoach.domain.text import shortened
from talkcoach.report.printable import printable

if TYPE_CHECKING:
    from talkcoach.domain import Deck
    from talkcoach.workflows.rehearse import Moment

KEYS = "→ ← slides · Space pause · q question · s stop"
DOTS = {"recording": ("●", "red"), "paused": ("‖", "yellow")}
STATES = {"paused": "Paused: nothing is recorded.", "waiting": "The microphone is gone. Waiting for it."}

CELLS, QUIETEST = 8, -60.0
"""The meter's length in cells, and the level in dBFS at which it is empty."""


def speaking(moment: Moment, deck: Deck) -> Text:
    """How the rehearsal stands; what is wrong takes the place of the keys."""
    dot, colour = DOTS.get(moment.status.state, ("○", "dim"))
    first = Text()
    first.append(dot, style=colour)
    first.append(f" {line(moment.guidance)}")
    if moment.asked:
        first.append(" · question: the clock stands")
    first.append(f"  {meter(moment.status.level_db)}", style="dim")
    slide = deck.find(moment.slide)
    if slide:
        first.append(f"  {slide.number} {shortened(printable(slide.title), 30)}", style="dim")
    wrong = STATES.get(moment.status.state) or moment.status.warning
    first.append(f"\n  {wrong or KEYS}", style="yellow" if wrong else "dim")
    return first


def meter(decibels: float) -> str:
    """A level in dBFS as a bar."""
    filled = round(CELLS * min(max(1 - decibels / QUIETEST, 0.0), 1.0))
    return "▮" * filled + "▯" * (CELLS - filled)
