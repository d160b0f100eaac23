"""What a deck tells before anybody has spoken."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.alignment.plan import plan
from talkcoach.analysis.preflight import SECONDS_A_SLIDE, preflight, prose_words
from talkcoach.decks import read_deck
from talkcoach.domain import Deck, Finding, Slide
from talkcoach.rubric import load_rubric
from talkcoach.store.places import shipped

WHOLE = (
    "Sieve",
    "The problem",
    "Related work",
    "Our approach",
    "Results",
    "Limitations",
    "Conclusion",
    "Thank you",
)


def a_deck(*titles: str, language: str = "en", **texts: str) -> Deck:
    """Slides with these titles; ``s3="..."`` gives the third a body."""
    slides = [Slide(n, title, f"{title}\n{texts.get(f's{n}', '')}") for n, title in enumerate(titles, 1)]
    return Deck(tuple(slides), language=language)


the_rubric = cache(load_rubric)


def found(deck: Deck, minutes: float = 35) -> dict[str, Finding]:
    rubric = the_rubric()
    findings = preflight(deck, plan(deck, rubric), rubric, 60 * minutes)
    assert len({finding.kind for finding in findings}) == len(findings)
    return {finding.kind: finding for finding in findings}


def test_a_deck_with_every_part_has_nothing_to_put_right():
    assert found(a_deck(*WHOLE)) == {}


def test_an_empty_deck_has_nothing_to_put_right():
    assert found(Deck(())) == {}


def test_a_deck_without_limitations_is_told_first_and_where_they_belong():
    titles = [title for title in WHOLE if title != "Limitations"]
    first = next(iter(found(a_deck(*titles)).values()))
    assert first.kind == "no-limitations-slide"
    assert first.severity == "high"
    assert "5:00" in first.message
    assert [quote.slide for quote in first.quotes] == [titles.index("Results") + 1]


def test_limitations_in_passing_on_a_late_slide_are_not_called_missing():
    titles = [title for title in WHOLE if title != "Limitations"]
    late = a_deck(*titles, s6="One limitation is that we only tested on English reports")
    assert "no-limitations-slide" not in found(late)


def test_slides_that_only_stand_where_limitations_would_be_do_not_hide_that_there_are_none():
    assert "no-limitations-slide" in found(a_deck("Sieve", *(f"Result {number}" for number in range(40))))


def test_a_slide_that_the_user_puts_there_is_about_limitations():
    deck, rubric = a_deck("Sieve", *(f"Result {number}" for number in range(40))), the_rubric()
    findings = preflight(deck, plan(deck, rubric, {38: "limitations"}), rubric, 60 * 35)
    assert "no-limitations-slide" not in {finding.kind for finding in findings}


def test_limitations_of_earlier_work_are_not_ones_own():
    titles = [title for title in WHOLE if title != "Limitations"]
    assert "no-limitations-slide" in found(a_deck(*titles, s3="Limitations of windows"))


def test_a_hidden_slide_of_limitations_does_not_count():
    deck = a_deck(*WHOLE)
    slides = tuple(Slide(s.number, s.title, s.text, hidden=s.title == "Limitations") for s in deck.slides)
    assert "no-limitations-slide" in found(Deck(slides, language="en"))


def test_a_large_part_without_slides_weighs_more_than_a_small_one():
    no_gap = found(a_deck(*(title for title in WHOLE if title != "Related work")))["part-without-slides"]
    no_results = found(a_deck(*(title for title in WHOLE if title != "Results")))["part-without-slides"]
    assert (no_gap.severity, no_results.severity) == ("low", "medium")
    assert "Gap (2:00)" in no_gap.message
    assert "Evidence (10:00)" in no_results.message


def test_parts_are_not_looked_for_in_pictures_or_in_another_language():
    pictures = Deck(tuple(Slide(number, "", "") for number in range(1, 9)))
    assert found(pictures) == {}
    assert found(a_deck("Einleitung", "Ergebnisse", "Fazit", language="de")) == {}


def test_more_slides_than_the_slot_has_room_for_are_counted():
    titles = [*WHOLE[:4], *("Results" for _ in range(40)), *WHOLE[5:]]
    finding = found(a_deck(*titles), minutes=10)["too-many-slides"]
    assert finding.message == f"{len(titles)} slides in 10:00 leave 0:13 for each."
    assert finding.advice == f"Hide or merge {len(titles) - 20} of them; Evidence has the most, 40."
    assert "too-many-slides" not in found(a_deck(*titles), minutes=len(titles) * SECONDS_A_SLIDE / 60)


def test_a_wall_of_text_is_found_by_its_prose():
    sentence = "we follow every reader through the whole of the long report\n"
    finding = found(a_deck(*WHOLE, s4=sentence * 12))["wall-of-text"]
    assert [quote.slide for quote in finding.quotes] == [4]
    assert str(12 * 11) in finding.message


def test_a_large_table_is_no_wall_of_text():
    assert "wall-of-text" not in found(a_deck(*WHOLE, s5="Sieve | 43.1 | 12.0 | Dense | 40.2\n" * 60))


def test_an_acronym_that_no_slide_spells_out_is_named_with_its_slide():
    finding = found(a_deck(*WHOLE, s4="the router learns from the TBR at every step"))["acronym-unexpanded"]
    assert finding.message == "Your slides never say what TBR stands for."
    assert [quote.slide for quote in finding.quotes] == [4]


def test_an_acronym_that_is_spelled_out_is_left_alone():
    spelled = a_deck(*WHOLE, s4="the router learns from the token budget ratio (TBR) at every step")
    assert "acronym-unexpanded" not in found(spelled)


def test_the_sample_deck_has_only_its_acronym_to_put_right():
    assert list(found(read_deck(shipped("assets", "sample", "deck.pptx")))) == ["acronym-unexpanded"]


SLIDES = st.lists(st.tuples(st.sampled_from([*WHOLE, ""]), st.text(max_size=200), st.booleans()), max_size=10)


@settings(max_examples=40)
@given(slides=SLIDES, minutes=st.floats(1, 600))
def test_every_finding_names_a_slide_of_the_deck(slides: list[tuple[str, str, bool]], minutes: float):
    deck = Deck(tuple(Slide(n, title, text, hidden=h) for n, (title, text, h) in enumerate(slides, 1)))
    for finding in found(deck, minutes).values():
        assert all(deck.find(quote.slide) for quote in finding.quotes)
        assert finding.message
        assert finding.advice


@given(st.text())
def test_there_are_no_more_words_of_prose_than_words(text: str):
    assert 0 <= prose_words(Slide(1, "", text)) <= len(text)
