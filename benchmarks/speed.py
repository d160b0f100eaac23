"""What coaching costs beside bare speech recognition: python benchmarks/speed.py.

Prints: how long ``talkcoach --help`` takes; the time of the whole command against faster-whisper alone with the
same settings on the sample rehearsal, over pairs run in turn, each run a process of its own; the time of all
but speech for a talk of 45 minutes, made by repeating the sample with its deck; and the peak memory of the whole
command on those 45 minutes. One run goes before the pairs, so that files are in the system's cache.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from talkcoach.audio.decode import decode
from talkcoach.decks import read_deck
from talkcoach.domain import Deck, Sentence, Transcript
from talkcoach.report.model import from_json
from talkcoach.speech.hotwords import distinctive_terms
from talkcoach.speech.transcriber import model_settings, whisper_settings
from talkcoach.speech.weights import find_model
from talkcoach.store.places import shipped
from talkcoach.store.wav import WavFile

RECORDING, DECK = shipped("assets", "sample", "recording.ogg"), shipped("assets", "sample", "deck.pptx")
PAIRS = 3
LONG_SECONDS = 45 * 60

BARE = """
import json, sys
from faster_whisper import WhisperModel, decode_audio
recording, folder, model_settings, settings = sys.argv[1:]
model = WhisperModel(folder, **json.loads(model_settings))
segments, _ = model.transcribe(decode_audio(recording), vad_filter=True, **json.loads(settings))
print(sum(len(segment.words) for segment in segments))
"""


def main() -> None:
    """Run the measurements, the quickest to tell first."""
    quickest = min(seconds("-m", "talkcoach", "--help") for _ in range(5))
    print(f"talkcoach --help: {quickest:.2f} s (wanted: at most 0.3)", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        transcript = ratio(folder)
        long = repeated_recording(folder)
        rest(folder, long, transcript)
        memory(folder, long)


def coach(*arguments: str | Path) -> float:
    """Seconds that ``talkcoach analyze`` takes."""
    return seconds("-m", "talkcoach", "analyze", "--quiet", *arguments)


def seconds(*arguments: str | Path) -> float:
    """Seconds that a Python process takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def ratio(folder: Path) -> Transcript:
    """Print whole against bare, pair by pair; the transcript that came of it."""
    report = folder / "report.json"
    language = whisper_settings("en", distinctive_terms(read_deck(DECK)))
    settings = json.dumps(model_settings()), json.dumps(language)
    first = coach(RECORDING, "--deck", DECK, "--language", "en")
    print(f"the first run: {first:.1f} s", flush=True)
    ratios = []
    for pair in range(1, PAIRS + 1):
        bare = seconds("-c", BARE, RECORDING, find_model(), settings[0], settings[1])
        whole = coach(
            RECORDING, "--deck", DECK, "--language", "en", "--json", report, "--html", folder / "report.html"
        )
        ratios.append(whole / bare)
        print(
            f"pair {pair}: faster-whisper {bare:.1f} s, talkcoach {whole:.1f} s, ratio {ratios[-1]:.3f}",
            flush=True,
        )
    print(f"median ratio {median(ratios):.3f} (wanted: at most 1.10)", flush=True)
    return from_json(report.read_text(encoding="utf-8"), report).transcript


def repeated_recording(folder: Path) -> Path:
    """The sample again and again, until it is 45 minutes long."""
    samples = decode(RECORDING)
    values = np.resize(samples.values, int(LONG_SECONDS * samples.rate))
    path = folder / "long.wav"
    file = WavFile.create(path)
    file.write(np.round(32767 * np.clip(values, -1, 1)).astype(np.int16))
    file.close()
    return path


def rest(folder: Path, recording: Path, transcript: Transcript) -> None:
    """Print how long everything but speech takes: decoding, alignment, analyses, voice and both exports."""
    from talkcoach.analysis.delivery import sound_figures
    from talkcoach.audio.features import sound_features
    from talkcoach.export import FORMATS
    from talkcoach.rubric import load_rubric
    from talkcoach.speech.vad import speech_spans
    from talkcoach.workflows.align import aligned
    from talkcoach.workflows.judge import Names, judge
    from talkcoach.workflows.load import Material

    deck = read_deck(DECK)
    times = -(-LONG_SECONDS // int(decode(RECORDING).duration))
    long_deck = Deck(tuple(replace(s, number=n) for n, s in enumerate(deck.slides * times, start=1)))
    long_transcript = Transcript(repeated(transcript.sentences, times, decode(RECORDING).duration), "en", "base")

    began = time.perf_counter()
    samples = decode(recording)
    rubric = load_rubric()
    talk = aligned(Material(recording.name, "long", long_deck, samples.duration), long_transcript, rubric)
    sound = sound_features([samples.values], samples.rate, speech_spans(samples))
    names = Names("long", recording.name, DECK.name)
    report = judge(talk, rubric, LONG_SECONDS, names, sound_figures(talk, rubric, sound))
    for name in ("html", "json"):
        (folder / f"long.{name}").write_text(FORMATS[name].render(report), encoding="utf-8")
    took = time.perf_counter() - began
    print(
        f"everything but speech, 45 minutes, {len(long_deck.slides)} slides: {took:.1f} s (wanted: at most 20)",
        flush=True,
    )


def repeated(sentences: Sequence[Sentence], times: int, every: float) -> tuple[Sentence, ...]:
    """Sentences said again and again, later by ``every`` seconds each time."""
    return tuple(later(sentence, every * n) for n in range(times) for sentence in sentences)


def later(sentence: Sentence, by: float) -> Sentence:
    """The same sentence, later by some seconds."""
    words = tuple(replace(word, span=word.span.shifted(by)) for word in sentence.words)
    return replace(sentence, span=sentence.span.shifted(by), words=words)


def memory(folder: Path, recording: Path) -> None:
    """Print the peak memory of the whole command on 45 minutes."""
    took = coach(recording, "--deck", DECK, "--language", "en", "--json", folder / "long.json")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    megabytes = peak / (2**20 if sys.platform == "darwin" else 2**10)
    print(f"peak memory, 45 minutes: {megabytes:.0f} MB in {took:.0f} s (wanted: at most 1536)", flush=True)


if __name__ == "__main__":
    main()
