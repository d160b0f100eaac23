"""The page Questions, run as the browser would have it."""

from __future__ import annotations

import json
import time
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shelf
from showing import HOSTILE, assert_nothing_is_markup, coached, shown, words
from streamlit.testing.v1 import AppTest

from talkcoach.audio.decode import Samples
from talkcoach.audio.excerpt import excerpt
from talkcoach.domain import Question, Quote, Span
from talkcoach.practice.attempts import attempts_in, is_being_transcribed, keep_attempt, words_of
from talkcoach.practice.cards import PRACTICE, change, key_of, read_practice
from talkcoach.store.rehearsal import REPORT

BASELINE = "Why is the window model the right baseline for contracts?"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def button(app: AppTest, label: str, nth: int = 0):
    return [each for each in app.button if each.label == label][nth]


def practised(app: AppTest) -> str:
    return next(iter(app.header)).value


def spoken(path: Path, samples: Samples) -> bytes:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, samples.rate, 0, "NONE", ""))
        file.writeframes((samples.values[: 6 * samples.rate] * 32767).astype("<i2").tobytes())
    return path.read_bytes()


def test_without_a_rehearsal_the_page_says_what_comes_and_leads_there() -> None:
    app = shown("questions")
    assert "you have none yet" in words(app)
    assert button(app, "Prepare a talk")


def test_a_rehearsal_that_is_not_reviewed_leads_to_the_review() -> None:
    shelf.recorded()
    app = shown("questions")
    assert "found when the rehearsal is reviewed" in words(app)
    assert button(app, "Review this rehearsal")


def test_a_damaged_rehearsal_is_said_to_be_damaged() -> None:
    (rehearsal,) = coached()
    (rehearsal.folder / "meta.json").write_text("{", encoding="utf-8")
    assert "This rehearsal is damaged" in words(shown("questions"))


def test_every_question_has_its_reason_and_the_moment_that_raised_it() -> None:
    coached()
    app = shown("questions")
    assert "7 questions, 0 prepared." in words(app)
    assert "Baseline · It is the only one you beat" in words(app)
    assert "slide 12" in words(app)
    assert button(app, "▶ 20:03")


def test_what_is_marked_and_noted_is_kept_and_there_in_the_next_session() -> None:
    (rehearsal,) = coached()
    app = shown("questions")
    app.checkbox[0].check().run()
    app.text_area[0].input("It is the strongest that fits on one card.").run()
    kept = read_practice(rehearsal.folder).cards[0]
    assert (kept.text, kept.prepared, kept.notes) == (BASELINE, True, "It is the strongest that fits on one card.")
    again = shown("questions")
    assert again.checkbox[0].value
    assert again.text_area[0].value == "It is the strongest that fits on one card."
    assert "7 questions, 1 prepared." in words(again)


def test_a_mark_of_this_page_leaves_what_another_page_noted_meanwhile() -> None:
    (rehearsal,) = coached()
    app = shown("questions")
    other = shown("questions")
    other.text_area[0].input("Noted elsewhere.").run()
    app.checkbox[0].check().run()
    kept = read_practice(rehearsal.folder).cards[0]
    assert (kept.prepared, kept.notes) == (True, "Noted elsewhere.")


def test_a_question_of_ones_own_is_added_removed_and_brought_back() -> None:
    (rehearsal,) = coached()
    app = shown("questions")
    app.text_input[0].input("Who pays for it?")
    button(app, "Add it").click().run()
    assert "**Who pays for it\\?**" in words(app)
    button(app, "Remove").click().run()
    assert read_practice(rehearsal.folder).cards == ()
    button(app, "Bring it back").click().run()
    assert [card.text for card in read_practice(rehearsal.folder).cards] == ["Who pays for it?"]


def test_an_empty_question_is_refused_with_a_reason() -> None:
    coached()
    app = shown("questions")
    button(app, "Add it").click().run()
    assert "the question has no words" in words(app)


def test_practice_shows_one_question_at_a_time_the_hardest_first() -> None:
    (rehearsal,) = coached()
    prepared = read_practice(rehearsal.folder)
    assert prepared.cards == ()
    app = shown("questions")
    app.checkbox[0].check().run()
    button(app, "Practise, hardest first").click().run()
    first = practised(app)
    assert "most significant limitation" in first  # the likeliest is prepared
    button(app, "Next").click().run()
    assert practised(app) != first
    button(app, "Previous").click().run()
    assert practised(app) == first
    button(app, "End practice").click().run()
    assert not app.header


def test_practice_at_random_asks_every_question_once() -> None:
    coached()
    app = shown("questions")
    button(app, "Practise at random").click().run()
    asked = [practised(app)]
    while not button(app, "Next").proto.disabled:
        button(app, "Next").click().run()
        asked.append(practised(app))
    assert len(asked) == len(set(asked)) == 7


def test_an_answer_is_recorded_written_down_and_discarded(tmp_path: Path, sample_samples: Samples) -> None:
    (rehearsal,) = coached()
    app = shown("questions")
    button(app, "Practise, hardest first").click().run()
    app.audio_input[0].set_value(("answer.wav", spoken(tmp_path / "a.wav", sample_samples), "audio/wav")).run()
    (attempt,) = attempts_in(rehearsal.folder)
    assert attempt.note.question == key_of("baseline", BASELINE)
    until = time.monotonic() + 120
    while is_being_transcribed(attempt) and time.monotonic() < until:
        time.sleep(0.2)
    said = words_of(attempt)
    assert said is not None
    assert said.transcript is not None
    app.run()
    assert said.transcript.text.split()[0] in words(app)
    button(app, "Discard this answer").click().run()
    assert "It cannot be brought back" in words(app)
    button(app, "Discard").click().run()
    assert attempts_in(rehearsal.folder) == ()


def test_an_answer_that_nobody_wrote_down_can_be_written_down_again(
    tmp_path: Path, sample_samples: Samples
) -> None:
    (rehearsal,) = coached()
    keep_attempt(
        rehearsal.folder, key_of("baseline", BASELINE), BASELINE, spoken(tmp_path / "a.wav", sample_samples)
    )
    app = shown("questions")
    assert "What you said is not written down yet" in words(app)
    assert button(app, "Write it down")


def test_what_was_left_on_a_question_is_shown_when_it_is_no_longer_asked() -> None:
    (rehearsal,) = coached()
    shown("questions").text_area[0].input("Keep me.").run()
    report = json.loads((rehearsal.folder / REPORT).read_text(encoding="utf-8"))
    report["questions"] = report["questions"][1:]
    (rehearsal.folder / REPORT).write_text(json.dumps(report), encoding="utf-8")
    app = shown("questions")
    assert [each.value for each in app.subheader] == ["No longer asked"]
    assert app.text_area[-1].value == "Keep me."


def test_damaged_notes_are_put_aside_and_that_is_said() -> None:
    (rehearsal,) = coached()
    (rehearsal.folder / PRACTICE).write_text("{", encoding="utf-8")
    app = shown("questions")
    assert "could not be read" in words(app)
    app.checkbox[0].check().run()
    assert read_practice(rehearsal.folder).cards[0].prepared
    assert (rehearsal.folder / "practice.damaged-1.json").read_text(encoding="utf-8") == "{"


def test_hostile_text_is_shown_as_text() -> None:
    import reports

    quote = Quote(Span(10.0, 12.0), HOSTILE, 3)
    question = Question(HOSTILE, "baseline", HOSTILE, (quote,))
    (rehearsal,) = coached(report=replace(reports.a_report(), questions=(question,)), title=HOSTILE[:200])
    change(rehearsal.folder, lambda practice: practice.with_own(HOSTILE))
    app = shown("questions")
    assert_nothing_is_markup(app)
    button(app, "Practise at random").click().run()
    assert_nothing_is_markup(app)
    assert "<script>" not in practised(app)


def test_an_excerpt_is_the_sound_of_its_moment_and_ends_with_the_recording() -> None:
    rehearsal = shelf.recorded(seconds=3.0)
    with wave.open(str(rehearsal.folder / "moment.wav"), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(np.arange(48_000, dtype="<i2").tobytes())
    for span, first, length in ((Span(1.0, 1.5), 16_000, 8_000), (Span(2.5, 9.0), 40_000 - 65_536, 8_000)):
        (rehearsal.folder / "cut.wav").write_bytes(excerpt(rehearsal.folder / "moment.wav", span))
        with wave.open(str(rehearsal.folder / "cut.wav"), "rb") as cut:
            values = np.frombuffer(cut.readframes(cut.getnframes()), "<i2")
        assert (len(values), values[0]) == (length, first)
