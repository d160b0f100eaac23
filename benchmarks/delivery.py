"""How it sounded, accuracy and cost: python benchmarks/delivery.py DIR [TALK …].

Every recording is transcribed with the embedded model, which takes about half a minute each on two cores. Then the
time of what is beyond transcription is taken on 45 minutes, made by repeating the sample rehearsal, and the memory
that three hours take beyond the sound itself.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from labelled import folder, read
from talkcoach.analysis.pauses import Pauses, pauses
from talkcoach.analysis.quality import quality
from talkcoach.analysis.voice import Voice, voice
from talkcoach.audio.decode import Samples, decode
from talkcoach.audio.features import SoundFeatures, sound_features
from talkcoach.domain import Aligned, Deck, Sentence, Span, Transcript, Word, outside
from talkcoach.speech.transcriber import transcribe
from talkcoach.speech.vad import speech_spans
from talkcoach.store.places import shipped

LONG = 2.0
"""Seconds from which a pause is long; the recordings have theirs labelled from 2.2 s on."""

SHARED = 0.8
"""The share of a pause, true or found, that the other must cover."""

MINUTES, HOURS = 45, 3

T = TypeVar("T")


def main() -> None:
    """Print a row per recording, then the cost."""
    if sys.argv[1] == "--memory":
        print(peak_megabytes_of(float(sys.argv[2])))
        return
    accuracy(folder(sys.argv[1], "recordings"), sys.argv[2:])
    cost()
    memory()


def accuracy(root: Path, chosen: list[str]) -> None:
    """Print which long pauses are found, and what the voice is, beside what may be wrong with the recording."""
    print(f"{'recording':18}{'true':>5}{'found':>6}{'said':>5}{'right':>6}{'Hz':>6}{'st':>5}{'drop':>6}  defects")
    totals = np.zeros(4, int)
    for path in sorted(root.glob("*.json")):
        if chosen and path.stem not in chosen:
            continue
        truth, talk, sound = measured(path)
        filled = [word.span for word in talk.transcript.filled]
        counts = long_pauses(pauses(talk, sound.speech, filled), truth)
        totals += counts
        defects = ", ".join(defect.kind for defect in quality(talk, sound).defects) or "none"
        print(f"{path.stem:18}{counted(counts)}{spoken(voice(talk, sound))}  {defects}", flush=True)
    true, found, said, right = totals
    print(f"long pauses: recall {found / true:.3f} (wanted: 0.95), precision {right / said:.3f}", flush=True)


def measured(path: Path) -> tuple[dict[str, list[dict[str, float]]], Aligned, SoundFeatures]:
    """A recording's labels, what is said in it, and its sound."""
    samples = decode(path.with_suffix(".opus"))
    speech = speech_spans(samples)
    talk = Aligned(transcribe(samples, language="en"), Deck(()), (), (), samples.duration)
    return read(path).data, talk, sound_features([samples.values], samples.rate, speech)


def long_pauses(found: Pauses, truth: dict[str, list[dict[str, float]]]) -> tuple[int, int, int, int]:
    """How many labelled long pauses there are and are found, and how many are said and are silent indeed.

    Silent is what is labelled so, and what lies between sentences and is no filled pause.
    """
    true = [Span(p["start"], p["end"]) for p in truth["long_pauses"]]
    said = [pause.span for pause in found.pauses if pause.span.duration >= LONG]
    filled = [Span(p["start"], p["end"]) for p in truth["filled_pauses"]]
    between = [Span(a["end"], b["start"]) for a, b in pairwise(truth["sentences"]) if b["start"] > a["end"]]
    silent = [*true, *(piece for gap in between for piece in outside(gap, filled))]
    return (
        len(true),
        sum(any(span.overlap(one) >= SHARED * one.duration for span in said) for one in true),
        len(said),
        sum(any(span.overlap(one) >= SHARED * span.duration for one in silent) for span in said),
    )


def counted(counts: tuple[int, int, int, int]) -> str:
    """The four columns of pauses."""
    true, found, said, right = counts
    return f"{true:>5}{found:>6}{said:>5}{right:>6}"


def spoken(found: Voice) -> str:
    """The three columns of the voice."""
    return (
        f"{found.whole.pitch_hz or 0:>6.0f}{found.whole.semitones_sd or 0:>5.1f}{found.ending_drop_db or 0:>6.1f}"
    )


def cost() -> None:
    """Print the seconds, on the clock and of the processors, that each step takes on `MINUTES` minutes."""
    samples = decode(shipped("assets", "sample", "recording.ogg"))
    first = speech_spans(samples)
    sound_features([samples.values], samples.rate, first)  # imports are not counted
    long = Samples(np.resize(samples.values, MINUTES * 60 * samples.rate))
    speech = timed("speech or not (the transcription's own step)", lambda: speech_spans(long))
    sound = timed("tracks of pitch, loudness and noise", lambda: sound_features([long.values], long.rate, speech))
    talk = one_word_a_second(long.duration)
    timed("pauses", lambda: pauses(talk, speech))
    timed("voice", lambda: voice(talk, sound))
    timed("quality", lambda: quality(talk, sound))


def timed(name: str, step: Callable[[], T]) -> T:
    """What a step gives; its seconds are printed."""
    clock, processors = time.perf_counter(), time.process_time()
    result = step()
    print(
        f"{name}, {MINUTES} minutes: {time.perf_counter() - clock:.1f} s "
        f"({time.process_time() - processors:.1f} s of processors)",
        flush=True,
    )
    return result


def one_word_a_second(seconds: float) -> Aligned:
    """A talk in sentences of eight words."""
    sentences = tuple(
        Sentence(Span(n, n + 7.9), "", tuple(Word(Span(n + m, n + m + 0.9), "word") for m in range(8)))
        for n in range(0, int(seconds) - 8, 8)
    )
    return Aligned(Transcript(sentences, "en"), Deck(()), (), (), seconds)


def memory() -> None:
    """Print by how much three hours of blocks raise the peak memory above that of two minutes."""
    peaks = [
        float(
            subprocess.run(
                [sys.executable, __file__, "--memory", str(minutes)], check=True, capture_output=True, text=True
            ).stdout
        )
        for minutes in (2, 60 * HOURS)
    ]
    print(f"memory for {HOURS} hours beyond the sound itself: {peaks[1] - peaks[0]:.0f} MB (wanted: at most 300)")


def peak_megabytes_of(minutes: float) -> float:
    """The peak memory of a process that takes the tracks of so many minutes, made block by block."""
    samples = decode(shipped("assets", "sample", "recording.ogg"))
    minute = samples.values[: 60 * samples.rate]
    speech = speech_spans(Samples(minute))
    everywhere = [span.shifted(60 * n) for n in range(int(minutes)) for span in speech]
    sound = sound_features(repeated(minute, int(minutes)), samples.rate, everywhere)
    talk = one_word_a_second(sound.duration)
    pauses(talk, everywhere)
    voice(talk, sound)
    quality(talk, sound)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def repeated(block: NDArray[np.float32], times: int) -> Iterator[NDArray[np.float32]]:
    """The same block again and again."""
    return (block for _ in range(times))


if __name__ == "__main__":
    main()
