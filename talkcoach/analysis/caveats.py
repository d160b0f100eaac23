"""Caveats: what the input, the recognition and the alignment leave uncertain."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from talkcoach.alignment.interruptions import of_other_voices
from talkcoach.domain import SURE, Aligned, Caveat, Span, outside
from talkcoach.domain.clock import clock
from talkcoach.domain.text import listed
from talkcoach.rubric.phrases import speak

_NAMED_GAPS = 3
"""Places without sound that are named one by one."""


def caveats(talk: Aligned) -> tuple[str, ...]:
    """The caveats of a report, a sentence each."""
    return (
        *map(caveat_sentence, talk.caveats),
        *_forgotten_clicks(talk),
        *_language(talk),
        *_left_out(talk),
        *_removed(talk),
        *_slides(talk),
    )


def caveat_sentence(caveat: Caveat) -> str:
    """What a caveat about the input says."""
    compose = _SENTENCES.get(caveat.kind)
    return compose(caveat) if compose else caveat.subject


def _cut_short(caveat: Caveat) -> str:
    read, stated = f"{caveat.seconds:.0f}", f"{caveat.of_seconds:.0f}"
    return f"Only the first {read} of {stated} seconds of {caveat.subject} could be read."


def _captions(caveat: Caveat) -> str:
    return f"{caveat.count} caption" if caveat.count == 1 else f"{caveat.count} captions"


def _slides_of(caveat: Caveat) -> str:
    numbers = listed([str(number) for number in caveat.numbers])
    return f"slide {numbers}" if len(caveat.numbers) == 1 else f"slides {numbers}"


_SENTENCES: dict[str, Callable[[Caveat], str]] = {
    "sound-cut-short": _cut_short,
    "sound-track": lambda caveat: (
        f"Track {caveat.numbers[0]} of the {caveat.numbers[1]} tracks of sound in {caveat.subject} was taken, "
        "since it has the most speech."
    ),
    "sound-channel": lambda caveat: (
        f"Channel {caveat.numbers[0]} of the {caveat.numbers[1]} channels of {caveat.subject} was taken, "
        "since the speech is there."
    ),
    "damaged-slide": lambda caveat: f"The file is damaged: text of {_slides_of(caveat)} may be missing.",
    "damaged-notes": lambda caveat: f"The file is damaged: notes of {_slides_of(caveat)} may be missing.",
    "damaged-layout": lambda caveat: (
        f"The file is damaged: text of {_slides_of(caveat)} may be in another order than it is shown, "
        "since a layout cannot be read."
    ),
    "damaged-graphic": lambda caveat: (
        f"The file is damaged: text of a chart or diagram on {_slides_of(caveat)} is missing."
    ),
    "captions-repaired": lambda caveat: (
        f"The times of {_captions(caveat)} cannot be right and were taken from their neighbours."
    ),
    "captions-skipped": lambda caveat: (
        f"{_captions(caveat)} could not be read and {'is' if caveat.count == 1 else 'are'} left out."
    ),
    "clock-starts-late": lambda caveat: (
        f"The captions begin at {clock(caveat.seconds)}, so they were cut from a longer recording: "
        "all times count from their first word."
    ),
    "sentences-guessed": lambda _: "The captions have no punctuation, so where sentences end is a guess.",
    "handout": lambda caveat: (
        f"{caveat.subject} is a hand-out with {caveat.numbers[0]} slides on a page; each was taken for a slide."
    ),
    "notes-beside-slides": lambda caveat: (
        f"{caveat.subject} has notes beside its slides; they were taken for speaker notes."
    ),
    "notes-between-slides": lambda caveat: (
        f"{caveat.subject} has pages of notes between its slides; they were taken for speaker notes."
    ),
    "upright-pages": lambda caveat: (
        f"The pages of {caveat.subject} stand upright, as in a hand-out; each was taken for one slide."
    ),
}
"""What is said of each kind of caveat; the subject of any other kind is a sentence."""


def _forgotten_clicks(talk: Aligned) -> list[str]:
    """Where the clicks end before the talk does, and the rest is found from the words."""
    clicks = tuple(takewhile(lambda visit: visit.source == "click", talk.visits))
    rest = talk.visits[len(clicks) :]
    if not clicks or not rest or any(visit.source != "speech" for visit in rest):
        return []
    end, since = clock(clicks[-1].span.start), clock(rest[0].span.start)
    return [
        f"Your clicks end at {end} on slide {clicks[-1].slide}; from {since} on slides are found from your words."
    ]


def _language(talk: Aligned) -> list[str]:
    if speak(talk.transcript.language):
        return []
    return [
        f"The talk is in another language ({talk.transcript.language}) than the rubric's phrases: "
        "limitations, claims and questions are not judged, and parts are a guess from the order of slides."
    ]


def _left_out(talk: Aligned) -> list[str]:
    """The times of the recording that are left out, or missing."""
    others = [voice for voice in talk.transcript.others if not voice.is_in]
    voices = of_other_voices(talk.transcript)
    asked = sum(piece.duration for span in talk.interruptions for piece in outside(span, voices))
    questions = [f"{clock(asked)} of questions from the audience are left out."] if asked else []
    if others:
        speaker = talk.transcript.speaker or "The voice without a name"
        names = listed([voice.name or "a voice without a name" for voice in others], 4)
        questions.append(
            f"{speaker} is taken for the speaker; "
            f"{clock(sum(map(_seconds, voices)))} of other voices are left out ({names})."
        )
    return questions + _gaps(talk)


def _gaps(talk: Aligned) -> list[str]:
    """Where there is no sound, since the microphone was gone or the recorder was paused."""
    if len(talk.gaps) <= _NAMED_GAPS:
        return [f"No sound was recorded from {clock(gap.start)} for {clock(gap.duration)}." for gap in talk.gaps]
    seconds, longest = (sum(g.duration for g in talk.gaps), max(talk.gaps, key=lambda gap: gap.duration))
    return [
        f"No sound was recorded at {len(talk.gaps)} places, for {clock(seconds)} in all, "
        f"the longest from {clock(longest.start)} for {clock(longest.duration)}."
    ]


def _seconds(span: Span) -> float:
    return span.duration


def _removed(talk: Aligned) -> list[str]:
    removed = len(talk.transcript.removed)
    if not removed:
        return []
    sentences = "1 sentence was" if removed == 1 else f"{removed} sentences were"
    return [f"{sentences} left out of the transcript because the sound does not support them."]


def _slides(talk: Aligned) -> list[str]:
    found = []
    if not talk.deck.slides:
        found.append(
            "No deck was given, so nothing is said about slides, and parts are found from the words alone."
        )
    doubtful = sum(visit.confidence < SURE for visit in talk.visits)
    if doubtful:
        found.append(
            "Slides were found from the words. "
            f"For {doubtful} of {len(talk.visits)} stays the slide is only probable."
        )
    return found
