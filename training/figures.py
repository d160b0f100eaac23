"""How right predictions are, with intervals from drawing talks anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from talkcoach.alignment.part_bounds import bounds
from talkcoach.analysis.timing import sure_verdict, verdict
from talkcoach.rubric import load_rubric
from talks import KEYS, Talk

ROUNDS = 1000


@dataclass(frozen=True, eq=False)
class Judged:
    """A talk beside what was predicted for it by weights that never saw it."""

    talk: Talk
    part: NDArray[np.float64]
    labels: NDArray[np.int64]
    own: NDArray[np.float64]


def accuracy(judged: Sequence[Judged]) -> float:
    """The share of all sentences in the right part, over annotators."""
    right = [(one.talk.parts == one.labels).mean(0) for one in judged]
    return float(np.concatenate(right).mean())


def f1s(judged: Sequence[Judged]) -> NDArray[np.float64]:
    """F1 of each part over all sentences, the mean over annotators; NaN where nobody used the part."""
    out = []
    for annotator in range(max(len(one.talk.parts) for one in judged)):
        truth = np.concatenate([one.talk.parts[min(annotator, len(one.talk.parts) - 1)] for one in judged])
        found = np.concatenate([one.labels for one in judged])
        of_parts = []
        for part in range(len(KEYS)):
            both = ((truth == part) & (found == part)).sum()
            either = (truth == part).sum() + (found == part).sum()
            of_parts.append(2 * both / either if (truth == part).any() else np.nan)
        out.append(of_parts)
    return np.mean(out, axis=0)


def macro_f1(judged: Sequence[Judged]) -> float:
    """The mean of `f1s` over the parts that were used."""
    return float(np.nanmean(f1s(judged)))


def astray(judged: Sequence[Judged]) -> float:
    """The mean over talks, annotators and parts of the error of the time, as `benchmarks/sections.py` has it."""
    return float(np.mean([off(one, soft=False).mean() for one in judged]))


def astray_softly(judged: Sequence[Judged]) -> float:
    """The same when a sentence's time is split by the probabilities."""
    return float(np.mean([off(one, soft=True).mean() for one in judged]))


def misplaced(judged: Sequence[Judged]) -> float:
    """The share of a talk's time that must change its part for the totals to be right: half the summed errors."""
    return float(np.mean([off(one, soft=False).sum(1).mean() / 2 for one in judged]))


def misplaced_softly(judged: Sequence[Judged]) -> float:
    """The same when a sentence's time is split by the probabilities."""
    return float(np.mean([off(one, soft=True).sum(1).mean() / 2 for one in judged]))


def off(one: Judged, *, soft: bool) -> NDArray[np.float64]:
    """Absolute errors of the shares of the time, shape (annotators, parts)."""
    weights = one.talk.durations / one.talk.durations.sum()
    given = one.part if soft else np.eye(len(KEYS))[one.labels]
    return np.abs(np.stack([weights @ (np.eye(len(KEYS))[truth] - given) for truth in one.talk.parts]))


def calibration(judged: Sequence[Judged], bins: int = 15) -> float:
    """Expected calibration error of the most likely part."""
    sure = np.concatenate([one.part.max(1) for one in judged])
    right = np.concatenate([(one.talk.parts == one.part.argmax(1)).mean(0) for one in judged])
    which = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[which == b].mean() - right[which == b].mean()) * (which == b).mean()
            for b in range(bins)
            if (which == b).any()
        )
    )


def own_precision(judged: Sequence[Judged]) -> float:
    """Average precision of own limitations over all sentences."""
    truth = np.concatenate([one.talk.own >= 0.5 for one in judged])
    return (
        float(average_precision_score(truth, np.concatenate([one.own for one in judged]))) if truth.any() else 0.0
    )


def hits(judged: Sequence[Judged], best: int = 5) -> float:
    """Of the talks that admit a limitation, the share where the best candidates hold one."""
    found = [(one.talk.own[np.argsort(-one.own)[:best]] > 0).any() for one in judged if (one.talk.own > 0).any()]
    return float(np.mean(found)) if found else 0.0


MEASURES: dict[str, Callable[[Sequence[Judged]], float]] = {
    "accuracy": accuracy,
    "macro-F1": macro_f1,
    "minutes off, mean over parts": astray,
    "the same, split by probability": astray_softly,
    "minutes misplaced (half the sum)": misplaced,
    "misplaced, split by probability": misplaced_softly,
    "calibration error": calibration,
    "own limitation, average precision": own_precision,
    "own limitation in best five": hits,
}


def verdicts(judged: Sequence[Judged]) -> None:
    """Print how many verdicts on minutes are given, and how many are right, with and without bounds on minutes.

    The slot is the talk's own length, a part that is missing is short too, and the first annotator is right.
    """
    rubric = load_rubric()
    said = {bounded: Counter[tuple[str, bool]]() for bounded in (False, True)}
    for one in judged:
        seconds, truth = one.talk.durations, one.talk.parts[0]
        least, most = bounds(seconds, one.part)
        targets = rubric.targets(float(seconds.sum()))
        for n, key in enumerate(rubric.keys):
            spoken = float(seconds[one.labels == n].sum())
            should = verdict(float(seconds[truth == n].sum()), targets[key], rubric.tolerance)
            between = {False: None, True: (float(least[n]), float(most[n]))}
            for bounded, ends in between.items():
                given = sure_verdict(spoken, ends, targets[key], rubric.tolerance) if spoken else "unclear"
                said[bounded][given, given == should or (given == "short" and should == "missing")] += 1
    for bounded, counts in said.items():
        name = "minutes with their bounds" if bounded else "minutes as they are"
        given = (
            f"{v} {counts[v, True] + counts[v, False]}, right {counts[v, True]}" for v in ("short", "ok", "long")
        )
        unclear = counts["unclear", True] + counts["unclear", False]
        print(f"  verdicts, {name}: {'; '.join(given)}; none {unclear}", flush=True)


def report(heading: str, judged: Sequence[Judged]) -> None:
    """Print every measure with its interval of 95 %."""
    print(f"\n{heading} ({len(judged)} talks, {sum(len(one.labels) for one in judged)} sentences)")
    draw = np.random.default_rng(0)
    rounds = [draw.integers(len(judged), size=len(judged)) for _ in range(ROUNDS)]
    for name, measure in MEASURES.items():
        drawn = [
            measure([judged[i] for i in chosen]) for chosen in rounds[: 200 if "precision" in name else ROUNDS]
        ]
        low, high = np.quantile(drawn, [0.025, 0.975])
        print(f"  {name:34} {measure(judged):.3f}  [{low:.3f}, {high:.3f}]")
    print(
        "  F1: " + ", ".join(f"{key} {value:.2f}" for key, value in zip(KEYS, f1s(judged), strict=True)),
        flush=True,
    )
