"""The page Review: with nothing, one, thirty and damaged rehearsals, with hostile text, and with corrections."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from shelf import SCRIPT, SLIDES, a_meta, a_report, cut_off, recorded
from streamlit.testing.v1 import AppTest

from talkcoach.alignment.corrected_visits import corrected_visit
from talkcoach.decks import read_deck
from talkcoach.domain import Doubt, Span
from talkcoach.errors import InputError
from talkcoach.report.model import Report, from_json, slides_of_one_part, to_json
from talkcoach.rubric import load_rubric
from talkcoach.store.corrections import Corrections
from talkcoach.store.library import delete
from talkcoach.store.rehearsal import Rehearsal, deck_in
from talkcoach.store.source import Source
from talkcoach.workflows.coach import coach
from talkcoach.workflows.correct import correct, corrections_of
from talkcoach.workflows.listen import Recognition

APP = Path(__file__).parents[2] / "app.py"
HOSTILE = "<script>alert('x')</script> \"quoted\" שלום 🎤 " + "long " * 2000


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def review(rehearsal: Rehearsal | None = None, tab: str = "") -> AppTest:
    """The page with a rehearsal on it, one of its tabs open."""
    page = AppTest.from_file(str(APP), default_timeout=60)
    if rehearsal:
        page.query_params["rehearsal"], page.query_params["talk"] = rehearsal.id, "new"
    page.run()
    page.switch_page("talkcoach/app/review_page.py").run()
    if tab:
        page.session_state["details"] = tab
        page.run()
    assert not page.exception
    return page


def shown(page: AppTest) -> str:
    """The HTML of all pieces of the report on the page."""
    return "\n".join(json.loads(each.proto.json)["html"] for each in page.get("bidi_component"))


def with_deck(report: Report | None = None) -> Rehearsal:
    """A rehearsal of five slides with a real deck, of which the recorder saw every change."""
    from pptx import Presentation

    rehearsal = recorded(a_meta(), report=report or a_report())
    deck = Presentation()
    for text in SLIDES:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        title, _, rest = text.partition("\n")
        slide.shapes.title.text, slide.placeholders[1].text = title, rest
    deck.save(str(rehearsal.folder / "deck.pptx"))
    marks = [{"time": v.span.start, "event": "slide", "slide": v.slide} for v in a_report().slides]
    (rehearsal.folder / "marks.jsonl").write_text("\n".join(map(json.dumps, marks)) + "\n")
    corrected(rehearsal, report or a_report(), Corrections())
    return rehearsal


def corrected(rehearsal: Rehearsal, report: Report, corrections: Corrections) -> Report:
    deck = deck_in(rehearsal.folder)
    assert deck
    return correct(rehearsal, corrections, read_deck(deck), load_rubric(), report)


def kept(rehearsal: Rehearsal) -> Report:
    path = rehearsal.folder / "report.json"
    return from_json(path.read_text(encoding="utf-8"), path)


def test_with_nothing_rehearsed_it_says_what_it_will_show_and_leads_there():
    page = review()
    assert [each.value for each in page.title] == ["Review"]
    assert "hear every moment" in page.markdown[0].value
    assert [button.label for button in page.button] == ["Rehearse"]


def test_a_rehearsal_that_is_not_coached_can_be_coached():
    assert [button.label for button in review(recorded()).button] == ["Listen to it"]


def test_a_recording_that_was_cut_off_is_said_to_be_kept():
    page = review(cut_off())
    assert "What was recorded is kept" in page.markdown[0].value
    assert [button.label for button in page.button] == ["Listen to it"]


def test_a_damaged_rehearsal_says_what_is_damaged():
    rehearsal = recorded(report=a_report())
    (rehearsal.folder / "meta.json").write_text("{")
    assert any("meta" in each.value and "cannot be read" in each.value for each in review(rehearsal).warning)


def test_a_report_that_cannot_be_read_can_be_made_again():
    rehearsal = recorded(report=a_report())
    (rehearsal.folder / "report.json").write_text('{"schema": 1}')
    assert [button.label for button in review(rehearsal).button] == ["Listen to it"]


def test_the_title_says_which_rehearsal_it_is_and_how_long_it_was():
    first = recorded(a_meta(started="2026-11-23T21:00:00+01:00"), report=a_report())
    second = recorded(a_meta(started="2026-11-24T21:00:00+01:00"), report=a_report())
    assert review(first).caption[0].value == "rehearsal 1 · 4:00 of 4:00"
    assert review(second).caption[0].value == "rehearsal 2 · 4:00 of 4:00"


def spoken_at(words_per_minute: float) -> Report:
    report = a_report()
    tempo = replace(report.delivery.tempo, words_per_minute=words_per_minute)
    return replace(report, delivery=replace(report.delivery, tempo=tempo))


def test_beside_each_figure_stands_that_of_the_rehearsal_before_and_none_beside_the_first():
    first, second, third = (
        recorded(a_meta(started=f"2026-11-{day}T21:00:00+01:00"), report=spoken_at(rate))
        for day, rate in ((22, 171.0), (23, 142.0), (24, 154.0))
    )
    assert "last time" not in shown(review(first, tab="Delivery"))
    assert "last time 171<" in shown(review(second, tab="Delivery"))
    assert "last time 142<" in shown(review(third, tab="Delivery"))


def test_a_rehearsal_of_another_talk_is_no_last_time():
    recorded(a_meta("Another talk", "2026-11-22T21:00:00+01:00"), report=spoken_at(171.0))
    rehearsal = recorded(a_meta(started="2026-11-24T21:00:00+01:00"), report=spoken_at(154.0))
    assert "last time" not in shown(review(rehearsal, tab="Delivery"))


def test_a_rehearsal_that_was_not_coached_is_no_last_time():
    recorded(a_meta(started="2026-11-22T21:00:00+01:00"), report=spoken_at(171.0))
    recorded(a_meta(started="2026-11-23T21:00:00+01:00"))
    rehearsal = recorded(a_meta(started="2026-11-24T21:00:00+01:00"), report=spoken_at(154.0))
    assert "last time 171<" in shown(review(rehearsal, tab="Delivery"))


def test_it_opens_among_thirty_rehearsals():
    every = [recorded(report=a_report()) for _ in range(30)]
    assert "svg" in shown(review(every[12]))


def test_what_to_fix_first_comes_before_the_timeline_and_the_minutes():
    page = shown(review(recorded(report=a_report())))
    assert page.index('id="first"') < page.index('id="time"') < page.index('id="minutes"')


def test_only_the_open_tab_is_made():
    page = review(recorded(report=a_report()), tab="Transcript")
    assert 'id="transcript"' in shown(page)
    assert 'id="minutes"' not in shown(page)


def test_a_recording_too_short_to_judge_says_so_and_shows_what_was_heard():
    brief = a_report(SCRIPT.split("\n")[1], SLIDES, 10.0)
    page = review(recorded(report=brief), tab="Transcript")
    assert "too short to judge" in page.info[0].value
    assert "Inspectors" in shown(page)
    assert "svg" not in shown(page)


def test_hostile_text_shows_as_text():
    script = SCRIPT.replace("Inspectors have", HOSTILE.replace("\n", " "))
    hostile = a_report(script, (HOSTILE, *SLIDES[1:]), 30.0)
    hostile = replace(hostile, title=HOSTILE, recording=HOSTILE, caveats=(HOSTILE,))
    rehearsal = recorded(a_meta(title=HOSTILE), report=hostile)
    for tab in ("Minutes", "Transcript", "Slides", "Everything else"):
        page = review(rehearsal, tab)
        assert "<script" not in shown(page)
        assert "<script" not in page.title[0].value.replace("\\<", "")
    assert "&lt;script&gt;" in shown(page)


def test_a_slide_put_into_another_part_changes_the_minutes_at_once():
    rehearsal = with_deck()
    page = review(rehearsal, tab="Correct")
    page.selectbox(key="part_slide").select(4).run()
    now = kept(rehearsal).timing.slides[3].part
    page.selectbox(key=f"part_of_4_{now}").select("limitations").run()
    assert not page.exception
    assert kept(rehearsal).corrections == {4: "limitations"}
    assert corrections_of(rehearsal).parts == {4: "limitations"}


def test_one_click_confirms_the_parts_of_all_slides():
    rehearsal = with_deck()
    page = review(rehearsal, tab="Correct")
    next(button for button in page.button if button.label == "These parts are right").click().run()
    assert not page.exception
    assert corrections_of(rehearsal).parts == slides_of_one_part(kept(rehearsal)) != {}
    page = review(rehearsal, tab="Correct")
    assert any("You said that these parts are right" in caption.value for caption in page.caption)
    assert "By your plan" in shown(review(rehearsal, tab="Minutes"))


def test_the_page_asks_about_the_slide_whose_part_is_in_doubt():
    rehearsal = with_deck()
    report = kept(rehearsal)
    stay = next(visit for visit in report.slides if visit.slide == 4)
    doubts = (Doubt(stay.span, "approach", 4),)
    sections = (
        replace(s, doubts=doubts if s.key == report.timing.slides[3].part else ()) for s in report.sections
    )
    (rehearsal.folder / "report.json").write_text(
        to_json(replace(report, sections=tuple(sections))), encoding="utf-8"
    )
    page = review(rehearsal, tab="Correct")
    assert "Not sure: slide 4 could be Evidence or Approach." in [caption.value for caption in page.caption]
    assert page.selectbox(key="part_slide").value == 4


def test_an_undone_correction_leaves_no_trace_in_the_report():
    rehearsal = with_deck()
    before = kept(rehearsal)
    page = review(rehearsal, tab="Correct")
    page.selectbox(key="part_slide").select(4).run()
    page.selectbox(key=f"part_of_4_{before.timing.slides[3].part}").select("limitations").run()
    assert kept(rehearsal) != before
    next(button for button in page.button if button.label == "Undo").click().run()
    assert not page.exception
    assert kept(rehearsal) == before


def test_a_slide_that_came_up_later_gives_its_time_to_the_one_before():
    rehearsal = with_deck()
    page = review(rehearsal, tab="Correct")
    slider = page.slider[0]
    slider.set_value(10).run()
    next(button for button in page.button if button.label == "Move it there").click().run()
    assert not page.exception
    assert [visit.span.start for visit in kept(rehearsal).slides][1] == 70.0


def test_all_corrections_can_be_taken_back_in_a_later_session():
    rehearsal = with_deck()
    before = kept(rehearsal)
    corrected(rehearsal, before, Corrections({4: "limitations"}, (corrected_visit(Span(0, 30), 3),)))
    page = review(rehearsal, tab="Correct")
    next(button for button in page.button if button.label == "Take back all corrections").click().run()
    assert kept(rehearsal) == before


def test_a_correction_that_does_not_fit_changes_nothing():
    rehearsal = with_deck()
    before = kept(rehearsal)
    with pytest.raises(InputError, match="slide 9"):
        corrected(rehearsal, before, Corrections({}, (corrected_visit(Span(0, 30), 9),)))
    assert kept(rehearsal) == before
    assert corrections_of(rehearsal).visits == ()


def test_a_rehearsal_without_a_deck_has_nothing_to_correct():
    page = review(recorded(report=a_report()), tab="Correct")
    assert any("has a deck" in each.value for each in page.markdown)


def test_a_rehearsal_that_was_deleted_meanwhile_leaves_the_page_empty():
    rehearsal = recorded(report=a_report())
    page = review(rehearsal)
    delete(rehearsal)
    page.run()
    assert not page.exception
    assert [each.value for each in page.title] == ["Review"]


SILENT = "\n".join([f"approach 3: The router reads part {number} of the text." for number in range(9)])


def test_a_sentence_that_the_user_takes_for_a_limitation_is_one_from_then_on():
    rehearsal = recorded(a_meta(), report=a_report(SILENT))
    asked = kept(rehearsal).limitations.candidates
    assert len(asked) == 5
    page = review(rehearsal, "Limitations")
    assert any("Is one of these a limitation of your work?" in each.value for each in page.markdown)
    next(button for button in page.button if button.label == "Yes, it is").click().run()
    assert not page.exception
    assert kept(rehearsal).limitations.mentioned
    assert corrections_of(rehearsal).limitations == {asked[0].text: True}
    page = review(rehearsal, "Limitations")
    next(button for button in page.button if button.label.startswith("Take back")).click().run()
    assert corrections_of(rehearsal).limitations == {}
    assert not kept(rehearsal).limitations.mentioned


def test_when_all_candidates_are_rejected_the_report_says_that_there_is_none():
    rehearsal = recorded(a_meta(), report=a_report(SILENT))
    while rejecting := [button for button in review(rehearsal, "Limitations").button if button.label == "No"]:
        rejecting[0].click().run()
    assert "limitations-absent" in {finding.kind for finding in kept(rehearsal).findings}


def test_another_voice_is_taken_in_and_left_out_with_one_click():
    captions = Path(__file__).parents[1] / "speech" / "captions" / "zoom_two_people.vtt"
    rehearsal = recorded(a_meta(), report=coach(Source(captions), load_rubric(), 90.0, Recognition()))
    page = review(rehearsal, "Transcript")
    assert any("Ada Panel" in each.value for each in page.markdown)
    next(button for button in page.button if button.label == "Take in").click().run()
    assert not page.exception
    assert "never tested it during a strike" in kept(rehearsal).transcript.text
    assert kept(rehearsal).interruptions == ()
    assert corrections_of(rehearsal).voices == ("Prof. Ada Panel",)
    page = review(rehearsal, "Transcript")
    next(button for button in page.button if button.label == "Leave out").click().run()
    assert kept(rehearsal).interruptions == (Span(45, 54.8),)
    assert corrections_of(rehearsal).voices == ()
