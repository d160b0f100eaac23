"""The command as a user runs it: what it writes, and the one line that it says when something is wrong."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from pptx import Presentation

from talkcoach.cli import main
from talkcoach.store.codec import dump
from talkcoach.store.places import shipped

SAMPLE_DECK = shipped("assets", "sample", "deck.pptx")
SUBTITLES = """WEBVTT

00:00:01.000 --> 00:00:05.000
Hello, my name is Ada and I am going to talk about sparse routing.

00:00:05.500 --> 00:00:09.000
Inspectors have to read long reports, which is an important problem.
"""


@pytest.fixture
def subtitles(tmp_path: Path) -> Path:
    path = tmp_path / "talk.vtt"
    path.write_text(SUBTITLES, encoding="utf-8")
    return path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """What the command says on stderr when it refuses; it must be one line, with nothing on stdout."""
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert stop.value.code == 2
    assert out == ""
    assert err.startswith("talkcoach: error: ")
    assert err.count("\n") == 1
    assert re.search(r"\. \S.*\.$", err.strip()), f"no remedy in {err!r}"
    return err


def tone(path: Path, *hertz: float, seconds: float = 12) -> Path:
    """A chord as 16-bit mono; silence without any tone."""
    moments = np.arange(int(16_000 * seconds)) / 16_000
    sound = sum((np.sin(2 * np.pi * each * moments) for each in hertz), np.zeros_like(moments)) / (len(hertz) or 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((sound * 12_000).astype("<i2").tobytes())
    return path


def truncated_mp4(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 64_000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    path.write_bytes(path.read_bytes()[:-600])
    return path


def test_help_tells_of_the_commands_and_that_everything_stays_here(capsys: pytest.CaptureFixture[str]):
    main(["--help"])
    out = capsys.readouterr().out
    assert "analyze" in out
    assert "demo" in out
    assert "leaves" in out


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from talkcoach.cli import main; main(['--help']); "
        "print([m for m in ('numpy', 'av', 'pydantic', 'rich', 'pptx', 'faster_whisper') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.rstrip().endswith("[]")


def test_subtitles_and_a_deck_give_a_report_in_every_format(
    tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str]
):
    html, data = tmp_path / "report.html", tmp_path / "report.json"
    main(["analyze", str(subtitles), "--deck", str(SAMPLE_DECK), "--html", str(html), "--json", str(data)])
    out = capsys.readouterr().out
    assert "Sparse routing" in out
    assert str(html.resolve()) in out
    assert html.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    report = json.loads(data.read_text(encoding="utf-8"))
    assert report["schema"] == 1
    assert report["slides"][0]["slide"] == 1
    assert [s["text"][:5] for s in report["transcript"]["sentences"]] == ["Hello", "Inspe"]


def test_json_on_standard_output_is_nothing_but_json(subtitles: Path, capsys: pytest.CaptureFixture[str]):
    main(["analyze", str(subtitles), "--json", "-"])
    assert json.loads(capsys.readouterr().out)["recording"] == "talk.vtt"


def test_quiet_says_nothing(subtitles: Path, capsys: pytest.CaptureFixture[str]):
    main(["analyze", str(subtitles), "--quiet"])
    assert capsys.readouterr() == ("", "")


def test_a_report_can_be_coached_again_without_its_sound(tmp_path: Path, subtitles: Path):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    main(["analyze", str(subtitles), "--quiet", "--json", str(first)])
    main(["analyze", str(first), "--quiet", "--json", str(second)])
    again = json.loads(second.read_text(encoding="utf-8"))
    assert again["transcript"] == json.loads(first.read_text(encoding="utf-8"))["transcript"]


def test_marks_rule_over_the_words(tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str]):
    marks = tmp_path / "marks.jsonl"
    marks.write_text('{"time": 0, "event": "slide", "slide": 7}\n', encoding="utf-8")
    main(["analyze", str(subtitles), "--deck", str(SAMPLE_DECK), "--marks", str(marks), "--json", "-"])
    [visit] = json.loads(capsys.readouterr().out)["slides"]
    assert (visit["slide"], visit["source"], visit["confidence"]) == (7, "click", 1.0)


def test_a_rehearsal_folder_remembers_what_was_found_and_corrected(tmp_path: Path, subtitles: Path):
    from talkcoach.speech.captions import read_captions

    folder = tmp_path / "rehearsal"
    folder.mkdir()
    (folder / "deck.pptx").write_bytes(SAMPLE_DECK.read_bytes())
    (folder / "transcript.json").write_text(dump(read_captions(subtitles).transcript), encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text("1: evidence\n", encoding="utf-8")
    main(["analyze", str(folder), "--quiet", "--corrections", str(mine)])
    main(["analyze", str(folder), "--quiet"])
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["corrections"] == {"1": "evidence"}
    assert report["sections"][0]["key"] == "evidence"


@pytest.fixture
def folder(tmp_path: Path, subtitles: Path) -> Path:
    """A rehearsal of which the sound is silence, and the transcript of it says something all the same."""
    from dataclasses import replace

    from talkcoach.speech.captions import read_captions

    folder = tmp_path / "rehearsal"
    folder.mkdir()
    tone(folder / "audio.wav")
    transcript = replace(read_captions(subtitles).transcript, model="base", language="en")
    (folder / "transcript.json").write_text(dump(transcript), encoding="utf-8")
    return folder


def test_a_second_look_at_a_rehearsal_needs_no_transcription(folder: Path):
    main(["analyze", str(folder), "--quiet"])
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["recording"] == "audio.wav"
    assert report["timing"]["duration"] == 12
    assert len(report["transcript"]["sentences"]) == 2


def test_a_recording_that_changed_is_heard_again(folder: Path, capsys: pytest.CaptureFixture[str]):
    later = (folder / "transcript.json").stat().st_mtime + 10
    os.utime(folder / "audio.wav", (later, later))
    assert "no speech was heard" in refused(capsys, "analyze", folder, "--quiet")


def test_clicks_stay_exact_when_a_report_is_coached_again(
    tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str]
):
    marks, first = tmp_path / "marks.jsonl", tmp_path / "first.json"
    marks.write_text('{"time": 0, "event": "slide", "slide": 7}\n', encoding="utf-8")
    main(
        [
            "analyze",
            str(subtitles),
            "--deck",
            str(SAMPLE_DECK),
            "--marks",
            str(marks),
            "--json",
            str(first),
            "--quiet",
        ]
    )
    main(["analyze", str(first), "--deck", str(SAMPLE_DECK), "--json", "-"])
    assert json.loads(capsys.readouterr().out)["slides"] == json.loads(first.read_text(encoding="utf-8"))["slides"]


def test_ten_seconds_of_talk_get_a_report_that_says_how_short_it_is(
    subtitles: Path, capsys: pytest.CaptureFixture[str]
):
    main(["analyze", str(subtitles)])
    out = capsys.readouterr().out
    assert "0:09" in out
    assert "35:00" in out


@pytest.mark.parametrize("hertz", [(), (220.0, 277.2, 329.6)], ids=["silence", "music"])
def test_a_recording_without_speech_gets_a_report_that_says_so_and_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hertz: tuple[float, ...]
):
    html = tmp_path / "report.html"
    said = refused(capsys, "analyze", tone(tmp_path / "talk.wav", *hertz), "--quiet", "--html", html)
    assert "no speech was heard" in said
    assert "Nobody was heard speaking" in html.read_text(encoding="utf-8")


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def text(path: Path) -> Path:
    path.write_text("This is a text.", encoding="utf-8")
    return path


def half(path: Path) -> Path:
    content = SAMPLE_DECK.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def without_slides(path: Path) -> Path:
    Presentation().save(str(path))
    return path


BAD_INPUT: dict[str, tuple[Callable[[Path], Path], str, str]] = {
    "no such file": (lambda path: path, "talk.wav", "no file"),
    "a folder": (lambda path: path.parent, "talk.wav", "folder without a rehearsal"),
    "an empty file": (empty, "talk.wav", "is empty"),
    "a text file called .wav": (text, "talk.wav", "not a recording"),
    "a truncated .mp4": (truncated_mp4, "talk.mp4", "not a recording"),
    "a deck without narration": (lambda _: SAMPLE_DECK, "", "no narration"),
    "JSON that is no transcript": (text, "talk.json", "not valid JSON"),
    "subtitles that are none": (text, "talk.srt", "talk.srt"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_answered_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str):
    make, name, said = BAD_INPUT[case]
    html = tmp_path / "report.html"
    assert said in refused(capsys, "analyze", make(tmp_path / name), "--html", html)
    assert not html.exists()


BAD_DECKS: dict[str, tuple[Callable[[Path], Path], str, str]] = {
    "no such deck": (lambda path: path, "talk.pptx", "no deck"),
    "a truncated .pptx": (half, "talk.pptx", "talk.pptx"),
    "an old .ppt": (text, "talk.ppt", ".pptx"),
    "a .pptx without slides": (without_slides, "talk.pptx", "no slides"),
    "a text file called .pdf": (text, "talk.pdf", "talk.pdf"),
}


@pytest.mark.parametrize("case", BAD_DECKS)
def test_a_bad_deck_is_answered_in_one_line(
    tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str], case: str
):
    make, name, said = BAD_DECKS[case]
    html = tmp_path / "report.html"
    assert said in refused(capsys, "analyze", subtitles, "--deck", make(tmp_path / name), "--html", html)
    assert not html.exists()


BAD_OPTIONS = {
    "a slot of nothing": (["--slot", "0"], "slot of 0 minutes"),
    "a slot of less": (["--slot", "-5"], "slot of -5 minutes"),
    "a slot that is no number": (["--slot", "long"], "long"),
    "a slot that is not a number": (["--slot", "nan"], "slot of nan minutes"),
    "an unknown rubric": (["--rubric", "research_tlak"], "no rubric called research_tlak"),
    "an option that is none": (["--dekc", "talk.pptx"], "--dekc"),
    "a folder that is not there": (["--html", "not/there.html"], "does not exist"),
}


@pytest.mark.parametrize("case", BAD_OPTIONS)
def test_a_bad_option_is_answered_in_one_line(subtitles: Path, capsys: pytest.CaptureFixture[str], case: str):
    options, said = BAD_OPTIONS[case]
    assert said in refused(capsys, "analyze", subtitles, *options)


def test_a_rubric_with_a_typo_is_answered_with_the_key(
    tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str]
):
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        shipped("rubrics", "research_talk.yaml")
        .read_text(encoding="utf-8")
        .replace("slot_minutes", "slot_minuts"),
        encoding="utf-8",
    )
    said = refused(capsys, "analyze", subtitles, "--rubric", mine)
    assert "slot_minut" in said
    assert str(mine) in said


def test_marks_of_another_deck_are_refused(tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str]):
    marks = tmp_path / "marks.jsonl"
    marks.write_text('{"time": 0, "event": "slide", "slide": 99}\n', encoding="utf-8")
    said = refused(capsys, "analyze", subtitles, "--deck", SAMPLE_DECK, "--marks", marks)
    assert "slide 99 of a deck with 16 slides" in said


@pytest.mark.parametrize(
    ("option", "line"), [("--marks", '{"time": 0, "event": "slide", "slide": 1}'), ("--corrections", "1: gap")]
)
def test_what_speaks_of_slides_needs_a_deck(
    tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str], option: str, line: str
):
    path = tmp_path / "mine"
    path.write_text(line + "\n", encoding="utf-8")
    assert "--deck" in refused(capsys, "analyze", subtitles, option, path)


def test_a_narrated_deck_takes_no_other_deck(capsys: pytest.CaptureFixture[str]):
    assert "Give it alone" in refused(capsys, "analyze", SAMPLE_DECK, "--deck", SAMPLE_DECK)


def test_without_a_command_help_is_what_is_wanted(capsys: pytest.CaptureFixture[str]):
    main([])
    assert "analyze" in capsys.readouterr().out


def test_a_correction_to_no_part_of_the_rubric_names_the_parts(
    tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str]
):
    mine = tmp_path / "mine.yaml"
    mine.write_text("1: weaknesses\n", encoding="utf-8")
    assert "limitations" in refused(capsys, "analyze", subtitles, "--deck", SAMPLE_DECK, "--corrections", mine)


def test_a_model_that_no_hub_can_be_reached_for_is_an_error_not_a_traceback(tmp_path: Path):
    """The hub is an address on this machine where nothing listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    speech = shipped("assets", "sample", "recording.ogg")
    environment = {**os.environ, "HF_ENDPOINT": f"http://127.0.0.1:{port}", "HF_HOME": str(tmp_path)}
    command = [
        sys.executable,
        "-m",
        "talkcoach",
        "analyze",
        str(speech),
        "--model",
        "small.en",
        "--language",
        "en",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    [line] = [line for line in done.stderr.splitlines() if line.startswith("talkcoach: error: ")]
    assert "small.en" in line


def test_a_write_protected_place_is_found_before_the_work_begins(
    tmp_path: Path, subtitles: Path, capsys: pytest.CaptureFixture[str]
):
    assert "is a folder" in refused(capsys, "analyze", subtitles, "--html", tmp_path)


def test_a_talk_in_another_language_is_not_held_against_english_phrases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    from talkcoach.domain import Sentence, Span, Transcript

    said = ("Wir haben nur englische Berichte getestet.", "Das ist eine klare Schwäche unserer Arbeit.") * 20
    sentences = tuple(Sentence(Span(5 * n, 5 * n + 5), text) for n, text in enumerate(said))
    path = tmp_path / "vortrag.json"
    path.write_text(dump(Transcript(sentences, "de", "base")), encoding="utf-8")
    main(["analyze", str(path), "--slot", "4", "--json", "-"])
    report = json.loads(capsys.readouterr().out)
    assert not {finding["kind"] for finding in report["findings"]} & {"limitations-absent", "no-ablation"}
    assert report["questions"] == []
    assert "another language (de)" in report["caveats"][0]
