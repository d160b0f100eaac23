"""The page Rehearse in a real browser, with a real stream into the recorder: keys, a reload, the end."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from e2e.conftest import CHROMIUM, FLAGS
from playwright.sync_api import Page, Playwright, expect
from pulse import Microphone, wait_for

from talkcoach.report.kept import kept_report
from talkcoach.store import library
from talkcoach.store.places import shipped
from talkcoach.workflows.prepare import prepare


@pytest.fixture
def app(app: str) -> str:
    """The app's address, with the sample talk prepared."""
    deck = shipped("assets", "sample", "deck.pptx")
    prepare(deck.read_bytes(), "deck.pptx", "research_talk", 7.0)
    return app


def events(folder: Path) -> list[tuple[str, int | None]]:
    marks = folder / "marks.jsonl"
    lines = map(json.loads, marks.read_text().splitlines() if marks.exists() else ())
    return [(event["event"], event.get("slide")) for event in lines]


def press(page: Page, folder: Path, key: str, *expected: tuple[str, int | None]) -> None:
    """Press a key and wait until what it means is written down."""
    known = len(events(folder))
    page.keyboard.press(key)
    wait_for(lambda: len(events(folder)) == known + len(expected), 20)
    assert events(folder)[known:] == list(expected)


def test_a_rehearsal_goes_on_through_a_reload_and_is_coached(app: str, page: Page, microphone: Microphone):
    microphone.play(shipped("assets", "sample", "recording.ogg"))
    page.goto(f"{app}/rehearse")
    page.get_by_role("button", name="Start rehearsing").click()
    page.get_by_text("Space pause").wait_for()
    (entry,) = library.rehearsals()
    folder = entry.folder
    press(page, folder, "ArrowRight", ("slide", 1), ("slide", 2))
    press(page, folder, "PageDown", ("slide", 3))
    press(page, folder, "ArrowLeft", ("slide", 2))
    press(page, folder, "PageUp", ("slide", 1))
    for _ in range(3):  # faster than the page is drawn
        page.keyboard.press("PageDown")
    wait_for(lambda: events(folder)[-1] == ("slide", 4), 20)
    press(page, folder, "q", ("question", None))
    expect(page.get_by_text("the clock stands")).to_be_visible(timeout=20_000)
    press(page, folder, "q", ("answered", None))
    press(page, folder, " ", ("pause", None))
    expect(page.get_by_text("Paused: nothing is recorded.")).to_be_visible(timeout=20_000)
    press(page, folder, " ", ("resume", None))

    page.reload()
    page.get_by_text("Space pause").wait_for()
    expect(page.get_by_text("Slide 4 of 16")).to_be_visible()
    press(page, folder, "PageDown", ("slide", 5))
    # A button that has the focus must not take the key for itself.
    page.get_by_role("button", name="Next", exact=True).click()
    wait_for(lambda: events(folder)[-1] == ("slide", 6), 20)
    press(page, folder, " ", ("pause", None))
    expect(page.get_by_text("Paused: nothing is recorded.")).to_be_visible(timeout=20_000)
    press(page, folder, " ", ("resume", None))

    time.sleep(3)
    page.keyboard.press("s")
    page.get_by_role("button", name="Review it").wait_for(timeout=180_000)
    report = kept_report(library.find(entry.id))
    assert report
    assert {visit.source for visit in report.slides} == {"click"}
    assert report.transcript.sentences
    page.get_by_role("button", name="Review it").click()
    expect(page).to_have_url(f"{app}/review?talk={entry.meta.talk if entry.meta else ''}&rehearsal={entry.id}")


def test_a_recording_goes_on_without_any_page_and_is_found_by_the_next(
    app: str, page: Page, microphone: Microphone
):
    microphone.play(shipped("assets", "sample", "recording.ogg"))
    page.goto(f"{app}/rehearse")
    page.get_by_role("button", name="Start rehearsing").click()
    page.get_by_text("Space pause").wait_for()
    page.goto("about:blank")
    (entry,) = library.rehearsals()
    wait_for(lambda: library.find(entry.id).seconds > entry.seconds + 2)
    page.goto(f"{app}/rehearse")
    page.get_by_text("Space pause").wait_for()
    page.keyboard.press("s")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Coach it").wait_for()
    assert library.find(entry.id).state == "recorded"


def test_a_recording_of_ones_own_is_taken_in_and_coached(app: str, page: Page, tmp_path: Path):
    said = tmp_path / "..talk <b>.vtt"
    said.write_text("WEBVTT\n\n00:01.000 --> 01:40.000\nInspectors read long reports, which is a problem.\n")
    page.goto(f"{app}/rehearse")
    page.get_by_text("Use a recording that you have").click()
    page.locator("input[type=file]").last.set_input_files(said)
    page.get_by_role("button", name="Coach this file").click()
    page.get_by_role("button", name="Review it").wait_for(timeout=120_000)
    (entry,) = library.rehearsals()
    assert entry.state == "coached"
    assert (entry.folder / "audio.vtt").exists()


def test_where_the_browser_is_on_another_computer_its_own_microphone_is_offered(app: str, playwright: Playwright):
    flags = [*FLAGS, "--host-resolver-rules=MAP talk.test 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
    page = browser.new_page()
    page.goto(f"{app}/rehearse".replace("127.0.0.1", "talk.test"))
    expect(page.get_by_text("another computer than talkcoach")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("nothing is kept until you press stop")).to_be_visible()
    assert page.get_by_role("button", name="Start rehearsing").count() == 0
    browser.close()
