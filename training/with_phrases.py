"""What ships: the model's probabilities beside slides, phrases and order, on talks that the model never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from figures import Judged
from talkcoach.alignment.learned import by_part
from talkcoach.alignment.sections import chances_with
from talkcoach.domain import Deck, Sentence, Slide, Span
from talkcoach.rubric import load_rubric


def as_shipped(judged: Sequence[Judged], *, slides: bool, learned: bool = True) -> list[Judged]:
    """Talks decided as talkcoach does it, with the model's probabilities or by phrases alone.

    The phrases were written by someone who had read the short talks, not the long ones.
    """
    return [_as_shipped(one, slides=slides, learned=learned) for one in judged]


def _as_shipped(one: Judged, *, slides: bool, learned: bool) -> Judged:
    rubric = load_rubric()
    talk = one.talk if slides else one.talk.without_slides()
    sentences = [
        Sentence(Span(float(start), float(max(start, end))), text)
        for start, end, text in zip(talk.starts, talk.ends, talk.sentences, strict=True)
    ]
    shown = sorted({slide.number: slide for slide in talk.slides if slide}.items())
    place = {number: at for at, (number, _) in enumerate(shown, start=1)}
    deck = Deck(tuple(Slide(place[number], slide.title, slide.text) for number, slide in shown))
    up = [deck[place[slide.number]] if slide else None for slide in talk.slides]
    given = by_part(one.part, rubric) if learned else None
    chances = chances_with(given, sentences, up, deck, rubric)
    return replace(one, part=chances, labels=chances.argmax(axis=1))
