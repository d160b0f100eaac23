"""The page Progress, run as the browser would have it, and the figures that it shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import reports
import shelf
from showing import HOSTILE, assert_nothing_is_markup, coached, shown, words
from streamlit.testing.v1 import AppTest

from talkcoach.analysis.delivery import Delivery
from talkcoach.app.progress_charts import part_pictures
from talkcoach.domain import Finding, Quote, Span
from talkcoach.practice.cards import change
from talkcoach.report.comparison import compare
from talkcoach.report.trend import dated
from talkcoach.store.library import rehearsals
from talkcoach.store.rehearsal import REPORT


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def charts(app: AppTest) -> list[str]:
    return [each.value.partition("**  ")[0].strip("*") for each in app.markdown if each.value.count("**  \n")]


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def test_without_a_rehearsal_the_page_says_what_comes_and_leads_there() -> None:
    app = shown("progress")
    assert "You have not rehearsed this talk yet" in words(app)
    assert button(app, "Prepare a talk")


def test_with_one_rehearsal_nothing_is_drawn_and_the_next_is_offered() -> None:
    coached()
    app = shown("progress")
    assert "from the second reviewed rehearsal on" in words(app)
    assert button(app, "Rehearse again")
    assert charts(app) == []
    assert len(app.dataframe[0].value) == 1


def test_rehearsals_that_are_not_reviewed_are_listed_and_the_review_is_offered() -> None:
    shelf.recorded()
    app = shown("progress")
    assert "None of these rehearsals is reviewed yet" in words(app)
    assert list(app.dataframe[0].value["State"]) == ["recorded"]


def test_thirty_rehearsals_are_drawn_and_the_last_two_are_compared() -> None:
    coached(30)
    app = shown("progress")
    assert not app.exception
    assert charts(app)[:2] == ["Problem", "Gap"]
    assert charts(app)[6:] == [
        "Depth of the limitations",
        "Speaking rate",
        "Filled pauses",
        "Pauses inside phrases",
        "Long pauses",
        "Spread of pitch",
    ]
    listed, parts, runs = (each.value for each in list(app.dataframe)[:3])
    assert list(listed["Nr"]) == list(range(30, 0, -1))
    assert parts["What changed"].iloc[0] == "as before, on target"
    rate = ["as before", "168 words a minute", "169 words a minute", "110–165"]
    assert list(runs[runs["Figure"] == "Speaking rate"].iloc[0])[1:] == rate


def test_a_rehearsal_is_not_compared_with_itself() -> None:
    coached(2)
    app = shown("progress")
    first, second = (
        each for each in app.selectbox if each.label in ("Rehearsal", "compared with") and each.key is None
    )
    second.set_value(first.value).run()
    assert "Choose two different rehearsals" in words(app)


def test_a_damaged_rehearsal_is_listed_with_what_is_wrong_and_hides_no_other() -> None:
    first, second, _ = coached(3)
    (second.folder / "audio.wav").unlink()
    (first.folder / REPORT).write_text("{", encoding="utf-8")
    app = shown("progress")
    assert not app.exception
    assert list(app.dataframe[0].value["State"]) == ["reviewed", "audio.wav is missing", "recorded"]


def test_deleting_asks_once_names_what_goes_and_is_final() -> None:
    both = coached(2)
    change(both[0].folder, lambda practice: practice.with_own("Who pays?"))
    app = shown("progress")
    chooser = next(each for each in app.selectbox if each.label == "Rehearsal to delete")
    chooser.set_value(both[0].id).run()
    button(app, "Delete").click().run()
    assert "your marks and notes on the questions" in words(app)
    assert "It cannot be brought back" in words(app)
    assert both[0].folder.exists()
    button(app, "Delete for good").click().run()
    assert not app.exception
    assert [rehearsal.id for rehearsal in rehearsals()] == [both[1].id]


def test_what_is_not_confirmed_is_kept() -> None:
    both = coached(2)
    app = shown("progress")
    next(each for each in app.selectbox if each.label == "Rehearsal to delete").set_value(both[0].id).run()
    button(app, "Delete").click().run()
    button(app, "Keep it").click().run()
    assert len(rehearsals()) == 2
    assert "It cannot be brought back" not in words(app)


def test_the_one_that_is_looked_at_can_be_deleted() -> None:
    both = coached(2)
    app = shown("progress")
    next(each for each in app.selectbox if each.label == "Rehearsal to delete").set_value(both[1].id).run()
    button(app, "Delete").click().run()
    button(app, "Delete for good").click().run()
    assert not app.exception
    assert [rehearsal.id for rehearsal in rehearsals()] == [both[0].id]


def test_hostile_text_is_shown_as_text() -> None:
    report = reports.a_report()
    finding = Finding("claim-without-evidence", "high", HOSTILE, HOSTILE, (Quote(Span(1.0, 2.0), HOSTILE, 1),))
    parts = (replace(report.timing.parts[0], title=HOSTILE), *report.timing.parts[1:])
    hostile = replace(report, title=HOSTILE, findings=(finding,), timing=replace(report.timing, parts=parts))
    coached(2, hostile, title=HOSTILE[:200])
    assert_nothing_is_markup(shown("progress"))


def test_the_figures_are_those_of_the_whole_report() -> None:
    report = reports.a_report()
    rehearsal = shelf.recorded(report=report)
    found = dated(rehearsal)
    assert found is not None
    assert found.summary == compare(report, report).later
    assert found.summary.parts == report.timing.parts
    assert found.summary.band == (110.0, 165.0)


def test_what_was_not_coached_has_no_figures() -> None:
    assert dated(shelf.recorded()) is None


def test_a_piece_of_the_talk_says_nothing_of_the_minutes_of_its_parts() -> None:
    report = reports.a_report()
    piece = replace(report, timing=replace(report.timing, duration=0.4 * report.timing.slot_seconds))
    points = [dated(shelf.recorded(report=each)) for each in (report, piece)]
    pictures = part_pictures([point for point in points if point])
    assert pictures[0].words == "2:30 last time, target 2:00–3:00"
    (drawn,) = pictures[0].chart["datasets"].values()
    assert [row["rehearsal"] for row in drawn] == [1]


def test_unknown_figures_are_not_drawn() -> None:
    coached(2, replace(reports.silence(), delivery=Delivery()))
    app = shown("progress")
    assert "Filled pauses" not in charts(app)
    assert "Depth of the limitations" not in charts(app)
