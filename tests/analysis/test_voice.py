"""The voice of a talk: its pitch, its loudness, monotone stretches and the ends of sentences."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from audio.sound_files import buzz
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.analysis.voice import FADING_DB, MONOTONE, WINDOW, Voice, voice, voice_findings
from talkcoach.audio.decode import RATE, Samples
from talkcoach.audio.features import HOP, SoundFeatures, sound_features
from talkcoach.audio.loudness import FLOOR
from talkcoach.domain import Aligned, Deck, Section, Sentence, Span, Transcript, Word
from talkcoach.speech.vad import speech_spans

MINUTE = round(60 / HOP)


def a_talk(seconds: float, sentences: tuple[Span, ...] = (), **others: tuple[object, ...]) -> Aligned:
    said = tuple(Sentence(span, f"sentence {n}", (Word(span, "word"),)) for n, span in enumerate(sentences))
    talk = Aligned(Transcript(said, "en"), Deck(()), (), (), seconds)
    return replace(talk, **others)


def tracks(
    semitones: np.ndarray, hertz: float = 120.0, lufs: float = -23.0, speech: tuple[Span, ...] | None = None
) -> SoundFeatures:
    """The tracks of a voice whose pitch, around some hertz, is given for every hop."""
    count = len(semitones)
    return SoundFeatures(
        hop=HOP,
        duration=count * HOP,
        speech=(Span(0, count * HOP),) if speech is None else speech,
        loudness=np.full(count, lufs, np.float32),
        f0=(hertz * 2 ** (semitones / 12)).astype(np.float32),
        clipped=np.zeros(count, np.int32),
        silence=None,
    )


def swing(minutes: float, spread: float, seed: int = 0) -> np.ndarray:
    """A pitch with a standard deviation of so many semitones, within its range."""
    return np.clip(np.random.default_rng(seed).normal(0, spread, round(minutes * MINUTE)), -4, 4)


def measured(sound: SoundFeatures, talk: Aligned | None = None) -> Voice:
    return voice(talk or a_talk(sound.duration), sound)


def test_the_spread_is_the_standard_deviation_in_semitones() -> None:
    pitch = 3 * np.sin(np.arange(MINUTE) / 20)
    found = measured(tracks(pitch, hertz=200)).whole
    assert found.pitch_hz == pytest.approx(200, rel=0.01)
    assert found.semitones_sd == pytest.approx(3 / np.sqrt(2), rel=0.01)
    assert found.lufs == pytest.approx(-23)


@given(hertz=st.floats(70, 300))
@settings(max_examples=10)
def test_high_and_low_voices_are_measured_alike(hertz: float) -> None:
    pitch = swing(4, 1.5)
    one, other = measured(tracks(pitch)), measured(tracks(pitch, hertz=hertz))
    assert one.whole.semitones_sd == pytest.approx(other.whole.semitones_sd, rel=1e-3)
    assert one.monotone == other.monotone


def test_errors_by_an_octave_do_not_count() -> None:
    pitch = swing(1, 1)
    wrong = pitch.copy()
    wrong[::50] -= 12
    right, found = measured(tracks(pitch)), measured(tracks(wrong))
    assert found.whole.semitones_sd == pytest.approx(right.whole.semitones_sd, abs=0.02)


def test_too_little_voice_gives_no_pitch() -> None:
    few = tracks(swing(1, 2))
    few.f0[: -round(4 / HOP)] = np.nan
    assert measured(few).whole.pitch_hz is None


def test_no_speech_gives_no_figure_at_all() -> None:
    found = measured(tracks(swing(2, 2), speech=()))
    assert (found.whole.pitch_hz, found.whole.semitones_sd, found.whole.lufs) == (None, None, None)
    assert (found.windows, found.monotone, found.ending_drop_db) == ((), (), None)
    assert set(found.track.pitch_hz) == set(found.track.lufs) == {None}


def test_each_part_has_its_own_figures() -> None:
    sound = tracks(np.concatenate([swing(1, 1), swing(1, 2)]))
    parts = (Section(Span(0, 60), "problem"), Section(Span(60, 120), "approach"))
    found = measured(sound, a_talk(120, sections=parts)).parts
    assert found["approach"].semitones_sd > 1.5 > found["problem"].semitones_sd


def test_a_question_from_the_audience_is_not_the_speakers_voice() -> None:
    sound = tracks(np.concatenate([swing(1, 1), np.full(MINUTE, 5.0)]))
    found = measured(sound, a_talk(120, interruptions=(Span(60, 120),)))
    assert found.whole.semitones_sd == pytest.approx(1, abs=0.1)
    assert set(found.track.lufs[120:]) == {None}


def test_a_stretch_that_moves_much_less_than_the_rest_is_monotone() -> None:
    pitch = np.concatenate([swing(3, 2), swing(1, 0.5), swing(3, 2)])
    sound = tracks(pitch)
    [stretch] = measured(sound).monotone
    assert stretch.overlap(Span(180, 240)) > 50
    assert stretch.duration < 75
    [finding] = voice_findings(a_talk(sound.duration), measured(sound))
    assert (finding.kind, finding.quotes[0].span) == ("monotone", stretch)


@pytest.mark.parametrize("spread", [0.3, 1.0, 2.5])
def test_a_voice_that_always_moves_little_is_not_told_off(spread: float) -> None:
    assert measured(tracks(swing(6, spread))).monotone == ()


def test_a_short_talk_has_no_rest_to_be_held_against() -> None:
    assert measured(tracks(np.concatenate([swing(1, 2), swing(0.6, 0.5)]))).monotone == ()


def fading(drop: float, sentences: int) -> tuple[Aligned, SoundFeatures]:
    """Sentences of four seconds, a second apart, whose last half second is softer."""
    spans = tuple(Span(5.0 * n, 5.0 * n + 4) for n in range(sentences))
    sound = tracks(np.zeros(sentences * 200), speech=spans)
    for span in spans:
        sound.loudness[round(span.end / HOP) - 20 : round(span.end / HOP)] -= drop
        sound.loudness[round(span.end / HOP) : round(span.end / HOP) + 40] = FLOOR
    return a_talk(sound.duration, spans), sound


@pytest.mark.parametrize(("drop", "said"), [(2, []), (FADING_DB - 1, []), (FADING_DB + 1, ["fading-ends"])])
def test_only_ends_of_less_than_half_the_loudness_are_told_of(drop: float, said: list[str]) -> None:
    talk, sound = fading(drop, 12)
    found = voice(talk, sound)
    assert found.ending_drop_db == pytest.approx(drop, abs=0.01)
    assert [finding.kind for finding in voice_findings(talk, found)] == said


def test_a_few_sentences_that_fade_are_no_habit() -> None:
    talk, sound = fading(15, 6)
    assert voice_findings(talk, voice(talk, sound)) == ()


def test_nothing_is_said_of_what_the_recording_spoils() -> None:
    talk, sound = fading(15, 12)
    found = replace(voice(talk, sound), monotone=(Span(0, WINDOW),))
    told = {spoiled: [f.kind for f in voice_findings(talk, found, {spoiled})] for spoiled in ("pitch", "loudness")}
    assert told == {"pitch": ["fading-ends"], "loudness": ["monotone"]}


def test_the_tracks_for_display_have_a_value_every_half_second_of_speech() -> None:
    found = measured(tracks(np.zeros(400), speech=(Span(0, 5),))).track
    assert (found.step, found.pitch_hz) == (0.5, (120.0,) * 10 + (None,) * 10)
    assert found.lufs == (-23.0,) * 10 + (None,) * 10


@given(st.lists(st.floats(0.5, 3.5), min_size=1, max_size=14), st.lists(st.booleans(), min_size=14, max_size=14))
def test_windows_follow_each_other_and_monotone_stretches_last(spreads: list[float], spoken: list[bool]) -> None:
    half = MINUTE // 2
    pitch = np.concatenate([swing(0.5, spread, n) for n, spread in enumerate(spreads)])
    speech = tuple(Span(30 * n, 30 * (n + 1)) for n in range(len(spreads)) if spoken[n])
    found = measured(tracks(pitch, speech=speech))
    assert all(a.span.end <= b.span.start + 1e-9 for a, b in pairwise(found.windows))
    assert all(stretch.duration >= WINDOW for stretch in found.monotone)
    assert len(found.track.lufs) == len(spreads) * half // 20
    if min(spreads) > MONOTONE * 1.1 * max(spreads):
        assert found.monotone == ()


def test_what_is_measured_on_the_sample_withstands_gain_and_silence_before_it(sample_samples: Samples) -> None:
    values = sample_samples.values[: 30 * RATE]
    before = np.zeros(3 * RATE, np.float32)
    first = measured(sound_features([values], RATE, speech_spans(Samples(values))))
    for changed in (values * np.float32(0.3), np.concatenate([before, values])):
        other = measured(sound_features([changed], RATE, speech_spans(Samples(changed))))
        assert other.whole.pitch_hz == pytest.approx(first.whole.pitch_hz, rel=0.02)
        assert other.whole.semitones_sd == pytest.approx(first.whole.semitones_sd, abs=0.15)


def test_the_spread_of_a_buzz_is_that_of_its_pitch() -> None:
    moments = np.arange(12 * RATE) / RATE
    sound = sound_features([buzz(2 * np.sin(np.pi * moments))], RATE, [Span(0.0, 12.0)])
    assert measured(sound).whole.semitones_sd == pytest.approx(2 / np.sqrt(2), rel=0.1)
