"""What is chosen on talks that the networks had not seen: calibration, decoding, and what may be said at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from figures import Judged, accuracy, macro_f1
from talkcoach.domain import Slide
from talkcoach.models.talk_parts import (
    admission_features,
    best_path,
    by_slides,
    chances,
    own_features,
    presence_features,
)
from talks import KEYS, Talk

TEMPERATURES = np.geomspace(0.6, 1.8, 13)
SWAYS = (0.0, 0.2, 0.4, 0.7, 1.0)
FAVOURS = (0.0, 0.15, 0.3, 0.45)
"""How much of the log of a part's share is taken off, so that rare parts are found too."""
LIMITS_FAVOURS = (0.0, 0.4, 0.8, 1.2)
"""What is added to the log of the rarest part, that of limitations."""
BOUNDS = (0.3, 0.2, 0.15, 0.1, 0.05, 0.03)
OWN_LIMITS = len(KEYS)
RIGHT = 0.9
QUOTED_RIGHT = 0.85
"""Somewhat above the 8 of 10 that are promised."""
TITLES = (0.0, 0.5, 1.0, 1.5, 2.0)
TOGETHERS = (0.0, 0.25, 0.5, 0.75)
FEWEST = 10
"""A threshold rests on at least as many cases."""
SILENT = 0.05


NUMBERS = ("temperature", "moves", "sway", "favour", "absent_below", "quote_from", "fits", "title", "together")


@dataclass(frozen=True, eq=False)
class Second:
    """The choices."""

    temperature: float
    moves: NDArray[np.float32]
    sway: float
    favour: NDArray[np.float32]
    own: LogisticRegression
    present: LogisticRegression
    admits: LogisticRegression
    absent_below: float
    quote_from: float
    fits: float
    title: float
    together: float

    def arrays(self) -> dict[str, Any]:
        """By their name in the file of weights."""
        out: dict[str, Any] = {name: np.asarray(getattr(self, name), dtype=np.float32) for name in NUMBERS}
        for name in ("own", "present", "admits"):
            model = getattr(self, name)
            out[f"{name}.weight"] = model.coef_[0].astype(np.float64)
            out[f"{name}.bias"] = np.float64(model.intercept_[0])
        out["silent_below"] = np.float64(SILENT)
        return out


def removed(talk: Talk, what: int) -> tuple[Talk, NDArray[np.bool_]] | None:
    """The talk without the sentences of a part (or, for `OWN_LIMITS`, of own limitations), and which are kept.

    None where the talk has none, or little else.
    """
    if what == KEYS.index("other"):
        return None
    kept = ~(talk.parts == what).any(0)
    if what == OWN_LIMITS:
        kept = (talk.own == 0) & ~(talk.parts == KEYS.index("limitations")).any(0)
    if kept.all() or kept.sum() < 15:
        return None
    durations = talk.durations[kept]
    ends = np.cumsum(durations)
    return (
        replace(
            talk,
            sentences=tuple(np.array(talk.sentences, dtype=object)[kept]),
            starts=ends - durations,
            ends=ends,
            slides=(None,) * int(kept.sum()),
            parts=talk.parts[:, kept],
            own=talk.own[kept],
            future=talk.future[kept],
        ),
        kept,
    )


def judged(
    talk: Talk, slides: Sequence[Slide | None], scores: Sequence[NDArray[np.float32]], second: Second
) -> Judged:
    """A talk decided."""
    part, own, _ = chances(scores, second.temperature)
    part = by_slides(part, slides, second.title, second.together)
    return Judged(
        talk,
        part,
        best_path(part, second.moves, second.sway, second.favour),
        second.own.predict_proba(own_features(own, part))[:, 1],
    )


def fit_second(results: Sequence[Any]) -> Second:
    """The choices that suit talks best whose scores come from networks that had not seen them."""
    truths = [r.talk.parts[0] for r in results]

    def loss(temperature: float) -> float:
        logs = [
            np.log(chances(r.speech, temperature)[0][np.arange(len(t)), t])
            for r, t in zip(results, truths, strict=True)
        ]
        return -float(np.concatenate(logs).mean())

    temperature = float(min(TEMPERATURES, key=loss))
    found = [chances(r.speech, temperature) for r in results]
    counts = np.ones((len(KEYS), len(KEYS)))
    for truth in truths:
        np.add.at(counts, (truth[:-1], truth[1:]), 1)
    moves = np.log(counts / counts.sum(1, keepdims=True)).astype(np.float32)
    share = np.bincount(np.concatenate(truths), minlength=len(KEYS)) / sum(map(len, truths))

    def worth(sway: float, favour: NDArray[np.float64]) -> float:
        ones = [
            Judged(r.talk, part, best_path(part, moves, sway, favour), own)
            for r, (part, own, _) in zip(results, found, strict=True)
        ]
        return accuracy(ones) + macro_f1(ones)

    sway, favour = max(((s, -f * np.log(share)) for s in SWAYS for f in FAVOURS), key=lambda way: worth(*way))
    limits = np.eye(len(KEYS))[KEYS.index("limitations")]
    favour = max((favour + more * limits for more in LIMITS_FAVOURS), key=lambda way: worth(sway, way))
    titled = [r for r in results if any(r.talk.slides)]

    def worth_with_slides(way: tuple[float, float]) -> float:
        ones = []
        for r in titled:
            part, marks, _ = chances(r.slides, temperature)
            part = by_slides(part, r.talk.slides, *way)
            ones.append(Judged(r.talk, part, best_path(part, moves, sway, favour), marks))
        return accuracy(ones) + macro_f1(ones)

    title, together = max(((t, g) for t in TITLES for g in TOGETHERS), key=worth_with_slides)
    own = LogisticRegression(max_iter=1000).fit(
        np.concatenate([own_features(marks, part) for part, marks, _ in found]),
        np.concatenate([r.talk.own >= 0.5 for r in results]),
    )
    chance = np.concatenate([own.predict_proba(own_features(marks, part))[:, 1] for part, marks, _ in found])
    present = _weighted(*presence_cases(results, temperature))
    fits = [r.talk.fits for r in results if r.talk.fits is not None]
    return Second(
        temperature,
        moves,
        sway,
        favour.astype(np.float32),
        own,
        present,
        _weighted(*admission_cases(results, temperature)),
        _bound(present, *presence_cases(results, temperature)),
        _quote_from(chance, np.concatenate([r.talk.own > 0 for r in results])),
        (sum(fits) + 1) / (len(fits) + 2),
        title,
        together,
    )


Cases = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]
"""Features, truth, weight."""


def presence_cases(results: Sequence[Any], temperature: float) -> Cases:
    """For each talk and part whether it is there; talks that had it taken out weigh as rarely as it is so."""
    rows, truth, weight = [], [], []
    real = [presence_features(chances(r.speech, temperature)[0]) for r in results]
    for part in range(len(KEYS) - 1):
        there = [bool((r.talk.parts == part).any()) for r in results]
        cut = [
            presence_features(chances(r.without[part], temperature)[0])[part] for r in results if part in r.without
        ]
        rows += [one[part] for one in real] + cut
        truth += there + [False] * len(cut)
        absent = len(there) - sum(there)
        rare = (absent + 0.5) / (absent + len(cut))
        weight += [1.0 if one else rare for one in there] + [rare] * len(cut)
    return np.stack(rows), np.array(truth), np.array(weight)


def admission_cases(results: Sequence[Any], temperature: float) -> Cases:
    """For each talk whether it admits any own limitation, and the same after all were taken out."""
    rows, truth = [], []
    for r in results:
        part, own, _ = chances(r.speech, temperature)
        rows.append(admission_features(own, part))
        truth.append(bool((r.talk.own > 0).any()))
    absent = len(truth) - sum(truth)
    cut = []
    for r in results:
        if OWN_LIMITS in r.without and truth[results.index(r)]:
            part, own, _ = chances(r.without[OWN_LIMITS], temperature)
            cut.append(admission_features(own, part))
    rare = (absent + 0.5) / (absent + len(cut))
    weight = [1.0 if one else rare for one in truth] + [rare] * len(cut)
    return np.stack(rows + cut), np.array(truth + [False] * len(cut)), np.array(weight)


def missing_report(results: Sequence[Any], seconds: Sequence[Second]) -> None:
    """How right "this part is missing" and "no limitation is admitted" are; by choices made on other talks."""
    for name, of in (("as they are", 0), ("with a part taken out", 1)):
        right = said = absent = 0
        for r, second in zip(results, seconds, strict=True):
            for part in range(len(KEYS) - 1):
                if of and part not in r.without:
                    continue
                scores = r.without[part] if of else r.speech
                row = presence_features(chances(scores, second.temperature)[0])[part]
                is_said = second.present.predict_proba(row[None])[0, 1] < second.absent_below
                is_absent = bool(of) or not (r.talk.parts == part).any()
                right, said, absent = right + (is_said and is_absent), said + is_said, absent + is_absent
        print(f"  part missing, talks {name}: said {said}, right {right}, truly absent {absent}")
    right = said = absent = cut = silent = 0
    quoted = true = 0
    for r, second in zip(results, seconds, strict=True):
        part, own, _ = chances(r.speech, second.temperature)
        is_said = second.admits.predict_proba(admission_features(own, part)[None])[0, 1] < SILENT
        is_absent = not (r.talk.own > 0).any()
        right, said, absent = right + (is_said and is_absent), said + is_said, absent + is_absent
        if OWN_LIMITS in r.without:
            part, own, _ = chances(r.without[OWN_LIMITS], second.temperature)
            cut += 1
            silent += second.admits.predict_proba(admission_features(own, part)[None])[0, 1] < SILENT
        one = judged(r.talk, r.talk.without_slides().slides, r.speech, second)
        quoted += int((one.own >= second.quote_from).sum())
        true += int(((one.own >= second.quote_from) & (r.talk.own > 0)).sum())
    print(f"  no limitation at all: said {said}, right {right}, truly none {absent}")
    print(f"  no limitation at all, talks with all of them taken out: said {silent} of {cut}")
    print(f"  quoted as own limitation: {quoted}, right {true}")
    chosen = [
        (round(s.temperature, 2), s.sway, round(s.absent_below, 2), round(s.quote_from, 2), s.title, s.together)
        for s in set(seconds)
    ]
    print(f"  temperature, sway, absent below, quote from, title, together: {chosen}", flush=True)


def _weighted(
    rows: NDArray[np.float64], truth: NDArray[np.bool_], weight: NDArray[np.float64]
) -> LogisticRegression:
    return LogisticRegression(max_iter=2000, C=3.0).fit(rows, truth, sample_weight=weight)


def _bound(
    model: LogisticRegression, rows: NDArray[np.float64], truth: NDArray[np.bool_], weight: NDArray[np.float64]
) -> float:
    chance = model.predict_proba(rows)[:, 1]
    for bound in BOUNDS:
        said = chance < bound
        if said.sum() >= FEWEST and (weight * ~truth)[said].sum() >= RIGHT * weight[said].sum():
            return bound
    return 0.0


def _quote_from(chance: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    order = np.argsort(-chance)
    right = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero((right >= QUOTED_RIGHT) & (np.arange(len(order)) >= FEWEST - 1))
    return float(chance[order[good[-1]]]) if len(good) else 1.1
