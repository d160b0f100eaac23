"""Filled pauses, how many are found and at what cost: python benchmarks/fillers.py DIR [human|synthetic|cost …].

DIR holds ``fillers/``, clips of human speech, and ``recordings/``, talks of synthetic voices. A filled pause is
found when one is told that comes within 0.2 s of it; each counts for one. Recall is over those that are labelled
as clearly voiced; those labelled as not so, and what is to be ignored, are neither right nor wrong. In the last
row the chance from which a filled pause is told is chosen anew for each meeting, on the clips of all others.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labelled import folder
from talkcoach.analysis.expressions import bare
from talkcoach.audio.decode import decode
from talkcoach.audio.sustained import voice_tracks
from talkcoach.domain import Span, Word
from talkcoach.rubric import load_rubric
from talkcoach.speech.filled_pauses import LIKELY, filled_pauses
from talkcoach.speech.transcriber import load, transcribe
from talkcoach.store.places import shipped

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

TOLERANCE = 0.2
"""Seconds."""

CHANCES = (0.3, LIKELY, 0.5, 0.6)
"""Those among which the last row chooses."""

MINUTES = 45


@dataclass(frozen=True)
class Label:
    """One labelled filled pause, or a stretch that is to be ignored."""

    span: Span
    solid: bool = False


@dataclass(frozen=True)
class Counts:
    """How many were told and are there, were told and are not, and were not told."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of those told that are there."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of those there that are told."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        return (
            f"{self.right:>3} found, {self.wrong:>2} not there, {self.missed:>2} missed: "
            f"precision {self.precision:.2f}, recall {self.recall:.2f}, F1 {self.f1:.3f}"
        )


def main() -> None:
    """Print what is asked for, or all."""
    wanted = sys.argv[2:] or ["human", "synthetic", "cost"]
    whisper = load()
    if "human" in wanted:
        human(folder(sys.argv[1], "fillers"), whisper)
    if "synthetic" in wanted:
        synthetic(folder(sys.argv[1], "recordings"), whisper)
    if "cost" in wanted:
        cost(whisper)


def human(root: Path, whisper: WhisperModel) -> None:
    """Print the counts over clips of human speech."""
    counts: dict[float, dict[str, Counts]] = {chance: defaultdict(Counts) for chance in CHANCES}
    begins, written = Counts(), Counts()
    for path in sorted(root.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        true = [Label(span_of(one), one["solid"]) for one in data["filled_pauses"]]
        ignored = [span_of(one) for one in data["ignore"]]
        samples = decode(path.with_suffix(".flac"))
        words = transcribe(samples, language="en").words
        transcript = [word.span for word in words if is_filled_pause(word)]
        written += compared(transcript, true, ignored, near)
        for chance in CHANCES:
            told = [*transcript, *(word.span for word in filled_pauses(whisper, samples, words, least=chance))]
            counts[chance][meeting(path.stem)] += compared(told, true, ignored, near)
            if chance == LIKELY:
                begins += compared(told, true, ignored, begin_together)
    print(f"human, the transcript alone:         {written}")
    print(f"human, as shipped:                   {total(counts[LIKELY].values())}")
    print(f"human, beginning within 0.2 s:       {begins}")
    print(f"human, chance chosen on the others:  {left_out(counts)}", flush=True)


def meeting(name: str) -> str:
    """The meeting, or the recording, that a clip is from: its talkers are the same."""
    return (re.search(r"(?i)[ei][ns]\d{4}[a-z]", name) or re.search(r".*", name))[0].lower()  # type: ignore[index]


def left_out(counts: dict[float, dict[str, Counts]]) -> Counts:
    """Each meeting's counts with the chance that is best on the others."""
    meetings = counts[LIKELY]
    chosen = {
        one: max(CHANCES, key=lambda chance: total(c for m, c in counts[chance].items() if m != one).f1)
        for one in meetings
    }
    return total(counts[chosen[one]][one] for one in meetings)


def synthetic(root: Path, whisper: WhisperModel) -> None:
    """Print the counts over recordings of synthetic voices; also how many are told in a breath."""
    whole, written, breaths = Counts(), Counts(), 0
    for path in sorted(root.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        true = [Label(span_of(one), solid=True) for one in data["filled_pauses"]]
        samples = decode(path.with_suffix(".opus"))
        words = transcribe(samples, language="en").words
        transcript = [word.span for word in words if is_filled_pause(word)]
        added = [word.span for word in filled_pauses(whisper, samples, words)]
        counts = compared([*transcript, *added], true, [], near)
        print(f"{path.stem:36} {counts}", flush=True)
        whole, written = whole + counts, written + compared(transcript, true, [], near)
        breaths += sum(bool(told & span_of(breath)) for told in added for breath in data["breaths"])
    print(f"synthetic, the transcript alone:     {written}")
    print(f"synthetic, as shipped:               {whole}; told in a breath: {breaths}", flush=True)


def cost(whisper: WhisperModel) -> None:
    """Print what finding them takes beside transcription, for 45 minutes, as measured on the sample rehearsal."""
    samples = decode(shipped("assets", "sample", "recording.ogg"))
    scale = MINUTES * 60 / samples.duration
    voice_tracks(samples.values, samples.rate)  # imports are not counted
    spoken, words = timed(lambda: transcribe(samples, language="en").words)
    tracks, _ = timed(lambda: voice_tracks(samples.values, samples.rate))
    pauses, _ = timed(lambda: filled_pauses(whisper, samples, words))
    for name, (clock, processors) in (("transcription", spoken), ("its tracks", tracks), ("all of it", pauses)):
        print(
            f"{name}, {MINUTES} minutes: {clock * scale:.0f} s on the clock, {processors * scale:.0f} s of "
            f"processors, {processors / spoken[1]:.3f} of transcription"
        )


def timed(step: Callable[[], Sequence[Word] | object]) -> tuple[tuple[float, float], Sequence[Word]]:
    """Seconds on the clock and of processors that a step takes, and the words that it gives, if it does."""
    clock, processors = time.perf_counter(), time.process_time()
    result = step()
    took = (time.perf_counter() - clock, time.process_time() - processors)
    return took, result if isinstance(result, tuple) else ()


def is_filled_pause(word: Word, forms: frozenset[str] = load_rubric().delivery.fillers) -> bool:
    """Whether a word of a transcript is one that the rubric counts."""
    return bare(word.text) in forms


def span_of(data: dict[str, float]) -> Span:
    """What a label covers."""
    return Span(data["start"], data["end"])


def near(told: Span, true: Span) -> bool:
    """Whether one comes within the tolerance of the other."""
    return bool(told & Span(max(0.0, true.start - TOLERANCE), true.end + TOLERANCE))


def begin_together(told: Span, true: Span) -> bool:
    """Whether both begin within the tolerance."""
    return abs(told.start - true.start) <= TOLERANCE


def compared(
    told: Sequence[Span], true: Sequence[Label], ignored: Sequence[Span], alike: Callable[[Span, Span], bool]
) -> Counts:
    """Count; a label takes that of the untaken which shares most with it, those clearly voiced first."""
    taken: set[int] = set()
    right = 0
    for label in sorted(true, key=lambda label: not label.solid):
        matching = [n for n, one in enumerate(told) if n not in taken and alike(one, label.span)]
        if matching:
            taken.add(max(matching, key=lambda n: told[n].overlap(label.span)))
            right += label.solid
    rest = [one for n, one in enumerate(told) if n not in taken]
    wrong = sum(not any(near(one, stretch) for stretch in ignored) for one in rest)
    return Counts(right, wrong, sum(label.solid for label in true) - right)


def total(counts: Iterable[Counts]) -> Counts:
    """All together."""
    return sum(counts, Counts())


if __name__ == "__main__":
    main()
