"""The sample rehearsal keeps its promises: its files agree with each other and with what its README says."""

from __future__ import annotations

import importlib.util
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
import yaml
from pptx import Presentation

from talkcoach.store.places import shipped

RATE = 16_000
MARK = re.compile(r"\[(um|uh)\]")
SILENCE = re.compile(r"\[(\d+\.\d+)\]")

Samples = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return json.loads(shipped("assets", "sample", "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return yaml.safe_load(shipped("assets", "sample", "script.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def slides() -> list[Any]:
    return list(Presentation(str(shipped("assets", "sample", "deck.pptx"))).slides)


@pytest.fixture(scope="module")
def sound() -> Samples:
    """The recording as mono samples at ``RATE``."""
    resampler = av.AudioResampler("flt", "mono", RATE)
    with av.open(str(shipped("assets", "sample", "recording.ogg"))) as container:
        frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in [*frames, *resampler.resample(None)]])


def heard(sound: Samples, span: dict[str, float], margin: float = 0.0) -> Samples:
    return sound[round((span["start"] + margin) * RATE) : round((span["end"] - margin) * RATE)]


def level(samples: Samples) -> float:
    """RMS in dBFS."""
    return float(20 * np.log10(np.sqrt((samples.astype(float) ** 2).mean())))


def periodicity(samples: Samples) -> float:
    """How much the steadiest 80 ms repeat themselves at the pitch of a voice, 70 to 300 Hz: 1 for a pure tone."""
    windows = np.lib.stride_tricks.sliding_window_view(samples.astype(float), RATE * 80 // 1000)[:: RATE // 100]
    echoes = [np.correlate(window, window, mode="full")[len(window) - 1 :] for window in windows]
    return max(float(echo[RATE // 300 : RATE // 70].max() / echo[0]) for echo in echoes)


def texts(slide: Any) -> str:
    """What the audience can read on a slide, notes left out."""
    frames = [text for text in slide._element.itertext() if text.strip()]
    charts = [str(label) for s in slide.shapes if s.has_chart for label in s.chart.plots[0].categories]
    return "\n".join([*frames, *charts])


def as_spoken(line: str) -> str:
    text = MARK.sub(r"\1", line)
    return text[0].upper() + text[1:]


def test_the_recording_is_small_enough_to_ship() -> None:
    assert shipped("assets", "sample", "recording.ogg").stat().st_size <= 4_000_000


def test_the_recording_lasts_six_to_eight_minutes_as_the_truth_says(sound: Samples, truth: dict[str, Any]) -> None:
    assert 360 <= truth["duration"] <= 480
    assert len(sound) / RATE == pytest.approx(truth["duration"], abs=0.05)


@pytest.mark.parametrize("kind", ["visits", "sections"])
def test_stretches_follow_each_other_and_fill_the_recording(kind: str, truth: dict[str, Any]) -> None:
    stretches = truth[kind]
    assert stretches[0]["start"] == 0
    assert stretches[-1]["end"] == truth["duration"]
    assert all(before["end"] == after["start"] for before, after in pairwise(stretches))
    assert all(one["start"] < one["end"] for one in stretches)


def test_an_earlier_slide_is_visited_again(truth: dict[str, Any]) -> None:
    numbers = [visit["slide"] for visit in truth["visits"]]
    back = [(before, after) for before, after in pairwise(numbers) if after < before]
    assert back == [(13, 6)]


def test_every_sentence_lies_in_a_visit_of_its_slide_and_a_section_of_its_part(truth: dict[str, Any]) -> None:
    for sentence in truth["sentences"]:
        middle = (sentence["start"] + sentence["end"]) / 2
        assert [v["slide"] for v in truth["visits"] if v["start"] <= middle < v["end"]] == [sentence["slide"]]
        assert [s["key"] for s in truth["sections"] if s["start"] <= middle < s["end"]] == [sentence["part"]]


def test_sentences_do_not_overlap(truth: dict[str, Any]) -> None:
    assert all(before["end"] < after["start"] for before, after in pairwise(truth["sentences"]))


def test_the_seconds_of_a_part_are_the_sum_of_its_stretches(truth: dict[str, Any]) -> None:
    for key, seconds in truth["seconds"].items():
        total = sum(s["end"] - s["start"] for s in truth["sections"] if s["key"] == key)
        assert seconds == pytest.approx(total, abs=0.01)
    assert sum(truth["seconds"].values()) == pytest.approx(truth["duration"], abs=0.01)


def test_the_truth_has_the_scripts_sentences(truth: dict[str, Any], script: dict[str, Any]) -> None:
    written = [
        (visit["slide"], visit["part"], as_spoken(line))
        for visit in script["visits"]
        for line in visit["say"]
        if not SILENCE.fullmatch(line)
    ]
    assert [(s["slide"], s["part"], s["text"]) for s in truth["sentences"]] == written


def test_the_truth_has_the_scripts_pauses(truth: dict[str, Any], script: dict[str, Any]) -> None:
    said = [line for visit in script["visits"] for line in visit["say"]]
    assert [f["text"] for f in truth["filled_pauses"]] == [f for line in said for f in MARK.findall(line)]
    lengths = [float(found[1]) for line in said if (found := SILENCE.fullmatch(line))]
    assert [p["end"] - p["start"] for p in truth["long_pauses"]] == pytest.approx(lengths, abs=0.002)


def test_the_voice_speaks_at_a_sane_level(sound: Samples, truth: dict[str, Any]) -> None:
    spoken = np.concatenate([heard(sound, sentence) for sentence in truth["sentences"]])
    assert -23 < level(spoken) < -18
    assert np.abs(sound).max() < 1


def test_long_pauses_are_silent_but_not_digitally(sound: Samples, truth: dict[str, Any]) -> None:
    assert 2 <= len(truth["long_pauses"]) <= 4
    for pause in truth["long_pauses"]:
        assert -75 < level(heard(sound, pause, margin=0.05)) < -50


def test_noise_would_not_pass_for_a_voice() -> None:
    assert periodicity(np.random.default_rng(0).standard_normal(RATE // 2).astype(np.float32)) < 0.3


def test_no_other_silence_is_nearly_as_long(truth: dict[str, Any]) -> None:
    shortest = min(pause["end"] - pause["start"] for pause in truth["long_pauses"])
    for before, after in pairwise(truth["sentences"]):
        if not any(before["end"] <= p["start"] and p["end"] <= after["start"] for p in truth["long_pauses"]):
            assert after["start"] - before["end"] < shortest / 2


def test_filled_pauses_are_voiced_and_stand_apart(sound: Samples, truth: dict[str, Any]) -> None:
    assert 12 <= len(truth["filled_pauses"]) <= 20
    for pause in truth["filled_pauses"]:
        assert 0.2 <= pause["end"] - pause["start"] <= 0.6
        assert level(heard(sound, pause)) > -32
        assert periodicity(heard(sound, pause)) > 0.5
        after = {"start": pause["end"] + 0.03, "end": pause["end"] + 0.12}
        assert level(heard(sound, after)) < -45


def test_the_deck_is_what_the_script_describes(slides: list[Any], script: dict[str, Any], tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_deck", shipped("assets", "sample", "make_deck.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.make_deck(script["deck"], tmp_path / "deck.pptx")
    again = Presentation(str(tmp_path / "deck.pptx")).slides
    assert [texts(slide) for slide in slides] == [texts(slide) for slide in again]


def test_the_deck_has_fourteen_to_eighteen_slides_and_every_one_a_title(slides: list[Any]) -> None:
    assert 14 <= len(slides) <= 18
    assert all(slide.shapes.title.text for slide in slides)


def test_no_slide_uses_a_shape_id_twice(slides: list[Any]) -> None:
    for slide in slides:
        ids = slide._element.xpath(".//p:cNvPr/@id")
        assert len(ids) == len(set(ids))


def test_one_slide_is_hidden_and_never_shown(slides: list[Any], truth: dict[str, Any]) -> None:
    hidden = [number for number, slide in enumerate(slides, 1) if slide._element.get("show") == "0"]
    assert len(hidden) == 1
    assert {visit["slide"] for visit in truth["visits"]} == set(range(1, len(slides) + 1)) - set(hidden)


def test_the_deck_has_notes_a_table_a_chart_and_a_group(slides: list[Any]) -> None:
    shapes = [shape for slide in slides for shape in slide.shapes]
    assert sum(slide.has_notes_slide for slide in slides) >= 10
    assert any(shape.has_table for shape in shapes)
    assert any(shape.has_chart for shape in shapes)
    assert any(shape.shape_type == 6 for shape in shapes)


def test_the_decks_sections_hold_every_slide_once_in_order(script: dict[str, Any]) -> None:
    root = Presentation(str(shipped("assets", "sample", "deck.pptx"))).part._element
    p14 = {"p14": "http://schemas.microsoft.com/office/powerpoint/2010/main"}
    listed = [
        (section.get("name"), slide.get("id"))
        for section in root.iterfind(".//p14:section", p14)
        for slide in section.iterfind(".//p14:sldId", p14)
    ]
    ids = [slide.get("id") for slide in root.sldIdLst]
    assert listed == [(s["section"], i) for s, i in zip(script["deck"]["slides"], ids, strict=True)]


def test_a_flaw_that_is_said_is_timed_by_the_sentence_that_says_it(truth: dict[str, Any]) -> None:
    said = [flaw for flaw in truth["flaws"] if "phrase" in flaw]
    assert said
    for flaw in said:
        found = [s for s in truth["sentences"] if flaw["phrase"] in s["text"] and s["slide"] == flaw["slide"]]
        assert [(s["start"], s["end"]) for s in found] == [(flaw["start"], flaw["end"])]


def test_a_flaw_on_a_slide_stands_on_that_slide_and_is_not_said(truth: dict[str, Any], slides: list[Any]) -> None:
    speech = " ".join(s["text"] for s in truth["sentences"]).lower()
    for kind in ("number-differs", "limitation-on-slide-never-said"):
        flaw = flaw_of(truth, kind)
        assert flaw["on_slide"] in texts(slides[flaw["slide"] - 1])
        assert flaw["on_slide"].lower() not in speech
    assert "scan" not in speech


def test_the_spoken_number_is_on_no_slide(truth: dict[str, Any], slides: list[Any]) -> None:
    flaw = flaw_of(truth, "number-differs")
    assert flaw["said"] in flaw["phrase"]
    assert flaw["said"] != flaw["on_slide"]
    assert not any(flaw["said"].split()[0] in texts(slide) for slide in slides)


def test_the_acronym_is_used_but_never_expanded(truth: dict[str, Any], slides: list[Any]) -> None:
    acronym = flaw_of(truth, "acronym-never-expanded")["acronym"]
    for text in (" ".join(s["text"] for s in truth["sentences"]), "\n".join(map(texts, slides))):
        words = re.findall(r"[A-Za-z]+", text)
        assert words.count(acronym) >= 2
        initials = "".join(word[0].upper() for word in words)
        assert acronym not in initials


def test_limitations_are_rushed_and_the_approach_is_not(truth: dict[str, Any]) -> None:
    seconds, total = truth["seconds"], truth["duration"]
    assert seconds["limitations"] < 30
    assert seconds["approach"] / total > 0.38  # where 10 minutes of about 35 are expected
    assert flaw_of(truth, "limitation-named-without-consequence")["level"] == 2


def flaw_of(truth: dict[str, Any], kind: str) -> dict[str, Any]:
    (flaw,) = [flaw for flaw in truth["flaws"] if flaw["kind"] == kind]
    return flaw
