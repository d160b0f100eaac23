"""Rehearsals on disk for tests: real folders with a real WAV, and a report that was really judged."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from builders import talk

from talkcoach.report.model import Report, to_json
from talkcoach.rubric import load_rubric
from talkcoach.store.library import find, new
from talkcoach.store.recorder import RECORDING, RecorderStatus, write_status
from talkcoach.store.rehearsal import REPORT, Meta, Rehearsal
from talkcoach.store.wav import RATE, WavFile
from talkcoach.workflows.judge import Names, judge

SLIDES = ("Sieve", "The problem", "Our approach", "Results\n4.3 points", "Limitations")

SCRIPT = """
    problem 2: Inspectors have to read long reports, which is an important problem.
    gap 2: However, existing approaches cut the reports into windows.
    approach 3: We propose Sieve, which skips most of the text.
    approach 3: Its key idea is a router that is trained with the task.
    evidence 4: It gains 4.3 points over the baseline.
    evidence 4: We test on three collections.
    limitations 5: One limitation is that we only tested on English reports.
    implications 5: In the future we will read whole libraries.
"""


@cache
def a_report(script: str = SCRIPT, slides: tuple[str, ...] = SLIDES, seconds: float = 30.0) -> Report:
    """The report on a script's talk, in a slot of eight sentences of half a minute."""
    names = Names("Sieve", RECORDING, "deck.pptx")
    return judge(talk(script, slides, seconds), load_rubric(), 8 * 30.0, names)


def a_meta(title: str = "Sparse routing", started: str = "2026-11-24T21:03:07+01:00") -> Meta:
    return Meta(title, started, slot_minutes=4.0)


def recorded(meta: Meta | None = None, *, seconds: float = 2.0, report: Report | None = None) -> Rehearsal:
    """A rehearsal whose recording was stopped; coached when a report is given."""
    folder = new(meta or a_meta())
    sound(folder, seconds)
    write_status(folder, RecorderStatus("stopped", seconds))
    if report:
        (folder / REPORT).write_text(to_json(report), encoding="utf-8")
    return find(folder.name)


def cut_off(meta: Meta | None = None, *, seconds: float = 2.0) -> Rehearsal:
    """A rehearsal whose recorder died: its WAV's header says nothing, and the last sample is half."""
    folder = new(meta or a_meta())
    sound(folder, seconds)
    wav = folder / RECORDING
    content = bytearray(wav.read_bytes())
    content[4:8] = content[40:44] = bytes(4)
    wav.write_bytes(bytes(content) + b"\x07")
    write_status(folder, RecorderStatus("recording", seconds))
    return find(folder.name)


def sound(folder: Path, seconds: float) -> None:
    file = WavFile.create(folder / RECORDING)
    file.write(np.zeros(int(seconds * RATE), np.int16))
    file.close()
