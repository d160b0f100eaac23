"""The page Rehearse in the states that it has, with a real recorder where one is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pulse import Microphone, PulseServer, wait_for
from shelf import a_meta, a_report, cut_off, recorded
from streamlit.testing.v1 import AppTest

from talkcoach.analysis.pacing import Guidance, SlidePlan, TalkPlan
from talkcoach.app.rehearse_line import card, standing
from talkcoach.audio.devices import rescan
from talkcoach.domain import Slide, slide_marks
from talkcoach.store import library
from talkcoach.store import prepared as talks
from talkcoach.store.marks import append_mark, read_events
from talkcoach.store.places import shipped
from talkcoach.store.recorder import RecorderStatus
from talkcoach.store.rehearsal import META
from talkcoach.workflows.coaching import coaching
from talkcoach.workflows.prepare import new_rehearsal, prepare
from talkcoach.workflows.rehearse import Moment, attach, begin

APP = Path(__file__).parents[2] / "app.py"
HOSTILE = "<script>alert(1)</script> **bold** [link](javascript:1) \u202eright"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path))


@pytest.fixture
def talk() -> talks.PreparedTalk:
    deck = shipped("assets", "sample", "deck.pptx")
    return prepare(deck.read_bytes(), "deck.pptx", "research_talk", 7.0)


@pytest.fixture
def microphone(pulse: PulseServer) -> Iterator[Microphone]:
    microphone = pulse.microphone("page")
    with microphone.chosen():
        rescan()
        yield microphone
        for rehearsal in library.rehearsals():
            running = attach(rehearsal.folder)
            if running:
                running.stop()
    microphone.unplug()
    rescan()


def opened() -> AppTest:
    """The page in a browser of its own."""
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.switch_page("talkcoach/app/rehearse_page.py").run()
    assert not app.exception
    return app


def names(app: AppTest) -> list[str]:
    return [button.label for button in app.main.get("button")]


def shown(app: AppTest) -> str:
    """All that stands on the page as Markdown, and its errors."""
    return "\n".join(each.value for each in (*app.markdown, *app.error, *app.caption))


def press(app: AppTest, name: str) -> None:
    next(button for button in app.button if button.label == name).click().run()
    assert not app.exception


def test_without_a_talk_the_page_says_what_it_is_for_and_leads_to_its_preparation():
    app = opened()
    assert "Here you speak your talk" in shown(app)
    assert names(app) == ["Prepare a talk"]
    press(app, "Prepare a talk")
    assert [title.value for title in app.title] == ["Prepare"]


def test_a_recording_that_was_cut_off_is_offered_and_its_coaching_can_be_called_off():
    rehearsal = cut_off()
    app = opened()
    assert "cut off" in shown(app)
    press(app, "Coach it")
    try:
        assert coaching(rehearsal.folder).status().is_running
        assert "Cancel" in names(app)
        press(app, "Cancel")
        assert not coaching(rehearsal.folder).status().is_running
        assert "Coach it" in names(app)
    finally:
        coaching(rehearsal.folder).cancel()


def test_what_cannot_be_coached_tells_why_and_can_be_deleted():
    rehearsal = recorded(a_meta())
    (rehearsal.folder / "audio.wav").write_bytes(b"no sound at all")
    app = opened()
    press(app, "Coach it")
    wait_for(lambda: coaching(rehearsal.folder).status().state == "failed", 60)
    app.run()
    assert "audio" in shown(app)
    press(app, "Delete for good")
    assert library.rehearsals() == ()
    assert not rehearsal.folder.exists()


def test_a_damaged_rehearsal_is_passed_over():
    rehearsal = recorded(a_meta())
    (rehearsal.folder / META).write_text("{", encoding="utf-8")
    assert "Coach it" not in names(opened())


def test_of_thirty_recordings_only_the_newest_are_offered():
    for minute in range(30):
        recorded(replace(a_meta(), started=f"2026-11-24T20:{minute:02d}:00+00:00"))
    app = opened()
    assert names(app).count("Coach it") == 3
    assert "20:29" in shown(app)


def test_a_rehearsal_that_is_coached_is_not_offered_again():
    recorded(a_meta(), report=a_report())
    assert "Coach it" not in names(opened())


def test_the_title_of_a_talk_is_shown_as_text(talk: talks.PreparedTalk):
    path = talk.folder / talks.META
    path.write_text(json.dumps({**json.loads(path.read_text()), "title": HOSTILE}), encoding="utf-8")
    app = opened()
    assert any(r"\<script\>alert\(1\)\<\/script\>" in each.value for each in app.main.markdown)


def test_a_slide_without_a_picture_is_shown_as_text():
    html = str(card(Slide(1, HOSTILE, f"{HOSTILE}\n<img src=x onerror=alert(1)>{'x' * 10_000}")))
    assert "<script" not in html
    assert "<img" not in html
    assert len(html) < 3_000


def test_the_bar_shows_where_you_are_and_where_you_should_be():
    plan = TalkPlan((SlidePlan(1, "a", 0.0, 100.0), SlidePlan(2, "b", 100.0, 300.0)), {"a": "A & B", "b": "C"})
    guidance = Guidance(elapsed=200.0, slot=400.0, part="C", behind=100.0, projected=500.0)
    html = str(standing(Moment(RecorderStatus("recording"), 2, False, guidance), plan))
    assert 'left:50.00%" title="you should be here"' in html
    assert 'left:25.00%" title="you are here"' in html
    assert "A &amp; B" in html


def test_what_is_wrong_stands_under_the_bar():
    def told(status: RecorderStatus, *, asked: bool = False) -> str:
        return str(standing(Moment(status, None, asked, Guidance(10.0, 400.0)), None))

    assert "nothing is recorded" in told(RecorderStatus("paused"))
    assert "microphone is gone" in told(RecorderStatus("waiting"))
    assert "the clock stands" in told(RecorderStatus("recording"), asked=True)
    assert "Is the microphone on?" in told(RecorderStatus("recording", warning="Is the microphone on?"))


def test_a_rehearsal_is_begun_steered_found_again_and_stopped(talk: talks.PreparedTalk, microphone: Microphone):
    microphone.play(shipped("assets", "sample", "recording.ogg"))
    app = opened()
    press(app, "Check the microphone")
    assert [each.value for each in app.success] == ["The microphone hears you well."]
    press(app, "Start rehearsing")
    (rehearsal,) = library.rehearsals()
    assert rehearsal.state == "recording"
    assert rehearsal.meta
    assert rehearsal.meta.talk == talk.id
    for name in ("Next", "Next", "Back"):
        press(app, name)
    press(app, "Question")
    press(app, "Answered")

    another = opened()
    assert "Stop" in names(another)
    press(another, "Pause")
    wait_for(lambda: "Go on" in names(another.run()))
    press(another, "Go on")
    wait_for(lambda: "Pause" in names(another.run()))
    press(another, "Stop")
    try:
        assert coaching(rehearsal.folder).status().is_running
        assert "Cancel" in names(another)
        app.run()
        assert "Cancel" in names(app)
    finally:
        coaching(rehearsal.folder).cancel()
    events = read_events(rehearsal.folder / "marks.jsonl")
    assert [event.slide for event in events if event.kind == "slide"] == [1, 2, 3, 2]
    assert [event.kind for event in events if event.kind != "slide"] == ["question", "answered", "pause", "resume"]


def test_slides_keep_their_order_where_the_recorders_time_lags(talk: talks.PreparedTalk, microphone: Microphone):  # noqa: ARG001
    rehearsing = begin(new_rehearsal(talk), with_this_process=False)
    append_mark(rehearsing.folder, "slide", rehearsing.recording.position() + 1.0, slide=2)
    rehearsing.step(1)
    rehearsing.step(-1)
    rehearsing.stop()
    marks = slide_marks(read_events(rehearsing.folder / "marks.jsonl"))
    assert [mark.slide for mark in marks] == [2, 3, 2]


def test_where_the_microphone_is_gone_nothing_is_begun_and_no_folder_is_left(
    talk: talks.PreparedTalk, loose_microphone: Microphone
):
    with loose_microphone.chosen():
        rescan()
        app = opened()
        loose_microphone.unplug()
        press(app, "Start rehearsing")
        assert app.error
    assert talks.rehearsals_of(talk) == ()
    rescan()
