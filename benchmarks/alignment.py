"""How many sentences are put on the right slide, from the words alone: python benchmarks/alignment.py DIR.

Sentences that were spoken with no slide on screen are left out; talks count equally within their group.
"""

from __future__ import annotations

import sys
import time
from statistics import mean

import numpy as np

from labelled import OFF_SLIDE, Labelled, folder, read
from talkcoach.alignment.slides import align

REFERENCES = {
    "mavils": "0.53 published from speech; 0.82 published with the video's frames; 0.67 for 40 lines of TF-IDF",
    "ml_talks": "0.89 for 40 lines of TF-IDF",
    "m3av": "0.63 for 40 lines of TF-IDF",
}
SURE = 0.8


def scored(talk: Labelled) -> dict[str, float]:
    """Shares of sentences: right, sure, right among the sure, wrongly taken as off the slides; and the seconds."""
    began = time.perf_counter()
    visits = align(talk.transcript, talk.deck)
    took = time.perf_counter() - began
    rows = []
    for sentence, slide in zip(talk.transcript.sentences, talk.slides, strict=True):
        if slide != OFF_SLIDE:
            visit = next((v for v in visits if sentence.span.middle in v.span), None)
            rows.append(
                (visit is not None and visit.slide == slide, visit.confidence if visit else 0.0, visit is None)
            )
    sure = [right for right, confidence, _ in rows if confidence >= SURE]
    return {
        "right": mean(right for right, _, _ in rows),
        "sure": len(sure) / len(rows),
        "right of sure": mean(sure) if sure else float("nan"),
        "off": mean(off for _, _, off in rows),
        "seconds": took,
    }


def main() -> None:
    """Print a table per talk and the mean per group."""
    root = folder(sys.argv[1], "alignment")
    columns = ["right", "sure", "right of sure", "off", "seconds"]
    print(f"{'talk':36} {'slides':>6} {'said':>5}" + "".join(f"{column:>14}" for column in columns))
    for group in sorted(path for path in root.iterdir() if path.is_dir()):
        scores = []
        for path in sorted(group.glob("*.json")):
            talk = read(path)
            scores.append(scored(talk))
            counts = f"{len(talk.deck.slides):>6} {len(talk.slides):>5}"
            print(f"{talk.name:36} {counts}" + "".join(f"{scores[-1][column]:>14.2f}" for column in columns))
        means = {column: float(np.nanmean([score[column] for score in scores])) for column in columns}
        print(f"{'mean of ' + group.name:36} {'':12}" + "".join(f"{means[column]:>14.3f}" for column in columns))
        print(f"  reference: {REFERENCES.get(group.name, 'none')}\n")


if __name__ == "__main__":
    main()
