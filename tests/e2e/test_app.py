"""The whole way through the app in a real browser: a deck, two rehearsals into a real stream, and a comparison."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect
from pulse import Microphone, wait_for

from talkcoach.report.kept import kept_report
from talkcoach.store import library
from talkcoach.store.places import shipped

REHEARSAL_SECONDS = 50
SHORT_SECONDS = 8

SLIDES_AT = ((18, 2), (45, 3))
"""Seconds at which the sample's speaker comes to a slide."""


def rehearse(page: Page, microphone: Microphone, seconds: float, *, reload_at: float | None = None) -> None:
    """Speak the sample into the microphone and change its slides by key; stop after some seconds."""
    page.get_by_role("button", name="Start rehearsing").click()
    page.get_by_text("Space pause").wait_for()
    speaker = microphone.play(shipped("assets", "sample", "recording.ogg"))
    began = time.monotonic()
    steps: list[tuple[float, str]] = [(at, "key") for at, _ in SLIDES_AT if at < seconds]
    if reload_at:
        steps.append((reload_at, "reload"))
    for at, what in sorted(steps):
        page.wait_for_timeout(max(0.0, 1000 * (began + at - time.monotonic())))
        if what == "reload":
            page.reload()
            page.get_by_text("Space pause").wait_for()
        else:
            page.keyboard.press("PageDown")
    page.wait_for_timeout(max(0.0, 1000 * (began + seconds - time.monotonic())))
    page.keyboard.press("s")
    page.get_by_role("button", name="Review it").wait_for(timeout=180_000)
    speaker.kill()


def test_from_a_deck_to_a_comparison_of_two_rehearsals(app: str, page: Page, microphone: Microphone):
    # Prepare.
    page.goto(app)
    page.locator("input[type=file]").set_input_files(shipped("assets", "sample", "deck.pptx"))
    page.get_by_role("button", name="Rehearse this talk").wait_for()
    expect(page.get_by_text("Sparse routing for long documents").first).to_be_visible()
    page.get_by_role("button", name="Rehearse this talk").click()

    # Rehearse: a minute, with slide keys and a reload in the middle.
    rehearse(page, microphone, REHEARSAL_SECONDS, reload_at=30)
    (first,) = library.rehearsals()
    report = kept_report(first)
    assert report
    assert first.seconds >= REHEARSAL_SECONDS
    assert [(visit.slide, visit.source) for visit in report.slides] == [(n, "click") for n in range(1, 4)]
    assert {section.key for section in report.sections if section.seconds} >= {"problem"}

    # Review: the parts are there, and a click on one plays that moment.
    page.get_by_role("button", name="Review it").click()
    timeline = page.locator("svg.timeline")
    timeline.wait_for()
    for part in ("Problem", "Gap"):
        expect(page.get_by_text(part, exact=True).first).to_be_visible()
    player = page.locator(".st-key-player audio")
    player.wait_for(state="attached")
    box = timeline.bounding_box()
    assert box
    timeline.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.45})
    wait_for(lambda: player.evaluate("sound => sound.currentTime") > 15, 20)
    at = player.evaluate("sound => sound.currentTime")
    assert 20 < at < 55

    # Questions.
    page.get_by_role("link", name="Questions").click()
    page.get_by_role("button", name="Practise, hardest first").wait_for()
    page.get_by_text("Prepared", exact=True).first.click()
    expect(page.get_by_text("1 prepared")).to_be_visible()

    # A second rehearsal, and both beside each other.
    page.get_by_role("link", name="Rehearse").click()
    rehearse(page, microphone, SHORT_SECONDS)
    assert [entry.state for entry in library.rehearsals()] == ["coached", "coached"]
    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_text("Two side by side")).to_be_visible()
    expect(page.get_by_text("What changed").first).to_be_attached()
