import pytest

from talkcoach.analysis.numbers import numbers
from talkcoach.rubric import load_rubric
from tests.builders import talk

RUBRIC = load_rubric()
SLIDES = (
    "Sieve",
    "Main result\nAccuracy gain over the baseline: 4.3 points\nTraining on 12,431 documents",
    "Next",
)


def messages(words: str, slides: tuple[str, ...] = SLIDES) -> list[str]:
    return [finding.message for finding in numbers(talk(f"evidence 2: {words}", slides), RUBRIC)]


@pytest.mark.parametrize("number", ["4.2 points", "four point two points"])
def test_a_number_that_differs_from_the_slide_is_told_with_both(number: str) -> None:
    assert messages(f"The accuracy gain is {number} over the baseline.") == [
        f"You said {number}; slide 2 shows 4.3 points."
    ]


def test_without_the_slide_that_was_shown_no_number_differs() -> None:
    words = "The accuracy gain is 4.2 points over the baseline."
    assert messages(words, slides=SLIDES[:1]) == messages(words, slides=()) == []


def test_the_finding_points_at_the_moment_and_at_the_slide() -> None:
    (finding,) = numbers(talk("evidence 2: The accuracy gain is 4.2 points.", SLIDES), RUBRIC)
    assert finding.quotes[0].text == "The accuracy gain is 4.2 points."
    assert finding.quotes[1].slide == 2
    assert "4.3 points" in finding.quotes[1].text


@pytest.mark.parametrize(
    "words",
    [
        "The accuracy gain is 4.3 points over the baseline.",
        "The accuracy gain is four points over the baseline.",
        "The accuracy gain is about 4.2 points over the baseline.",
        "The accuracy gain is 4 2 points over the baseline.",
        "We train on 12 thousand documents.",
        "We train on 12,000 documents.",
        "We began in 2019 with four documents.",
        "The accuracy gain is 9.1 points on another task.",
    ],
)
def test_a_number_that_agrees_or_means_something_else_is_left_alone(words: str) -> None:
    assert messages(words) == []


def test_a_difference_that_was_worked_out_from_the_slide_is_left_alone() -> None:
    slides = ("Sieve", "Accuracy of the baseline 81.5%\nAccuracy of Sieve 86.1%\nAccuracy gain last year 4.8%")
    assert messages("The accuracy gain is 4.6% here.", slides) == []


def test_a_number_of_the_next_slide_may_be_said_early() -> None:
    slides = (*SLIDES[:2], "Accuracy gain over all seeds: 4.2 points")
    assert messages("The accuracy gain is 4.2 points.", slides) == []


def test_without_a_slide_up_nothing_can_differ() -> None:
    assert numbers(talk("evidence: The accuracy gain is 4.2 points.", SLIDES), RUBRIC) == ()


def test_the_same_slip_is_told_once() -> None:
    twice = talk(
        "evidence 2: The accuracy gain is 4.2 points.\nevidence 2: So the accuracy gain is 4.2 points.", SLIDES
    )
    assert len(numbers(twice, RUBRIC)) == 1
