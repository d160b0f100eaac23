"""How fast the page Review is with a rehearsal of 45 minutes: python benchmarks/app.py.

The rehearsal is made by repeating the sample, with its clicks, its deck and its sound. Prints: what the copy takes
that the player plays; how long the script of the page runs; how long a correction takes to be judged and kept; how
long the figures of thirty such rehearsals take to be read; and how long it takes until the timeline can be seen in
Chromium, the first time after the server has started and then.
Where there is no Chromium that is left out; CHROMIUM names one that Playwright did not install.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

from speed import DECK, LONG_SECONDS, RECORDING, repeated, repeated_recording
from talkcoach.analysis.delivery import SoundFigures
from talkcoach.audio.decode import decode
from talkcoach.audio.preview import make_preview, preview_of
from talkcoach.decks import read_deck
from talkcoach.domain import Transcript
from talkcoach.report.kept import keep_report
from talkcoach.report.model import Report, from_json
from talkcoach.rubric import load_rubric
from talkcoach.store.corrections import Corrections
from talkcoach.store.library import find, new
from talkcoach.store.marks import MARKS
from talkcoach.store.places import shipped
from talkcoach.store.recorder import RECORDING as WAV
from talkcoach.store.recorder import RecorderStatus, write_status
from talkcoach.store.rehearsal import REPORT, Meta, Rehearsal
from talkcoach.store.source import Source
from talkcoach.workflows.align import aligned
from talkcoach.workflows.coach import coach
from talkcoach.workflows.correct import correct
from talkcoach.workflows.judge import Names, judge
from talkcoach.workflows.listen import Recognition
from talkcoach.workflows.load import load_material

TIMES, RUNS = 5, 30
ENTRY = Path(__file__).resolve().parents[1] / "app.py"


def main() -> None:
    """Make the rehearsal, then measure from the inside out."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.environ["TALKCOACH_DATA"] = name
        rehearsal = long_rehearsal(Path(name))
        copy(rehearsal)
        script(rehearsal)
        correction(rehearsal)
        trend(rehearsal)
        with serving() as url:
            browser(f"{url}/review?rehearsal={rehearsal.id}&talk=new")


def long_rehearsal(folder: Path) -> Rehearsal:
    """A rehearsal of 45 minutes as a recorder and the coach would have left it."""
    report = coach(Source(RECORDING, DECK), load_rubric(), LONG_SECONDS, Recognition("base", "en"))
    meta = Meta("Long", "2026-11-24T21:03:07+01:00", slot_minutes=LONG_SECONDS / 60, language="en")
    place = new(meta, DECK)
    repeated_recording(folder).replace(place / WAV)
    write_status(place, RecorderStatus("stopped", LONG_SECONDS))
    every = decode(RECORDING).duration
    truth = json.loads(shipped("assets", "sample", "truth.json").read_text(encoding="utf-8"))
    clicks = [
        {"time": visit["start"] + every * n, "event": "slide", "slide": visit["slide"]}
        for n in range(int(LONG_SECONDS // every) + 1)
        for visit in truth["visits"]
        if visit["start"] + every * n < LONG_SECONDS
    ]
    (place / MARKS).write_text("\n".join(map(json.dumps, clicks)) + "\n", encoding="utf-8")
    keep_report(place, long_report(place, report, every))
    return find(place.name)


def long_report(folder: Path, short: Report, every: float) -> Report:
    """The report on the repeated rehearsal, from what was heard in it once."""
    times = int(LONG_SECONDS // every) + 1
    said = [s for s in repeated(short.transcript.sentences, times, every) if s.span.end < LONG_SECONDS]
    rubric = load_rubric()
    transcript = Transcript(tuple(said), "en", "base")
    talk = aligned(replace(load_material(Source(folder)), samples=None), transcript, rubric)
    names = Names("Long", WAV, DECK.name)
    return judge(talk, rubric, LONG_SECONDS, names, sounding_on(short.delivery.sound_figures, times, every))


def sounding_on(sounds: SoundFigures | None, times: int, every: float) -> SoundFigures | None:
    """What the sound told, again and again."""
    if sounds is None:
        return None
    later = (every * n for n in range(times))
    pauses = tuple(replace(p, span=p.span.shifted(by)) for by in later for p in sounds.pauses.pauses)
    track = sounds.voice.track
    long = replace(
        track,
        pitch_hz=track.pitch_hz * times,
        semitones_sd=track.semitones_sd * times,
        lufs=track.lufs * times,
    )
    voice = replace(sounds.voice, windows=sounds.voice.windows * times, track=long)
    return replace(sounds, pauses=replace(sounds.pauses, pauses=pauses), voice=voice)


def copy(rehearsal: Rehearsal) -> None:
    """Print what the copy that the player plays takes."""
    began = time.perf_counter()
    made = make_preview(rehearsal.folder, rehearsal.folder / WAV)
    took = time.perf_counter() - began
    before, after = ((rehearsal.folder / name).stat().st_size / 1e6 for name in (WAV, made.name))
    print(f"copy to listen to: {after:.0f} MB of {before:.0f} in {took:.1f} s, beside everything else", flush=True)
    assert preview_of(rehearsal.folder, rehearsal.folder / WAV)


def script(rehearsal: Rehearsal) -> None:
    """Print how long the page's script runs, the first time and then."""
    from streamlit.testing.v1 import AppTest

    page = AppTest.from_file(str(ENTRY), default_timeout=60)
    page.query_params["rehearsal"], page.query_params["talk"] = rehearsal.id, "new"
    page.run()
    page.switch_page("talkcoach/app/review_page.py")
    runs = [timed(page.run) for _ in range(TIMES + 1)]
    if page.exception or not page.get("audio"):
        raise SystemExit(f"the page does not show the rehearsal: {[each.value for each in page.exception]}")
    print(f"script of the page: {runs[0]:.2f} s, then {median(runs[1:]):.2f} s (wanted: at most 0.3)", flush=True)


def correction(rehearsal: Rehearsal) -> None:
    """Print how long it takes until a correction is judged and kept."""
    deck, rubric = read_deck(DECK), load_rubric()
    path = rehearsal.folder / REPORT
    report = from_json(path.read_text(encoding="utf-8"), path)
    changes = [Corrections({4: key}) for key in ("gap", "approach") * 2]
    runs = [timed(partial(correct, rehearsal, each, deck, rubric, report)) for each in changes]
    correct(rehearsal, Corrections(), deck, rubric, report)
    print(f"a correction: {median(runs):.2f} s (wanted: at most 1)", flush=True)


def trend(rehearsal: Rehearsal) -> None:
    """Print how long the figures of thirty rehearsals take, which Progress reads at once."""
    from talkcoach.report.trend import dated

    size = (rehearsal.folder / REPORT).stat().st_size / 1e6
    took = timed(lambda: [dated(rehearsal) for _ in range(RUNS)])
    whole = timed(
        lambda: from_json((rehearsal.folder / REPORT).read_text(encoding="utf-8"), rehearsal.folder / REPORT)
    )
    print(
        f"figures of {RUNS} rehearsals, {size:.1f} MB each: {took:.1f} s (wanted: at most 3); "
        f"one whole report: {whole:.2f} s",
        flush=True,
    )


def browser(url: str) -> None:
    """Print when the timeline can be seen, and how soon a tab shows what is behind it."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox", "--disable-gpu"]
            )
        except Error:
            print("first paint: not measured, since there is no Chromium")
            return
        paints, tabs = [], []
        for _ in range(TIMES):
            page = chromium.new_page(viewport={"width": 1280, "height": 900})
            paints.append(timed(partial(shown, page, partial(page.goto, url), "svg.timeline")))
            for name, content in (("Transcript", ".passage"), ("Slides", "table.slides")):
                tab = page.get_by_role("tab", name=name)
                tabs.append(timed(partial(shown, page, tab.click, content)))
            page.close()
        chromium.close()
    print(f"first paint: {paints[0]:.2f} s, then {median(paints[1:]):.2f} s (wanted: at most 3)")
    print(f"a rerun as seen in the browser: {median(tabs):.2f} s (wanted: at most 0.3)", flush=True)


def shown(page: Any, act: Callable[[], object], selector: str) -> None:
    """Do something and wait for what it shows."""
    act()
    page.wait_for_selector(selector)


@contextmanager
def serving() -> Iterator[str]:
    """The app on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "talkcoach", "app", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_up(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_until_up(url: str) -> None:
    """Wait for the server's own word that it is there."""
    for _ in range(300):
        try:
            with urlopen(f"{url}/_stcore/health"):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the app does not start")


def timed(work: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
