from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.audio.decode import RATE, Samples
from talkcoach.domain import Span
from talkcoach.speech.chunking import LONGEST, LOOKAHEAD, first_chunk, leading_silence


def silent(seconds: float) -> Samples:
    return Samples(np.zeros(round(seconds * RATE), np.float32))


@st.composite
def looks(draw: st.DrawFn) -> tuple[Samples, tuple[Span, ...]]:
    """Some sound and where speech is in it: soon after the start, unless the recording ends here."""
    seconds = draw(st.sampled_from([LOOKAHEAD, LOOKAHEAD, 30.0, 12.0]))
    moments = sorted(draw(st.lists(st.integers(0, round(seconds * 10)), min_size=2, max_size=40, unique=True)))
    speech = tuple(Span(a / 10, b / 10) for a, b in zip(moments[::2], moments[1::2], strict=False))
    return silent(seconds), speech


@given(lookahead=looks())
def test_a_chunk_holds_the_speech_before_its_end_and_none_after(
    lookahead: tuple[Samples, tuple[Span, ...]],
) -> None:
    sound, speech = lookahead
    if leading_silence(sound, speech):
        return
    group, end = first_chunk(sound, speech)
    assert 0 < end <= sound.duration
    assert group[-1].end <= end
    assert group[-1].end - group[0].start <= LONGEST
    rest = [span & Span(end, LOOKAHEAD) for span in speech if span.end > end]
    assert sum(span.duration for span in (*group, *rest)) == pytest.approx(sum(s.duration for s in speech))


@given(lookahead=looks())
def test_while_the_recording_grows_a_chunk_ends_before_the_lookahead(
    lookahead: tuple[Samples, tuple[Span, ...]],
) -> None:
    sound, speech = lookahead
    end = leading_silence(sound, speech) or first_chunk(sound, speech)[1]
    assert end * RATE == pytest.approx(round(end * RATE), abs=1e-6)
    assert end < LOOKAHEAD or sound.duration < LOOKAHEAD


def test_a_long_silence_is_skipped_but_for_its_last_second() -> None:
    assert leading_silence(silent(LOOKAHEAD), (Span(31.5, 40),)) == 30.5
    assert leading_silence(silent(LOOKAHEAD), ()) == LOOKAHEAD - 1


def test_at_the_end_of_a_recording_no_silence_is_skipped() -> None:
    assert leading_silence(silent(30), (Span(20, 30),)) == 0
    assert leading_silence(silent(30), ()) == 0


def test_speech_without_a_pause_is_split_where_it_is_quietest() -> None:
    values = np.random.default_rng(5).normal(0, 0.1, round(LOOKAHEAD * RATE)).astype(np.float32)
    values[round(20 * RATE) : round(20.2 * RATE)] *= 0.01
    group, end = first_chunk(Samples(values), (Span(0.5, LOOKAHEAD),))
    assert end == pytest.approx(20.1, abs=0.1)
    assert group == (Span(0.5, end),)
