from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.domain import Sentence, Span, Transcript, Word
from talkcoach.errors import InputError
from talkcoach.store.codec import dump, load

FILE = Path("talk.json")
THOUSANDTHS = st.integers(0, 10_000_000).map(lambda thousandths: thousandths / 1000)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    def span() -> Span:
        return Span(*sorted((draw(THOUSANDTHS), draw(THOUSANDTHS))))

    def sentence() -> Sentence:
        words = tuple(Word(span(), draw(st.text()), 0.5) for _ in range(draw(st.integers(0, 2))))
        return Sentence(span(), draw(st.text()), words)

    return Transcript(tuple(sentence() for _ in range(draw(st.integers(0, 3)))), draw(st.text()), "base")


@given(transcripts())
def test_a_transcript_comes_back_from_json_as_it_was(transcript: Transcript):
    assert load(dump(transcript), Transcript, FILE) == transcript


def test_a_span_stands_as_start_and_end_beside_the_other_fields():
    data = json.loads(dump(Sentence(Span(1.0, 2.00049), "Hi.")))
    assert data == {"start": 1.0, "end": 2.0, "text": "Hi.", "words": []}


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "3", '"a"', "null", "{}", '{"sentences": 3}', '{"sentences": [{"text": "no times"}]}',
     '{"sentences": [{"start": 2, "end": 1, "text": "backwards"}]}',
     '{"sentences": [{"start": NaN, "end": 1, "text": "not a number"}]}'],
)  # fmt: skip
def test_what_is_no_transcript_is_refused_by_name(text: str):
    with pytest.raises(InputError, match=r"talk\.json"):
        load(text, Transcript, FILE)
