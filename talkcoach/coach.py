"""From a rehearsal to its report, readable as a table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from talkcoach.alignment.interruptions import cut_around, within, without
from talkcoach.alignment.sections import find_sections
from talkcoach.alignment.slides import align, clicked
from talkcoach.analysis.acronyms import acronyms
from talkcoach.analysis.claims import claims
from talkcoach.analysis.coverage import coverage
from talkcoach.analysis.delivery import Delivery, Sounded, delivery, delivery_findings, sounded
from talkcoach.analysis.limitations import Limitations, limitation_findings, limitations
from talkcoach.analysis.numbers import numbers
from talkcoach.analysis.pace import WINDOW
from talkcoach.analysis.timing import Timing, timing, timing_findings
from talkcoach.clock import clock
from talkcoach.domain import SURE, Deck, Finding, Talk, Visit
from talkcoach.errors import InputError
from talkcoach.hearing import Heard, Hearing, Progress, Sound, Speech, hear, slides_of, sound_of
from talkcoach.phrases import speak
from talkcoach.questions.likely import likely_questions
from talkcoach.rehearsal import Rehearsal
from talkcoach.report import Report, stretches
from talkcoach.rubric import OTHER, Rubric
from talkcoach.stays import corrected

if TYPE_CHECKING:
    from concurrent.futures import Future

    from talkcoach.audio.sounding import Sounding

SEVERITIES = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Names:
    """What a report calls its talk and files; names, never paths."""

    title: str
    recording: str
    deck: str


def coach(
    rehearsal: Rehearsal, rubric: Rubric, slot_seconds: float, hearing: Hearing, progress: Progress | None = None
) -> Report:
    """Coach a rehearsal: hear it, align it, analyse it.

    Raises:
        TalkcoachError: for a file that cannot be read or a correction that does not fit.
    """
    deck = slides_of(rehearsal)
    _check_fit(rehearsal, deck, rubric)
    sound = sound_of(rehearsal)
    with ThreadPoolExecutor(max_workers=1) as beside:  # the sound is measured while the words are recognised
        speech = beside.submit(_speech, sound) if sound else None
        tracks = beside.submit(_tracks, sound, speech) if sound and speech else None
        heard = hear(rehearsal, sound, deck, hearing, progress, speech)
    talk = aligned(heard, deck, rehearsal, rubric)
    names = Names(
        title=deck.title or heard.title or rehearsal.title or rehearsal.spoken.stem,
        recording=rehearsal.spoken.name,
        deck=deck.path.name if deck.path else "",
    )
    sounds = sounded(talk, rubric, tracks.result()) if tracks else None
    caveats = (*heard.caveats, *(_forgotten_clicks(talk.visits) if rehearsal.marks else ()))
    report = judged(talk, rubric, slot_seconds, names, sounds, caveats, rehearsal.corrections)
    return replace(report, transcript=heard.transcript)


def coach_again(rehearsal: Rehearsal, deck: Deck, rubric: Rubric, report: Report) -> Report:
    """The report on a rehearsal whose marks or corrections changed since ``report``; no sound is read for it.

    Raises:
        InputError: for a correction that does not fit.
    """
    _check_fit(rehearsal, deck, rubric)
    length = report.timing.duration + sum(span.duration for span in report.interruptions)
    told = tuple(visit for visit in report.slides if visit.source == "narration")
    before = Talk(report.transcript, deck, report.slides, (), length, report.interruptions, report.gaps)
    of_the_talk = (*_caveats(before), *_forgotten_clicks(report.slides))
    of_the_sound = tuple(caveat for caveat in report.caveats if caveat not in of_the_talk)
    heard = Heard(report.transcript, told, length, of_the_sound, report.title)
    names = Names(report.title, report.recording, report.deck)
    talk = aligned(heard, deck, rehearsal, rubric)
    caveats = (*heard.caveats, *(_forgotten_clicks(talk.visits) if rehearsal.marks else ()))
    slot, sounds = report.timing.slot_seconds, report.delivery.sounded
    again = judged(talk, rubric, slot, names, sounds, caveats, rehearsal.corrections)
    return replace(again, transcript=report.transcript)


def aligned(heard: Heard, deck: Deck, rehearsal: Rehearsal, rubric: Rubric) -> Talk:
    """The talk with its slides and parts: what is known exactly stands, the words tell the rest.

    Questions from the audience are left out of it.
    """
    asked = within(rehearsal.interruptions, heard.duration)
    said = without(heard.transcript, asked)
    known = heard.visits or clicked(rehearsal.marks, heard.duration)
    visits = cut_around(corrected(align(said, deck, known), rehearsal.stays), asked)
    sections = cut_around(find_sections(said, deck, visits, rubric, rehearsal.corrections), asked)
    return Talk(said, deck, visits, sections, heard.duration, asked, within(rehearsal.gaps, heard.duration))


def judged(
    talk: Talk,
    rubric: Rubric,
    slot_seconds: float,
    names: Names,
    sounds: Sounded | None = None,
    caveats: tuple[str, ...] = (),
    corrections: Mapping[int, str] | None = None,
) -> Report:
    """Everything that is said about an aligned talk; ``sounds`` is what its sound tells, where there is any.

    Of less than `WINDOW` seconds nothing is judged.
    """
    account = timing(talk, rubric, slot_seconds)
    in_phrases = speak(talk.transcript.language)
    engaged = limitations(talk, rubric) if in_phrases else Limitations()
    spoken = delivery(talk, rubric, sounds)
    enough = bool(talk.transcript.sentences) and talk.seconds >= WINDOW
    findings = _findings(talk, rubric, account, engaged, spoken) if enough else ()
    return Report(
        title=names.title,
        recording=names.recording,
        deck=names.deck,
        rubric=rubric.name,
        slides=talk.visits,
        sections=stretches(talk, rubric, account),
        timing=account,
        limitations=engaged,
        delivery=spoken,
        findings=findings,
        questions=likely_questions(talk, rubric, findings, engaged) if enough and in_phrases else (),
        caveats=(*caveats, *_caveats(talk)),
        corrections=dict(corrections or {}),
        transcript=talk.transcript,
        interruptions=talk.interruptions,
        gaps=talk.gaps,
    )


def _speech(sound: Sound) -> Speech:
    from talkcoach.speech.activity import speech_spans

    return speech_spans(sound.samples)


def _tracks(sound: Sound, speech: Future[Speech]) -> Sounding:
    from talkcoach.audio.sounding import sounding

    return sounding([sound.samples.values], sound.samples.rate, speech.result())


def _check_fit(rehearsal: Rehearsal, deck: Deck, rubric: Rubric) -> None:
    """Marks and corrections speak of slides and parts that must be there."""
    shown = [mark.slide for mark in rehearsal.marks] + [stay.slide for stay in rehearsal.stays]
    if not deck.slides and (rehearsal.corrections or shown):
        raise InputError("marks and corrections speak of slides, and there is no deck", "Give it with --deck")
    for slide, key in rehearsal.corrections.items():
        if key not in (*rubric.keys, OTHER):
            raise InputError(
                f"the corrections put slide {slide} in {key}, which is no part of the rubric",
                f"Use one of {', '.join((*rubric.keys, OTHER))}",
            )
    last = max((*rehearsal.corrections, *shown), default=0)
    if last > len(deck.slides):
        raise InputError(
            f"the marks or corrections name slide {last} of a deck with {len(deck.slides)} slides",
            "Give the deck that was shown",
        )


def _findings(
    talk: Talk, rubric: Rubric, account: Timing, engaged: Limitations, spoken: Delivery
) -> tuple[Finding, ...]:
    """The gravest first; among equals, in the order in which the analyses come."""
    by_phrases = (
        *limitation_findings(engaged, talk, rubric, account.slot_seconds),
        *claims(talk, rubric),
        *coverage(talk, rubric),
        *acronyms(talk, rubric),
    )
    findings = (
        *(by_phrases if speak(talk.transcript.language) else ()),
        *timing_findings(talk, rubric, account),
        *numbers(talk, rubric),
        *delivery_findings(talk, spoken, rubric),
    )
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def _caveats(talk: Talk) -> tuple[str, ...]:
    """What the reader must know about how far to believe the rest."""
    said = []
    if not speak(talk.transcript.language):
        said.append(
            f"The talk is in another language ({talk.transcript.language}) than the rubric's phrases: "
            "limitations, claims and questions are not judged, and parts are a guess from the order of slides."
        )
    said += _not_heard(talk)
    removed = len(talk.transcript.removed)
    if removed:
        sentences = "1 sentence was" if removed == 1 else f"{removed} sentences were"
        said.append(f"{sentences} left out of the transcript because the sound does not support them.")
    if not talk.deck.slides:
        said.append(
            "No deck was given, so nothing is said about slides, and parts are found from the words alone."
        )
    doubtful = _doubtful(talk.visits)
    if doubtful:
        said.append(
            "Slides were found from the words. "
            f"For {doubtful} of {len(talk.visits)} stays the slide is only probable."
        )
    return tuple(said)


def _forgotten_clicks(visits: tuple[Visit, ...]) -> tuple[str, ...]:
    """Where the clicks end before the talk does, so that the words tell the rest."""
    clicks = tuple(takewhile(lambda visit: visit.source == "click", visits))
    rest = visits[len(clicks) :]
    if not clicks or not rest or any(visit.source != "speech" for visit in rest):
        return ()
    end, since = clock(clicks[-1].span.start), clock(rest[0].span.start)
    return (
        f"Your clicks end at {end} on slide {clicks[-1].slide}; from {since} on slides are found from your words.",
    )


def _not_heard(talk: Talk) -> list[str]:
    """The stretches of the recording that are not the speaker's."""
    asked = sum(span.duration for span in talk.interruptions)
    questions = [f"{clock(asked)} of questions from the audience are left out."] if asked else []
    return questions + [
        f"The microphone was gone from {clock(gap.start)} for {clock(gap.duration)}." for gap in talk.gaps
    ]


def _doubtful(visits: tuple[Visit, ...]) -> int:
    return sum(visit.confidence < SURE for visit in visits)
