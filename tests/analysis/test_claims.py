import pytest

from talkcoach.analysis.claims import claims
from talkcoach.rubric import load_rubric
from tests.builders import talk

RUBRIC = load_rubric()
CLAIM = "Sieve significantly outperforms everything else."
FILLING = "The router is a small network."
SLIDE = ("Results\nSieve 81.2%\nBaseline 77.0%",)


def kinds(script: str, slides: tuple[str, ...] = ()) -> list[str]:
    return [finding.kind for finding in claims(talk(script, slides), RUBRIC)]


def test_a_strong_claim_without_anything_beside_it_is_told() -> None:
    (finding,) = claims(talk(f"approach: {FILLING}\napproach: {CLAIM}\napproach: {FILLING}"), RUBRIC)
    assert finding.kind == "claim-without-evidence"
    assert finding.quotes[0].text == CLAIM


@pytest.mark.parametrize(
    "support",
    ["It gains 4.2 points.", "You see this in the table.", "As shown in the figure.", "This is from Smith et al."],
)
def test_a_claim_with_its_evidence_nearby_is_fine(support: str) -> None:
    assert "claim-without-evidence" not in kinds(f"approach: {CLAIM}\napproach: {support}")


def test_a_slide_that_is_not_in_the_deck_backs_nothing() -> None:
    assert kinds(f"approach 4: {CLAIM}", ()) == kinds(f"approach 4: {CLAIM}", SLIDE) == ["claim-without-evidence"]


def test_a_slide_with_results_backs_a_claim() -> None:
    assert "claim-without-evidence" not in kinds(f"approach 1: {CLAIM}", SLIDE)


@pytest.mark.parametrize(
    "words",
    [
        "Could Sieve outperform everything else?",
        "We want a system that outperforms everything else.",
        "Sieve does not outperform everything else.",
        "Imagine a system that outperforms everything else.",
    ],
)
def test_a_wish_a_question_or_a_denial_is_no_claim(words: str) -> None:
    assert kinds(f"approach: {words}") == []


@pytest.mark.parametrize("part", ["problem", "gap", "limitations", "other"])
def test_what_is_said_of_the_world_is_no_claim_of_the_work(part: str) -> None:
    assert kinds(f"{part}: {CLAIM}") == []


def test_being_the_first_needs_to_have_looked() -> None:
    first = "We built the first system that reads whole books."
    assert kinds(f"approach: {first}") == ["claim-without-evidence"]
    assert kinds(f"approach: To the best of our knowledge, {first}") == []


RESULTS = """
    approach: We propose Sieve, and our method reads only what matters.
    evidence: We compare with Longformer on this dataset.
    evidence: The accuracy is 81.2%.
    evidence: The accuracy falls to 77.0% for Longformer.
    evidence: The error is 3.1% on rare words.
"""


def test_an_experiment_without_rigour_is_told_what_is_missing() -> None:
    assert kinds(RESULTS) == ["comparison-unjustified", "single-data-set", "no-uncertainty", "no-ablation"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("We chose it because it is the strongest published system.", "comparison-unjustified"),
        ("On the other two datasets it is the same.", "single-data-set"),
        ("The standard deviation over five seeds is small.", "no-uncertainty"),
        ("Without the router nothing is left of it.", "no-ablation"),
    ],
)
def test_each_lack_is_mended_by_one_sentence(said: str, kind: str) -> None:
    lines = RESULTS.strip().splitlines()
    mended = "\n".join([*lines[:2], f"evidence: {said}", *lines[2:]])
    assert kind in kinds(RESULTS)
    assert kind not in kinds(mended)


def test_what_stands_on_a_slide_need_not_be_said() -> None:
    assert "no-uncertainty" not in kinds(RESULTS, ("Results\n81.2 ± 0.3",))


def test_a_theorem_owes_no_error_bars() -> None:
    assert kinds("approach: We prove a theorem about games.\nevidence: The orbits are bounded.") == []


def test_a_talk_without_words_claims_nothing() -> None:
    assert claims(talk(""), RUBRIC) == ()
