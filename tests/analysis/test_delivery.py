"""All that is told of how a talk was spoken, put together: from words alone, and with the sound."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from analysis.test_pace import a_talk, steadily

from talkcoach.analysis.delivery import Delivery, delivery, sound_figures
from talkcoach.analysis.limitations import Limitations
from talkcoach.analysis.registry import Measured, find
from talkcoach.analysis.timing import timing
from talkcoach.audio.decode import Samples
from talkcoach.audio.features import SoundFeatures, sound_features
from talkcoach.domain import Aligned, Deck, Section, Sentence, Span, Transcript, Word
from talkcoach.rubric import load_rubric
from talkcoach.speech.vad import speech_spans
from talkcoach.store.codec import dump, load

RUBRIC = load_rubric()


@pytest.fixture(scope="module")
def sample_talk(sample_samples: Samples, sample_truth: dict[str, list[dict[str, float]]]) -> Aligned:
    """What is said in the first minutes of the sample, a word for every third of a second of a sentence."""
    said = [Span(s["start"], s["end"]) for s in sample_truth["sentences"] if s["end"] < sample_samples.duration]
    sentences = tuple(Sentence(span, "results " * 9, tuple(evenly(span))) for span in said)
    half = sample_samples.duration / 2
    parts = Section(Span(0.0, half), "problem"), Section(Span(half, sample_samples.duration), "approach")
    return Aligned(Transcript(sentences, "en"), Deck(()), (), parts, sample_samples.duration)


def evenly(span: Span) -> list[Word]:
    step = span.duration / max(round(span.duration * 3), 1)
    starts = np.arange(span.start, span.end - step / 2, step).tolist()
    return [Word(Span(start, start + step), "results") for start in starts]


def heard_in(values: np.ndarray) -> SoundFeatures:
    samples = Samples(values.astype(np.float32))
    return sound_features([samples.values], samples.rate, speech_spans(samples))


@pytest.fixture(scope="module")
def sample_tracks(sample_samples: Samples) -> SoundFeatures:
    return heard_in(sample_samples.values)


def kinds(talk: Aligned, found: Delivery) -> list[str]:
    """What is found in a talk as long as its slot, whose limitations nobody looked for."""
    everything = Measured(talk, RUBRIC, timing(talk, RUBRIC, talk.duration), Limitations(), found)
    return [finding.kind for finding in find(everything)]


def measured(talk: Aligned, tracks: SoundFeatures) -> Delivery:
    return delivery(talk, RUBRIC, sound_figures(talk, RUBRIC, tracks))


def test_without_sound_the_words_tell_pace_and_pauses_and_nothing_is_said_of_the_voice():
    found = delivery(a_talk([*steadily(140, 60), *steadily(140, 60, start=63)]), RUBRIC)
    assert found.tempo.words_per_minute == pytest.approx(137, abs=2)
    assert [pause.span.start for pause in found.long_pauses] == [pytest.approx(60, abs=0.1)]
    assert (found.voice, found.quality, found.pitch_semitones_sd) == (None, None, None)


def test_the_sound_of_the_sample_tells_voice_pauses_and_a_recording_without_fault(
    sample_talk: Aligned, sample_tracks: SoundFeatures
):
    found = measured(sample_talk, sample_tracks)
    assert found.voice is not None
    assert found.pitch_semitones_sd == found.voice.whole.semitones_sd
    assert 0.5 < (found.pitch_semitones_sd or 0) < 6
    assert len(found.silence.pauses) > 10
    assert found.quality is not None
    assert found.quality.defects == ()
    assert set(found.voice.parts) == {"problem", "approach"}


def test_other_parts_have_their_own_voice_without_hearing_again(
    sample_talk: Aligned, sample_tracks: SoundFeatures
):
    first = measured(sample_talk, sample_tracks)
    end = sample_talk.duration
    moved = replace(sample_talk, sections=(Section(Span(0, 30), "gap"), Section(Span(30, end), "approach")))
    again, anew = delivery(moved, RUBRIC, first.sound_figures), measured(moved, sample_tracks)
    assert again == anew
    assert again.voice is not None
    assert set(again.voice.parts) == {"gap", "approach"}


def test_the_voice_of_a_single_part_is_about_that_of_the_whole(sample_talk: Aligned, sample_tracks: SoundFeatures):
    alone = replace(sample_talk, sections=(Section(Span(0, sample_talk.duration), "approach"),))
    found = measured(alone, sample_tracks).voice
    assert found is not None
    part = found.parts["approach"]
    assert part.pitch_hz == pytest.approx(found.whole.pitch_hz, rel=0.03)
    assert part.semitones_sd == pytest.approx(found.whole.semitones_sd, abs=0.25)
    assert part.lufs == pytest.approx(found.whole.lufs, abs=1)


def test_a_noisy_recording_is_named_and_what_it_spoils_is_not_judged(
    sample_talk: Aligned, sample_samples: Samples
):
    noise = np.random.default_rng(0).normal(0, sample_samples.values.std() * 2, len(sample_samples.values))
    found = measured(sample_talk, heard_in(sample_samples.values + noise))
    assert found.quality is not None
    assert "noise" in [defect.kind for defect in found.quality.defects]
    made = kinds(sample_talk, found)
    assert "noise" in made
    assert not {"fading-ends", "monotone", "pauses-inside-phrases"} & set(made)


def test_a_filled_pause_heard_beside_the_words_counts_and_costs_no_word():
    talk = a_talk(steadily(140, 90))
    heard = replace(talk, transcript=replace(talk.transcript, filled=(Word(Span(40.0, 40.4), "um"),)))
    found = delivery(heard, RUBRIC)
    assert [(quote.text, quote.span) for quote in found.filling.fillers] == [("um", Span(40.0, 40.4))]
    assert found.tempo.words_per_minute == delivery(talk, RUBRIC).tempo.words_per_minute


def test_in_another_language_there_is_a_pace_and_no_word_on_habits():
    german = a_talk(steadily(250, 120), language="de")
    found = delivery(german, RUBRIC)
    assert found.tempo.words_per_minute == pytest.approx(250, rel=0.01)
    assert set(kinds(german, found)) <= {"part-missing"}


def test_in_json_what_other_programs_read_stands_at_the_top(sample_talk: Aligned, sample_tracks: SoundFeatures):
    found = measured(sample_talk, sample_tracks)
    data = json.loads(dump(found))
    assert {"words_per_minute", "pace", "fillers", "pauses", "pitch_semitones_sd"} <= data.keys()
    back = load(dump(found), Delivery, Path("report.json"))
    assert dump(back) == dump(found)
    assert back.tempo.words_per_minute == pytest.approx(found.tempo.words_per_minute, abs=1e-3)


def test_figures_of_an_earlier_version_are_read_as_far_as_they_go():
    before = '{"words_per_minute": 140.0, "pace": [], "fillers": [{"start": 1.0, "end": 1.4, "text": "um"}], '
    before += '"pauses": [{"start": 9.0, "end": 12.0}], "band": [110.0, 165.0], "pitch_semitones_sd": 2.9}'
    found = load(before, Delivery, Path("report.json"))
    assert (found.tempo.words_per_minute, len(found.filling.fillers), len(found.long_pauses)) == (140.0, 1, 1)
    assert (found.pitch_semitones_sd, found.sound_figures) == (2.9, None)
