from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from talkcoach.domain import Span, Transcript
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
    assert read(tmp_path, ROLLING, "talk.vtt").text == "so hello there this is it"


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


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("just some text\n", "line 1: there is no time"),
        ("1\n00:00:01,000 --> soon\nHello\n", "line 2: '00:00:01,000 --> soon' is not a pair of times"),
        (SRT + "\n4\n00:00:09,000 --> 00:00:08,000\nx\n", "line 14: the subtitle ends before it starts"),
        ("", "no subtitles in it"),
        ("WEBVTT\n", "no subtitles in it"),
    ],
)
def test_an_error_names_the_line(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read(tmp_path, text)


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
)


def clock(milliseconds: int) -> str:
    seconds, fraction = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{fraction:03d}"


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
    assert sorted(transcript.text.split()) == sorted(word for *_, words in cues for word in words)
    assert all(before.span.end <= after.span.start for before, after in pairwise(transcript.sentences))
