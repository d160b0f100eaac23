"""What a user hands in, opened: files are read here once, and nobody below looks at a path or a suffix again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from talkcoach.alignment.interruptions import marked_interruptions, of_other_voices
from talkcoach.alignment.slides import clicked
from talkcoach.decks import is_presentation, read_deck, read_narration
from talkcoach.domain import Caveat, Deck, Event, Mark, Span, Transcript, Visit, merged, outside, slide_marks
from talkcoach.errors import InputError
from talkcoach.report.model import Report, from_json
from talkcoach.speech.captions import SUFFIXES, read_captions
from talkcoach.store.codec import load, parsed
from talkcoach.store.corrections import Corrections
from talkcoach.store.files import read_text
from talkcoach.store.marks import events_in
from talkcoach.store.rehearsal import SOUND, Rehearsal
from talkcoach.store.source import Opened, Source, open_source

if TYPE_CHECKING:
    from talkcoach.audio.decode import Samples


@dataclass(frozen=True, slots=True)
class Material:
    """A rehearsal, opened.

    Attributes:
        recording: the name of what was said, without its folder.
        title: what the talk is called where the deck does not tell.
        deck: the slides, possibly none.
        duration: seconds.
        samples: the sound; None where there are only words.
        transcript: the words, where they need no recognition.
        kept: the transcript of last time, which holds if the same model made it.
        visits: the slides as they are known exactly.
        marks: the changes of slide that the speaker made.
        corrections: what the user knows better.
        interruptions: questions from the audience.
        gaps: where there is no sound: the microphone was gone, or the recorder paused.
        caveats: what limits the input.
        folder: where a transcription that was begun can be finished; None for loose files.
    """

    recording: str
    title: str
    deck: Deck
    duration: float
    samples: Samples | None = None
    transcript: Transcript | None = None
    kept: Transcript | None = None
    visits: tuple[Visit, ...] = ()
    marks: tuple[Mark, ...] = ()
    corrections: Corrections = field(default_factory=Corrections)
    interruptions: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    folder: Path | None = None

    @property
    def deck_name(self) -> str:
        """The name of the deck's file; empty without one."""
        return self.deck.path.name if self.deck.path else ""


def load_material(source: Source) -> Material:
    """Open everything that a rehearsal consists of.

    Raises:
        TalkcoachError: when there is nothing at the path, the folder has no recording, a file cannot be read or
            has a mistake, or marks and corrections speak of slides that the deck does not have.
    """
    opened = open_source(source)
    marks = slide_marks(opened.events)
    deck = _deck(opened, marks)
    material = _spoken(opened.spoken, opened.events, source.track)
    remembered = material.corrections
    corrections = replace(
        opened.corrections,
        parts={**remembered.parts, **opened.corrections.parts},
        visits=opened.corrections.visits or remembered.visits,
        voices=opened.corrections.voices or remembered.voices,
    )
    _check_slides(deck, marks, corrections)
    transcript = material.transcript
    if transcript and transcript.others:
        transcript = _led_by_name_on_title(transcript.with_voices(()), deck).with_voices(corrections.voices)
    material = replace(
        material,
        transcript=transcript,
        title=material.title or source.title or (source.deck or opened.spoken).stem,
        deck=deck,
        caveats=tuple(dict.fromkeys((*material.caveats, *deck.caveats))),
        corrections=corrections,
        kept=None if source.track else opened.kept,  # it is of the track that was chosen last time
        folder=source.folder,
    )
    return _marked(material, opened.events)


def reopen(rehearsal: Rehearsal, deck: Deck, corrections: Corrections, report: Report) -> Material:
    """A rehearsal of the library whose words are known from its report; no sound is read for it.

    Raises:
        InputError: when its marks have a mistake, or speak of slides that the deck does not have.
    """
    events = events_in(rehearsal.folder)
    _check_slides(deck, slide_marks(events), corrections)
    material = replace(_of_report(report, report.recording), deck=deck, corrections=corrections)
    material = replace(material, visits=tuple(visit for visit in report.slides if visit.source == "narration"))
    return _marked(material, events)


def _deck(opened: Opened, marks: tuple[Mark, ...]) -> Deck:
    """The slides; none where there is no deck. A narrated deck is its own."""
    path = opened.deck
    if is_presentation(opened.spoken):
        if path or marks:
            raise InputError(f"{opened.spoken} is a narrated deck and tells its slides itself", "Give it alone")
        path = opened.spoken
    return read_deck(path) if path else Deck(())


def _spoken(path: Path, events: tuple[Event, ...], track: int | None) -> Material:
    """What was said in a file, without what belongs to it.

    ``events`` have its clock; ``track`` is that of its sound, None to choose.
    """
    suffix = path.suffix.lower()
    if track and (suffix in {*SUFFIXES, ".json"} or is_presentation(path)):
        raise InputError(f"{path} has no tracks of sound to choose from", "Leave --track out")
    if suffix in SUFFIXES:
        captions = read_captions(path, keeps_clock=bool(events))
        return replace(_of_words(captions.transcript, path.name), caveats=captions.caveats)
    if suffix == ".json":
        return _reread(path)
    if is_presentation(path):
        return _narrated(path)
    from talkcoach.speech.spoken_track import spoken_sound

    samples = spoken_sound(path, track)
    return Material(path.name, "", Deck(()), samples.duration, samples, caveats=samples.caveats, gaps=samples.gaps)


_LEAST_OF_NAMED = 0.3
"""The share of all letters that a voice says whose name is on the title slide, from which on it is the speaker's:
a co-author in the audience says less."""


def _led_by_name_on_title(transcript: Transcript, deck: Deck) -> Transcript:
    """Who speaks by the name on the title slide; else the one who says most, as it is."""
    voices = {transcript.speaker: len(transcript.text), **{v.name: len(v.text) for v in transcript.others}}
    on_title = set(re.findall(r"\w+", deck.slides[0].text.lower())) if deck.slides else set()
    named = [
        name
        for name, letters in voices.items()
        if letters >= _LEAST_OF_NAMED * sum(voices.values())
        and (words := set(re.findall(r"\w{2,}", name.lower())))
        and words <= on_title
    ]
    return transcript.led_by(named[0]) if len(named) == 1 else transcript


def _of_words(transcript: Transcript, name: str) -> Material:
    spoken = (*transcript.sentences, *(each for voice in transcript.others for each in voice.sentences))
    duration = max((sentence.span.end for sentence in spoken), default=0.0)
    return Material(name, "", Deck(()), duration, transcript=transcript)


def _reread(path: Path) -> Material:
    """A transcript alone, or all that a report remembers of its rehearsal."""
    text = read_text(path, remedy=f"Give the {SOUND} instead")
    if "transcript" in parsed(text, path):
        return _of_report(from_json(text, path), path.name)
    return _of_words(load(text, Transcript, path), path.name)


def _of_report(report: Report, name: str) -> Material:
    """The words of a report, with the slides that were known exactly."""
    words = _of_words(report.transcript, name)
    return replace(
        words,
        title=report.title,
        duration=max(words.duration, report.recorded_seconds),
        visits=tuple(visit for visit in report.slides if visit.source not in ("speech", "corrected")),
        corrections=Corrections(
            report.corrections,
            tuple(visit for visit in report.slides if visit.source == "corrected"),
            voices=tuple(voice.name for voice in report.transcript.others if voice.is_in),
        ),
        interruptions=_marked_in(report),
        gaps=report.gaps,
        caveats=report.input_caveats,
    )


def _marked_in(report: Report) -> tuple[Span, ...]:
    """The interruptions of a report that follow from no other voice, since those follow again from the words."""
    voices = of_other_voices(report.transcript)
    return tuple(piece for span in report.interruptions for piece in outside(span, voices))


def _narrated(path: Path) -> Material:
    """The narration of a deck, slide after slide, as one recording."""
    import numpy as np

    from talkcoach.audio.decode import Samples, decode_bytes

    narration = read_narration(path)
    if not narration:
        raise InputError(
            f"{path} holds no narration", f"Give the recording, and the slides with --deck {path.name}"
        )
    pieces = [decode_bytes(part.audio, part.name) for part in narration]
    ends = np.cumsum([piece.duration for piece in pieces]).tolist()
    visits = tuple(
        Visit(Span(end - piece.duration, end), part.slide, 1.0, "narration")
        for part, piece, end in zip(narration, pieces, ends, strict=True)
        if piece.duration
    )
    samples = Samples(np.concatenate([piece.values for piece in pieces]), pieces[0].rate)
    caveats = tuple(caveat for piece in pieces for caveat in piece.caveats)
    return Material(path.name, "", Deck(()), samples.duration, samples, visits=visits, caveats=caveats)


def _marked(material: Material, events: tuple[Event, ...]) -> Material:
    """Material with what the events of its recording, which is over, tell of it."""
    if not events:
        return material
    marks = slide_marks(events)
    gaps = (Span(event.time, event.time + event.seconds) for event in events if event.kind == "gap")
    return replace(
        material,
        marks=marks,
        visits=material.visits or clicked(marks, material.duration),
        interruptions=marked_interruptions(events),
        gaps=merged((*material.gaps, *(gap for gap in gaps if gap))),
    )


def _check_slides(deck: Deck, marks: tuple[Mark, ...], corrections: Corrections) -> None:
    """Marks and corrections speak of slides that must be there."""
    shown = [mark.slide for mark in marks] + [visit.slide for visit in corrections.visits]
    if not deck.slides and (corrections.parts or shown):
        raise InputError("marks and corrections speak of slides, and there is no deck", "Give it with --deck")
    last = max((*corrections.parts, *shown), default=0)
    if last > len(deck.slides):
        raise InputError(
            f"the marks or corrections name slide {last} of a deck with {len(deck.slides)} slides",
            "Give the deck that was shown",
        )
