"""From sound: how much of the time the right slide is found: python benchmarks/recordings.py DIR [TALK …].

Every recording is transcribed with the embedded model, which takes about half a minute each on two cores.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import mean, median

from labelled import folder, read
from talkcoach.alignment.slides import align
from talkcoach.audio.decode import decode
from talkcoach.domain import Span, Visit
from talkcoach.speech.hotwords import distinctive_terms
from talkcoach.speech.transcriber import transcribe


def right_share(found: tuple[Visit, ...], true: list[Visit]) -> float:
    """The share of the labelled time that is on the right slide."""
    shared = sum(a.span.overlap(b.span) for a in found for b in true if a.slide == b.slide)
    return shared / sum(visit.span.duration for visit in true)


def boundary_errors(found: tuple[Visit, ...], true: list[Visit]) -> list[float]:
    """Seconds from each true change of slide to the nearest one that was found."""
    changes = [visit.span.start for visit in found[1:]]
    return [
        min((abs(visit.span.start - change) for change in changes), default=visit.span.start) for visit in true[1:]
    ]


def main() -> None:
    """Print a row per recording, and the means."""
    root = folder(sys.argv[1], "recordings")
    chosen = [path for path in sorted(root.glob("*.json")) if not sys.argv[2:] or path.stem in sys.argv[2:]]
    print(f"{'recording':20} {'slides':>6} {'right':>7} {'boundary, median s':>19} {'real time':>10}")
    shares, errors = [], []
    for path in chosen:
        share, off, factor, slides = scored(path)
        shares.append(share)
        errors.extend(off)
        print(f"{path.stem:20} {slides:>6} {share:>7.2f} {median(off):>19.1f} {factor:>10.3f}", flush=True)
    print(f"{'mean':20} {'':6} {mean(shares):>7.3f} {median(errors):>19.1f}")


def scored(path: Path) -> tuple[float, list[float], float, int]:
    """Share of time right, boundary errors, seconds per second of sound, and number of slides."""
    talk = read(path)
    samples = decode(path.with_suffix(".opus"))
    began = time.perf_counter()
    transcript = transcribe(samples, language="en", terms=distinctive_terms(talk.deck))
    found = align(transcript, talk.deck)
    took = time.perf_counter() - began
    true = [Visit(Span(v["start"], v["end"]), v["slide"]) for v in talk.data["visits"] if v["slide"] > 0]
    return right_share(found, true), boundary_errors(found, true), took / samples.duration, len(talk.deck.slides)


if __name__ == "__main__":
    main()
