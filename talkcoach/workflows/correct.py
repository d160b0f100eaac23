"""Correcting a rehearsal: parts of slides, slides and when, who belongs to it; the report follows at once."""

from __future__ import annotations

from dataclasses import replace

from talkcoach.decks import read_deck
from talkcoach.decks.versions import same_slides
from talkcoach.domain import Deck
from talkcoach.errors import InputError
from talkcoach.report.kept import keep_judgement
from talkcoach.report.model import Report, slides_of_one_part
from talkcoach.rubric import Rubric
from talkcoach.store.corrections import (
    Corrections,
    corrections_in,
    write_limitations,
    write_parts,
    write_visits,
    write_voices,
)
from talkcoach.store.prepared import PreparedTalk, talks
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
    before = corrections_of(rehearsal)
    write_parts(rehearsal.folder, corrections.parts)
    write_visits(rehearsal.folder, corrections.visits)
    if corrections.voices or transcript.others:
        write_voices(rehearsal.folder, corrections.voices)
    write_limitations(rehearsal.folder, corrections.limitations)
    if prepared := _prepared(rehearsal):
        _keep_for_the_next(prepared, deck, before, corrections)
    keep_judgement(rehearsal.folder, again)
    return again


def confirmed(corrections: Corrections, report: Report) -> Corrections:
    """The corrections when the speaker says that the parts of a report are right.

    A slide that was up during several parts stays as it was found, and is not confirmed.
    """
    return replace(corrections, parts={**slides_of_one_part(report), **corrections.parts})


def _prepared(rehearsal: Rehearsal) -> PreparedTalk | None:
    """The prepared talk that a rehearsal is one of, if it is there still."""
    id_ = rehearsal.meta.talk if rehearsal.meta else ""
    return next((talk for talk in talks() if talk.id == id_), None)


def _keep_for_the_next(talk: PreparedTalk, deck: Deck, before: Corrections, after: Corrections) -> None:
    """Keep with the prepared talk what changed: a slide of its deck is known again by its title or its text."""
    write_limitations(talk.folder, after.limitations)
    changed = {
        slide for slide in {*before.parts, *after.parts} if before.parts.get(slide) != after.parts.get(slide)
    }
    if not changed:
        return
    there = same_slides(deck, read_deck(talk.deck))
    parts = dict(talk.corrections)
    for slide in changed & there.keys():
        parts.pop(there[slide], None)
        if slide in after.parts:
            parts[there[slide]] = after.parts[slide]
    write_parts(talk.folder, parts)
