"""A speaker who forgets the clicker is told from where on the words tell of the slides."""

from __future__ import annotations

from pathlib import Path

from alignment.talks import deck, told

from talkcoach.coach import Names, aligned, coach_again, judged
from talkcoach.domain import Mark, Span
from talkcoach.hearing import Heard
from talkcoach.rehearsal import Rehearsal
from talkcoach.report import Report
from talkcoach.rubric import load_rubric
from talkcoach.stays import stay

RUBRIC = load_rubric()
TRANSCRIPT, ON = told(range(1, 8))
DURATION = TRANSCRIPT.sentences[-1].span.end
CLICKS = tuple(Mark(TRANSCRIPT.sentences[ON.index(slide)].span.start, slide) for slide in range(1, 8))
FORGOTTEN = "Your clicks end at 0:09 on slide 2; from 0:27 on slides are found from your words."


def rehearsed(marks: tuple[Mark, ...], stays: tuple[tuple[float, float, int], ...] = ()) -> Rehearsal:
    said = tuple(stay(Span(start, end), slide) for start, end, slide in stays)
    return Rehearsal(Path("talk.wav"), marks=marks, stays=said)


def first_report() -> Report:
    talk = aligned(Heard(TRANSCRIPT, (), DURATION), deck(), rehearsed(()), RUBRIC)
    return judged(talk, RUBRIC, 150.0, Names("Routing", "talk.wav", "deck.pptx"))


def again(report: Report, rehearsal: Rehearsal) -> Report:
    return coach_again(rehearsal, deck(), RUBRIC, report)


def test_the_report_says_where_the_clicks_end():
    assert FORGOTTEN in again(first_report(), rehearsed(CLICKS[:2])).caveats


def test_it_no_longer_says_so_when_the_clicks_were_put_right():
    forgotten = again(first_report(), rehearsed(CLICKS[:2]))
    assert not any("clicks" in caveat for caveat in again(forgotten, rehearsed(CLICKS)).caveats)


def test_what_the_user_says_of_the_first_slides_is_not_taken_for_clicks():
    corrected = rehearsed((), ((0.0, 8.75, 1), (8.75, 26.75, 2)))
    assert not any("clicks" in caveat for caveat in again(first_report(), corrected).caveats)
