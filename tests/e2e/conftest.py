"""What the tests in a browser share: a browser, a microphone that hears what is played, the app, and a report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from app_server import serving
from pulse import Microphone, PulseServer

from talkcoach.alignment.sections import find_sections
from talkcoach.analysis.delivery import SoundFigures
from talkcoach.analysis.pauses import Pauses
from talkcoach.analysis.quality import Quality
from talkcoach.analysis.voice import Tone, Voice, VoiceTrack
from talkcoach.decks import read_deck
from talkcoach.domain import Aligned, Sentence, Span, Transcript, Visit
from talkcoach.export import FORMATS
from talkcoach.rubric import load_rubric
from talkcoach.store.places import shipped
from talkcoach.workflows.judge import Names, judge

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

SLOT = 7 * 60.0

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if CHROMIUM is None:
        pytest.skip("needs the browser chromium, which is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a user who was never here before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def microphone(pulse: PulseServer) -> Iterator[Microphone]:
    microphone = pulse.microphone("browser")
    with microphone.chosen():
        yield microphone
    microphone.unplug()


@pytest.fixture
def app(microphone: Microphone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:  # noqa: ARG001
    """The app's address, with no rehearsal yet and a microphone that hears what is played."""
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path))
    with serving() as url:
        yield url


def sound_features(seconds: float) -> SoundFigures:
    """A clean recording of a voice that goes up and down, but for half a minute in the middle."""
    steps = 2 * int(seconds)
    track = VoiceTrack(0.5, (105.0, 130.0) * (steps // 2), (1.9,) * steps, (-24.0,) * steps)
    monotone = (Span(seconds / 2, seconds / 2 + 30.0),)
    voice = Voice(Tone(117.0, 2.9, -24.0), {}, (), monotone, 4.0, 60, (), track)
    return SoundFigures(Pauses(), voice, Quality(31.0, 0.0, None, 0.3, ()))


@pytest.fixture(scope="session")
def sample_page(sample_truth: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample rehearsal as an HTML file."""
    rubric, deck = load_rubric(), read_deck(shipped("assets", "sample", "deck.pptx"))
    said = tuple(Sentence(Span(s["start"], s["end"]), s["text"]) for s in sample_truth["sentences"])
    visits = tuple(Visit(Span(v["start"], v["end"]), v["slide"], source="click") for v in sample_truth["visits"])
    transcript = Transcript(said, "en")
    sections = find_sections(transcript, deck, visits, rubric, {})
    talk = Aligned(transcript, deck, visits, sections, sample_truth["duration"])
    report = judge(
        talk, rubric, SLOT, Names(deck.title, "recording.ogg", "deck.pptx"), sound_features(talk.duration)
    )
    page = tmp_path_factory.mktemp("sample") / "report.html"
    page.write_text(FORMATS["html"].render(report), encoding="utf-8")
    return page
