"""Fit the model of the parts of a talk, and judge it: python training/parts.py DATA --work FOLDER, and one of

    --cross-validate    print every figure, each talk judged by weights that never saw it, beside position alone
    --fit OUT           write the weights, fitted on all talks, and the encoder

FOLDER holds `base/` (the files of all-MiniLM-L6-v2) and `taught.pt` (training/pretrain.py).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from encoder import Encoder, export
from figures import Judged, report, verdicts
from limitations import limitations_report
from second import Second, fit_second, judged, missing_report, removed
from sequence import Example, Network, Shape, fit, scores_of
from talkcoach.models.sentence_encoder import SentenceEncoder
from talkcoach.models.talk_features import features, place
from talkcoach.models.talk_network import WritingJudge
from talks import KEYS, Talk, added_talks, long_talks, short_talks
from with_phrases import as_shipped

FOLDS = 5
NETWORKS = 4
"""How many ship; cross-validation may use fewer."""
SHAPE = Shape()


@dataclass(frozen=True, eq=False)
class Read:
    """A talk and what the encoder makes of it."""

    talk: Talk
    sentences: NDArray[np.float32]
    titles: NDArray[np.float32]

    def example(self, judge: WritingJudge, *, slides: bool) -> Example:
        """The talk as the network takes it."""
        talk = self.talk if slides else self.talk.without_slides()
        rows = features(
            talk.sentences, talk.starts, talk.ends, talk.slides, judge(self.sentences), judge(self.titles)
        )
        return Example(
            self.sentences, rows, np.eye(len(KEYS), dtype=np.float32)[talk.parts].mean(0), talk.own, talk.future
        )


def folds_of(talks: Sequence[Talk], seed: int = 0) -> NDArray[np.int64]:
    """The fold of each talk; every sort of talk is spread over the folds."""
    draw = np.random.default_rng(seed)
    fold = np.zeros(len(talks), dtype=int)
    start = 0
    for sort in sorted({talk.sort for talk in talks}):
        members = draw.permutation([i for i, talk in enumerate(talks) if talk.sort == sort])
        fold[members] = (np.arange(len(members)) + start) % FOLDS
        start += len(members)
    return fold


def read_all(encoder: SentenceEncoder, talks: Sequence[Talk]) -> list[Read]:
    """Embeddings of every talk's sentences and titles, by the encoder as it ships, in eight bits."""
    texts = sorted({text for talk in talks for text in (*talk.sentences, *titles(talk))})
    at = {text: i for i, text in enumerate(texts)}
    rows = encoder(texts)
    return [
        Read(talk, rows[[at[text] for text in talk.sentences]], rows[[at[text] for text in titles(talk)]])
        for talk in talks
    ]


def titles(talk: Talk) -> list[str]:
    """The title of the slide on screen, empty where none is."""
    return ["" if slide is None else slide.title for slide in talk.slides]


def position_alone(talks: Sequence[Talk], fold: NDArray[np.int64]) -> list[Judged]:
    """The parts guessed from the place in the talk."""
    out = {}
    for f in range(FOLDS):
        train = [talk for talk, of in zip(talks, fold, strict=True) if of != f]
        model = LogisticRegression(max_iter=1000).fit(
            np.concatenate([place(talk.starts, talk.ends) for talk in train]),
            np.concatenate([talk.parts[0] for talk in train]),
        )
        for i in np.flatnonzero(fold == f):
            chance = model.predict_proba(place(talks[i].starts, talks[i].ends))
            out[i] = Judged(talks[i], chance, chance.argmax(1), chance[:, 4])
    return [out[i] for i in range(len(talks))]


def networks_of(reads: Sequence[Read], judge: WritingJudge, seeds: int) -> list[Network]:
    """Networks that differ in where they began."""
    examples = [read.example(judge, slides=True) for read in reads]
    return [fit(examples, SHAPE, seed) for seed in range(seeds)]


def scored(networks: Sequence[Network], example: Example) -> list[NDArray[np.float32]]:
    """The scores of every network for a talk."""
    return [scores_of(network, example.embeddings, example.features) for network in networks]


@dataclass(frozen=True, eq=False)
class Unseen:
    """Scores for a talk by networks that had not seen it."""

    talk: Talk
    speech: list[NDArray[np.float32]]
    slides: list[NDArray[np.float32]]
    without: dict[int, list[NDArray[np.float32]]]
    """From speech alone after all sentences of a part were taken out of the talk, by part; by 7 after all own
    limitations were."""


def unseen(
    reads: Sequence[Read], judge: WritingJudge, fold: NDArray[np.int64], seeds: int, left_out: str
) -> list[Unseen]:
    """Every talk scored by networks fitted on the other folds, without talks of the sort ``left_out``."""
    out: dict[int, Unseen] = {}
    for f in range(FOLDS):
        train = [r for r, of in zip(reads, fold, strict=True) if of != f and r.talk.sort != left_out]
        networks = networks_of(train, judge, seeds)
        for i in np.flatnonzero(fold == f):
            read = reads[i]
            without = {}
            for what in range(len(KEYS) + 1):
                kept = removed(read.talk, what)
                if kept is not None:
                    short = Read(kept[0], read.sentences[kept[1]], read.titles[kept[1]])
                    without[what] = scored(networks, short.example(judge, slides=False))
            out[i] = Unseen(
                read.talk,
                scored(networks, read.example(judge, slides=False)),
                scored(networks, read.example(judge, slides=True)),
                without,
            )
        print(f"fold {f + 1} of {FOLDS} judged", flush=True)
    return [out[i] for i in range(len(reads))]


def cross_validated(
    results: Sequence[Unseen], fold: NDArray[np.int64]
) -> tuple[list[Judged], list[Judged], list[Second]]:
    """Each talk decided by what was chosen on the other folds: from speech, with slides; and what was chosen."""
    seconds = [fit_second([r for r, of in zip(results, fold, strict=True) if of != f]) for f in range(FOLDS)]
    speech = [
        judged(r.talk, r.talk.without_slides().slides, r.speech, seconds[of])
        for r, of in zip(results, fold, strict=True)
    ]
    slides = [judged(r.talk, r.talk.slides, r.slides, seconds[of]) for r, of in zip(results, fold, strict=True)]
    return speech, slides, seconds


def is_short(one: Judged) -> bool:
    """Whether a talk is one of those with real slides."""
    return one.talk.sort == "short"


def cross_validate(results: Sequence[Unseen], fold: NDArray[np.int64], left_out: str) -> None:
    """Print all figures."""
    talks = [result.talk for result in results]
    guesses = position_alone(talks, fold)
    report("Long talks, position alone", [one for one in guesses if not is_short(one)])
    report("Short talks, position alone", [one for one in guesses if is_short(one)])
    speech, slides, seconds = cross_validated(results, fold)
    name = f"fitted without {left_out}_ talks" if left_out else "fitted on all talks"
    long = [one for one in speech if not is_short(one)]
    report(f"Long talks, speech alone, as shipped, {name}", long)
    verdicts(long)
    limitations_report(long)
    if any(one.talk.is_added for one in long):
        report("Of these, the talks of sections_long", [one for one in long if not one.talk.is_added])
    report(f"Short talks, speech alone, {name}", [one for one in speech if is_short(one)])
    report(f"Short talks, with slides, {name}", [one for one in slides if is_short(one)])
    phrases = as_shipped(long, slides=False, learned=False)
    report("Long talks, speech alone, phrases alone", phrases)
    verdicts(phrases)
    for what, learned in (("phrases alone", False), (f"as shipped, beside phrases, {name}", True)):
        short = as_shipped([one for one in slides if is_short(one)], slides=True, learned=learned)
        report(f"Short talks, with slides, {what}", short)
        verdicts(short)
    missing_report(results, [seconds[of] for of in fold])


def main() -> None:
    """Judge or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--fit", type=Path)
    parser.add_argument("--without", default="", help="a sort of talks, such as vt, that nothing is fitted on")
    parser.add_argument("--vt-ssum", type=Path, help="a clone of VT-SSum, for the talks of labels/")
    parser.add_argument("--bitcoin", type=Path, help="a clone of bitcointranscripts, for the talks of labels/")
    parser.add_argument("--seeds", type=int, default=4)
    options = parser.parse_args()
    torch.set_num_threads(1)
    base = options.work / "base"
    encoder = Encoder(base)
    saved = torch.load(options.work / "taught.pt")
    encoder.load_state_dict(saved["encoder"])
    weights = {
        f"writing.{name}": value.numpy().astype(np.float32)
        for name, value in saved["heads"].items()
        if not name.startswith("place")
    }
    talks = long_talks(options.data) + short_talks(options.data)
    if options.vt_ssum and options.bitcoin:
        talks += added_talks(options.vt_ssum, options.bitcoin)
    folder = options.fit or options.work
    export(encoder, base, folder)
    reads = read_all(SentenceEncoder(folder, threads=1), talks)
    judge = WritingJudge(weights)
    fold = folds_of(talks)
    results = unseen(reads, judge, fold, options.seeds, options.without)
    if options.cross_validate:
        cross_validate(results, fold, options.without)
    if options.fit:
        second = fit_second(results)
        for n, network in enumerate(networks_of(reads, judge, NETWORKS)):
            weights |= {f"network{n}.{name}": value.numpy() for name, value in network.state_dict().items()}
            weights[f"network{n}.dilations"] = np.array(SHAPE.dilations, dtype=np.float32)
        weights["networks"] = np.array(NETWORKS)
        np.savez_compressed(options.fit / "talk_parts.npz", **weights, **second.arrays())


if __name__ == "__main__":
    main()
