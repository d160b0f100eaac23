"""The command that records a rehearsal and coaches it when the speaker has finished."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talkcoach.cli.analyze import coach_and_write
from talkcoach.cli.output import check_outputs, checked_slot, outputs, progress_bar
from talkcoach.errors import OutputError

if TYPE_CHECKING:
    from talkcoach.store.recorder import RecorderStatus
    from talkcoach.workflows.rehearse import Rehearsing

CHECK_SECONDS = 5.0
SPACE_MINUTES = 1.0
"""With room for less recording than this none is begun; with room for less than twice the slot it is said."""

GLANCE = 0.25
"""Seconds between two looks at the recorder: a clock that is read needs no more."""


@click.command()
@click.option("--deck", metavar="DECK", type=Path, help="The slides: .pptx and its kin, or .pdf.")
@click.option("--device", metavar="NAME", help="The microphone, or a part of its name. [default: the system's]")
@click.option("--slot", metavar="MINUTES", type=float, help="How long the talk may be. [default: the rubric's]")
@click.option("--rubric", metavar="NAME|FILE", default="research_talk", show_default=True, help="What to expect.")
@click.option("--model", metavar="NAME|DIR", default="base", show_default=True, help="The speech model.")
@click.option("--language", metavar="LANG", help="What is spoken, such as en. [default: find out]")
@click.option("--now", is_flag=True, help="Start at once, without the microphone check.")
@outputs
def record(
    deck: Path | None,
    device: str | None,
    slot: float | None,
    rubric: str,
    model: str,
    language: str | None,
    now: bool,
    **written: Any,
) -> None:
    """Record a rehearsal and coach it when you have finished.

    Everything stays on this computer. Nothing that happens on the way loses the recording, and it is transcribed
    while you speak. Without a terminal, stop it with Ctrl-C or SIGTERM.

    \b
    Keys:
      → or PageDown   next slide              q   question from the audience: the talk's clock stops
      ← or PageUp     slide before            s   stop
      Space           pause, and go on
    """
    from talkcoach.audio.devices import find_device
    from talkcoach.decks import read_deck
    from talkcoach.store.library import find, new
    from talkcoach.store.rehearsal import Meta
    from talkcoach.store.source import source_of
    from talkcoach.workflows.rubrics import open_rubric

    expected = open_rubric(rubric)
    minutes = checked_slot(expected.slot_minutes if slot is None else slot)
    title = (read_deck(deck).title if deck else "") or (deck.stem if deck else "Talk")
    check_outputs(written["json_"], written["html"])
    find_device(device)
    interactive = sys.stdin.isatty() and sys.stderr.isatty()
    if interactive and not now:
        _offer_what_was_left(written)
        _check_microphone(device)
    given = str(Path(rubric).resolve()) if Path(rubric).exists() else rubric
    started = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    folder = new(Meta(title, started, minutes, given, model, language), deck)
    _check_space(folder, minutes)
    _record(folder, device, interactive)
    coach_and_write(source_of(find(folder.name)), given, minutes, model, language, **written)
    click.echo(f"Rehearsal: {folder.name}", err=True)


def _record(folder: Path, device: str | None, interactive: bool) -> None:
    """From the first moment to the transcript."""
    from talkcoach.store.library import delete, find
    from talkcoach.workflows.rehearse import await_transcript, begin

    try:
        rehearsing = begin(folder, device)
    except BaseException:
        delete(find(folder.name))
        raise
    threading.Thread(target=_warm_up, daemon=True).start()
    with _stopping_on_signals():
        status = _steer_with_keys(rehearsing) if interactive else _wait(rehearsing)
    if status.error:
        click.echo(status.error, err=True)
    with progress_bar("Transcribing the rest", quiet=not interactive) as progress:
        await_transcript(folder, status.seconds, progress)


def _offer_what_was_left(written: dict[str, Any]) -> None:
    """Ask about the newest recording that was cut off, or never coached."""
    from talkcoach.domain.clock import clock
    from talkcoach.store.library import rehearsals
    from talkcoach.store.source import source_of

    left = next((rehearsal for rehearsal in rehearsals() if rehearsal.state in {"cut off", "recorded"}), None)
    if not left or not left.meta:
        return
    became = "was cut off" if left.state == "cut off" else "was not coached yet"
    if click.confirm(f"The recording {left.id} ({clock(left.seconds)}) {became}. Coach it now?", err=True):
        meta = left.meta
        coach_and_write(source_of(left), meta.rubric, meta.slot_minutes, meta.model, meta.language, **written)
        sys.exit(0)


def _check_microphone(device: str | None) -> None:
    """Five seconds in which the speaker sees that the microphone hears them."""
    from rich.console import Console
    from rich.live import Live

    from talkcoach.audio.levels import Level
    from talkcoach.audio.recorder.client import listen
    from talkcoach.cli.speaking import meter
    from talkcoach.workflows.rehearse import complaint

    words = "Say a sentence, as loud as in the talk"
    while True:
        with Live(console=Console(stderr=True), transient=True) as shown:
            heard: list[Level] = []

            def look(level: Level, heard: list[Level] = heard, shown: Live = shown) -> None:
                heard.append(level)
                shown.update(f"{words}  {meter(level.rms)}")

            listen(device, CHECK_SECONDS, look)
        wrong = complaint(heard)
        if not wrong:
            click.echo("The microphone hears you well.", err=True)
            break
        click.echo(wrong, err=True)
        if not click.confirm("Check again?", default=True, err=True):
            break
    click.pause("Press any key to start.", err=True)


def _check_space(folder: Path, minutes: float) -> None:
    from talkcoach.audio.recorder.process import enough_space
    from talkcoach.store.library import delete, find

    if not enough_space(folder, 60 * SPACE_MINUTES):
        delete(find(folder.name))
        raise OutputError(f"the disk of {folder.parent} is full", "Free some space, or set TALKCOACH_DATA")
    if not enough_space(folder, 2 * 60 * minutes):
        click.echo("The disk is nearly full: the recording stops when it is, and is kept.", err=True)


def _warm_up() -> None:
    """Compile what measures the voice while there is time: where the cache was emptied it takes seconds."""
    from talkcoach.audio.compiled import librosa

    librosa()


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """Take an order to end, or a closed terminal, for the wish to stop; what was recorded is coached."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _wait(rehearsing: Rehearsing) -> RecorderStatus:
    click.echo("Recording. Ctrl-C stops it.", err=True)
    try:
        while not rehearsing.moment().is_over:
            time.sleep(GLANCE)
    except KeyboardInterrupt:
        pass
    return rehearsing.stop()


def _steer_with_keys(rehearsing: Rehearsing) -> RecorderStatus:
    from rich.console import Console
    from rich.live import Live

    from talkcoach.cli.keys import pressed
    from talkcoach.cli.speaking import speaking

    actions: dict[str, Callable[[], None]] = {
        **dict.fromkeys(("right", "pagedown"), lambda: rehearsing.step(1)),
        **dict.fromkeys(("left", "pageup"), lambda: rehearsing.step(-1)),
        " ": rehearsing.pause_or_go_on,
        "q": rehearsing.question_or_answer,
    }
    with pressed() as keys, Live(console=Console(stderr=True), transient=True, auto_refresh=False) as shown:
        try:
            while not (moment := rehearsing.moment()).is_over:
                shown.update(speaking(moment, rehearsing.deck), refresh=True)
                came = keys(GLANCE)
                if {"s", "c-c"} & set(came):
                    break
                for key in came:
                    actions.get(key, lambda: None)()
        except KeyboardInterrupt:
            pass
        return rehearsing.stop()
