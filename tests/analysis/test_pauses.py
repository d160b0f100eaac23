"""Silent pauses, from the sound and the words together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.pauses import SHORTEST, Pauses, pause_findings, pauses
from talkcoach.audio.decode import RATE, Samples
from talkcoach.domain import Aligned, Deck, Sentence, Span, Transcript, Word
from talkcoach.speech.vad import speech_spans

LONG = 2.0


def word(text: str, start: float, end: float) -> Word:
    return Word(Span(start, end), text)


def a_talk(*sentences: tuple[Word, ...], **others: tuple[Span, ...]) -> Aligned:
    said = tuple(Sentence(s[0].span | s[-1].span, " ".join(w.text for w in s), s) for s in sentences)
    return Aligned(Transcript(said, "en"), Deck(()), (), (), said[-1].span.end, **others)


WE = (word("We", 0.0, 0.4), word("find,", 0.4, 1.0), word("that", 1.4, 2.0), word("it", 4.5, 5.0))
GAINS = (word("Gains", 5.6, 6.0), word("are", 6.0, 6.2), word("small.", 6.2, 7.0))
SPEECH = (Span(0.0, 1.0), Span(1.4, 2.0), Span(4.5, 5.0), Span(5.6, 7.0))


def spans(found: Pauses) -> list[Span]:
    return [pause.span for pause in found.pauses]


@pytest.mark.parametrize("speech", [SPEECH, None])
def test_a_pause_is_told_with_its_place(speech: tuple[Span, ...] | None) -> None:
    found = pauses(a_talk(WE, GAINS), speech)
    assert [(pause.span, pause.place) for pause in found.pauses] == [
        (Span(1.0, 1.4), "clause"),
        (Span(2.0, 4.5), "phrase"),
        (Span(5.0, 5.6), "sentence"),
    ]


def test_pauses_are_counted_by_length() -> None:
    assert pauses(a_talk(WE, GAINS), SPEECH).by_length == (1, 1, 0, 1)


def test_the_longest_run_is_the_longest_talking_without_a_pause() -> None:
    assert pauses(a_talk(WE, GAINS), SPEECH).longest_run == Span(5.6, 7.0)


def test_the_closure_of_a_stop_is_no_pause() -> None:
    assert spans(pauses(a_talk(GAINS), (Span(5.6, 6.0), Span(6.2, 7.0)))) == []


def test_the_sound_tells_a_pause_that_a_stretched_word_hides() -> None:
    stretched = (word("find,", 0.4, 1.0), word("the", 1.0, 4.0), word("gain", 4.0, 5.0))
    assert spans(pauses(a_talk(stretched), (Span(0.4, 1.0), Span(3.7, 5.0)))) == [Span(1.0, 3.7)]


def test_a_breath_does_not_part_a_pause() -> None:
    breath = Span(3.0, 3.3)
    assert spans(pauses(a_talk(WE), (*SPEECH[:2], breath, SPEECH[2]))) == [Span(1.0, 1.4), Span(2.0, 4.5)]


def test_a_filled_pause_parts_the_silence_that_it_stands_in() -> None:
    um = Span(3.0, 3.4)
    assert spans(pauses(a_talk(WE), SPEECH[:3], filled=[um]))[1:] == [Span(2.0, 3.0), Span(3.4, 4.5)]


def test_a_word_that_is_too_soft_to_be_heard_as_speech_parts_a_silence() -> None:
    mumbled = (*WE[:3], word("well", 3.0, 3.4), WE[3])
    assert spans(pauses(a_talk(mumbled), SPEECH[:3]))[1:] == [Span(2.0, 3.0), Span(3.4, 4.5)]


def test_a_pause_after_a_key_statement_is_known() -> None:
    talk = a_talk(WE, GAINS)
    found = pauses(talk, SPEECH, key=[talk.transcript.sentences[0].span])
    assert [pause.span for pause in found.pauses if pause.after_key] == [Span(5.0, 5.6)]


@pytest.mark.parametrize("hole", ["interruptions", "gaps"])
def test_a_silence_while_the_audience_asks_or_the_microphone_is_gone_is_none(hole: str) -> None:
    talk = a_talk(WE, GAINS, **{hole: (Span(2.5, 4.0),)})
    found = pauses(talk, SPEECH)
    assert spans(found) == [Span(1.0, 1.4), Span(5.0, 5.6)]


def test_without_times_of_words_there_are_no_pauses() -> None:
    subtitles = Aligned(Transcript((Sentence(Span(0, 9), "We find."),), "en"), Deck(()), (), (), 9)
    assert pauses(subtitles, SPEECH) == Pauses()


def test_one_long_stop_in_a_phrase_is_no_habit_and_two_are_told_with_their_words() -> None:
    once = a_talk(WE, GAINS)
    assert pause_findings(once, pauses(once, SPEECH), LONG) == ()
    again = (word("it", 9.0, 9.4), word("holds", 12.0, 12.5))
    twice = a_talk(WE, GAINS, again)
    [finding] = pause_findings(twice, pauses(twice), LONG)
    assert finding.kind == "pauses-inside-phrases"
    assert [quote.text for quote in finding.quotes] == [
        "We find, that … it Gains are small.",
        "Gains are small. it … holds",
    ]


def changed(values: np.ndarray, how: str) -> np.ndarray:
    """The same talk, softer, later by a second and a bit, or by way of another rate."""
    import soxr

    if how == "resampled":
        return soxr.resample(soxr.resample(values, RATE, 44_100), 44_100, RATE)
    return values * np.float32(0.3) if how == "softer" else np.concatenate([np.zeros(17_777, np.float32), values])


@pytest.mark.parametrize("how", ["softer", "later", "resampled"])
def test_gain_silence_before_and_resampling_leave_the_pauses(
    sample_samples: Samples, sample_truth: dict[str, list[dict[str, float]]], how: str
) -> None:
    """At most one pause in ten may come or go, at the border of its class; long ones stay."""
    values = changed(sample_samples.values, how)
    late = (len(values) - len(sample_samples.values)) / RATE if how == "later" else 0.0

    def measured(samples: Samples, by: float) -> Pauses:
        said = [s for s in sample_truth["sentences"] if s["end"] < sample_samples.duration]
        words = [(word("words", s["start"] + by, s["end"] + by),) for s in said]
        return pauses(a_talk(*words), speech_spans(samples))

    first, other = measured(sample_samples, 0.0), measured(Samples(values), late)
    assert len(first.pauses) > 10
    assert len(other.pauses) == pytest.approx(len(first.pauses), rel=0.1)
    assert other.by_length[2:] == first.by_length[2:]


@st.composite
def spoken(draw: st.DrawFn) -> tuple[tuple[Word, ...], tuple[Span, ...]]:
    """Words that stand apart, and speech that hears them, some of it moved by a little."""
    moments = sorted(draw(st.lists(st.integers(0, 600), min_size=4, max_size=40, unique=True)))
    edges = [moment / 10 for moment in moments]
    words = tuple(word(f"w{n}", *pair) for n, pair in enumerate(zip(edges[::2], edges[1::2], strict=False)))
    return words, tuple(Span(w.span.start, w.span.end) for w in words)


@given(spoken(), st.floats(0, 5_000), st.booleans())
def test_a_shift_in_time_moves_every_pause_and_changes_no_count(
    told: tuple[tuple[Word, ...], tuple[Span, ...]], by: float, has_sound: bool
) -> None:
    words, speech = told
    later = tuple(Word(w.span.shifted(by), w.text) for w in words)
    one = pauses(a_talk(words), speech if has_sound else None)
    other = pauses(a_talk(later), [s.shifted(by) for s in speech] if has_sound else None)
    lengths = [pause.span.duration for pause in one.pauses]
    assert [p.span.duration for p in other.pauses] == pytest.approx(lengths)
    assert [pause.place for pause in one.pauses] == [pause.place for pause in other.pauses]


@given(spoken(), st.lists(st.integers(0, 500), max_size=4))
def test_pauses_are_apart_and_hold_no_filled_pause(
    told: tuple[tuple[Word, ...], tuple[Span, ...]], ums: list[int]
) -> None:
    words, speech = told
    filled = [Span(um / 10, um / 10 + 0.3) for um in ums]
    found = pauses(a_talk(words), speech, filled)
    assert all(a.end < b.start for a, b in pairwise(spans(found)))
    assert all(not any(pause & um for um in filled) for pause in spans(found))
    assert all(pause.duration >= SHORTEST for pause in spans(found))
    assert sum(found.by_length) == len(found.pauses)
    assert found.longest_run
    assert not any(found.longest_run & pause for pause in spans(found))
