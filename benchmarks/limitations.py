"""How well limitations are found: sentence by sentence, and how deep a whole talk goes.

    python benchmarks/limitations.py DIR

DIR holds ``limitations/sentences.json`` (spoken sentences with their neighbours and a label) and
``sections/*.json`` (talks with two annotators' levels, 0 to 4). A keyword list reaches F1 0.47 on the sentences.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from statistics import mean
from typing import Any

from talkcoach.analysis.limitations import limitations
from talkcoach.domain import Aligned, Deck, Section, Sentence, Slide, Span, Transcript, Visit
from talkcoach.rubric import load_rubric

KEYWORDS_F1 = 0.47
SPEAKING = 5.0
"""Seconds given to each of the three sentences of an excerpt."""
LENGTH = 1200.0
"""Seconds of the talk that an excerpt's relative position is taken to be in."""


def main(folder: Path) -> None:
    """Print both tables."""
    sentences(json.loads((folder / "limitations" / "sentences.json").read_text(encoding="utf-8")))
    print()
    levels([json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "sections").glob("*.json"))])


def sentences(excerpts: list[dict[str, Any]]) -> None:
    """Precision, recall and F1 of "the speaker's own limitation" against everything else."""
    rubric = load_rubric()
    right = found = wanted = 0
    for excerpt in excerpts:
        quotes = limitations(excerpt_talk(excerpt), rubric).mentioned
        is_found = any(quote.text == excerpt["sentence"] for quote in quotes)
        is_own = excerpt["label"] == "own_limitation"
        right, found, wanted = right + (is_found and is_own), found + is_found, wanted + is_own
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"own limitations in {len(excerpts)} sentences ({wanted} of them)")
    print(f"{'':>10} {'precision':>9} {'recall':>6} {'F1':>5}")
    print(f"{'talkcoach':>10} {precision:9.2f} {recall:6.2f} {f1:5.2f}")
    print(f"{'keywords':>10} {'':>9} {'':>6} {KEYWORDS_F1:5.2f}")


def levels(talks: list[dict[str, Any]]) -> None:
    """The level of each talk beside those of the annotators, and the mean distance to them."""
    rubric = load_rubric()
    print(f"{'level of the talk':>20} {'found':>5}  annotators")
    errors = []
    for data in talks:
        level = limitations(labelled_talk(data), rubric).level
        given = [annotator["limitations_level"] for annotator in data["annotators"]]
        errors.append(mean(abs(level - one) for one in given))
        print(f"{data['id']:>20} {level:5d}  {' '.join(map(str, given))}")
    print(f"{'mean distance':>20} {mean(errors):5.2f}")


def excerpt_talk(excerpt: dict[str, Any]) -> Aligned:
    """Three sentences at their place in a talk of which nothing else is known."""
    at = excerpt["position"] * (LENGTH - 3 * SPEAKING)
    words = [excerpt["previous"], excerpt["sentence"], excerpt["next"]]
    spoken = tuple(
        Sentence(Span(at + i * SPEAKING, at + (i + 1) * SPEAKING), text) for i, text in enumerate(words) if text
    )
    return Aligned(Transcript(spoken), Deck(()), (), (), LENGTH)


def labelled_talk(data: dict[str, Any]) -> Aligned:
    """A talk with the slides and the parts as labelled (the first annotator's)."""
    spoken = [Sentence(Span(s["start"], max(s["start"], s["end"])), s["text"]) for s in data["sentences"]]
    labels = [(s["slide"], s["section"][0]) for s in data["sentences"]]
    labelled = list(zip(labels, spoken, strict=True))
    return Aligned(
        Transcript(tuple(spoken), "en"),
        Deck(tuple(Slide(slide["number"], slide["title"], slide["text"]) for slide in data["slides"])),
        tuple(Visit(span, number) for number, span in _runs([(n, s) for (n, _), s in labelled]) if number > 0),
        tuple(Section(span, key) for key, span in _runs([(key, s) for (_, key), s in labelled])),
        spoken[-1].span.end,
    )


def _runs(labelled: list[tuple[Any, Sentence]]) -> list[tuple[Any, Span]]:
    runs = [list(run) for _, run in groupby(labelled, key=lambda pair: pair[0])]
    return [(run[0][0], run[0][1].span | run[-1][1].span) for run in runs]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/limitations.py DIR")
    main(Path(sys.argv[1]))
