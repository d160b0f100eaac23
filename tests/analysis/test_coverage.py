import pytest

from talkcoach.analysis.coverage import LEAST, coverage
from talkcoach.domain import Aligned, Deck, Finding, Transcript
from talkcoach.rubric import CoverPoint, load_rubric
from tests.builders import talk

RUBRIC = load_rubric()
NEUTRAL = "The second layer holds a grid of threads."
BARE = f"approach: {NEUTRAL}\n" * 4
END = "implications: In the future we plan to read speech."


def found(script: str, slides: tuple[str, ...] = (), seconds: float = 10.0) -> tuple[Finding, ...]:
    return coverage(talk(script, slides, seconds), RUBRIC)


def test_a_part_in_which_none_of_its_points_is_heard_is_told_with_its_opening() -> None:
    (finding,) = found(f"problem: Users lose hours.\napproach: It has two layers.\n{BARE}{END}")
    assert (finding.kind, finding.severity) == ("point-missing", "low")
    assert finding.message == ("In Approach nothing was heard on the key insight in one sentence and what is new.")
    assert [quote.text for quote in finding.quotes] == ["It has two layers."]


@pytest.mark.parametrize("point", RUBRIC["approach"].cover)
def test_a_part_that_covers_one_point_is_not_blamed_for_the_wording_of_another(point: CoverPoint) -> None:
    assert found(f"approach: Here is the {point.cues[0]}.\n{BARE}{END}") == ()


def test_what_stands_on_a_slide_of_the_part_counts_and_elsewhere_does_not() -> None:
    slides = ("Pockets", "The key idea\nFeel what is inside")
    bare = BARE.replace("approach:", "approach 1:")
    assert found(f"{bare}approach 2: {NEUTRAL}\n{END}", slides) == ()
    assert len(found(f"{bare}implications 2: In the future we plan to read speech.", slides)) == 1
    assert len(found(f"{BARE.replace('approach:', 'approach 7:')}{END}", slides)) == 1


def test_in_a_part_of_a_few_seconds_nothing_is_missed() -> None:
    assert len(found(f"{BARE}{END}", seconds=LEAST / 4)) == 1
    assert found(f"{BARE}{END}", seconds=LEAST / 4 - 0.1) == ()


def test_the_part_in_which_a_rehearsal_breaks_off_may_go_on() -> None:
    assert found(f"problem: Users lose hours.\n{BARE}other: Any questions?") == ()


def test_the_last_part_of_the_structure_does_not_go_on() -> None:
    (finding,) = found(f"implications: {NEUTRAL}\n" * 4)
    assert finding.message.startswith("In Implications")


@pytest.mark.parametrize("part", ["evidence", "limitations", "other"])
def test_what_other_analyses_judge_is_left_to_them(part: str) -> None:
    assert found(f"{part}: {NEUTRAL}\n" * 6 + END) == ()


def test_a_part_that_need_not_cover_anything_misses_nothing() -> None:
    parts = tuple(part.model_copy(update={"cover": ()}) for part in RUBRIC.parts)
    assert coverage(talk(f"{BARE}{END}"), RUBRIC.model_copy(update={"parts": parts})) == ()


def test_silence_misses_nothing() -> None:
    assert coverage(Aligned(Transcript(()), Deck(()), (), (), 0.0), RUBRIC) == ()
