import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.quantities import quantities, spoken_quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("it gains 4.2 points", 4.2, "%"),
        ("four point two percent", 4.2, "%"),
        ("zero point zero five", 0.05, ""),
        ("twenty percent of them", 20.0, "%"),
        ("ninety-six point one percent", 96.1, "%"),
        ("10 thousand documents", 10_000.0, "document"),
        ("12k documents", 12_000.0, "document"),
        ("24,000 pairs", 24_000.0, "pair"),
        ("two hundred and fifty participants", 250.0, "particip"),
        ("2.5 million rows", 2_500_000.0, "row"),
        ("3.5x faster", 3.5, "x"),
        ("ten times faster", 10.0, "x"),
        ("30 ms", 30.0, "ms"),
        ("-3.2 degrees", -3.2, "degre"),
    ],
)
def test_a_number_is_read_with_what_it_counts(text: str, value: float, unit: str) -> None:
    (found,) = quantities(text)
    assert found.value == pytest.approx(value)
    assert found.unit == unit


@pytest.mark.parametrize(
    "text", ["GPT-3", "AP-10K", "T5", "a 3D model", "the 2nd attempt", "see [12]", "version 1.2.3"]
)
def test_a_number_in_a_name_or_a_reference_counts_nothing(text: str) -> None:
    assert quantities(text) == ()


def test_numbers_side_by_side_were_split_by_the_recogniser() -> None:
    assert spoken_quantities("an accuracy of 81 3 %") == ()
    assert [number.value for number in spoken_quantities("from 81.3 to 92.5")] == [81.3, 92.5]


@pytest.mark.parametrize(
    ("said", "shown"), [("4", "4.3"), ("12,000", "12,431"), ("92 percent", "92.9%"), ("4.3", "4.3")]
)
def test_a_rounded_number_is_a_fair_way_to_say_it(said: str, shown: str) -> None:
    assert quantities(said)[0].rounds(quantities(shown)[0])


@pytest.mark.parametrize(("said", "shown"), [("4.2", "4.3"), ("83%", "82%"), ("12,000", "13,431"), ("4.3", "4")])
def test_another_number_is_not(said: str, shown: str) -> None:
    assert not quantities(said)[0].rounds(quantities(shown)[0])


@given(st.integers(0, 10**7), st.integers(0, 3))
def test_a_number_in_digits_is_read_back_as_written(whole: int, decimals: int) -> None:
    value = whole / 10**decimals
    (found,) = quantities(f"we saw {value:.{decimals}f} there")
    assert found.value == pytest.approx(value)
    assert found.decimals == decimals
    assert found.rounds(found)
