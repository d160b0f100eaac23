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
    if measured.words_per_minute is None:
        return None
    note = "most research talks: {:.0f}–{:.0f}".format(*measured.band) if measured.band else ""
    return Figure("Pace", f"{measured.words_per_minute:.0f} words a minute", note)


def _fillers(measured: Delivery) -> Figure | None:
    if not measured.fillers:
        return None
    return Figure(
        "Filled pauses",
        f"at least {len(measured.fillers)}",
        "some are never heard",
        measured.fillers,
    )


def _silences(measured: Delivery) -> Figure | None:
    if not measured.pauses:
        return None
    longest = max((pause.span for pause in measured.pauses), key=lambda span: span.duration)
    return Figure(
        "Long silences",
        str(len(measured.pauses)),
        f"the longest {longest.duration:.1f} seconds, at {clock(longest.start)}",
        tuple(Quote(pause.span, f"{pause.span.duration:.1f} s") for pause in measured.pauses),
    )


def _pitch(measured: Delivery) -> Figure | None:
    if measured.pitch_semitones_sd is None:
        return None
    return Figure(
        "Movement of the voice",
        f"{measured.pitch_semitones_sd:.1f} semitones",
        "standard deviation of the pitch",
    )
