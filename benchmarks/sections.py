"""How many sentences are put in the right part of the talk: python benchmarks/sections.py DIR.

Two annotators labelled every sentence. The slides are given, so that only the section finder is measured.
"""

from __future__ import annotations

import sys
from statistics import mean

from sklearn.metrics import f1_score

from labelled import Labelled, folder, read
from talkcoach.alignment.runs import runs
from talkcoach.alignment.sections import find_sections
from talkcoach.domain import Visit
from talkcoach.rubric import OTHER, load_rubric


def found(talk: Labelled) -> list[str]:
    """The part that talkcoach finds for every sentence."""
    sentences = talk.transcript.sentences
    visits = [Visit(span, slide) for span, slide, _ in runs(sentences, talk.slides)]
    sections = find_sections(talk.transcript, talk.deck, visits, load_rubric())
    return [next((s.key for s in sections if sentence.span.middle in s.span), OTHER) for sentence in sentences]


def macro_f1(labels: list[str], guesses: list[str]) -> float:
    """The mean F1 of the parts that the annotator used."""
    return float(f1_score(labels, guesses, average="macro", labels=sorted(set(labels)), zero_division=0))


def astray(talk: Labelled, labels: list[str], guesses: list[str]) -> float:
    """The mean absolute error of the time per part, as a share of the talk."""
    spans = [sentence.span.duration for sentence in talk.transcript.sentences]

    def share(keys: list[str], key: str) -> float:
        return sum(seconds for each, seconds in zip(keys, spans, strict=True) if each == key) / sum(spans)

    return mean(abs(share(labels, key) - share(guesses, key)) for key in (*load_rubric().keys, OTHER))


def main() -> None:
    """Print the accuracy of each talk, and macro-F1 over all sentences, against either annotator."""
    print(f"{'talk':20} {'said':>5} {'right (A)':>10} {'right (B)':>10} {'minutes off':>12}")
    everything: list[tuple[list[str], list[str], list[str]]] = []
    errors = []
    for path in sorted(folder(sys.argv[1], "sections").glob("*.json")):
        talk = read(path)
        one, other = ([s["section"][n] for s in talk.data["sentences"]] for n in (0, 1))
        guesses = found(talk)
        everything.append((one, other, guesses))
        errors.append(mean(astray(talk, labels, guesses) for labels in (one, other)))
        right = [mean(a == b for a, b in zip(labels, guesses, strict=True)) for labels in (one, other)]
        print(f"{talk.name:20} {len(guesses):>5} {right[0]:>10.2f} {right[1]:>10.2f} {errors[-1]:>12.3f}")
    one, other, guesses = ([key for talk in everything for key in talk[n]] for n in (0, 1, 2))
    scores = [macro_f1(labels, guesses) for labels in (one, other)]
    print(f"\nmacro-F1 {scores[0]:.3f} (A) {scores[1]:.3f} (B)")
    print(f"annotator against annotator {macro_f1(one, other):.3f}")
    print("reference: position in the talk alone 0.38")
    print(f"minutes per part: mean absolute error {mean(errors):.1%} of the talk")


if __name__ == "__main__":
    main()
