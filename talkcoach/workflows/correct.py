"""Correcting a rehearsal: parts of slides, slides and when, who belongs to it; the report follows at once."""

from __future__ import annotations

from collections.abc import Mapping

from talkcoach.domain import Deck
from talkcoach.errors import InputError
from talkcoach.report.kept import keep_judgement
from talkcoach.report.model import Report
from talkcoach.rubric import Rubric
from talkcoach.store.corrections import (
    Corrections,
    corrections_in,
    write_limitations,
    write_parts,
    write_visits,
    write_voices,
)
from talkcoach.store.prepared import talks
from talkcoach.store.rehearsal import Rehearsal
from talkcoach.workflows.align import aligned
from talkcoach.workflows.judge import Names, judge
from talkcoach.workflows.load import reopen


def corrections_of(rehearsal: Rehearsal) -> Corrections:
    """What the user corrected in a rehearsal so far.

    Raises:
        InputError: when a file of them has a mistake.
    """
    return corrections_in(rehearsal.folder)


def correct(rehearsal: Rehearsal, corrections: Corrections, deck: Deck, rubric: Rubric, report: Report) -> Report:
    """Keep corrections in place of those that there were, and the report that follows from them.

    Args:
        rehearsal: a rehearsal that was coached.
        corrections: all that hold from now on.
        deck: its slides.
        rubric: what it is held against.
        report: the report on it until now, from which the words and the sound's figures are taken.

    Raises:
        TalkcoachError: when they do not fit, or cannot be kept; then all is as it was.
    """
    if not deck.slides and (corrections.parts or corrections.visits):
        raise InputError(f"{rehearsal.id} has no deck", "Correct a rehearsal that has one")
    material = reopen(rehearsal, deck, corrections, report)
    transcript = report.transcript.with_voices(corrections.voices)
    talk = aligned(material, transcript, rubric)
    names = Names(report.title, report.recording, report.deck)
    sound, slot = report.delivery.sound_figures, report.timing.slot_seconds
    again = judge(talk, rubric, slot, names, sound, corrections.parts, transcript)
    write_parts(rehearsal.folder, corrections.parts)
    write_visits(rehearsal.folder, corrections.visits)
    if corrections.voices or transcript.others:
        write_voices(rehearsal.folder, corrections.voices)
    _keep_limitations(rehearsal, corrections.limitations)
    keep_judgement(rehearsal.folder, again)
    return again


def _keep_limitations(rehearsal: Rehearsal, limitations: Mapping[str, bool]) -> None:
    """Keep them with the rehearsal, and with its prepared talk for the next rehearsals."""
    write_limitations(rehearsal.folder, limitations)
    prepared = rehearsal.meta.talk if rehearsal.meta else ""
    for talk in talks():
        if talk.id == prepared:
            write_limitations(talk.folder, limitations)
