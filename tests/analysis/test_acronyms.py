import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.acronyms import acronyms, is_spelled_out
from talkcoach.rubric import load_rubric
from tests.builders import talk

RUBRIC = load_rubric()
SLIDES = ("Sieve", "Setup\nWe train with the QRZ objective on long text\nGPU hours")


def messages(script: str, slides: tuple[str, ...] = SLIDES) -> list[str]:
    return [finding.message for finding in acronyms(talk(script, slides), RUBRIC)]


def test_an_acronym_that_is_said_and_never_spelled_out_is_told() -> None:
    (finding,) = acronyms(talk("evidence 2: The QRZ objective helps.", SLIDES), RUBRIC)
    assert finding.message == "You say QRZ once and never what it stands for."
    assert finding.quotes[0].text == "The QRZ objective helps."


@pytest.mark.parametrize("spelling", ["Q R Z", "Q.R.Z.", "Q-R-Z"])
def test_an_acronym_said_letter_by_letter_is_the_same(spelling: str) -> None:
    assert messages(f"evidence 2: The {spelling} objective helps.") == [
        "You say QRZ once and never what it stands for."
    ]


def test_an_acronym_that_only_the_slides_use_is_told_too() -> None:
    assert messages("evidence 2: The objective helps.") == [
        "Your slides never say what QRZ stands for, nor do you."
    ]


@pytest.mark.parametrize(
    "expansion",
    ["quick random zoom", "Quick-Random Zoom", "quick and random zoom", "a quick random-zoom"],
)
def test_an_acronym_spelled_out_in_speech_is_fine(expansion: str) -> None:
    assert messages(f"evidence 2: The {expansion} objective helps.") == []


def test_an_acronym_spelled_out_on_any_slide_is_fine() -> None:
    assert messages("evidence 2: The QRZ objective helps.", (*SLIDES, "Notation\nQuick Random Zoom (QRZ)")) == []


def test_an_acronym_in_parentheses_after_its_words_is_fine() -> None:
    slides = (
        "Sieve",
        "Setup\nWe measure photoplethysmography (PPG) at the wrist",
        "Use\nThe PPG is read all day long",
    )
    assert messages("evidence 2: The signal helps.", slides) == []


def test_what_everybody_knows_needs_no_words() -> None:
    assert (
        messages("evidence 2: It takes ten GPU hours.", ("Sieve", "Cost\nIt takes ten GPU hours on a CPU")) == []
    )


@pytest.mark.parametrize(
    "line",
    ["RESULTS AND DISCUSSION", "QRZ", "QRZ 0.81 0.92", "Part III of the long talk", "We use HRNet on long text"],
)
def test_headings_labels_numerals_and_names_are_no_acronyms(line: str) -> None:
    assert messages("evidence 2: The objective helps.", ("Sieve", f"Setup\n{line}")) == []


def test_the_talks_own_name_needs_no_expansion() -> None:
    slides = ("QRZ: reading what matters", "Setup\nWe train the QRZ objective on long text")
    assert messages("evidence 2: The QRZ objective helps.", slides) == []


def test_affiliations_on_the_first_slide_are_left_alone() -> None:
    assert messages("other 1: Hello from the lab.", ("Sieve\nwork with friends at the KTZ lab",)) == []


@given(st.lists(st.sampled_from(["deep", "random", "sparse", "text", "zoom", "router"]), min_size=2, max_size=5))
def test_initials_always_spell_out_their_words(words: list[str]) -> None:
    name = "".join(word[0] for word in words).upper()
    assert is_spelled_out(name, talk(f"approach: we call it {' '.join(words)} from here on"))
