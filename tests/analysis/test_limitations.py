from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.limitations import limitation_findings, limitations
from talkcoach.domain import Aligned, Deck, Transcript
from talkcoach.rubric import load_rubric
from tests.builders import talk

RUBRIC = load_rubric()
MENTION = "There are a few limitations."
SPECIFIC = "We have not tested it on languages other than English."
CONSEQUENCE = "That means we cannot claim that it works for spoken dialogue."
REMEDY = "One way to fix this is to record the same dialogues in three languages."
HINDSIGHT = "If I started again, I would collect the second corpus first."
DEEPENING = (MENTION, SPECIFIC, CONSEQUENCE, REMEDY)
NEUTRAL = ("The router is a small network.", "Here you see the training loop.", "The decoder reads the output.")


def kinds(
    script: str, slides: tuple[str, ...] = (), slot: float = 2100.0, seconds: float = 10.0
) -> dict[str, str]:
    said = talk(script, slides, seconds)
    found = limitation_findings(limitations(said, RUBRIC), said, RUBRIC, slot)
    return {finding.kind: finding.message for finding in found}


def level(script: str, slides: tuple[str, ...] = ()) -> int:
    return limitations(talk(script, slides), RUBRIC).level


def test_a_talk_without_words_has_no_limitations_and_no_complaint() -> None:
    empty = Aligned(Transcript(()), Deck(()), (), (), 0.0)
    found = limitations(empty, RUBRIC)
    assert (found.level, found.seconds, found.quotes) == (0, 0.0, ())
    assert limitation_findings(found, empty, RUBRIC, 2100.0) == ()


@pytest.mark.parametrize(("depth", "sentence"), list(enumerate(DEEPENING, start=1)))
def test_each_depth_is_told_by_its_own_turn_of_speech(depth: int, sentence: str) -> None:
    before = "" if depth == 1 else f"limitations: {MENTION}\n"
    said = talk(f"evidence: {NEUTRAL[0]}\n{before}limitations: {sentence}")
    found = limitations(said, RUBRIC)
    assert found.level == depth
    assert sentence in [quote.text for quote in found.quotes]


def test_hindsight_is_the_deepest_engagement() -> None:
    found = limitations(talk(f"evidence: {NEUTRAL[0]}\nlimitations: {HINDSIGHT}"), RUBRIC)
    assert found.level == 4
    assert [quote.text for quote in found.hindsight] == [HINDSIGHT]


def test_a_remedy_counts_even_when_the_consequence_was_never_said() -> None:
    found = limitations(talk(f"limitations: {SPECIFIC}\nlimitations: {REMEDY}"), RUBRIC)
    assert found.level == 4
    assert found.consequence == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The main limitation of existing methods is that they need a labelled corpus.",
        "Previous work has a serious drawback.",
        "To overcome these limitations, we read only what matters.",
        "Traditional parsers suffer from two shortcomings.",
        "There is no limitation on the number of clusters.",
        "You learn about the strengths and weaknesses of every tool.",
    ],
)
@pytest.mark.parametrize("part", ["gap", "approach", "evidence"])
def test_what_others_lack_is_no_limitation_of_the_talk(part: str, sentence: str) -> None:
    assert level(f"problem: {NEUTRAL[0]}\n{part}: {sentence}\nimplications: {NEUTRAL[1]}") == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "A limitation of our approach is that it needs a clean microphone.",
        "We did not evaluate how it behaves in noise.",
        "So far we do not handle overlapping speech.",
        "Our method breaks down when two people talk at once.",
        "We only tested it with students.",
        "One caveat for now is that the corpus is small.",
    ],
)
@pytest.mark.parametrize("part", ["approach", "evidence", "limitations", "implications"])
def test_an_admission_counts_wherever_it_is_made(part: str, sentence: str) -> None:
    assert level(f"problem: {NEUTRAL[0]}\n{part}: {sentence}\nimplications: {NEUTRAL[1]}") >= 2


def test_a_weakness_without_owner_is_others_early_and_ones_own_late() -> None:
    weakness = "One drawback is that the index takes twelve hours to build."
    assert level(f"gap: {weakness}\n" + f"approach: {NEUTRAL[0]}\n" * 3) == 0
    assert level(f"approach: {NEUTRAL[0]}\n" * 3 + f"implications: {weakness}") == 2


def test_a_design_choice_is_no_limitation() -> None:
    assert level(f"approach: We do not consider empty documents.\nevidence: {NEUTRAL[0]}") == 0


def test_a_drop_in_an_ablation_is_evidence_for_the_work() -> None:
    assert level(f"approach: {NEUTRAL[0]}\nevidence: Accuracy drops to 60% when we remove the router.") == 0


def test_a_strength_in_disguise_does_not_count_and_is_named() -> None:
    script = f"evidence: {NEUTRAL[0]}\nlimitations: One limitation is that we only needed one GPU."
    found = limitations(talk(script), RUBRIC)
    assert found.level == 0
    assert "only needed one GPU" in found.disguised[0].text
    assert "only needed one GPU" in kinds(script)["limitations-disguised"]


def test_a_line_on_the_slide_that_is_never_said_is_told() -> None:
    slides = ("Sieve", "Limitations\nEnglish only\nNo guarantee for rare words")
    script = f"approach 1: {NEUTRAL[0]}\nlimitations 2: We only tested it in English.\n"
    found = limitations(talk(script, slides), RUBRIC)
    assert [(quote.text, quote.slide) for quote in found.on_slide_unsaid] == [("No guarantee for rare words", 2)]
    assert "Slide 2" in kinds(script, slides)["limitations-on-slide-unsaid"]


def test_a_slide_on_others_limitations_owes_nothing() -> None:
    slides = ("Sieve", "Related work\nNo guarantee for rare words")
    assert limitations(talk(f"gap 2: {NEUTRAL[0]}", slides), RUBRIC).on_slide_unsaid == ()


SILENT = f"approach: {NEUTRAL[0]}\n" * 9 + "implications: You can use it today."


def test_where_no_limitation_is_found_the_likeliest_sentences_are_asked_about_and_nobody_is_accused() -> None:
    said = talk(SILENT)
    (asked,) = limitation_findings(limitations(said, RUBRIC), said, RUBRIC, 200.0)
    assert (asked.kind, asked.severity) == ("limitations-unsure", "medium")
    assert len(asked.quotes) == 5
    assert asked.message.startswith("Is one of these")


def test_absent_limitations_sink_a_talk_once_the_speaker_says_that_none_is_there() -> None:
    said = talk(SILENT)
    rejected = {sentence.text: False for sentence in said.transcript.sentences}
    sure = replace(said, confirmed=rejected)
    (absent,) = limitation_findings(limitations(sure, RUBRIC), sure, RUBRIC, 200.0)
    assert (absent.kind, absent.severity) == ("limitations-absent", "high")
    assert absent.quotes[0].text == "You can use it today."


def test_what_the_speaker_takes_for_a_limitation_is_one_and_what_they_reject_is_none() -> None:
    script = f"approach: {NEUTRAL[0]}\n" * 9 + f"limitations: {SPECIFIC}"
    said = talk(script)
    spoken = said.transcript.sentences[-1].text
    assert limitations(said, RUBRIC).level == 2
    assert limitations(replace(said, confirmed={spoken: False}), RUBRIC).level == 0
    taken = limitations(replace(talk(SILENT), confirmed={"You can use it today, too.": True}), RUBRIC)
    assert [quote.text for quote in taken.mentioned] == ["You can use it today."]


def test_too_few_sentences_accuse_nobody() -> None:
    said = talk(f"approach: {NEUTRAL[0]}\n" * 3)
    assert limitation_findings(limitations(said, RUBRIC), said, RUBRIC, 40.0) == ()


def test_a_rehearsal_of_the_opening_is_not_blamed_for_limitations_that_come_later() -> None:
    script = f"problem: {NEUTRAL[0]}\n" * 30
    assert kinds(script, slot=601.0) == {}
    assert "limitations-unsure" in kinds(script, slot=599.0)


def test_a_slide_beyond_the_deck_is_no_slide_on_limitations() -> None:
    script = f"approach 7: {NEUTRAL[0]}\nimplications 8: {SPECIFIC}"
    assert level(script, ()) == level(script, ("Sieve",)) == 2


def test_limitations_that_get_less_than_their_share_of_the_slot_are_rushed() -> None:
    script = f"approach: {NEUTRAL[0]}\n" * 12 + f"limitations: {SPECIFIC}"
    assert kinds(script, slot=140.0)["limitations-rushed"] == "Your limitations got 0:10 of 0:20."
    assert "limitations-rushed" not in kinds(script, slot=75.0)


def test_a_rehearsal_of_a_part_is_not_blamed_for_its_minutes() -> None:
    script = f"approach: {NEUTRAL[0]}\n" * 12 + f"limitations: {SPECIFIC}"
    assert "limitations-rushed" not in kinds(script, slot=2100.0)


def test_open_questions_and_hindsight_are_missed_only_where_they_are_missing() -> None:
    assert {"no-open-question", "no-hindsight"} <= kinds(f"limitations: {SPECIFIC}").keys()
    asked = "It is an open question whether it scales."
    whole = f"limitations: {SPECIFIC}\nlimitations: {HINDSIGHT}\nlimitations: {asked}"
    assert not {"no-open-question", "no-hindsight"} & kinds(whole).keys()


@given(st.lists(st.sampled_from([*NEUTRAL, *DEEPENING]), max_size=6), st.sampled_from(DEEPENING))
def test_saying_more_about_limitations_never_makes_the_talk_shallower(told: list[str], more: str) -> None:
    before = talk("\n".join(["approach: We read text.", *(f"limitations: {line}" for line in told)]))
    after = talk("\n".join(["approach: We read text.", *(f"limitations: {line}" for line in [*told, more])]))
    assert limitations(after, RUBRIC).level >= limitations(before, RUBRIC).level


@given(st.lists(st.sampled_from([*NEUTRAL, *DEEPENING, HINDSIGHT]), min_size=1, max_size=8))
def test_every_quote_is_a_sentence_of_the_talk_in_order(told: list[str]) -> None:
    said = talk("\n".join(f"limitations: {line}" for line in told))
    found = limitations(said, RUBRIC)
    assert all(
        (quote.span, quote.text) in {(s.span, s.text) for s in said.transcript.sentences} for quote in found.quotes
    )
    assert list(found.quotes) == sorted(found.quotes, key=lambda quote: quote.span)
    assert found.seconds <= said.duration
