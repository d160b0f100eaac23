from __future__ import annotations

import pytest

from talkcoach.domain import Span, Word
from talkcoach.speech.hallucinations import Segment, without_hallucinations

EVERYWHERE = (Span(0, 1000),)


def segment(text: str, *, start: float = 0.0, rate: float = 3.0, doubted: bool = False) -> Segment:
    """Words at ``rate`` a second from ``start``; doubted as Whisper doubts what it makes up."""
    words = tuple(
        Word(Span(start + i / rate, start + (i + 1) / rate), text) for i, text in enumerate(text.split())
    )
    return Segment(words, -0.9 if doubted else -0.2, 0.8 if doubted else 0.1)


def judged(
    *segments: Segment, speech: tuple[Span, ...] = EVERYWHERE, terms: tuple[str, ...] = ()
) -> tuple[str, str]:
    kept, removed = without_hallucinations(segments, speech, terms)
    return " ".join(word.text for word in kept), " ".join(word.text for word in removed)


def test_ordinary_speech_is_kept() -> None:
    text = "We route each question. That is the idea."
    assert judged(segment(text)) == (text, "")


def test_a_loop_faster_than_anyone_speaks_is_left_once() -> None:
    loop = segment("and the model " * 12, start=10, rate=15)
    assert judged(segment("We train it"), loop) == ("We train it and the model", " ".join(["and the model"] * 11))


def test_a_phrase_repeated_over_silence_is_left_out() -> None:
    speech = (Span(0, 5),)
    kept, removed = judged(segment("That is all."), segment("Bye for now. " * 6, start=20, rate=2), speech=speech)
    assert kept == "That is all."
    assert removed.count("Bye") == 6


@pytest.mark.parametrize(
    "text",
    [
        "It is very very very very important.",
        "No, no, no, no, no, that is not it.",
        "Again and again and again and again we saw this.",
        "One report. One report. One report. One report.",
    ],
)
def test_spoken_repetitions_are_kept(text: str) -> None:
    assert judged(segment(text)) == (text, "")


@pytest.mark.parametrize("text", ["Thanks for watching!", "Thank you.", "Subtitles by the Amara.org community"])
def test_a_known_invention_after_the_last_word_is_left_out(text: str) -> None:
    said = "That is all I have."
    assert judged(segment(said), segment(text, start=8), speech=(Span(0, 2),)) == (said, text)


def test_a_known_invention_that_the_model_itself_doubts_is_left_out() -> None:
    assert judged(segment("Thanks for watching!", doubted=True)) == ("", "Thanks for watching!")


def test_a_spoken_thank_you_is_kept() -> None:
    text = "That is all I have. Thank you."
    assert judged(segment(text)) == (text, "")


def test_a_sentence_without_speech_is_removed() -> None:
    kept, removed = judged(
        segment("We begin here."), segment("The weather is nice.", start=30), speech=(Span(0, 2),)
    )
    assert (kept, removed) == ("We begin here.", "The weather is nice.")


def test_a_sentence_that_begins_a_little_before_the_speech_is_kept() -> None:
    text = "We begin here and go on."
    assert judged(segment(text), speech=(Span(0.8, 3),)) == (text, "")


def test_an_echo_of_the_prompt_is_left_out() -> None:
    terms = ("Harbor", "Lantern", "ResNet", "router", "TBR")
    kept, removed = judged(segment("So Harbor, Lantern, ResNet, router, TBR is it."), terms=terms)
    assert (kept, removed) == ("So is it.", "Harbor, Lantern, ResNet, router, TBR")


def test_spoken_terms_are_kept() -> None:
    terms = ("Harbor", "Lantern", "ResNet", "router", "TBR")
    text = "Lantern beats ResNet on Harbor with the TBR router. Harbor, Lantern and TBR."
    assert judged(segment(text), terms=terms) == (text, "")


def test_without_segments_there_are_no_words() -> None:
    assert without_hallucinations((), ()) == ((), ())
