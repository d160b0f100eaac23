from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkcoach.alignment.plan import plan
from talkcoach.analysis.pacing import Guidance, TalkPlan, guide, line, plan_talk, slides_shown, talk_clock
from talkcoach.domain import Deck, Event, Mark, Slide
from talkcoach.rubric import load_rubric

RUBRIC = load_rubric()
SLOT = 35 * 60.0
TITLES = ("Sparse routing", "Motivation", "Related work", "Our approach", "The router", "Training", "Experiments",
          "Table 2", "Limitations", "Conclusion", "Thank you", "Backup: settings")  # fmt: skip
SHOWN = range(1, 12)


def a_deck(titles: tuple[str, ...] = TITLES, seconds: dict[int, float] | None = None, hidden: int = 0) -> Deck:
    return Deck(
        tuple(
            Slide(n, title, title, hidden=n == hidden, planned_seconds=(seconds or {}).get(n))
            for n, title in enumerate(titles, start=1)
        )
    )


def planned(deck: Deck, slot: float = SLOT) -> TalkPlan:
    return plan_talk(deck, plan(deck, RUBRIC), RUBRIC, slot)


PLAN = planned(a_deck())
ON_PLAN = [Mark(slide.start, slide.slide) for slide in PLAN.slides if slide.seconds]


def seconds_of(number: int, talk: TalkPlan = PLAN) -> float:
    return talk.slides[number - 1].seconds


def told(order: list[int], stays: list[float]) -> list[Mark]:
    return [Mark(time, slide) for slide, time in zip(order, accumulate(stays, initial=0.0), strict=False)]


moments = st.floats(0, 4000)
kinds = st.sampled_from(["slide", "question", "answered", "pause", "resume", "gap"])
events_in_order = st.lists(st.tuples(moments, kinds, st.integers(1, 12)), max_size=12).map(
    lambda drawn: tuple(
        Event(time, kind, slide if kind == "slide" else None) for time, kind, slide in sorted(drawn)
    )
)
going_on = st.lists(st.floats(0, 400), min_size=1, max_size=11).map(lambda stays: told(list(SHOWN), stays))


def test_a_part_gets_the_middle_of_its_target_and_its_slides_share_it():
    assert PLAN.target("approach") == pytest.approx(600)
    assert [seconds_of(n) for n in (4, 5, 6)] == pytest.approx([200, 200, 200])
    assert PLAN.target("problem") == pytest.approx(150)


def test_targets_shrink_with_the_slot():
    assert planned(a_deck(), SLOT / 2).target("approach") == pytest.approx(300)


def test_the_times_rehearsed_in_the_deck_weigh_the_slides_of_a_part_that_has_them_all():
    talk = planned(a_deck(seconds={4: 60, 5: 30, 6: 30, 7: 90}))
    assert [seconds_of(n, talk) for n in (4, 5, 6)] == pytest.approx([300, 150, 150])
    assert seconds_of(7, talk) == pytest.approx(seconds_of(8, talk))


def test_hidden_slides_and_backups_have_no_time():
    talk = planned(a_deck(hidden=5))
    assert [slide.slide for slide in talk.slides if not slide.seconds] == [5, 12]
    assert [seconds_of(n, talk) for n in (4, 6)] == pytest.approx([300, 300])


def test_a_part_without_a_slide_is_told_on_those_of_the_part_before():
    without = tuple(title for title in TITLES if title != "Related work")
    assert planned(a_deck(without)).target("problem") == pytest.approx(150 + 120)


def test_title_and_thanks_share_what_the_parts_leave():
    assert seconds_of(1) == seconds_of(11) == pytest.approx((SLOT - 2070) / 2)


@given(st.lists(st.sampled_from(TITLES), min_size=1, max_size=14), st.floats(60, 7200))
def test_a_plan_never_exceeds_its_slot_and_every_slide_starts_where_the_one_before_ends(
    titles: list[str], slot: float
):
    talk = planned(a_deck(tuple(titles)), slot)
    assert talk.seconds <= slot + 1e-6
    assert [slide.slide for slide in talk.slides] == list(range(1, len(titles) + 1))
    assert all(one.start + one.seconds == pytest.approx(two.start) for one, two in pairwise(talk.slides))


@given(st.floats(0, 1))
def test_whoever_keeps_to_the_plan_is_never_behind(share: float):
    elapsed = share * PLAN.seconds
    guidance = guide(PLAN, ON_PLAN, elapsed, SLOT)
    assert guidance.behind == pytest.approx(0, abs=1e-6)
    assert guidance.projected == pytest.approx(PLAN.seconds)
    assert guidance.limitations is None


@given(st.integers(2, 10), st.floats(0, 1))
def test_a_rehearsal_that_begins_in_the_middle_is_on_time_there(first: int, share: float):
    begun = PLAN.slides[first - 1].start
    marks = [replace(mark, time=mark.time - begun) for mark in ON_PLAN if mark.slide >= first]
    guidance = guide(PLAN, marks, share * (PLAN.seconds - begun), SLOT)
    assert guidance.behind == pytest.approx(0, abs=1e-6)


@given(going_on, moments)
def test_the_talk_ends_no_sooner_than_now_and_no_later_than_the_plan_and_the_delay(
    marks: list[Mark], elapsed: float
):
    guidance = guide(PLAN, marks, elapsed, SLOT)
    assert guidance.projected is not None
    assert guidance.behind is not None
    assert guidance.projected >= elapsed
    assert guidance.projected == pytest.approx(PLAN.seconds + guidance.behind)
    assert 0 <= guidance.part_seconds <= elapsed + 1e-6


@given(going_on, st.floats(0, 300), st.data())
def test_going_back_delays_the_end_by_the_time_that_it_takes_and_no_more(
    marks: list[Mark], stay: float, data: st.DataObject
):
    left = marks[-1].time + data.draw(st.floats(0, 300))
    earlier = data.draw(st.integers(1, marks[-1].slide))
    before = guide(PLAN, marks, left, SLOT)
    after = guide(PLAN, [*marks, Mark(left, earlier)], left + stay, SLOT)
    assert before.projected is not None
    assert after.projected is not None
    assert after.projected <= before.projected + stay + 1e-6
    assert earlier == marks[-1].slide or after.projected == pytest.approx(before.projected + stay)


@given(going_on, moments, moments)
def test_time_that_passes_on_one_slide_never_brings_the_end_nearer(marks: list[Mark], one: float, other: float):
    early, late = (marks[-1].time + after for after in sorted((one, other)))
    first, second = guide(PLAN, marks, early, SLOT).projected, guide(PLAN, marks, late, SLOT).projected
    assert first is not None
    assert second is not None
    assert second >= first - 1e-6


def test_slides_that_are_skipped_are_time_gained():
    at = PLAN.slides[4].start
    skipped = guide(PLAN, [*ON_PLAN[:4], Mark(at, 7)], at, SLOT)
    assert skipped.behind == pytest.approx(-400)


def test_a_glance_ahead_costs_nothing_once_the_talk_goes_on_where_it_was():
    at = PLAN.slides[5].start
    glanced = [*ON_PLAN[:5], Mark(at - 20, 9), Mark(at - 10, 5), Mark(at, 6)]
    assert guide(PLAN, glanced, at, SLOT).behind == pytest.approx(-10)


def test_a_backup_slide_in_the_middle_does_not_end_the_talk():
    at = PLAN.slides[5].start
    looked = [*ON_PLAN[:5], Mark(at - 20, 12), Mark(at - 10, 5)]
    assert guide(PLAN, looked, at, SLOT).behind == pytest.approx(10)


def test_a_delay_is_taken_from_the_limitations():
    late = [Mark(0.0, 1), Mark(0.0, 2), Mark(350.0, 3)]
    guidance = guide(PLAN, late, 350.0, SLOT)
    overrun = (guidance.projected or 0.0) - SLOT
    assert overrun > 0
    assert guidance.limitations == pytest.approx(300 - overrun)


def test_limitations_that_are_over_cannot_get_shorter():
    marks = [*ON_PLAN[:9], Mark(SLOT, 10)]
    assert guide(PLAN, marks, SLOT, SLOT).limitations is None


def test_the_line_of_a_talk_that_is_behind_says_when_it_will_end_and_what_that_costs():
    marks = [replace(mark, time=mark.time + (130 if mark.slide > 4 else 0)) for mark in ON_PLAN[:5]]
    words = line(guide(PLAN, marks, marks[-1].time + 60, SLOT)).split(" · ")
    assert words == [
        "11:15",
        "Approach 6:30 of 10:00",
        "2:10 behind",
        "ends about 37:10",
        "limitations will get 2:50",
    ]


def test_the_line_of_a_talk_in_time_is_short():
    assert line(guide(PLAN, ON_PLAN[:4], 500, SLOT)) == "8:20 · Approach 3:35 of 10:00 · on time"


def test_the_line_of_a_talk_that_is_ahead_says_so():
    assert line(guide(PLAN, [Mark(0, 1), Mark(5, 2), Mark(40, 3)], 60, SLOT)).startswith(
        "1:00 · Gap 0:20 of 2:00 · 2:05 ahead"
    )


def test_on_the_title_the_line_names_no_part():
    assert line(guide(PLAN, ON_PLAN[:1], 10, SLOT)) == "0:10 · on time"


@pytest.mark.parametrize(("elapsed", "said"), [(872, "14:32 · 20:28 left"), (2170, "36:10 · 1:10 over")])
def test_without_a_deck_there_are_the_clock_and_the_time_left(elapsed: float, said: str):
    assert line(guide(None, [], elapsed, SLOT)) == said
    assert guide(planned(Deck(())), [Mark(0, 1)], elapsed, SLOT) == Guidance(elapsed, SLOT)


@given(events_in_order, moments, moments)
def test_the_talks_clock_never_runs_back_and_never_faster_than_the_recording(
    events: tuple[Event, ...], one: float, other: float
):
    early, late = sorted((one, other))
    ran = talk_clock(events, late) - talk_clock(events, early)
    assert 0 <= ran <= late - early + 1e-6


@given(events_in_order, moments)
def test_the_clock_at_a_moment_needs_nothing_that_happens_later(events: tuple[Event, ...], position: float):
    so_far = tuple(event for event in events if event.time <= position)
    assert talk_clock(events, position) == pytest.approx(talk_clock(so_far, position))


def test_the_clock_stands_from_the_question_to_its_answer():
    events = (Event(60, "question"), Event(70, "slide", 3), Event(100, "answered"))
    assert [talk_clock(events, at) for at in (30, 60, 80, 100, 130)] == [30, 60, 60, 60, 90]


def test_the_clock_stands_while_a_question_is_open_whatever_is_shown():
    events = (Event(60, "question"), Event(70, "slide", 3))
    assert [talk_clock(events, at) for at in (59, 80, 4000)] == [59, 60, 60]


def test_slides_shown_to_answer_are_no_part_of_the_talk_but_the_one_that_it_goes_on_with():
    asked = (Event(0, "slide", 1), Event(60, "question"), Event(70, "slide", 9))
    assert slides_shown(asked) == (Mark(0, 1),)
    answered = (*asked, Event(80, "slide", 2), Event(90, "answered"), Event(100, "slide", 3))
    assert slides_shown(answered) == (Mark(0, 1), Mark(60, 2), Mark(70, 3))


@given(events_in_order)
def test_slides_come_up_in_order_of_the_talks_clock(events: tuple[Event, ...]):
    times = [mark.time for mark in slides_shown(events)]
    assert times == sorted(set(times))
