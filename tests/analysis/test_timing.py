from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.analysis.timing import levelled, sure_verdict, timing, timing_findings, verdict, with_elsewhere
from talkcoach.domain import Aligned, Deck, Section, Sentence, Slide, Span, Transcript, Visit
from talkcoach.rubric import load_rubric

RUBRIC = load_rubric()
SLOT = 35 * 60.0
IN_TIME = {"other": 30, "problem": 150, "gap": 120, "approach": 600, "evidence": 600, "limitations": 300,
           "implications": 300}  # fmt: skip
SECONDS = st.lists(st.floats(0, 1000), max_size=12)


def a_talk(
    seconds: dict[str, float], slides_per_part: int = 2, extra_slides: int = 0, seen: bool = True
) -> Aligned:
    """A talk whose parts come in order, each spread evenly over its own slides, a sentence every ten seconds."""
    sections, visits, slides, clock = [], [], [], 0.0
    for key, length in seconds.items():
        span = Span(clock, clock + length)
        sections.append(Section(span, key))
        for n in range(slides_per_part):
            slides.append(Slide(len(slides) + 1, f"{key} {n + 1}", ""))
            piece = Span(clock + length * n / slides_per_part, clock + length * (n + 1) / slides_per_part)
            visits.append(Visit(piece, len(slides)))
        clock += length
    slides += [Slide(len(slides) + 1 + n, "not reached", "") for n in range(extra_slides)]
    sentences = tuple(Sentence(Span(at, at + 8), f"At {at}.") for at in range(0, int(clock) - 8, 10))
    deck = Deck(tuple(slides)) if seen else Deck(())
    return Aligned(Transcript(sentences, "en"), deck, tuple(visits) if seen else (), tuple(sections), clock)


def kinds(seconds: dict[str, float], **options: int) -> list[str]:
    talk = a_talk(seconds, **options)
    return [finding.kind for finding in timing_findings(talk, RUBRIC, timing(talk, RUBRIC, SLOT))]


def test_a_talk_that_keeps_to_the_structure_is_not_remarked_on():
    assert kinds(IN_TIME) == []


def test_every_part_has_its_seconds_its_target_and_its_slides():
    account = timing(a_talk(IN_TIME), RUBRIC, SLOT)
    limitations = next(part for part in account.parts if part.key == "limitations")
    assert limitations.seconds == 300
    assert limitations.target_seconds == pytest.approx((300, 300))
    assert limitations.slides == (11, 12)
    assert account.other_seconds == 30


@pytest.mark.parametrize(
    ("between", "expected"),
    [((100.0, 200.0), "short"), ((100.0, 400.0), "unclear"), ((0.0, 150.0), "short"), (None, "short")],
)
def test_a_verdict_is_given_where_both_ends_of_what_the_minutes_may_be_have_it(between, expected):
    assert sure_verdict(150.0, between, (300.0, 360.0), 0.15) == expected


def test_a_part_whose_minutes_are_not_sure_is_neither_short_nor_long_and_nobody_is_told_to_cut_it():
    seconds = {**IN_TIME, "approach": IN_TIME["approach"] * 2}
    talk = a_talk(seconds)
    unsure = replace(talk, bounds={"approach": (IN_TIME["approach"] * 0.9, IN_TIME["approach"] * 2.1)})
    measured = timing(unsure, RUBRIC, SLOT)
    approach = next(part for part in measured.parts if part.key == "approach")
    assert approach.verdict == "unclear"
    assert "part-long" in {finding.kind for finding in timing_findings(talk, RUBRIC, timing(talk, RUBRIC, SLOT))}
    assert "part-long" not in {finding.kind for finding in timing_findings(unsure, RUBRIC, measured)}


def test_a_part_spoken_in_two_stretches_is_added_up():
    talk = a_talk({"approach": 100, "evidence": 50})
    again = Section(Span(150, 200), "approach")
    talk = Aligned(talk.transcript, talk.deck, talk.visits, (*talk.sections, again), 200)
    assert next(p for p in timing(talk, RUBRIC, SLOT).parts if p.key == "approach").seconds == 150


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "missing"), (50, "short"), (85, "ok"), (100, "ok"), (120, "ok"), (138, "ok"), (139, "long")],
)
def test_a_part_is_judged_with_tolerance(seconds: float, said: str):
    assert verdict(seconds, (100, 120), 0.15) == said


def test_a_part_that_is_not_expected_is_not_missing():
    assert verdict(0, (0, 60), 0.15) == "ok"


def test_a_long_part_names_the_slides_that_took_the_time():
    talk = a_talk({**IN_TIME, "approach": 900})
    found = timing_findings(talk, RUBRIC, timing(talk, RUBRIC, SLOT))
    long = next(finding for finding in found if finding.kind == "part-long")
    assert long.message == "Approach took 15:00 of 10:00, most of it on slides 7 and 8."
    assert long.advice.startswith("Cut 2:30 from slide 7 and 2:30 from slide 8")
    assert {quote.slide for quote in long.quotes} == {7, 8}


def test_a_short_part_tells_how_much_more_it_needs():
    talk = a_talk({**IN_TIME, "gap": 60})
    [short] = timing_findings(talk, RUBRIC, timing(talk, RUBRIC, SLOT))
    assert (short.message, short.advice) == ("Gap got 1:00 of 2:00.", "Give it 1:00 more.")


def test_a_missing_part_points_to_where_it_should_have_been():
    talk = a_talk({key: seconds for key, seconds in IN_TIME.items() if key != "gap"})
    [missing] = timing_findings(talk, RUBRIC, timing(talk, RUBRIC, SLOT))
    assert missing.kind == "part-missing"
    assert missing.quotes[0].span.start == 180


def test_missing_and_short_limitations_are_left_to_those_who_heard_them():
    assert kinds({**IN_TIME, "limitations": 40}) == []
    assert "part-long" in kinds({**IN_TIME, "limitations": 500})


def test_a_talk_that_overruns_its_slot_hears_it_first():
    assert kinds({**IN_TIME, "approach": 900})[0] == "over-slot"


def test_slides_that_were_not_reached_push_the_end_back():
    talk = a_talk({"problem": 150, "gap": 120, "approach": 600}, extra_slides=4)
    account = timing(talk, RUBRIC, SLOT)
    assert account.duration == 870
    assert account.projected_seconds == 870 + 4 * 75


def test_slides_behind_the_thanks_are_not_still_to_come():
    talk = a_talk(IN_TIME)
    extra = ("Thank you!", "Backup: more results", "References")
    slides = (
        *talk.deck.slides,
        *(Slide(len(talk.deck.slides) + n, title, "") for n, title in enumerate(extra, 1)),
    )
    talk = Aligned(talk.transcript, Deck(slides), talk.visits, talk.sections, talk.duration)
    assert timing(talk, RUBRIC, SLOT).projected_seconds == talk.duration


def test_a_recording_of_less_than_half_its_slot_is_not_judged_part_by_part():
    assert kinds({"problem": 100, "gap": 60}) == ["partial-rehearsal"]


def test_without_slides_parts_are_timed_all_the_same():
    talk = a_talk({**IN_TIME, "approach": 900}, seen=False)
    account = timing(talk, RUBRIC, SLOT)
    assert account.slides == ()
    assert [(cut.slide, cut.seconds) for cut in account.cuts] == [(None, 300)]


def test_silence_has_nothing_to_find():
    talk = Aligned(Transcript(()), Deck(()), (), (), 60)
    assert timing_findings(talk, RUBRIC, timing(talk, RUBRIC, SLOT)) == ()


@given(SECONDS, st.floats(0, 5000))
def test_levelling_fills_the_total_and_lengthens_nothing(seconds: list[float], total: float):
    left = levelled(seconds, total)
    assert sum(left) == pytest.approx(min(total, sum(seconds)), abs=1e-6)
    assert all(0 <= after <= before for after, before in zip(left, seconds, strict=True))


@given(SECONDS, st.floats(0, 5000))
def test_levelling_cuts_only_the_longest_and_to_one_level(seconds: list[float], total: float):
    left = levelled(seconds, total)
    cut = [after for after, before in zip(left, seconds, strict=True) if after < before]
    whole = [after for after, before in zip(left, seconds, strict=True) if after == before]
    assert all(level == pytest.approx(cut[0]) for level in cut)
    assert not cut or all(seconds <= cut[0] + 1e-9 for seconds in whole)


@given(st.floats(1, 3000), st.floats(1, 3000), st.floats(60, 4000), st.integers(1, 40))
def test_the_cuts_bring_every_long_part_down_to_its_target(approach: float, gap: float, slot: float, slides: int):
    talk = a_talk({**IN_TIME, "approach": approach, "gap": gap}, slides_per_part=slides)
    account = timing(talk, RUBRIC, slot)
    assert all(finding.advice for finding in timing_findings(talk, RUBRIC, account))
    for part in account.parts:
        cut = sum(cut.seconds for cut in account.cuts if cut.part == part.key)
        if part.verdict == "long":
            assert part.seconds - cut <= part.target_seconds[1] + 1e-6
        else:
            assert cut == 0


def test_what_was_said_within_other_parts_is_told_apart_and_the_verdict_stays():
    minutes = timing(a_talk({key: 60 for key in IN_TIME if key != "limitations"}), RUBRIC, SLOT)
    told = with_elsewhere(minutes, ("limitations",), 6.0)
    before, after = (next(p for p in each.parts if p.key == "limitations") for each in (minutes, told))
    assert (after.seconds, after.elsewhere_seconds, after.verdict) == (0.0, 6.0, before.verdict)
    assert with_elsewhere(minutes, ("approach", "evidence"), 500.0) == minutes
