"""The figures of delivery that were measured, in words; what was not measured is left out."""

from __future__ import annotations

from dataclasses import dataclass

from talkcoach.analysis.delivery import Delivery
from talkcoach.clock import clock
from talkcoach.domain import Quote


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what to read it against, and the moments behind it where there are any."""

    name: str
    value: str
    note: str = ""
    quotes: tuple[Quote, ...] = ()


def figures(measured: Delivery) -> tuple[Figure, ...]:
    """Pace, filled pauses, long silences and the movement of the voice, each only where it was measured."""
    return tuple(figure for each in (_pace, _fillers, _silences, _pitch) if (figure := each(measured)) is not None)


def _pace(measured: Delivery) -> Figure | None:
    speed = measured.tempo
    if speed.words_per_minute is None:
        return None
    note = "most research talks: {:.0f}–{:.0f}".format(*speed.band) if speed.band else ""
    return Figure("Pace", f"{speed.words_per_minute:.0f} words a minute", note)


def _fillers(measured: Delivery) -> Figure | None:
    found = measured.filling.fillers
    return Figure("Filled pauses", f"at least {len(found)}", "some are never heard", found) if found else None


def _silences(measured: Delivery) -> Figure | None:
    if not measured.long_pauses:
        return None
    longest = max((pause.span for pause in measured.long_pauses), key=lambda span: span.duration)
    return Figure(
        "Long silences",
        str(len(measured.long_pauses)),
        f"the longest {longest.duration:.1f} seconds, at {clock(longest.start)}",
        tuple(Quote(pause.span, f"{pause.span.duration:.1f} s") for pause in measured.long_pauses),
    )


def _pitch(measured: Delivery) -> Figure | None:
    if measured.pitch_semitones_sd is None:
        return None
    return Figure(
        "Movement of the voice",
        f"{measured.pitch_semitones_sd:.1f} semitones",
        "standard deviation of the pitch",
    )
