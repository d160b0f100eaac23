from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from talkcoach.domain import Caveat, Span, Transcript
from talkcoach.errors import InputError
from talkcoach.speech.captions import read_captions

SRT = """1
00:00:01,000 --> 00:00:03,000
Good morning, <i>everyone</i>. I want to

2
00:00:03,000 --> 00:00:05,000
talk about 4.2 points.

3
00:00:05,500 --> 00:00:06,500
- Why?
"""

VTT = """WEBVTT - a talk
Kind: captions

STYLE
::cue { color: white }

NOTE this was
never said

intro
00:01.000 --> 00:03.000 align:start
<v Anna Lee>Salt &amp; pepper</v>

00:04.000 --> 00:05.000
[Music]

00:06.000 --> 00:08.000
are not the same.
"""

ROLLING = """WEBVTT

00:00:00.000 --> 00:00:02.000
so<00:00:00.500><c> hello</c><00:00:01.000><c> there</c>

00:00:02.000 --> 00:00:02.010
so hello there

00:00:02.010 --> 00:00:04.000
so hello there
this<00:00:02.500><c> is</c><00:00:03.000><c> it</c>
"""


def clock(milliseconds: int) -> str:
    seconds, fraction = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{fraction:03d}"


def read(folder: Path, text: str | bytes, name: str = "talk.srt") -> Transcript:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_captions(path).transcript


def test_cues_become_sentences_with_their_times(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, SRT).sentences
    assert first.text == "Good morning, everyone."
    assert first.span.start == 1
    assert 1.5 < first.span.end < 3
    assert second.text == "I want to talk about 4.2 points."
    assert second.span.end == 5
    assert (third.text, third.span) == ("Why?", Span(5.5, 6.5))


def test_only_speech_is_read_from_a_web_file(tmp_path: Path) -> None:
    assert read(tmp_path, VTT, "talk.vtt").text == "Salt & pepper are not the same."


def test_scrolling_captions_are_read_once(tmp_path: Path) -> None:
    assert read(tmp_path, ROLLING, "talk.vtt").text.lower().replace(".", "") == "so hello there this is it"


def test_a_line_spoken_twice_is_read_twice(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\n"
    assert read(tmp_path, text).text == "No. No."


def test_an_empty_line_inside_a_cue_loses_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "1\n00:00:01,000 --> 00:00:03,000\nOne\n\ntwo.\n").text == "One two."


def test_cues_out_of_order_are_put_in_order(tmp_path: Path) -> None:
    text = "1\n00:00:05,000 --> 00:00:06,000\nSecond.\n\n2\n00:00:01,000 --> 00:00:02,000\nFirst.\n"
    assert read(tmp_path, text).text == "First. Second."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_older_encodings_are_understood(tmp_path: Path, encoding: str) -> None:
    text = "1\r\n00:00:01,000 --> 00:00:03,000\r\nDas heißt Überanpassung.\r\n"
    assert read(tmp_path, text.encode(encoding)).text == "Das heißt Überanpassung."


ODD = {
    "times that are none": ("00:00:02,000 --> 00:00:03,000", "soon --> later"),
    "no end": ("00:00:02,000 --> 00:00:03,000", "00:00:02,000 --> "),
    "letters for digits": ("00:00:02,000 --> 00:00:03,000", "00:00:O2,00l --> 00:00:xx,000"),
    "an end before the start": ("00:00:02,000 --> 00:00:03,000", "00:00:02,000 --> 00:00:01,500"),
    "ten hours too many": ("00:00:02,000 --> 00:00:03,000", "10:00:02,000 --> 10:00:03,000"),
    "an end ten hours too late": ("--> 00:00:03,000", "--> 10:00:03,000"),
}


@pytest.mark.parametrize("case", ODD)
def test_one_odd_cue_is_put_between_its_neighbours_and_counted(tmp_path: Path, case: str) -> None:
    words = ["First one.", "Second one.", "Third one.", "Fourth one.", "Fifth one."]
    text = "".join(f"{n}\n{clock(1000 * n)} --> {clock(1000 * n + 1000)}\n{w}\n\n" for n, w in enumerate(words, 1))
    path = tmp_path / "talk.srt"
    path.write_text(text.replace(*ODD[case]), encoding="utf-8")
    found = read_captions(path)
    assert [sentence.text for sentence in found.transcript.sentences] == words
    assert all(1 <= sentence.span.start <= sentence.span.end <= 6 for sentence in found.transcript.sentences)
    assert found.caveats == (Caveat("captions-repaired", count=1),)


WRITTEN = {
    "arrows of translators": lambda text: text.replace("-->", "-- >"),
    "arrows of editors": lambda text: text.replace("-->", "→"),
    "no arrow": lambda text: text.replace(" --> ", ","),
    "spaces in the times": lambda text: text.replace(",", ", "),
    "each line doubled": lambda text: text.replace("\n", "\n\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "no numbers": lambda text: re.sub(r"^\d+\n", "", text, flags=re.MULTILINE),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "one odd byte": lambda text: text.encode().replace(b"caf\xc3\xa9 is", b"caf\xe9 is"),
    "times in brackets beside the words": lambda text: re.sub(r"(.* --> .*)\n", r"[\1]  ", text),
    "a time of credits at the end": lambda text: text.replace("00:00:08,000", "99:59:59,999"),
}
THREE = (
    "1\n00:00:01,000 --> 00:00:03,000\nThe café is open.\n\n"
    "2\n00:00:03,000 --> 00:00:05,000\nThe naïve idea failed.\n\n"
    "3\n00:00:06,000 --> 00:00:08,000\nSo we count to 2020.\n"
)


@pytest.mark.parametrize("case", WRITTEN)
def test_however_a_file_is_written_its_words_and_times_are_read(tmp_path: Path, case: str) -> None:
    sentences = read(tmp_path, WRITTEN[case](THREE)).sentences
    assert [each.text for each in sentences] == [
        "The café is open.",
        "The naïve idea failed.",
        "So we count to 2020.",
    ]
    assert [each.span.start for each in sentences] == [1, 3, 6]


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        ("We see p < 0.05 &amp; q &lt; 0.1, then x<y and y>z.", "We see p < 0.05 & q < 0.1, then x<y and y>z."),
        ("It&amp;#39;s <font color='red'>odd</font>.", "It's odd."),
        ("[Music] It works. (audience laughs)", "It works."),
        ("*coughs* It lies in [0, 1] (most of the time).", "It lies in [0, 1] (most of the time)."),
        ("{\\an8}<i>It works.</i> ♪", "It works."),
        ("- -5 degrees are cold.", "-5 degrees are cold."),
        (">> The thing is: it works.", "The thing is: it works."),
        ("Our key idea: count them.", "Our key idea: count them."),
    ],
)
def test_only_what_nobody_says_is_left_out(tmp_path: Path, line: str, spoken: str) -> None:
    assert read(tmp_path, f"1\n00:00:01,000 --> 00:00:03,000\n{line}\n").text == spoken


NAMED = {
    "Zoom": ("Robin Tester: {}", "Prof. Ada Panel: {}"),
    "Zoom, as people call themselves": ("robin (she/her): {}", "ada's iPad: {}"),
    "a university's Zoom": ("Tester, Robin: {}", "Panel, Ada: {}"),
    "Teams": ("<v Robin Tester>{}</v>", "<v Ada Panel>{}</v>"),
    "above the words": ("Robin Tester\n{}", "Ada Panel\n{}"),
    "capitals": ("ROBIN: {}", "ADA: {}"),
    "broadcast": (">> ROBIN: {}", ">> ADA: {}"),
    "a recogniser": ("[SPEAKER_00] {}", "[SPEAKER_01] {}"),
}


@pytest.mark.parametrize("case", NAMED)
def test_names_are_taken_off_and_used(tmp_path: Path, case: str) -> None:
    own, other = NAMED[case]
    said = [f"We count thing number {n}." for n in range(6)]
    lines = [*map(own.format, said[:4]), other.format("May I ask: why?"), *map(own.format, said[4:])]
    text = "".join(f"{clock(1000 * n)} --> {clock(1000 * n + 900)}\n{w}\n\n" for n, w in enumerate(lines, 1))
    transcript = read(tmp_path, "WEBVTT\n\n" + text.replace(",", ".") if "<v" in own else text)
    assert transcript.text == " ".join(said)
    assert transcript.speaker in own
    (voice,) = transcript.others
    assert (voice.name in other, voice.text) == (True, "May I ask: why?")


def test_a_name_holds_to_the_next_one_where_it_stands_at_changes_only(tmp_path: Path) -> None:
    said = ["ROBIN: We begin.", "We go on.", "We go far.", "ADA: Why?", "I ask you.", "ROBIN: We end."]
    text = "".join(f"{clock(1000 * n)} --> {clock(1000 * n + 900)}\n{w}\n\n" for n, w in enumerate(said, 1))
    transcript = read(tmp_path, text)
    assert transcript.text == "We begin. We go on. We go far. We end."
    assert [voice.text for voice in transcript.others] == ["Why? I ask you."]


def test_two_who_speak_at_once_keep_their_own_times(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:09.000\n<v Robin>We count all of the beds here.</v>\n\n"
        "00:04.000 --> 00:05.000\n<v Ada>Yes.</v>\n"
    )
    transcript = read(tmp_path, text, "talk.vtt")
    assert transcript.sentences[0].span == Span(1, 9)
    assert transcript.others[0].sentences[0].span == Span(4, 5)


GROWING = ["so we", "so we count", "so we count all beds", "and all nurses", "and all nurses of the ward"]


def test_captions_that_grow_are_said_once(tmp_path: Path) -> None:
    text = "".join(f"{clock(500 * n)} --> {clock(500 * n + 500)}\n{w}\n\n" for n, w in enumerate(GROWING, 1))
    assert read(tmp_path, text).text.lower().replace(".", "") == "so we count all beds and all nurses of the ward"


def test_acronyms_stay_where_all_is_in_capitals(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:03,000\nI THINK THE RNN IS SLOW. DR. LEE DISAGREES.\n"
    assert read(tmp_path, text).text == "I think the RNN is slow. Dr. lee disagrees."


def test_the_clock_of_a_recording_with_marks_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(THREE.replace("00:00:0", "01:00:0"), encoding="utf-8")
    assert read_captions(path, keeps_clock=True).transcript.sentences[0].span.start == 3601
    cut = read_captions(path)
    assert cut.transcript.sentences[0].span.start == 0
    assert cut.caveats == (Caveat("clock-starts-late", seconds=3601),)


def test_a_speaker_who_takes_a_minute_to_begin_has_no_cut_stream(tmp_path: Path) -> None:
    assert read(tmp_path, THREE.replace("00:00:0", "00:01:0")).sentences[0].span.start == 61


SUBSTATION = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,never said\n"
    "Dialogue: 0,0:00:01.00,0:00:03.00,Default,Robin,0,0,0,,{\\i1}We count\\Nbeds.\n"
    "Dialogue: 0,soon,0:00:04.00,Default,Robin,0,0,0,,Lost.\n"
    "Dialogue: 0,0:00:04.00,0:00:06.00,Default,Robin,0,0,0,,It works, and well.\n"
)
TIMED_XML = (
    '<?xml version="1.0" encoding="utf-16"?><tt xmlns="http://www.w3.org/ns/ttml" '
    'xmlns:p="http://www.w3.org/ns/ttml#parameter" p:tickRate="1000"><body>'
    '<div begin="1s"><p begin="0t" end="2000t">We count<br/>beds.</p>'
    '<p begin="00:00:03" dur="2s">It <span>works</span>, and well.</p></div></body>'
)
SAMI = "<SAMI><BODY><SYNC Start=1000><P>We count beds.<SYNC Start=4000><P>It works, and well.</SAMI>"


@pytest.mark.parametrize(
    ("name", "text"),
    [("talk.ass", SUBSTATION), ("talk.ttml", TIMED_XML), ("talk.smi", SAMI), ("talk.srt", TIMED_XML)],
)
def test_other_formats_are_known_by_what_is_in_them(tmp_path: Path, name: str, text: str) -> None:
    first, second = read(tmp_path, text, name).sentences
    assert (first.text, first.span.start) == ("We count beds.", 1)
    assert (second.text, second.span.start) == ("It works, and well.", 4)


@pytest.mark.parametrize(
    "text", ["", "WEBVTT\n", "just some text\n", THREE[:32], "1\n00:00:01,000 --> 00:00:02,000\n[Music]"]
)
def test_a_file_without_a_caption_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"talk\.srt has no caption in it that can be read"):
        read(tmp_path, text)


def test_text_above_all_times_is_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(f"Captions by a friend\n\n{THREE}", encoding="utf-8")
    found = read_captions(path)
    assert len(found.transcript.sentences) == 3
    assert found.caveats == (Caveat("captions-skipped", count=1),)


FOUND = Path(__file__).with_name("captions")
CASES = json.loads((FOUND / "cases.json").read_text(encoding="utf-8"))


def plain_words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_captions_as_people_have_them_are_read(case: dict[str, Any]) -> None:
    transcript = read_captions(FOUND / case["file"]).transcript
    assert plain_words(transcript.text) == plain_words(case["reference"])
    assert case["first"][0] <= transcript.sentences[0].span.start <= case["first"][1]
    assert case["last"][0] <= transcript.sentences[-1].span.end <= case["last"][1]
    assert max(each.span.duration for each in transcript.sentences) <= case.get("longest", 13)


@pytest.mark.parametrize(
    ("name", "what"),
    [("missing.srt", "there is no file"), ("nul\0.srt", "there is no file"), ("", "cannot be read")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_captions(tmp_path / name)


cues = st.lists(
    st.tuples(
        st.integers(0, 100_000),
        st.integers(0, 5_000),
        st.lists(
            st.sampled_from(["we", "gain", "4.2", "points.", "Why?", "The", "end."]), min_size=1, max_size=12
        ),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda cue: cue[0],  # a cue that stands there twice is one
)


@given(cues)
@example([(0, 0, ["we"]), (30, 252, ["Why?"]), (282, 0, ["we"])])
def test_no_word_is_lost_and_time_never_runs_back(
    tmp_path_factory: pytest.TempPathFactory, cues: list[tuple[int, int, list[str]]]
) -> None:
    text = "".join(
        f"{number}\n{clock(start)} --> {clock(start + length)}\n{' '.join(words)}\n\n"
        for number, (start, length, words) in enumerate(cues, 1)
    )
    transcript = read(tmp_path_factory.getbasetemp(), text)
    said = sorted(word.lower().strip(".") for word in transcript.text.split())
    assert said == sorted(word.lower().strip(".") for *_, words in cues for word in words)
    assert all(before.span.end <= after.span.start for before, after in pairwise(transcript.sentences))
