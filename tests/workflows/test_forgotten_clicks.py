"""A speaker who forgets the clicker is told from where on the words tell of the slides."""

from __future__ import annotations

from alignment.talks import deck, told

from talkcoach.alignment.corrected_visits import corrected_visit
from talkcoach.alignment.slides import clicked
from talkcoach.domain import Mark, Span
from talkcoach.rubric import load_rubric
from talkcoach.store.corrections import Corrections
from talkcoach.workflows.align import aligned
from talkcoach.workflows.judge import judge, names_of
from talkcoach.workflows.load import Material

RUBRIC = load_rubric()
TRANSCRIPT, ON = told(range(1, 8))
DURATION = TRANSCRIPT.sentences[-1].span.end
CLICKS = tuple(Mark(TRANSCRIPT.sentences[ON.index(slide)].span.start, slide) for slide in range(1, 8))
FORGOTTEN = "Your clicks end at 0:09 on slide 2; from 0:27 on slides are found from your words."


def material(marks: tuple[Mark, ...], visits: tuple[tuple[float, float, int], ...] = ()) -> Material:
    corrections = tuple(corrected_visit(Span(start, end), slide) for start, end, slide in visits)
    return Material(
        "talk.wav",
        "Routing",
        deck(),
        DURATION,
        visits=clicked(marks, DURATION),
        corrections=Corrections({}, corrections),
    )


def caveats(opened: Material) -> tuple[str, ...]:
    return judge(aligned(opened, TRANSCRIPT, RUBRIC), RUBRIC, 150.0, names_of(opened)).caveats


def test_the_report_says_where_the_clicks_end():
    assert FORGOTTEN in caveats(material(CLICKS[:2]))


def test_it_says_nothing_where_all_slides_were_clicked():
    assert not any("clicks" in caveat for caveat in caveats(material(CLICKS)))


def test_what_the_user_says_of_the_first_slides_is_not_taken_for_clicks():
    corrected = material((), ((0.0, 8.75, 1), (8.75, 26.75, 2)))
    assert not any("clicks" in caveat for caveat in caveats(corrected))
