"""Open every deck of a folder and hold what is read against the folder's index.

Usage: python benchmarks/decks.py DIR, where DIR holds the decks, or a folder ``decks`` with them. An
``index.json`` there, a list of ``{"file", "slides", "notes", "sections", "hidden", "advTm", ...}``, says what each
deck holds: slides, slides with a notes page (which may be empty), named sections, hidden slides and slides with a
rehearsed time. Notes are also held against python-pptx where it opens the deck.

Exit status 1 when a deck neither opens nor is refused in plain words, or when a count differs from the index.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talkcoach.decks import read_deck
from talkcoach.domain import Deck
from talkcoach.errors import TalkcoachError

_SUFFIXES = {".pptx", ".ppsx", ".potx", ".pptm", ".ppsm", ".potm", ".pdf"}
_COUNTS = ("slides", "sections", "hidden", "advTm")


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its deck, or why there is none."""

    path: Path
    seconds: float
    deck: Deck | None = None
    refusal: str = ""
    crash: str = ""


def attempt(path: Path) -> Outcome:
    """Read one deck, whatever happens."""
    started = time.perf_counter()
    try:
        deck = read_deck(path)
    except TalkcoachError as error:
        return Outcome(path, time.perf_counter() - started, refusal=str(error))
    except Exception as error:
        return Outcome(path, time.perf_counter() - started, crash=f"{type(error).__name__}: {error}")
    return Outcome(path, time.perf_counter() - started, deck)


def counts(deck: Deck) -> dict[str, int]:
    """What the index counts, counted in a deck."""
    return {
        "slides": len(deck.slides),
        "sections": len({slide.section for slide in deck.slides} - {""}),
        "hidden": sum(slide.hidden for slide in deck.slides),
        "advTm": sum(slide.planned_seconds is not None for slide in deck.slides),
        "notes": sum(bool(slide.notes) for slide in deck.slides),
    }


def differences(deck: Deck, indexed: dict[str, Any]) -> list[str]:
    """Where a deck disagrees with the index, each in a few words."""
    found = counts(deck)
    wrong = [f"{key} {found[key]}, not {indexed[key]}" for key in _COUNTS if found[key] != indexed.get(key, 0)]
    if found["notes"] > indexed.get("notes", 0):
        wrong.append(f"notes on {found['notes']} slides, but {indexed['notes']} notes pages")
    return wrong + ([] if deck.path is None else _different_notes(deck, deck.path, indexed))


def _different_notes(deck: Deck, path: Path, indexed: dict[str, Any]) -> list[str]:
    if not indexed.get("pptx_ok"):
        return []
    from pptx import Presentation

    theirs = [
        " ".join((slide.notes_slide.notes_text_frame.text if slide.notes_slide.notes_text_frame else "").split())
        if slide.has_notes_slide
        else ""
        for slide in Presentation(str(path)).slides
    ]
    ours = [" ".join(slide.notes.split()) for slide in deck.slides]
    return [f"notes of slide {n}" for n, (a, b) in enumerate(zip(ours, theirs, strict=True), 1) if a != b]


def main(folder: Path) -> int:
    """Print a line per file and the totals; 1 when anything went wrong, else 0."""
    folder = folder / "decks" if (folder / "decks").is_dir() else folder
    index_file = folder / "index.json"
    entries = json.loads(index_file.read_text(encoding="utf-8")) if index_file.exists() else []
    index = {entry["file"]: entry for entry in entries}
    outcomes = [attempt(path) for path in sorted(folder.iterdir()) if path.suffix.lower() in _SUFFIXES]
    if not outcomes:
        print(f"there are no decks in {folder}", file=sys.stderr)
        return 2
    wrong = 0
    print(f"{'slides':>6} {'notes':>5} {'sect.':>5} {'hid.':>4} {'timed':>5} {'ms':>5}  file")
    for outcome in outcomes:
        wrong += _report(outcome, index.get(outcome.path.name))
    opened = [outcome for outcome in outcomes if outcome.deck]
    refused = sum(bool(outcome.refusal) for outcome in outcomes)
    crashed = len(outcomes) - len(opened) - refused
    slowest = max(outcome.seconds for outcome in outcomes)
    print(f"\n{len(outcomes)} files: {len(opened)} opened, {refused} refused in plain words, {crashed} crashed;")
    print(f"{sum(o.path.name in index for o in opened)} held against the index, {wrong} differ;", end=" ")
    print(f"slowest {1000 * slowest:.0f} ms")
    return int(bool(wrong or crashed))


def _report(outcome: Outcome, indexed: dict[str, Any] | None) -> bool:
    """Print what became of one file, and whether it differs from what the index says."""
    wrong = differences(outcome.deck, indexed) if outcome.deck and indexed else []
    if outcome.refusal and indexed and indexed.get("slides"):
        wrong = [f"refused, but the index has {indexed['slides']} slides"]
    found = counts(outcome.deck) if outcome.deck else {}
    cells = [str(found.get(key, "-")) for key in ("slides", "notes", "sections", "hidden", "advTm")]
    row = " ".join(cell.rjust(width) for cell, width in zip(cells, (6, 5, 5, 4, 5), strict=True))
    print(f"{row} {1000 * outcome.seconds:5.0f}  {outcome.path.name}")
    for remark in [*wrong, outcome.refusal, outcome.crash]:
        if remark:
            print(f"       {'CRASH ' * (remark == outcome.crash)}{remark.replace(str(outcome.path), 'it')}")
    return bool(wrong)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
