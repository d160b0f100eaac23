"""What the user does with questions, kept on disk; and spoken answers, written down by the real model."""

from __future__ import annotations

import json
import time
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.audio.decode import Samples
from talkcoach.domain import Question, Quote, Span
from talkcoach.errors import InputError
from talkcoach.practice.attempts import (
    ATTEMPTS,
    Attempt,
    AttemptWords,
    attempts_in,
    discard,
    is_being_transcribed,
    keep_attempt,
    times_attempted,
    words_of,
)
from talkcoach.practice.cards import (
    OWN,
    PRACTICE,
    Card,
    Practice,
    change,
    hardest_first,
    key_of,
    put_aside,
    read_practice,
)
from talkcoach.store.codec import dump, load
from talkcoach.workflows.practise import transcribe_attempt

QUOTE = Quote(Span(1.0, 2.0), "We beat the baseline.", 4)
QUESTIONS = (
    Question("Why that baseline?", "baseline", "You name one.", (QUOTE,), 0.9),
    Question("What if the router is wrong?", "risk", "You never say.", (QUOTE,), 0.6),
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_a_mark_and_notes_are_there_when_the_rehearsal_is_coached_again(tmp_path: Path) -> None:
    card = replace(Practice().of(QUESTIONS)[1], prepared=True, notes="Say: it falls back to attention.")
    change(tmp_path, lambda practice: practice.with_card(card))
    again = (replace(QUESTIONS[1], text="What if  the Router is wrong?", why="Another reason.", likelihood=0.8),)
    (found,) = read_practice(tmp_path).of(again)
    assert (found.prepared, found.notes, found.likelihood) == (True, "Say: it falls back to attention.", 0.8)


def test_a_question_that_is_not_asked_any_more_keeps_its_notes_behind_the_others(tmp_path: Path) -> None:
    card = replace(Practice().of(QUESTIONS)[0], notes="Because it is the strongest.")
    practice = change(tmp_path, lambda kept: kept.with_card(card).with_own("Who pays for it?"))
    assert [each.text for each in practice.of(QUESTIONS[1:])] == [
        "What if the router is wrong?",
        "Who pays for it?",
        "Why that baseline?",
    ]


def test_a_question_on_which_nothing_is_left_is_not_kept() -> None:
    card = replace(Practice().of(QUESTIONS)[0], prepared=True)
    assert Practice().with_card(card).with_card(replace(card, prepared=False)).cards == ()


def test_a_question_of_ones_own_is_added_once_and_removed() -> None:
    practice = Practice().with_own("Who pays for it?")
    noted = practice.with_card(replace(practice.cards[0], notes="The council."))
    assert noted.with_own("who pays  for it?") == noted
    assert noted.without(key_of(OWN, "Who pays for it?")) == Practice()


def test_a_question_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="the question has no words"):
        Practice().with_own(" \n ")


@given(st.lists(st.tuples(texts, st.booleans(), texts), max_size=5))
def test_what_is_kept_comes_back_the_same(given_: list[tuple[str, bool, str]]) -> None:
    practice = Practice()
    for text, prepared, notes in given_:
        practice = practice.with_card(Card(key_of("risk", text), text, "risk", prepared, notes, 0.5))
    assert load(dump(practice), Practice, Path(PRACTICE)) == practice


@given(texts, texts)
def test_only_spaces_and_case_make_no_other_question(one: str, other: str) -> None:
    same = one.casefold().split() == other.casefold().split()
    assert (key_of("risk", one) == key_of("risk", other)) == same
    assert key_of("risk", one) != key_of("baseline", one)


def test_the_hardest_are_the_unprepared_then_the_unanswered_then_the_likely() -> None:
    prepared = Card("a", "A", "risk", prepared=True, likelihood=1.0)
    answered, likely, unlikely = (
        Card("b", "B", "risk", likelihood=0.9),
        Card("c", "C", "risk", likelihood=0.8),
        Card("d", "D", "risk", likelihood=0.2),
    )
    ordered = hardest_first([prepared, answered, unlikely, likely], {"b": 2})
    assert [card.key for card in ordered] == ["c", "d", "b", "a"]


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"cards": [{"key": 1}]}', b"\xff\xfe", b"", b'{"cards": [], "schema": 99}']
)
def test_a_damaged_file_is_put_aside_and_nothing_of_it_is_lost(tmp_path: Path, content: bytes) -> None:
    (tmp_path / PRACTICE).write_bytes(content)
    assert read_practice(tmp_path) == Practice()
    change(tmp_path, lambda practice: practice.with_own("Who pays for it?"))
    assert [path.read_bytes() for path in put_aside(tmp_path)] == [content]
    (tmp_path / PRACTICE).write_bytes(content)
    read_practice(tmp_path)
    assert len(put_aside(tmp_path)) == 2


def test_changes_from_many_pages_at_once_are_all_kept(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pages:
        list(pages.map(lambda n: change(tmp_path, lambda kept: kept.with_own(f"Question {n}?")), range(24)))
    assert {card.text for card in read_practice(tmp_path).cards} == {f"Question {n}?" for n in range(24)}


def wav(path: Path, samples: Samples) -> bytes:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, samples.rate, 0, "NONE", ""))
        file.writeframes((np.clip(samples.values, -1, 1) * 32767).astype("<i2").tobytes())
    return path.read_bytes()


@pytest.fixture
def spoken(tmp_path: Path, sample_samples: Samples) -> bytes:
    """Eight seconds of somebody speaking, as the browser hands it over."""
    return wav(tmp_path / "browser.wav", Samples(sample_samples.values[: 8 * sample_samples.rate]))


def awaited(attempt: Attempt, seconds: float = 120.0) -> AttemptWords | None:
    until = time.monotonic() + seconds
    while is_being_transcribed(attempt) and time.monotonic() < until:
        time.sleep(0.1)
    return words_of(attempt)


def test_an_answer_is_written_down_by_a_process_of_its_own(tmp_path: Path, spoken: bytes) -> None:
    attempt = keep_attempt(tmp_path, "risk-1", "What if?", spoken)
    assert words_of(attempt) is None
    process = transcribe_attempt(attempt, "base", "en")
    assert is_being_transcribed(attempt)
    (found,) = attempts_in(tmp_path)  # another page finds it again
    said = awaited(found)
    assert said is not None
    assert said.transcript is not None
    assert len(said.transcript.text.split()) > 10
    assert process.wait(10) == 0


def test_an_answer_knows_its_question_and_its_length(tmp_path: Path, spoken: bytes) -> None:
    keep_attempt(tmp_path, "risk-1", "What if?", spoken)
    (found,) = attempts_in(tmp_path)
    assert (found.note.question, found.note.text) == ("risk-1", "What if?")
    assert found.note.seconds == pytest.approx(8.0, abs=0.01)
    assert found.sound.read_bytes() == spoken
    assert times_attempted([found, found]) == {"risk-1": 2}


def test_what_cannot_be_transcribed_says_why(tmp_path: Path, spoken: bytes) -> None:
    attempt = keep_attempt(tmp_path, "risk-1", "What if?", spoken)
    transcribe_attempt(attempt, "no-such-model", None)
    said = awaited(attempt)
    assert said is not None
    assert said.transcript is None
    assert "no-such-model" in said.error


def test_a_discarded_answer_leaves_nothing(tmp_path: Path, spoken: bytes) -> None:
    attempt = keep_attempt(tmp_path, "risk-1", "What if?", spoken)
    discard(attempt)
    assert attempts_in(tmp_path) == ()
    assert list((tmp_path / ATTEMPTS).iterdir()) == []


def test_sound_that_is_none_is_refused_and_not_kept(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        keep_attempt(tmp_path, "risk-1", "What if?", b"no sound at all")
    assert attempts_in(tmp_path) == ()


def test_an_answer_whose_note_is_damaged_can_still_be_heard(tmp_path: Path, spoken: bytes) -> None:
    attempt = keep_attempt(tmp_path, "risk-1", "What if?", spoken)
    attempt.sound.with_suffix(".json").write_text("{", encoding="utf-8")
    (found,) = attempts_in(tmp_path)
    assert found.note.question == ""
    assert found.sound.read_bytes() == spoken


def test_what_is_kept_is_plain_json(tmp_path: Path) -> None:
    change(tmp_path, lambda practice: practice.with_own("Who pays for it?"))
    (card,) = json.loads((tmp_path / PRACTICE).read_text(encoding="utf-8"))["cards"]
    assert (card["text"], card["archetype"]) == ("Who pays for it?", OWN)
