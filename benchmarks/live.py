"""How long the report takes once a recorded talk ends: python benchmarks/live.py.

The sample, repeated to 20 minutes, is written block by block into a rehearsal folder while the transcriber, a
process of its own as in ``talkcoach record``, follows. Printed are the seconds from the last block to the
transcript and to the written report, and how many blocks were late.

The feed runs at up to `SPEED` times real speed and keeps the order of events. At real speed the transcriber needs
a fraction of the time and waits for sound: the recording is ahead of it by no more than it wants to look at and
what comes in while it hears a stretch. So the feed waits whenever it would be further ahead than that, and the
transcriber never has more to go on than a real talk would give it. Unlike there, it is hardly ever idle. The talk
ends when as much is left to be heard as there can be.

A block of 0.1 s is late, and a real one would be lost, when it is not written and synced before the blocks of the
next second of sound are due. Syncs are as frequent in sound as the recorder's, so `SPEED` times as frequent in
time. What needs no words is warmed up beforehand, as the recording command does during the talk: the imports.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from talkcoach.audio.decode import RATE, decode
from talkcoach.audio.features import sound_features
from talkcoach.decks import read_deck
from talkcoach.domain import Span
from talkcoach.export import FORMATS
from talkcoach.rubric import load_rubric
from talkcoach.speech import live
from talkcoach.speech.chunking import LOOK
from talkcoach.speech.hotwords import distinctive_terms
from talkcoach.store.places import shipped
from talkcoach.store.recorder import LOCK, RECORDING
from talkcoach.store.source import Source
from talkcoach.store.wav import WavFile
from talkcoach.workflows.coach import coach
from talkcoach.workflows.listen import Recognition

SAMPLE, DECK = shipped("assets", "sample", "recording.ogg"), shipped("assets", "sample", "deck.pptx")
TALK_SECONDS = 20 * 60
SPEED = 8
BLOCK_SECONDS, SYNC_SECONDS, LATE_SECONDS = 0.1, 0.5, 1.0
"""In the time of the recording."""

AHEAD_SECONDS = LOOK + 4
"""What the transcriber looks at, and what is recorded at real speed while it hears a stretch."""


def main() -> None:
    """Record, stop, and wait for the report."""
    sound = np.round(decode(SAMPLE).values * 32767).astype(np.int16)
    sound_features([sound[: 10 * RATE].astype(np.float32) / 32768], RATE, [Span(0.0, 10.0)])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deck = read_deck(Path(shutil.copy(DECK, folder)))
        listening = live.Settings(language="en", deck_language=deck.language, terms=distinctive_terms(deck))
        with FileLock(folder / LOCK):
            transcriber = live.start(folder, listening)
            record(folder, sound)
        stopped = time.perf_counter()
        if transcriber.wait():
            raise SystemExit("the transcriber failed")
        print(f"from stop to transcript: {time.perf_counter() - stopped:.1f} s", flush=True)
        report = coach(Source(folder), load_rubric(), TALK_SECONDS, Recognition(language="en"))
        for kind in ("html", "json"):
            (folder / f"report.{kind}").write_text(FORMATS[kind].render(report), encoding="utf-8")
        took = time.perf_counter() - stopped
        words = len(report.transcript.words)
        print(f"from stop to report: {took:.1f} s (wanted: at most 15), {words} words")


def record(folder: Path, sound: NDArray[np.int16]) -> None:
    """Feed a talk, and print how that went."""
    file = WavFile.create(folder / RECORDING)
    began = due = time.perf_counter()
    late, left = 0, 0.0
    for number, block in enumerate(blocks(sound), start=1):
        due += BLOCK_SECONDS / SPEED
        time.sleep(max(0.0, due - time.perf_counter()))
        file.write(block)
        if number % round(SYNC_SECONDS / BLOCK_SECONDS) == 0:
            file.sync()
        late += time.perf_counter() - due > LATE_SECONDS / SPEED
        while (left := file.seconds - live.done_seconds(folder)) > AHEAD_SECONDS:
            time.sleep(0.01)
            due = time.perf_counter()
        if file.seconds >= TALK_SECONDS and left >= LOOK - 1:
            break
    file.close()
    speed = file.seconds / (time.perf_counter() - began)
    print(f"recorded {file.seconds:.0f} s at {speed:.1f} times real speed, {number} blocks", flush=True)
    print(f"late blocks: {late} (wanted: 0); left to hear at the end: {left:.1f} s", flush=True)


def blocks(sound: NDArray[np.int16]) -> Iterator[NDArray[np.int16]]:
    """The sound in blocks, again and again without end."""
    size = round(BLOCK_SECONDS * RATE)
    for start in count(0, size):
        yield np.take(sound, range(start, start + size), mode="wrap")


if __name__ == "__main__":
    main()
