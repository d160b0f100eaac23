"""Fit where sentences end in text without punctuation, and judge it: python training/boundaries.py DATA, and

    --cross-validate    print boundary F1, each talk judged by weights that never saw it, beside cutting evenly
    --fit OUT           write the weights, fitted on all talks

The texts are the labelled talks of `sections` and `sections_long`, with punctuation and capitals taken away. How
much a pause says comes from the lectures of `alignment/mavils`, which have word times.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from talkcoach.domain import Span, Word
from talkcoach.speech.sentence_boundaries import (
    FAVOUR,
    LONGEST_PAUSE,
    BoundaryModel,
    bare,
    cuts,
    log_odds,
    pauses,
    said_by,
    signs,
)
from talkcoach.speech.sentences import sentence_ranges
from talks import Talk, long_talks, short_talks

FOLDS = 8
FEWEST_TALKS, FEWEST_TIMES = 3, 6
"""A feature is kept that stands in as many talks, and as often: nothing of one talk alone is in the weights."""
STRENGTH = 0.3
"""Inverse strength of the L1 penalty, which leaves one feature in twenty."""


@dataclass(frozen=True, eq=False)
class Text:
    """A talk's words without punctuation, and where its sentences end (indices after which there is an end)."""

    name: str
    sort: str
    words: tuple[str, ...]
    ends: frozenset[int]


def texts(data: Path) -> list[Text]:
    """All talks; a "sentence" of the data that holds several is taken as several."""
    return [_text(talk) for talk in (*long_talks(data), *short_talks(data))]


def _text(talk: Talk) -> Text:
    words: list[str] = []
    ends: set[int] = set()
    for sentence in talk.sentences:
        spoken = [Word(Span(n, n + 1), word) for n, word in enumerate(sentence.split())]
        for part in sentence_ranges(spoken):
            words += [word for n in part if (word := bare(spoken[n].text))]
            ends.add(len(words) - 1)
    return Text(talk.name, talk.sort, tuple(words), frozenset(ends - {-1, len(words) - 1}))


def fit(train: Sequence[Text]) -> BoundaryModel:
    """Weights of the words around a gap."""
    seen: Counter[str] = Counter()
    in_talks: Counter[str] = Counter()
    rows, truth = [], []
    for text in train:
        own = [signs(text.words, n) for n in range(len(text.words) - 1)]
        rows += own
        truth += [n in text.ends for n in range(len(own))]
        seen.update(cue for row in own for cue in row)
        in_talks.update({cue for row in own for cue in row})
    names = sorted(c for c in seen if seen[c] >= FEWEST_TIMES and in_talks[c] >= FEWEST_TALKS)
    at = {name: column for column, name in enumerate(names)}
    columns = [[at[cue] for cue in row if cue in at] for row in rows]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.concatenate([np.array(row, dtype=int) for row in columns])
    matrix = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, starts), (len(rows), len(names)))
    fitted = LogisticRegression(C=STRENGTH, l1_ratio=1.0, solver="liblinear", max_iter=200).fit(matrix, truth)
    weights = {name: round(float(w), 3) for name, w in zip(names, fitted.coef_[0], strict=True) if abs(w) >= 5e-4}
    return BoundaryModel(round(float(fitted.intercept_[0]), 3), 0.0, weights)


def f1(found: set[int], true: frozenset[int]) -> float:
    """Boundary F1 of one talk."""
    return 2 * len(found & true) / max(len(found) + len(true), 1)


def interval(values: Sequence[float], seed: int = 0) -> str:
    """Mean over talks with its 95 % bootstrap interval, talks drawn anew."""
    draw = np.random.default_rng(seed)
    array = np.array(values)
    means = draw.choice(array, (4000, len(array))).mean(1)
    return f"{array.mean():.3f} [{np.percentile(means, 2.5):.3f}, {np.percentile(means, 97.5):.3f}]"


def evenly(count: int, every: int) -> set[int]:
    """Cuts after every so many words."""
    return set(range(every - 1, count - 1, every))


def cross_validate(data: Path) -> None:
    """Print F1 by sort of talk and over all."""
    all_ = texts(data)
    fold = np.random.default_rng(0).permutation(len(all_)) % FOLDS
    ways: dict[str, list[float]] = {}
    lengths = []
    for f in range(FOLDS):
        model = fit([text for text, of in zip(all_, fold, strict=True) if of != f])
        for text in (text for text, of in zip(all_, fold, strict=True) if of == f):
            odds = log_odds(text.words, model)
            found = set(cuts([one + FAVOUR for one in odds]))
            at_best = {n for n, one in enumerate(odds) if one > 0}
            lengths += list(np.diff([-1, *sorted(found), len(text.words) - 1]))
            for name, one in (
                ("model", found),
                ("model, every gap more likely than not", at_best),
                ("every 12 words", evenly(len(text.words), 12)),
                ("every 16 words", evenly(len(text.words), 16)),
                ("every 20 words", evenly(len(text.words), 20)),
            ):
                ways.setdefault(name, []).append(f1(one, text.ends))
                ways.setdefault(f"{name}, {text.sort}", []).append(f1(one, text.ends))
    for name in sorted(ways):
        print(f"{name:45} {interval(ways[name])}   ({len(ways[name])} talks)")
    print(f"words in a sentence: mean {np.mean(lengths):.1f}, longest {max(lengths)}")


@dataclass(frozen=True, eq=False)
class Timed:
    """A lecture with word times: log-odds by the words alone, silences, where its recogniser ended sentences."""

    words: tuple[Word, ...]
    odds: tuple[float, ...]
    silences: tuple[float, ...]
    ends: frozenset[int]

    def rows(self) -> list[tuple[float, float]]:
        """What a gap is judged by."""
        return [(one, min(s, LONGEST_PAUSE)) for one, s in zip(self.odds, self.silences, strict=True)]

    def truth(self) -> list[bool]:
        """Whether a sentence ends at each gap."""
        return [n in self.ends for n in range(len(self.odds))]


def timed_lectures(data: Path, model: BoundaryModel) -> list[Timed]:
    """The lectures, whose punctuation is the recogniser's; none of them is among the talks."""
    lectures = []
    for path in sorted((data / "alignment" / "mavils").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        words = tuple(Word(Span(start, max(start, end)), text) for start, end, text in content["words"])
        ends = frozenset(part[-1] for part in sentence_ranges(words)) - {len(words) - 1}
        odds = log_odds([bare(word.text) for word in words], model)
        lectures.append(Timed(words, tuple(odds), tuple(pauses(words)), ends))
    return lectures


def pause_weight(lectures: Sequence[Timed]) -> float:
    """What a second of silence adds to the log-odds, beside the words."""
    rows = np.array([row for lecture in lectures for row in lecture.rows()])
    fitted = LogisticRegression(C=1e6).fit(rows, [end for lecture in lectures for end in lecture.truth()])
    of_words, of_silence = fitted.coef_[0]
    return round(float(of_silence / of_words), 2)


def judge_pauses(lectures: Sequence[Timed]) -> None:
    """Print F1 on lectures with and without silences; the weight of silence is fitted on the other lectures."""
    ways: dict[str, list[float]] = {"words alone": [], "words and silences": []}
    for lecture in lectures:
        weight = pause_weight([other for other in lectures if other is not lecture])
        for name, own in (("words alone", 0.0), ("words and silences", weight)):
            odds = [
                one + FAVOUR + more for one, more in zip(lecture.odds, said_by(lecture.silences, own), strict=True)
            ]
            ways[name].append(f1(set(cuts(odds, lecture.words)), lecture.ends))
    for name, values in ways.items():
        print(f"lectures, {name:35} {interval(values)}   ({len(values)} lectures)")


def main() -> None:
    """Fit or judge, as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--fit", type=Path, metavar="OUT")
    options = parser.parse_args()
    if options.cross_validate:
        cross_validate(options.data)
    model = fit(texts(options.data))
    lectures = timed_lectures(options.data, model)
    if options.cross_validate:
        judge_pauses(lectures)
    if options.fit:
        model = replace(model, pause=pause_weight(lectures))
        content = {
            "constant": model.constant,
            "pause": model.pause,
            "weights": dict(sorted(model.weights.items())),
        }
        options.fit.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        print(f"{len(model.weights)} weights, {model.pause} per second of silence")


if __name__ == "__main__":
    main()
