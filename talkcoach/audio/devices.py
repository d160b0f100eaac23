"""Which microphones there are.

sounddevice is imported only here and in `talkcoach.audio.microphone`, and only where it is used: on Linux it needs
a PortAudio that may not be installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talkcoach.errors import RecordingError
from talkcoach.packages import how_to_install

_PORTAUDIO = {"apt": "libportaudio2", "dnf": "portaudio", "pacman": "portaudio", "zypper": "libportaudio2"}
"""What the package managers of Linux call PortAudio; elsewhere it comes with sounddevice."""

_PLUG_IN = "Plug one in, and see that the system lets this program use it"


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone: PortAudio's ``index`` and ``name`` for it, its ``channels`` and its own ``rate`` in hertz."""

    index: int
    name: str
    channels: int
    rate: int


def input_devices() -> tuple[Device, ...]:
    """Every microphone that the system's usual sound interface shows, each once.

    Raises:
        RecordingError: when PortAudio is missing.
    """
    sounddevice = portaudio()
    found = list(sounddevice.query_devices())
    default = sounddevice.default.device[0]
    # Windows shows each microphone once for every one of its sound interfaces.
    interfaces = {found[default]["hostapi"]} if 0 <= default < len(found) else {d["hostapi"] for d in found}
    return tuple(_device(d) for d in found if d["max_input_channels"] > 0 and d["hostapi"] in interfaces)


def find_device(name: str | None = None) -> Device:
    """The system's chosen microphone, or the one with a name or a part of it, in any case of letters.

    Raises:
        RecordingError: when PortAudio is missing, there is no microphone, or not exactly one by that name.
    """
    return _default() if name is None else _named(name)


def rescan() -> None:
    """Look for microphones again, which PortAudio does only once; every stream of this process ends.

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
        RecordingError: when it finds no PortAudio; says how to install it on this system.
    """
    try:
        import sounddevice  # type: ignore[import-untyped]
    except (ImportError, OSError):
        remedy = how_to_install(_PORTAUDIO, "Install PortAudio, or talkcoach again")
        raise RecordingError("PortAudio, which records sound, is not installed", remedy) from None
    return sounddevice


@contextmanager
def without_native_messages() -> Iterator[None]:
    """Keep the sound libraries below from writing to the terminal what is told as an error anyway."""
    try:
        terminal = os.dup(2)
    except OSError:  # a program without a terminal has none to keep clean
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
