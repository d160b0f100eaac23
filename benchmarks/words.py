"""How many words of a talk are heard right, plain and with the slides' terms as hotwords.

    python benchmarks/words.py DIR

DIR/recordings holds pairs of NAME.opus and NAME.json with the sentences that are spoken (``sentences``, each
with ``text``) and the slides (``slides``, each with ``number``, ``title`` and ``text``). Printed for each talk:
the word error rate, of that the share of words lost, and how many mentions of rare slide terms came out right.

Fillers count neither way. Where the spoken text misspells a term of the slides, the plain setting looks better
than it is. The whole takes about a fifth of the talks' length.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from talkcoach.audio.decode import decode
from talkcoach.domain import Deck, Slide
from talkcoach.speech.hotwords import distinctive_terms
from talkcoach.speech.transcriber import transcribe

FILLERS = frozenset({"um", "umm", "uhm", "oom", "uh", "er", "err", "erm", "ur", "ah", "mm", "hmm"})
_NUMBERS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
DIGITS = {word: str(value) for value, word in enumerate(re.findall(r"\w+", _NUMBERS))}


class Score(NamedTuple):
    """What one transcript got right against what was spoken."""

    words: int
    wrong: int
    lost: int
    terms: int
    terms_right: int

    @property
    def rate(self) -> float:
        """The word error rate."""
        return self.wrong / self.words

    def __str__(self) -> str:
        return f"{self.rate:9.3f} {self.lost / self.words:7.3f} {self.terms_right:5d}/{self.terms:<4d}"


def normal(text: str) -> list[str]:
    """Words in small letters without punctuation or fillers, small numbers as digits, hyphens as spaces."""
    joined = re.sub(r"(?<=\d),\s?(?=\d{3}\b)", "", text.casefold()).replace("%", " percent ").replace("’", "'")
    words = re.findall(r"\d+(?:\.\d+)?|[^\W\d_][\w']*", joined.replace("-", " "))
    return [DIGITS.get(word, word) for word in words if word not in FILLERS]


def errors(spoken: Sequence[str], heard: Sequence[str]) -> tuple[int, int]:
    """The fewest words wrong (Levenshtein), and how many of those were lost; ties go to fewer lost."""
    row = [(j, 0) for j in range(len(heard) + 1)]
    for i, word in enumerate(spoken, 1):
        before, row = row, [(i, i)]
        for j, other in enumerate(heard, 1):
            cost, lost = before[j - 1]
            substituted = (cost + (word != other), lost)
            row.append(min(substituted, (row[-1][0] + 1, row[-1][1]), (before[j][0] + 1, before[j][1] + 1)))
    return row[-1]


def score(spoken: Sequence[str], heard: Sequence[str], terms: Iterable[str]) -> Score:
    """Compare two lists of normalised words; ``terms`` are the words of which every mention is counted."""
    wrong, lost = errors(spoken, heard)
    known = frozenset(terms)
    mentioned = Counter(word for word in spoken if word in known)
    right = mentioned & Counter(heard)
    return Score(len(spoken), wrong, lost, mentioned.total(), right.total())


def talk(path: Path) -> tuple[Deck, list[str]]:
    """The deck of a labelled recording, and what is spoken in it."""
    labels: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    slides = tuple(Slide(slide["number"], slide["title"], slide["text"]) for slide in labels["slides"])
    return Deck(slides), normal(" ".join(sentence["text"] for sentence in labels["sentences"]))


def main(folder: Path) -> None:
    """Print one line a talk, and the mean."""
    columns = f"{'wrong':>9s} {'lost':>7s} {'terms':>10s}"
    print(f"{'':18s}{'plain':>28s}{'hotwords':>28s}\n{'':18s}{columns}{columns}")
    rows: list[tuple[Score, Score]] = []
    for labels in sorted((folder / "recordings").glob("*.json")):
        samples = decode(labels.with_suffix(".opus"))
        deck, spoken = talk(labels)
        counted = [word for term in distinctive_terms(deck, limit=10_000) for word in normal(term)]
        plain, hotwords = (
            score(spoken, normal(transcribe(samples, language="en", terms=terms).text), counted)
            for terms in ((), distinctive_terms(deck))
        )
        rows.append((plain, hotwords))
        print(f"{labels.stem:18s}{plain}{hotwords}", flush=True)
    totals = [Score(*map(sum, zip(*scores, strict=True))) for scores in zip(*rows, strict=True)]
    print(f"{'all words':18s}{''.join(map(str, totals))}")
    print(
        f"{'mean of talks':18s}"
        + "".join(f"{mean(s.rate for s in scores):9.3f}{'':19s}" for scores in zip(*rows, strict=True))
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/words.py DIR")
    main(Path(sys.argv[1]))
