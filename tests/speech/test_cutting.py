from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.audio.decode import RATE, Samples
from talkcoach.domain import Span
from talkcoach.speech.cutting import LONGEST, LOOK, first_group, silence_before


def silent(seconds: float) -> Samples:
    return Samples(np.zeros(round(seconds * RATE), np.float32))


@st.composite
def looks(draw: st.DrawFn) -> tuple[Samples, tuple[Span, ...]]:
    """Some sound and where speech is in it: soon after the start, unless the recording ends here."""
    seconds = draw(st.sampled_from([LOOK, LOOK, 30.0, 12.0]))
    moments = sorted(draw(st.lists(st.integers(0, round(seconds * 10)), min_size=2, max_size=40, unique=True)))
    speech = tuple(Span(a / 10, b / 10) for a, b in zip(moments[::2], moments[1::2], strict=False))
    return silent(seconds), speech


@given(look=looks())
def test_a_stretch_holds_the_speech_before_its_end_and_none_behind(look: tuple[Samples, tuple[Span, ...]]) -> None:
    sound, speech = look
    if silence_before(sound, speech):
        return
    group, end = first_group(sound, speech)
    assert 0 < end <= sound.duration
    assert group[-1].end <= end
    assert group[-1].end - group[0].start <= LONGEST
    rest = [span & Span(end, LOOK) for span in speech if span.end > end]
    assert sum(span.duration for span in (*group, *rest)) == pytest.approx(sum(s.duration for s in speech))


@given(look=looks())
def test_while_the_recording_goes_on_a_stretch_ends_before_what_was_looked_at(
    look: tuple[Samples, tuple[Span, ...]],
) -> None:
    sound, speech = look
    end = silence_before(sound, speech) or first_group(sound, speech)[1]
    assert end * RATE == round(end * RATE)
    assert end < LOOK or sound.duration < LOOK


def test_a_long_silence_is_passed_over_but_for_its_last_second() -> None:
    assert silence_before(silent(LOOK), (Span(31.5, 40),)) == 30.5
    assert silence_before(silent(LOOK), ()) == LOOK - 1


def test_at_the_end_of_a_recording_no_silence_is_passed_over() -> None:
    assert silence_before(silent(30), (Span(20, 30),)) == 0
    assert silence_before(silent(30), ()) == 0


def test_speech_without_a_pause_is_parted_where_it_is_quietest() -> None:
    values = np.random.default_rng(5).normal(0, 0.1, round(LOOK * RATE)).astype(np.float32)
    values[round(20 * RATE) : round(20.2 * RATE)] *= 0.01
    group, end = first_group(Samples(values), (Span(0.5, LOOK),))
    assert end == pytest.approx(20.1, abs=0.1)
    assert group == (Span(0.5, end),)
