"""The microphones of this computer.

sounddevice is imported only here and in `talkcoach.audio.microphone`, inside the functions that use it: on Linux
it needs PortAudio, which may not be installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talkcoach.errors import RecordingError
from talkcoach.jobs.programs import how_to_install

_PORTAUDIO = {"apt": "libportaudio2", "dnf": "portaudio", "pacman": "portaudio", "zypper": "libportaudio2"}
"""PortAudio's package for each package manager of Linux; elsewhere sounddevice includes PortAudio."""

_PLUG_IN = "Plug one in, and allow this program to use it in the system's settings"


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone: PortAudio's ``index`` and ``name``, the number of ``channels``, the native ``rate`` in Hz."""

    index: int
    name: str
    channels: int
    rate: int


def input_devices() -> tuple[Device, ...]:
    """Every microphone of the system's default sound interface, each once.

    Raises:
        RecordingError: when PortAudio is missing.
    """
    sounddevice = portaudio()
    found = list(sounddevice.query_devices())
    default = sounddevice.default.device[0]
    # Windows lists each microphone once per sound interface.
    interfaces = {found[default]["hostapi"]} if 0 <= default < len(found) else {d["hostapi"] for d in found}
    return tuple(_device(d) for d in found if d["max_input_channels"] > 0 and d["hostapi"] in interfaces)


def find_device(name: str | None = None) -> Device:
    """The system's default microphone, or the one whose name is or contains ``name``, ignoring case.

    Raises:
        RecordingError: when PortAudio is missing, there is no microphone, or several or none match the name.
    """
    return _default() if name is None else _named(name)


def rescan() -> None:
    """Restart PortAudio, which lists devices only when it starts; every stream of this process ends.

    Raises:
        RecordingError: when PortAudio is missing.
    """
    sounddevice = portaudio()
    with without_native_messages():
        sounddevice._terminate()
        sounddevice._initialize()


def portaudio() -> Any:
    """The sounddevice module.

    Raises:
        RecordingError: when PortAudio is missing, with the way to install it on this system.
    """
    try:
        import sounddevice  # type: ignore[import-untyped]
    except (ImportError, OSError):
        remedy = how_to_install(_PORTAUDIO, "Install PortAudio, or talkcoach again")
        raise RecordingError("PortAudio, which records sound, is not installed", remedy) from None
    return sounddevice


@contextmanager
def without_native_messages() -> Iterator[None]:
    """Silence the native sound libraries, which write to the terminal what is also raised as an error."""
    try:
        terminal = os.dup(2)
    except OSError:  # stderr is closed
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _default() -> Device:
    sounddevice = portaudio()
    try:
        found = sounddevice.query_devices(kind="input")
    except (sounddevice.PortAudioError, ValueError):
        raise RecordingError("there is no microphone", _PLUG_IN) from None
    return _device(found)


def _named(name: str) -> Device:
    devices = input_devices()
    exact = [device for device in devices if device.name.casefold() == name.casefold()]
    found = exact or [device for device in devices if name.casefold() in device.name.casefold()]
    if len(found) == 1:
        return found[0]
    if not devices:
        raise RecordingError("there is no microphone", _PLUG_IN)
    names = ", ".join(repr(device.name) for device in found or devices)
    what = "several microphones go by" if found else "there is no microphone"
    raise RecordingError(f"{what} {name!r}", f"Name one of {names}")


def _device(found: dict[str, Any]) -> Device:
    rate = round(found["default_samplerate"])
    return Device(int(found["index"]), str(found["name"]), int(found["max_input_channels"]), rate)
