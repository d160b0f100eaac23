"""What of talkcoach works on this computer, what is missing, and what to do about it here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from talkcoach.errors import TalkcoachError
from talkcoach.jobs.programs import how_to_install
from talkcoach.store.places import cache_folder, data_folder

State = Literal["works", "optional", "broken"]

ENOUGH_HOURS = 2.0
"""Free space for less recording than this is told as a fault: two rehearsals with room to spare."""

_LIBREOFFICE = {
    "apt": "libreoffice-impress",
    "dnf": "libreoffice-impress",
    "pacman": "libreoffice-fresh",
    "zypper": "libreoffice-impress",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``optional`` is missing and not needed; ``remedy`` is empty where it works."""

    name: str
    state: State
    told: str
    remedy: str = ""


def checks(model: str) -> Iterator[Check]:
    """Everything that can be looked at without a recording, each told as soon as it is known."""
    yield _told("Speech model", lambda: _model(model))
    yield _told("Microphone", _microphones)
    yield _told("Recordings", _recordings)
    yield _told("Cache", _cache)
    yield _libreoffice()


def _told(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, "works", look())
    except TalkcoachError as error:
        return Check(name, "broken", error.what, error.remedy)


def _model(model: str) -> str:
    from talkcoach.speech.transcriber import load
    from talkcoach.speech.weights import model_name

    device = load(model).model.device
    return f"{model_name(model)}, on {'a CUDA device' if device == 'cuda' else 'the processor'}"


def _microphones() -> str:
    from talkcoach.audio.devices import find_device, input_devices

    default = find_device(None).name
    others = [device.name for device in input_devices() if device.name != default]
    return f"{default}; also {', '.join(others)}" if others else default


def _recordings() -> str:
    from talkcoach.errors import OutputError
    from talkcoach.store.files import check_writable, make_folder
    from talkcoach.store.wav import BYTES_A_SECOND

    folder = data_folder()
    make_folder(folder)
    check_writable(folder / "new")
    hours = shutil.disk_usage(folder).free / BYTES_A_SECOND / 3600
    if hours < ENOUGH_HOURS:
        raise OutputError(
            f"{folder} has room for {60 * hours:.0f} minutes of recording",
            "Free some space, or name another folder in TALKCOACH_DATA",
        )
    return f"{folder}, room for {hours:,.0f} hours"


def _cache() -> str:
    from talkcoach.store.files import check_writable, make_folder

    folder = cache_folder()
    make_folder(folder)
    check_writable(folder / "new")
    return str(folder)


def _libreoffice() -> Check:
    from talkcoach.decks.libreoffice import find_libreoffice

    found = find_libreoffice()
    if found:
        return Check("LibreOffice", "works", str(found))
    told = "not installed: slides of a .pptx are shown as cards with their text"
    return Check("LibreOffice", "optional", told, how_to_install(_LIBREOFFICE, "Install it from libreoffice.org"))
