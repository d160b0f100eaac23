from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.fillers import Fillers, filler_findings, fillers
from talkcoach.domain import Aligned, Deck, Sentence, Span, Transcript, Visit, Word
from talkcoach.rubric import load_rubric

RUBRIC = load_rubric()


def a_talk(*sentences: str, language: str = "en", every: float = 0.5, start: float = 0.0) -> Aligned:
    """A talk with a word every so many seconds, and a slide every 30 seconds."""
    spoken = []
    at = start
    for text in sentences:
        words = tuple(Word(Span(at + n * every, at + (n + 1) * every), w) for n, w in enumerate(text.split()))
        spoken.append(Sentence(words[0].span | words[-1].span, text, words))
        at = words[-1].span.end
    visits = tuple(Visit(Span(n * 30, n * 30 + 30), n + 1) for n in range(int(at // 30) + 1))
    return Aligned(Transcript(tuple(spoken), language), Deck(()), visits, (), at)


def lexical(*sentences: str) -> list[str]:
    return [quote.text for quote in fillers(a_talk(*sentences), RUBRIC).lexical_fillers]


@pytest.mark.parametrize(
    ("sentence", "filler"),
    [
        ("And that is, you know, the whole point.", "you know"),
        ("It was, like, three times slower.", "like"),
        ("The model sort of forgets the beginning.", None),
        ("We sort of forget the beginning.", "sort of"),
        ("This basically means that it fails.", "basically"),
        ("I mean, the loss goes down.", "I mean"),
        ("The two agree, right?", "right"),
        ("So, yeah.", "So"),
    ],
)
def test_a_word_in_place_of_a_pause_is_told(sentence: str, filler: str | None):
    assert lexical(sentence) == ([filler] if filler else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "Results like these are rare.",
        "It looks like, at first sight, an error.",
        "We would like to thank the reviewers.",
        "As you know, this is hard.",
        "If you know the answer, tell me.",
        "This sort of error is common.",
        "What sort of data do we need?",
        "It is basically linear in the number of pages.",
        "What I mean is that it fails.",
        "The right side of the figure shows the loss.",
        "All right.",
        "So we froze it, so that the loss stays small.",
        "So, in this talk I show three things.",
    ],
)
def test_its_proper_use_is_not(sentence: str):
    assert lexical(sentence) == []


def test_a_filled_pause_is_told_with_its_moment_and_slide():
    [quote] = fillers(a_talk("one two three Um, four"), RUBRIC).fillers
    assert (quote.span, quote.text, quote.slide) == (Span(1.5, 2.0), "Um", 1)


def test_a_word_that_only_contains_a_filler_is_none():
    assert fillers(a_talk("The umbrella of Ernie"), RUBRIC).fillers == ()


def test_another_language_has_fillers_of_its_own():
    assert fillers(a_talk("er ist um acht da", language="de"), RUBRIC) == Fillers()


def test_three_filled_pauses_within_ten_seconds_are_a_cluster():
    spread = "um " + "word " * 30 + "um " + "word " * 30 + "um"
    close = "word " * 10 + "um so uh the er loss"
    assert fillers(a_talk(spread), RUBRIC).filler_clusters == ()
    [cluster] = fillers(a_talk(close), RUBRIC).filler_clusters
    assert cluster == Span(5.0, 7.5)


def test_a_cluster_that_goes_on_is_one():
    assert len(fillers(a_talk("um word " * 20), RUBRIC).filler_clusters) == 1


def test_the_word_before_which_one_stalls_again_and_again_is_named():
    talk = a_talk(*["This is um the derivation of a step."] * 3, "A step is small.")
    [stall] = fillers(talk, RUBRIC).filler_stalls
    assert stall.term == "derivation"
    assert len(stall.quotes) == 3
    [finding] = [f for f in filler_findings(talk, fillers(talk, RUBRIC), RUBRIC) if f.kind == "stalls"]
    assert "“derivation” (3 times)" in finding.message


def test_a_word_of_every_sentence_is_no_stall():
    talk = a_talk(*["We um train it.", *["We train it."] * 7] * 3)
    assert fillers(talk, RUBRIC).filler_stalls == ()


def test_filled_pauses_are_counted_by_slide_the_most_first():
    talk = a_talk("word " * 59 + "um " + "um word " * 30)
    by_slide = fillers(talk, RUBRIC).fillers_by_slide
    assert [(on.slide, on.count) for on in by_slide] == [(2, 30), (1, 1)]
    assert by_slide[0].per_minute == pytest.approx(60)


@pytest.mark.parametrize(("count", "said"), [(2, []), (4, ["filled-pauses"])])
def test_only_more_filled_pauses_than_listeners_notice_are_remarked_on(count: int, said: list[str]):
    talk = a_talk(*["um " + "word " * (120 // count - 1)] * count)
    kinds = [finding.kind for finding in filler_findings(talk, fillers(talk, RUBRIC), RUBRIC)]
    assert [kind for kind in kinds if kind == "filled-pauses"] == said


def test_a_slide_is_named_where_the_filled_pauses_gather():
    spread = a_talk("um " + "word " * 9 + "um " + "word " * 9, *["um " + "word " * 19] * 20)
    gathered = a_talk("word " * 60, "um word word " * 5, "word " * 100)
    told = [filler_findings(talk, fillers(talk, RUBRIC), RUBRIC)[0].message for talk in (spread, gathered)]
    assert "on slide" not in told[0]
    assert "5 of them on slide 2" in told[1]


def test_of_a_few_seconds_no_rate_is_told():
    found = fillers(a_talk("um well you know, um"), RUBRIC)
    assert (found.fillers_per_minute, found.lexical_fillers_per_minute) == (None, None)


def test_words_that_mean_nothing_are_listed_by_how_often_they_come():
    talk = a_talk(*["This basically works, you know, " + "word " * 34] * 3, "It basically works.")
    [finding] = filler_findings(talk, fillers(talk, RUBRIC), RUBRIC)
    assert finding.kind == "lexical-fillers"
    assert "“basically” 4 times and “you know” 3 times" in finding.message


@given(
    st.lists(st.sampled_from(["um", "loss", "you", "know,", "the", "like,", "so"]), min_size=1), st.floats(0, 9)
)
def test_a_later_start_changes_no_count(words: list[str], later: float):
    text = " ".join(words)
    one, other = fillers(a_talk(text), RUBRIC), fillers(a_talk(text, start=later), RUBRIC)
    assert len(one.fillers) == len(other.fillers) == sum(word == "um" for word in words)
    assert [quote.text for quote in one.lexical_fillers] == [quote.text for quote in other.lexical_fillers]
