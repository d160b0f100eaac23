"""How many sentences are assigned to the right slide, from the words alone: python benchmarks/alignment.py DIR.

Sentences that were spoken with no slide on screen are left out; talks count equally within their group. How well
these sentences are found is reported for the lectures, all sentences together: no other group labels them.

With --cross-validate each fifth of the talks is judged with constants that were chosen on the others (some five
minutes): those of `SEARCHED` that maximise the likelihood of the labelled slides, by coordinate ascent from starts
that are the same for all, and of `OFF` the greatest that takes no more than `LOST` of the sentences off a slide
that was up. The phrases in ``discourse_markers.txt`` are no numbers, and were written by someone who had read
these talks.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from labelled import OFF_SLIDE, Labelled, folder, read
from talkcoach.alignment.runs import runs
from talkcoach.alignment.slide_emissions import views
from talkcoach.alignment.slides import CONSTANTS, FORGOTTEN_SECONDS, Constants, align, clicked, visits_of, weighed
from talkcoach.domain import Deck, Mark, Sentence, Span, Transcript, Visit, Visits

REFERENCES = {
    "mavils": "0.53 published from speech; 0.82 published with the video's frames; 0.67 for 40 lines of TF-IDF",
    "ml_talks": "0.89 for 40 lines of TF-IDF",
    "m3av": "0.63 for 40 lines of TF-IDF",
}
WANTED = {"mavils": 0.75, "ml_talks": 0.90, "m3av": 0.70}
SURE, SURE_RIGHT, SURE_SHARE = 0.8, 0.92, 0.5
OFF_F1 = 0.5
LONG, WIDE, SECONDS, MEGABYTES = 2500, 300, 10.0, 500
"""A lecture of three hours: its sentences and slides, and what it may take."""

ERRORS, SHORTEST = (0.0, 0.4, 1.0), 2.0
"""How wrong rehearsed times are in the trial, and the seconds of a slide that was never shown."""

FOLDS, ROUNDS = 5, 3
SEARCHED: dict[str, tuple[float, ...]] = {
    "stems": (0.2, 0.1, 0.3, 0.4, 0.6),
    "pairs": (0.2, 0.0, 0.1, 0.4),
    "runs": (0.05, 0.02, 0.08, 0.12),
    "go_on": (2.0, 1.5, 2.5),
    "pace": (1.0, 1.2, 1.4, 1.7),
    "skip": (4.0, 6.0, 8.0),
    "back": (4.0, 6.0, 8.0, 10.0),
    "opening": (0.4, 0.0, 0.8, 1.2),
}
"""What each may be, its start first: stems and pairs count as much, runs a quarter, as a word has about four. What
silence counts for is left out, because the clips of the machine-learning talks were joined with silences."""

OFF = (0.1, 0.15, 0.2, 0.25, 0.3)
LOST = 0.05
LEAST_CHANCE = 0.01
"""Added to every chance in the search, so that no single sentence rules it."""

Found = Callable[[Labelled], tuple[Visit, ...]]


@dataclass(frozen=True)
class Score:
    """One talk: a row per sentence with the true slide, the one found (0 for none), and the confidence."""

    talk: Labelled
    slides: NDArray[np.int64]
    confidence: NDArray[np.float64]
    seconds: float

    @property
    def on(self) -> NDArray[np.bool_]:
        """Which sentences were spoken with a slide on screen."""
        return np.array(self.talk.slides) != OFF_SLIDE

    def row(self) -> dict[str, float]:
        """Shares of the sentences with a slide: right, sure, right among the sure, taken off; and the seconds."""
        right = (self.slides == self.talk.slides)[self.on]
        sure = self.confidence[self.on] >= SURE
        return {
            "right": right.mean(),
            "sure": sure.mean(),
            "right of sure": right[sure].mean() if sure.any() else np.nan,
            "off": (self.slides[self.on] == 0).mean(),
            "seconds": self.seconds,
        }


def scored(talk: Labelled, found: Found) -> Score:
    """How a talk is judged."""
    began = time.perf_counter()
    visits = Visits(found(talk))
    took = time.perf_counter() - began
    up = [visits.at(sentence.span.middle) for sentence in talk.transcript.sentences]
    return Score(
        talk, np.array([v.slide if v else 0 for v in up]), np.array([v.confidence if v else 0 for v in up]), took
    )


def report(scores: Sequence[Score]) -> None:
    """Print a table per talk, the mean per group, and what was wanted."""
    columns = ["right", "sure", "right of sure", "off", "seconds"]
    print(f"{'talk':36} {'slides':>6} {'sentences':>9}" + "".join(f"{column:>14}" for column in columns))
    for group in dict.fromkeys(score.talk.group for score in scores):
        own = [score for score in scores if score.talk.group == group]
        for score in own:
            counts = f"{len(score.talk.deck.slides):>6} {len(score.talk.slides):>9}"
            print(f"{score.talk.name:36} {counts}" + "".join(f"{score.row()[c]:>14.2f}" for c in columns))
        means = {c: float(np.nanmean([score.row()[c] for score in own])) for c in columns}
        print(f"{'mean of ' + group:36} {'':16}" + "".join(f"{means[c]:>14.3f}" for c in columns))
        print(f"  reference: {REFERENCES.get(group, 'none')}")
        print(f"  wanted: {WANTED.get(group, 0):.2f} right; of the sure {SURE_RIGHT} right, and they {SURE_SHARE}")
        if group == "mavils":
            print("  off the slides: " + off_the_slides(own))
        print()


def off_the_slides(scores: Sequence[Score]) -> str:
    """Precision, recall and F1 of the sentences with no slide on screen, all talks together."""
    true = np.concatenate([~score.on for score in scores])
    found = np.concatenate([score.slides == 0 for score in scores])
    both = (true & found).sum()
    precision, recall, f1 = both / max(found.sum(), 1), both / true.sum(), 2 * both / (true.sum() + found.sum())
    return f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f} (wanted {OFF_F1})"


@cache
def _seen(talk: Labelled) -> NDArray[np.float64]:
    return views([sentence.text for sentence in talk.transcript.sentences], talk.deck.slides)


@cache
def _chances(talk: Labelled, constants: Constants) -> NDArray[np.float64]:
    return weighed(_seen(talk), talk.transcript.sentences, talk.deck.slides, constants=constants)


@cache
def likelihood(talk: Labelled, constants: Constants) -> float:
    """The mean log of the chance that the labelled slides are given, over the sentences that have one."""
    count = len(talk.deck.slides)
    chances = _chances.__wrapped__(talk, constants)
    on_slide = chances[:, :count] + chances[:, count:]
    rows = [row for row, slide in enumerate(talk.slides) if slide != OFF_SLIDE]
    return float(np.log(on_slide[rows, [talk.slides[row] - 1 for row in rows]] + LEAST_CHANCE).mean())


@cache
def lost(talk: Labelled, constants: Constants) -> float:
    """The share of sentences with a slide that are taken to be off the slides."""
    off = _chances(talk, constants)[:, len(talk.deck.slides) :].sum(axis=1) > 0.5
    return float(off[np.array(talk.slides) != OFF_SLIDE].mean())


def changed(constants: Constants, name: str, value: float) -> Constants:
    """The constants with one of `SEARCHED`, wherever it stands, at another value."""
    for part in ("weights", "costs"):
        inner = getattr(constants, part)
        if hasattr(inner, name):
            return replace(constants, **{part: replace(inner, **{name: value})})
    return replace(constants, **{name: value})


def chosen(talks: Sequence[Labelled]) -> Constants:
    """The constants that suit some talks best."""
    constants = CONSTANTS
    for name, values in SEARCHED.items():
        constants = changed(constants, name, values[0])
    for _ in range(ROUNDS):
        before = constants
        for name, values in SEARCHED.items():
            ways = [changed(constants, name, value) for value in values]
            constants = max(ways, key=lambda way: mean(likelihood(talk, way) for talk in talks))
        if constants == before:
            break
    ways = [replace(constants, off=off) for off in OFF]
    return max(
        (w for w in ways if mean(lost(t, w) for t in talks) <= LOST), key=lambda way: way.off, default=ways[0]
    )


def cross_validated(talks: Sequence[Labelled]) -> list[Score]:
    """Each talk, judged with constants that were chosen without its fold."""
    scores: dict[str, Score] = {}
    for fold in range(FOLDS):
        kept = talks[fold::FOLDS]
        constants = chosen([talk for talk in talks if talk not in kept])
        print(f"without {', '.join(talk.name for talk in kept)}: {constants}", flush=True)

        def found(talk: Labelled, constants: Constants = constants) -> tuple[Visit, ...]:
            return visits_of(_chances(talk, constants), talk.transcript.sentences)

        scores |= {talk.name: scored(talk, found) for talk in kept}
    return [scores[talk.name] for talk in talks]


def shown(talk: Labelled) -> list[Visit]:
    """The labelled visits; with no slide on screen, the last one goes on."""
    numbers = list(accumulate(talk.slides, lambda last, now: last if now == OFF_SLIDE else now))
    return [
        Visit(span, slide) for span, slide, _ in runs(talk.transcript.sentences, numbers) if slide != OFF_SLIDE
    ]


def noticed(talk: Labelled, last: Visit, end: float) -> bool:
    """Whether the clicker is taken to be forgotten in a recording up to ``end`` whose last click began a visit."""
    spoken = tuple(sentence for sentence in talk.transcript.sentences if sentence.span.end <= end)
    known = clicked((Mark(last.span.start, last.slide),), end)
    return align(replace(talk.transcript, sentences=spoken), talk.deck, known)[-1].source == "speech"


def forgotten_clicks(talks: Sequence[Labelled]) -> None:
    """Print how often a clicker that was forgotten halfway is noticed, and how often one that was not."""
    missed, false = [], []
    for talk in talks:
        visits = [visit for visit in shown(talk) if visit.slide < len(talk.deck.slides)]
        missed.append(not noticed(talk, visits[len(visits) // 2], talk.transcript.sentences[-1].span.end))
        long = [visit for visit in visits if visit.span.duration >= FORGOTTEN_SECONDS]
        false += [noticed(talk, visit, visit.span.end) for visit in long]
    found = f"{len(missed) - sum(missed)} of {len(missed)} noticed; {sum(false)} of {len(false)} false"
    print(f"forgotten clicks: {found}")


def rehearsed(talk: Labelled, off: float) -> Deck:
    """The deck with the time that was spent on each slide in it, wrong by a log-normal factor of sigma ``off``."""
    spent = dict.fromkeys(range(1, len(talk.deck.slides) + 1), SHORTEST)
    for visit in shown(talk):
        spent[visit.slide] += visit.span.duration
    error = np.random.default_rng(len(talk.slides)).lognormal(0.0, off, len(spent))
    pairs = zip(talk.deck.slides, error, strict=True)
    slides = (replace(slide, planned_seconds=float(spent[slide.number] * factor)) for slide, factor in pairs)
    return replace(talk.deck, slides=tuple(slides))


def rehearsed_times(talks: Sequence[Labelled]) -> None:
    """Print the shares of right sentences where the deck has the time of each slide, with errors."""
    for off in ERRORS:
        scores = [
            scored(talk, lambda talk, off=off: align(talk.transcript, rehearsed(talk, off))) for talk in talks
        ]
        groups = dict.fromkeys(talk.group for talk in talks)
        means = {g: mean(s.row()["right"] for s in scores if s.talk.group == g) for g in groups}
        shares = ", ".join(f"{group} {share:.3f}" for group, share in means.items())
        print(f"rehearsed times, wrong by a factor of sigma {off}: {shares} right")


def lecture(talks: Sequence[Labelled]) -> tuple[Transcript, Deck]:
    """A lecture of `LONG` sentences on `WIDE` slides, made of others."""
    slides = [slide for talk in talks for slide in talk.deck.slides]
    texts = [sentence.text for talk in talks for sentence in talk.transcript.sentences]
    seconds = 3 * 3600 / LONG
    sentences = tuple(Sentence(Span(n * seconds, (n + 1) * seconds), texts[n]) for n in range(LONG))
    return Transcript(sentences, "en"), Deck(tuple(replace(slides[n], number=n + 1) for n in range(WIDE)))


def main() -> None:
    """Print how right the slides are, and what a long lecture costs."""
    parser = argparse.ArgumentParser(description="How many sentences are put on the right slide")
    parser.add_argument("data")
    parser.add_argument("--cross-validate", action="store_true")
    options = parser.parse_args()
    root = folder(options.data, "alignment")
    talks = [read(path) for path in sorted(root.glob("*/*.json"))]
    if options.cross_validate:
        report(cross_validated(talks))
        return
    report([scored(talk, lambda talk: align(talk.transcript, talk.deck)) for talk in talks])
    rehearsed_times(talks)
    forgotten_clicks(talks)
    transcript, deck = lecture(talks)
    began = time.perf_counter()
    align(transcript, deck)
    took, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wanted = f"(wanted {SECONDS:.0f} s, {MEGABYTES} MB)"
    print(f"{LONG} sentences on {WIDE} slides: {took:.1f} s, peak {peak:.0f} MB {wanted}")


if __name__ == "__main__":
    main()
