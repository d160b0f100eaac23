from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.audio.decode import Samples
from talkcoach.domain import Span
from talkcoach.speech.vad import groups, padded_regions, speech_shares, speech_spans


@st.composite
def spans_in_order(draw: st.DrawFn) -> tuple[Span, ...]:
    moments = sorted(draw(st.lists(st.integers(0, 4_000), unique=True, max_size=40)))
    return tuple(Span(start / 2, end / 2) for start, end in zip(moments[::2], moments[1::2], strict=False))


def test_speech_is_found_where_the_script_has_it(
    sample_samples: Samples, sample_truth: dict[str, list[dict[str, float]]]
) -> None:
    speech = speech_spans(sample_samples)
    sentences = [
        Span(s["start"], s["end"]) for s in sample_truth["sentences"] if s["end"] < sample_samples.duration
    ]
    assert min(speech_shares(sentences, speech)) > 0.6
    silences = [Span(a.end + 0.2, b.start - 0.2) for a, b in pairwise(sentences) if b.start - a.end > 0.6]
    pauses = [
        p
        for p in silences
        if not any(f["start"] < p.end and p.start < f["end"] for f in sample_truth["filled_pauses"])
    ]
    assert max(speech_shares(pauses, speech)) < 0.5


def test_short_silences_are_joined_and_long_ones_are_not() -> None:
    speech = (Span(1, 2), Span(3, 4), Span(9, 10))
    assert padded_regions(speech, silence=2, padding=0.5, duration=10.2) == (Span(0.5, 4.5), Span(8.5, 10.2))


def test_padding_stops_halfway_to_the_neighbour() -> None:
    assert padded_regions((Span(1, 2), Span(5, 6)), silence=1, padding=3, duration=7) == (
        Span(0, 3.5),
        Span(3.5, 7),
    )


def test_a_group_ends_in_the_longest_silence_of_its_second_half() -> None:
    speech = (Span(0, 10), Span(30, 60), Span(70, 80), Span(81, 99), Span(101, 120))
    assert list(groups(speech, longest=100)) == [speech[:2], speech[2:]]


@pytest.mark.parametrize("padding", [0.0, 0.4])
@given(speech=spans_in_order())
def test_regions_cover_the_speech_and_are_disjoint(speech: tuple[Span, ...], padding: float) -> None:
    found = padded_regions(speech, silence=2.0, padding=padding, duration=2_000.0)
    assert all(share == pytest.approx(1) for share in speech_shares(speech, found))
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(span.start >= 0 and span.end <= 2_000 for span in found)


@given(speech=spans_in_order(), longest=st.floats(10, 2_000))
def test_groups_hold_all_speech_in_order_and_are_short(speech: tuple[Span, ...], longest: float) -> None:
    found = list(groups(speech, longest))
    assert tuple(span for group in found for span in group) == speech
    assert all(group[-1].end - group[0].start <= longest or len(group) == 1 for group in found)


@given(speech=spans_in_order(), spans=spans_in_order())
def test_the_share_of_speech_is_what_the_overlaps_add_up_to(
    speech: tuple[Span, ...], spans: tuple[Span, ...]
) -> None:
    expected = [sum(span.overlap(other) for other in speech) / span.duration for span in spans]
    assert list(speech_shares(spans, speech)) == pytest.approx(expected, abs=1e-9)
