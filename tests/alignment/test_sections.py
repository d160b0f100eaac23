from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from alignment.talks import SAID, deck, spoken, told
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.alignment.part_emissions import agent_evidence, cue_evidence, share
from talkcoach.alignment.runs import runs
from talkcoach.alignment.sections import find_sections
from talkcoach.domain import Deck, Doubt, Section, Slide, Transcript, Visit
from talkcoach.rubric import OTHER, load_rubric

RUBRIC = load_rubric()
WITHOUT_ROLES = RUBRIC.model_copy(
    update={"parts": tuple(part.model_copy(update={"role": None}) for part in RUBRIC.parts)}
)
"""Parts of one\'s own, of which the model of talks knows nothing: titles, phrases and order are all there is."""
PARTS = {1: OTHER, 2: "problem", 3: "gap", 4: "approach", 5: "evidence", 6: "limitations", 7: "implications"}


def visits_of(transcript: Transcript, slides: list[int]) -> list[Visit]:
    return [Visit(span, slide) for span, slide, _ in runs(transcript.sentences, slides)]


def keys(sections: tuple[Section, ...], transcript: Transcript) -> list[str]:
    return [next(s.key for s in sections if sentence.span.middle in s.span) for sentence in transcript.sentences]


def test_titles_of_slides_tell_the_part():
    transcript, slides = told(range(1, 8))
    sections = find_sections(transcript, deck(), visits_of(transcript, slides), RUBRIC)
    assert keys(sections, transcript) == [PARTS[slide] for slide in slides]


def test_the_decks_own_sections_tell_the_part_where_titles_do_not():
    names = {1: "Opening", 2: "Motivation", 3: "Related work", 4: "Method", 5: "Experiments", 6: "Limitations",
             7: "Outlook"}  # fmt: skip
    untitled = Deck(tuple(Slide(n, f"Slide {n}", f"Slide {n}", section=name) for n, name in names.items()))
    transcript, slides = told(range(1, 8))
    sections = find_sections(transcript, untitled, visits_of(transcript, slides), RUBRIC)
    assert keys(sections, transcript)[1:] == [PARTS[slide] for slide in slides][1:]


def test_a_line_that_could_be_a_title_tells_the_part_where_the_title_does_not():
    lines = {2: "Motivation", 3: "Related work", 4: "Method", 5: "Experiments", 6: "Limitations"}
    unhelpful = Deck(tuple(Slide(n, f"Ships {n}", f"Ships {n}\n{lines.get(n, '')}") for n in range(1, 8)))
    transcript, slides = told(range(1, 7))
    sections = find_sections(transcript, unhelpful, visits_of(transcript, slides), RUBRIC)
    assert keys(sections, transcript)[2:] == [PARTS[slide] for slide in slides][2:]


@pytest.mark.parametrize(
    ("text", "part"), [("Prior work ignores scans", "gap"), ("We propose a router", "approach")]
)
def test_what_stands_on_a_slide_tells_its_part_where_nobody_says_it(text: str, part: str):
    titles = {1: "Routing", 2: "Motivation", 3: "Reading", 4: "Method"}
    slides = Deck(tuple(Slide(n, title, text if n == 3 else title) for n, title in titles.items()))
    transcript = spoken(["Ships are long."] * 12)
    visits = visits_of(transcript, [1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4])
    assert keys(find_sections(transcript, slides, visits, WITHOUT_ROLES), transcript)[4] == part


def test_an_introduction_may_go_on_to_the_gap_and_the_approach():
    transcript = spoken(
        [
            "Reading long reports is an important problem for inspectors.",
            "A wreck costs lives.",
            "Existing methods, however, ignore the headings.",
            "Previous approaches fall short on scans.",
            "So we propose a router.",
            "Our key idea is to read headings first.",
        ]
    )
    deck = Deck(
        (Slide(1, "Routing", ""), Slide(2, "1 Introduction", ""), Slide(3, "Results", ""), Slide(4, "", ""))
    )
    sections = find_sections(transcript, deck, visits_of(transcript, [2] * 6), RUBRIC)
    assert [section.key for section in sections] == ["problem", "gap", "approach"]


def test_a_phrase_that_opens_a_sentence_says_more_than_one_within():
    opens = cue_evidence("And in conclusion, ships are long.", RUBRIC)
    mentions = cue_evidence("Ships are long and, as they say in conclusion, wet.", RUBRIC)
    part = RUBRIC.keys.index("implications")
    assert opens[part] > mentions[part] > 0


@pytest.mark.parametrize(
    "title",
    [
        "2.1 Motivation & Background",
        "Background and motivation",
        "Motivation",
        "Our motivation",
        "Motivation (2/3)",
        "Motivation (cont'd)",
    ],
)
def test_a_title_of_nothing_but_cue_phrases_names_its_part(title: str):
    assert share(RUBRIC["problem"].titles, title) == 1.0
    assert share(RUBRIC["problem"].titles, f"{title} of ships") < 1.0


def test_we_do_our_own_work_and_the_world_does_the_rest():
    """Two sentences without a cue phrase, told apart by nothing but who works."""
    own, world = agent_evidence(["We turn the ship around.", "They turn the ship around."], RUBRIC)
    mine = np.array(
        [key in {"approach", "evidence", "limitations", "implications"} for key in (*RUBRIC.keys, OTHER)]
    )
    assert own[mine].min() > own[~mine].max()
    assert world[~mine].min() > world[mine].max()


@pytest.mark.parametrize("text", ["I turn the ship around.", "We turn the ship around."])
def test_who_works_tells_nothing_where_it_is_always_the_same(text: str):
    assert not agent_evidence([text] * 3, RUBRIC).any()


def test_without_a_deck_cue_phrases_tell_the_part():
    transcript = spoken(
        [
            "Hello, my name is Ada and I'm going to talk about routing.",
            "Reading long reports is an important problem for inspectors.",
            "Why does it matter? Ships are old, and the problem is getting worse.",
            "It is important to find every defect.",
            "However, existing methods fall short on long reports.",
            "Previous approaches ignore the headings, and little is known about them.",
            "So we propose a router, and the key idea is to read headings first.",
            "Our algorithm is trained on questions.",
            "In our experiments we compare with a strong baseline, and the results show an improvement.",
            "We observe that accuracy improves on the test set.",
            "One limitation is that we only tested English, and we do not know about scans.",
            "Another limitation is that our method assumes clean headings.",
            "In conclusion, our future work is on patents.",
            "We hope that this opens up court files.",
            "Thank you, I am happy to take questions.",
        ]
    )
    found = keys(find_sections(transcript, Deck(()), (), RUBRIC), transcript)
    parts = ["problem"] * 3 + ["gap"] * 2 + ["approach"] * 2 + ["evidence"] * 2 + ["limitations"] * 2
    assert found == [OTHER, *parts, "implications", "implications", OTHER]


def test_on_a_poster_every_sentence_is_not_a_greeting():
    said = ["We propose a router, our method is a router."] * 6 + ["In our experiments accuracy improves."] * 6
    transcript = spoken(said)
    poster = Deck((Slide(1, "A router", "A router"),))
    sections = find_sections(transcript, poster, visits_of(transcript, [1] * 12), RUBRIC)
    assert {"approach", "evidence"} <= {section.key for section in sections}


def test_the_users_correction_always_wins():
    transcript, slides = told(range(1, 8))
    sections = find_sections(
        transcript, deck(), visits_of(transcript, slides), RUBRIC, {5: "limitations", 1: "gap"}
    )
    assert keys(sections, transcript) == [{**PARTS, 5: "limitations", 1: "gap"}[slide] for slide in slides]


def in_doubt(first: str, second: str, title: str = "") -> list[Doubt]:
    """What is doubtful of a talk of five slides, of which two sentences are said to the fourth."""
    transcript = spoken(["Hello.", "Imagine a ship.", "We propose a router.", first, second, "Thank you."])
    visits = visits_of(transcript, [1, 2, 3, 4, 4, 5])
    titles = ("Routing", "Motivation", "Method", title, "Thanks")
    slides = Deck(tuple(Slide(n, title, title) for n, title in enumerate(titles, start=1)))
    return [d for section in find_sections(transcript, slides, visits, RUBRIC) for d in section.doubts]


def test_a_slide_of_which_nothing_tells_the_part_could_belong_to_that_before_or_after():
    (doubt,) = in_doubt("It goes on.", "And on.")
    assert (doubt.slide, doubt.rival) == (4, "evidence")


def test_a_slide_that_its_title_names_is_in_no_doubt():
    assert in_doubt("It goes on.", "And on.", "Results") == []


def test_what_the_user_says_about_a_slide_is_in_no_doubt():
    transcript, slides = told(range(1, 8))
    said = dict.fromkeys(range(1, 8), "approach")
    (section,) = find_sections(transcript, deck(), visits_of(transcript, slides), RUBRIC, said)
    assert section.doubts == ()


def test_a_long_talk_does_not_change_its_part_for_one_phrase():
    """Where one word of another part would do in a talk of a few minutes."""
    said = ["We propose a router."] * 4 + ["It goes on."] * 6
    aside = ["As you can see, it improves."]
    short, long = spoken(said + aside + said), spoken(said * 20 + aside + said * 20)
    assert "evidence" in keys(find_sections(short, Deck(()), (), WITHOUT_ROLES), short)
    assert "evidence" not in keys(find_sections(long, Deck(()), (), WITHOUT_ROLES), long)


def test_silence_has_no_sections():
    assert find_sections(Transcript(()), deck(), (), RUBRIC) == ()


def test_a_rubric_with_one_part_has_room_for_everything():
    one = RUBRIC.model_copy(update={"parts": RUBRIC.parts[:1]})
    transcript, slides = told(range(1, 8))
    sections = find_sections(transcript, deck(), visits_of(transcript, slides), one)
    assert {section.key for section in sections} <= {"problem", OTHER}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([text for texts in SAID.values() for text in texts]), min_size=1, max_size=25))
def test_sections_touch_and_cover_all_that_is_said(texts: list[str]):
    transcript = spoken(texts)
    sections = find_sections(transcript, Deck(()), (), RUBRIC)
    assert sections[0].span.start == transcript.sentences[0].span.start
    assert sections[-1].span.end == transcript.sentences[-1].span.end
    assert all(before.span.end == after.span.start for before, after in pairwise(sections))
    assert all(before.key != after.key for before, after in pairwise(sections))
    assert all(0 < section.confidence <= 1 for section in sections)
    for section in sections:
        assert all(doubt.span & section.span == doubt.span for doubt in section.doubts)
        assert section.key not in {doubt.rival for doubt in section.doubts}


@pytest.mark.parametrize("slide", [1, 4, 7])
def test_a_correction_changes_no_other_slide_that_its_title_names(slide: int):
    transcript, slides = told(range(1, 8))
    corrected = find_sections(transcript, deck(), visits_of(transcript, slides), RUBRIC, {slide: PARTS[slide]})
    assert keys(corrected, transcript) == [PARTS[slide] for slide in slides]
