"""What can go wrong through no fault of the program, in one line that says what to do about it."""

from __future__ import annotations


class TalkcoachError(Exception):
    """Something that a user can put right. ``str()`` gives ``WHAT. REMEDY`` on one line.

    Args:
        what: what is wrong, naming the file, without a full stop at the end.
        remedy: what to do about it, without a full stop at the end.
    """

    def __init__(self, what: str, remedy: str) -> None:
        self.what = " ".join(what.split())
        self.remedy = " ".join(remedy.split())
        super().__init__(f"{self.what}. {self.remedy}.")


class InputError(TalkcoachError):
    """A recording, transcript, marks, corrections or rehearsal folder that cannot be read or has a mistake."""


class DeckError(TalkcoachError):
    """A deck that cannot be read."""


class RubricError(TalkcoachError):
    """A rubric that cannot be read or has a mistake in it."""


class ModelError(TalkcoachError):
    """A speech model that cannot be had or does not fit."""


class OutputError(TalkcoachError):
    """A place that cannot be written to."""


class RecordingError(TalkcoachError):
    """A microphone that cannot be used, or a recording that cannot begin or go on."""
