"""How many sentences are assigned to the right part of the talk: python benchmarks/sections.py DIR
[--cross-validate].

Two annotators labelled every sentence. The slides are given at first, so that only the section finder is measured,
and then found from the words.

Some of the phrases were written by someone who had read these talks. So each talk is judged once more without the
phrases that it alone contains, which throws out honest ones with the others: the truth lies in between.

With --cross-validate each talk is judged with weights that were chosen on the others (six minutes on a busy core):
those of `SEARCHED` that maximise the likelihood of the annotators' labels, by coordinate ascent, where each of the
others is without the phrases that it alone contains.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import mean, mode

import numpy as np
from sklearn.metrics import f1_score

from labelled import Labelled, folder, read
from talkcoach.alignment.part_emissions import WEIGHTS, PartWeights
from talkcoach.alignment.runs import runs
from talkcoach.alignment.sections import find_sections, part_chances
from talkcoach.alignment.slides import align
from talkcoach.domain import Transcript, Visit
from talkcoach.rubric import OTHER, Rubric, load_rubric
from talkcoach.rubric.cues import Phrases
from talkcoach.rubric.phrases import has

SEARCHED = ("cue", "opening", "own", "title", "line", "go_on")
VALUES = (0.0, 0.1, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""What each may be. All begin at 1, so that nothing of what is shipped leaks in through them."""

ROUNDS = 3
SURE = 0.8
LEAST_CHANCE = 1e-4
"""A label is never less likely than this in the search, so that no single sentence rules it."""

Keys = list[str]
Known = Mapping[str, frozenset[str]]
"""By the name of a talk the phrases that it contains."""


def unlearned(talk: Labelled) -> Transcript:
    """The transcript in an unnamed language, so that the model of talks stays out: it was fitted on these talks.

    `training/parts.py` judges it on talks that it never saw.
    """
    return replace(talk.transcript, language="und")


def given(talk: Labelled) -> list[Visit]:
    """The labelled visits."""
    return [Visit(span, slide) for span, slide, _ in runs(talk.transcript.sentences, talk.slides)]


def by_words(talk: Labelled) -> list[Visit]:
    """The visits that talkcoach finds from the words."""
    return list(align(talk.transcript, talk.deck))


def labels(talk: Labelled, annotator: int) -> Keys:
    """The part of every sentence."""
    return [sentence["section"][annotator] for sentence in talk.data["sentences"]]


def guessed(talk: Labelled, visits: list[Visit], rubric: Rubric, weights: PartWeights = WEIGHTS) -> Keys:
    """The part that talkcoach finds for every sentence."""
    keys = (*rubric.keys, OTHER)
    chances = part_chances(unlearned(talk), talk.deck, visits, rubric, weights=weights)
    return [keys[best] for best in chances.argmax(axis=1)]


def f1_of_parts(truth: Keys, guesses: Keys) -> dict[str, float]:
    """F1 of each part that the annotator used."""
    keys = sorted(set(truth))
    return dict(zip(keys, f1_score(truth, guesses, average=None, labels=keys, zero_division=0), strict=True))


def astray(talk: Labelled, guesses: Keys, rubric: Rubric) -> float:
    """The mean absolute error of the time per part, as a share of the talk, over both annotators."""
    spans = [sentence.span.duration for sentence in talk.transcript.sentences]

    def share(keys: Keys, key: str) -> float:
        return sum(seconds for each, seconds in zip(keys, spans, strict=True) if each == key) / sum(spans)

    return mean(
        abs(share(labels(talk, annotator), key) - share(guesses, key))
        for annotator in (0, 1)
        for key in (*rubric.keys, OTHER)
    )


def report(heading: str, talks: list[Labelled], guesses: list[Keys], rubric: Rubric) -> None:
    """Print the accuracy of each talk, and macro-F1 over all sentences, against either annotator."""
    print(f"\n{heading}\n{'talk':20} {'sentences':>9} {'right (A)':>10} {'right (B)':>10} {'minutes off':>12}")
    for talk, keys in zip(talks, guesses, strict=True):
        right = [mean(a == b for a, b in zip(labels(talk, n), keys, strict=True)) for n in (0, 1)]
        off = astray(talk, keys, rubric)
        print(f"{talk.name:20} {len(keys):>9} {right[0]:>10.2f} {right[1]:>10.2f} {off:>12.3f}")
    flat = [key for keys in guesses for key in keys]
    scores = [f1_of_parts([key for talk in talks for key in labels(talk, n)], flat) for n in (0, 1)]
    parts = [f"{key} {scores[0][key]:.2f}" for key in (*rubric.keys, OTHER) if key in scores[0]]
    print("F1 (A) " + ", ".join(parts))
    print(f"macro-F1 {mean(scores[0].values()):.3f} (A) {mean(scores[1].values()):.3f} (B)")
    off = mean(astray(talk, keys, rubric) for talk, keys in zip(talks, guesses, strict=True))
    print(f"minutes per part: mean absolute error {off:.1%} of the talk")


def of_doubts(talks: Sequence[Labelled], rubrics: Sequence[Rubric]) -> str:
    """How often most of a doubtful visit belongs to the found part, to its rival, or to neither (A)."""
    counts: Counter[str] = Counter()
    for talk, rubric in zip(talks, rubrics, strict=True):
        labelled = list(zip(talk.transcript.sentences, labels(talk, 0), strict=True))
        for section in find_sections(unlearned(talk), talk.deck, given(talk), rubric):
            for doubt in section.doubts:
                truth = mode(key for sentence, key in labelled if sentence.span.middle in doubt.span)
                counts[{section.key: "found", doubt.rival: "rival"}.get(truth, "neither")] += 1
    shares = ", ".join(f"{name} {counts[name]}" for name in ("found", "rival", "neither"))
    return f"in doubt: {counts.total()} visits, of which right {shares}"


def of_confidence(talks: Sequence[Labelled], rubrics: Sequence[Rubric]) -> str:
    """How right the sentences of sure sections are (A), slides given, with a rubric for each talk."""
    right = []
    for talk, rubric in zip(talks, rubrics, strict=True):
        labelled = list(zip(talk.transcript.sentences, labels(talk, 0), strict=True))
        for section in find_sections(unlearned(talk), talk.deck, given(talk), rubric):
            if section.confidence >= SURE:
                right += [key == section.key for sentence, key in labelled if sentence.span.middle in section.span]
    among = sum(len(talk.transcript.sentences) for talk in talks)
    return f"confidence of {SURE} or more: {len(right)} of {among} sentences, of which right {mean(right):.2f}"


def likelihood(talks: Sequence[Labelled], rubrics: Sequence[Rubric], weights: PartWeights) -> float:
    """The mean log of the chance that the annotators' labels are given, talks counting equally."""
    of_talks = []
    for talk, rubric in zip(talks, rubrics, strict=True):
        keys = (*rubric.keys, OTHER)
        chances = part_chances(unlearned(talk), talk.deck, given(talk), rubric, weights=weights)
        logs = np.log(np.maximum(chances, LEAST_CHANCE))
        rows = np.arange(len(logs))
        of_talks.append(mean(logs[rows, [keys.index(key) for key in labels(talk, n)]].mean() for n in (0, 1)))
    return float(mean(of_talks))


def chosen(talks: Sequence[Labelled], rubrics: Sequence[Rubric]) -> PartWeights:
    """The weights that suit some talks best, with a rubric for each."""
    weights = replace(WEIGHTS, **dict.fromkeys(SEARCHED, 1.0))
    for _ in range(ROUNDS):
        for name in SEARCHED:
            ways = [replace(weights, **{name: value}) for value in VALUES]
            weights = max(ways, key=lambda way: likelihood(talks, rubrics, way))
    return weights


def phrases_in(talk: Labelled, rubric: Rubric) -> frozenset[str]:
    """The rubric's cue phrases that stand anywhere in a talk."""
    text = words(talk)
    parts = [*rubric.parts, rubric.other]
    return frozenset(phrase for part in parts for phrase in (*part.titles, *part.speech) if has([phrase], text))


def known_elsewhere(talk: Labelled, others: Sequence[Labelled], rubric: Rubric, known: Known) -> Rubric:
    """The rubric without the phrases that only this talk contains, spoken or on a slide."""
    alone = known[talk.name].difference(*(known[other.name] for other in others))

    def without(phrases: Phrases) -> Phrases:
        return tuple(phrase for phrase in phrases if phrase not in alone)

    parts = [
        part.model_copy(update={"speech": without(part.speech), "titles": without(part.titles)})
        for part in rubric.parts
    ]
    rest = rubric.other.model_copy(
        update={"speech": without(rubric.other.speech), "titles": without(rubric.other.titles)}
    )
    return rubric.model_copy(update={"parts": tuple(parts), "other": rest})


def words(talk: Labelled) -> str:
    """All words of the transcript and of the slides."""
    return " | ".join([talk.transcript.text, *(slide.text for slide in talk.deck.slides)])


def cross_validate(talks: list[Labelled], rubric: Rubric) -> None:
    """Judge each talk with weights that were chosen on the others."""
    known = {talk.name: phrases_in(talk, rubric) for talk in talks}
    everywhere, elsewhere, found = [], [], []
    for talk in talks:
        others = [other for other in talks if other is not talk]
        weights = chosen(
            others, [known_elsewhere(one, [o for o in others if o is not one], rubric, known) for one in others]
        )
        values = ", ".join(f"{name} {getattr(weights, name):.2g}" for name in SEARCHED)
        print(f"without {talk.name}: {values}", flush=True)
        everywhere.append(guessed(talk, given(talk), rubric, weights))
        found.append(guessed(talk, by_words(talk), rubric, weights))
        narrow = known_elsewhere(talk, others, rubric, known)
        elsewhere.append(guessed(talk, given(talk), narrow, weights))
    report("Weights chosen on the other talks, slides given", talks, everywhere, rubric)
    report("Weights chosen on the other talks, slides found", talks, found, rubric)
    report("The same, slides given, without phrases that only this talk contains", talks, elsewhere, rubric)


def main() -> None:
    """Print how right the parts are."""
    parser = argparse.ArgumentParser(description="How many sentences are put in the right part of the talk")
    parser.add_argument("data")
    parser.add_argument("--cross-validate", action="store_true")
    options = parser.parse_args()
    rubric = load_rubric()
    talks = [read(path) for path in sorted(folder(options.data, "sections").glob("*.json"))]
    if options.cross_validate:
        cross_validate(talks, rubric)
        return
    known = {talk.name: phrases_in(talk, rubric) for talk in talks}
    narrow = [known_elsewhere(talk, [o for o in talks if o is not talk], rubric, known) for talk in talks]
    for heading, visits_of, rubrics in (
        ("Slides given", given, [rubric] * len(talks)),
        ("Slides found", by_words, [rubric] * len(talks)),
        ("Slides given, without phrases that only this talk contains", given, narrow),
        ("Slides found, without phrases that only this talk contains", by_words, narrow),
    ):
        guesses = [guessed(talk, visits_of(talk), each) for talk, each in zip(talks, rubrics, strict=True)]
        report(heading, talks, guesses, rubric)
        if visits_of is given:
            print(of_confidence(talks, rubrics), of_doubts(talks, rubrics), sep="\n")
    one, other = ([key for talk in talks for key in labels(talk, n)] for n in (0, 1))
    print(f"\nannotator against annotator: macro-F1 {mean(f1_of_parts(one, other).values()):.3f}")
    print("reference: position in the talk alone 0.38")


if __name__ == "__main__":
    main()
