"""Whether the speaker states the limitations of the work, and how deeply.

Conventions: the depth is that of the deepest evidence found: 0 none, 1 mentioned, 2 specific (what was not tested,
assumed or covered), 3 with its consequence for the claims, 4 with a remedy, an experiment or hindsight. Depths are
not cumulative: a remedy without a stated consequence counts as 4. An empty transcript has depth 0 and no evidence.
A rubric without a part whose role is ``limits`` expects no limitations, so no finding is made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from talkcoach.alignment.learned import is_learned, predicted
from talkcoach.alignment.sections import slides_up
from talkcoach.analysis.limitation_owner import (
    Phase,
    Whose,
    is_named_as_own,
    is_on_limitations,
    phase_of,
    whose,
)
from talkcoach.analysis.timing import PARTIAL, verdict
from talkcoach.domain import Aligned, Finding, Quote, Sentence, Severity, Slide, Span, merged
from talkcoach.domain.clock import clock
from talkcoach.domain.text import excerpt, plain
from talkcoach.domain.words import content_stems, content_words
from talkcoach.rubric import Rubric
from talkcoach.rubric.cues import LimitationCues
from talkcoach.rubric.phrases import has, matcher

if TYPE_CHECKING:
    from talkcoach.models.talk_parts import Prediction

ALIKE = 0.6
"""The share of content words in common (Jaccard) from which on a sentence is another's like: a speaker says it
anew each time."""

SURE_PART = 0.9
"""The chance from which on a section is taken for the part on limitations without a slide that says so."""

FOLLOWS = 2
"""A consequence or a remedy may come up to this many sentences after the limitation that it belongs to."""

SPOKEN_SHARE = 0.6
"""A line on a slide counts as spoken when a sentence has this share of its content words, weighted by rarity."""

SPECIFIC_WORDS = 2
"""Content words after a name and a verb from which on a limitation is specific ("a caveat is that the corpus is
small").

Without the verb twice as many are needed: "a few limitations of our approach" only says that there are some.
"""

_EXPLAINS = re.compile(r"\b(?:is|are|was|were|that|because|since)\b|:")

SHALLOW: dict[int, tuple[Severity, str, str]] = {
    1: (
        "medium",
        "You mention a limitation but not what exactly was not tested, assumed or covered.",
        "Name the data, the condition or the assumption in one sentence.",
    ),
    2: (
        "medium",
        "You say what is lacking but not what it means for your claims.",
        "Add one sentence that begins “So we cannot claim …”.",
    ),
    3: (
        "low",
        "You say what a limitation means for your claims but not what would remove it.",
        "Add the experiment that you would run, or what you would do differently now.",
    ),
    4: (
        "low",
        "You offer a way out of a limitation but do not say what it means for your claims until then.",
        "Add one sentence that begins “Until then we cannot claim …”.",
    ),
}
"""Severity, message and advice at each depth: the next step, or the one that was left out."""


KINDS = (
    "limitations-absent",
    "limitations-unsure",
    "limitations-on-slide-unsaid",
    "limitations-disguised",
    "limitations-shallow",
    "limitations-rushed",
    "no-open-question",
    "no-hindsight",
)


@dataclass(frozen=True, slots=True)
class Limitations:
    """The speaker's own limitations, as far as they were stated.

    ``level`` is the depth, 0 to 4. ``seconds`` is the time in the part on limitations together with that of the
    evidence elsewhere. ``quotes`` is all evidence in order of time; the fields after it hold the evidence for each
    depth. ``candidates`` are the sentences that most likely state one, best first, where nothing was found and it
    is not sure that there is none. ``disguised`` are strengths presented as limitations, ``on_slide_unsaid`` lines
    of slides on limitations that were never spoken; neither counts.
    """

    level: int = 0
    seconds: float = 0.0
    quotes: tuple[Quote, ...] = ()
    mentioned: tuple[Quote, ...] = ()
    specific: tuple[Quote, ...] = ()
    consequence: tuple[Quote, ...] = ()
    remedy: tuple[Quote, ...] = ()
    hindsight: tuple[Quote, ...] = ()
    open_question: tuple[Quote, ...] = ()
    disguised: tuple[Quote, ...] = ()
    on_slide_unsaid: tuple[Quote, ...] = ()
    candidates: tuple[Quote, ...] = ()


def limitations(talk: Aligned, rubric: Rubric) -> Limitations:
    """Find the statements about the limitations of the work, and how deep they go."""
    cues = rubric.limitations
    sentences = talk.transcript.sentences
    prediction = _predicted(talk, rubric)
    phases = tuple(_phase(talk, rubric, sentence, prediction is not None) for sentence in sentences)
    judged = _judged(sentences, phases, cues)
    if prediction is not None:
        judged = _sure(judged, phases, prediction, sentences, cues)
    judged = _confirmed(judged, sentences, talk.confirmed)
    own = [i for i, owner in enumerate(judged) if owner == "own"]
    nearby = [i for i in range(len(sentences)) if _follows(i, judged, phases)]
    later = [i for i, phase in enumerate(phases) if phase != "early" and judged[i] != "others"]
    specific = [i for i in own if _is_specific(sentences[i].text, cues)]
    consequence = [i for i in nearby if has(cues.consequences, sentences[i].text)]
    remedy = [i for i in nearby if has(cues.remedies, sentences[i].text)]
    hindsight = [i for i in later if has(cues.hindsight, sentences[i].text)]
    open_question = [i for i in later if has(cues.open_questions, sentences[i].text)]
    mentioned = sorted({*own, *(i for i in open_question if phases[i] == "limits")})
    evidence = sorted({*mentioned, *consequence, *remedy, *hindsight})

    def quoted(indices: list[int]) -> tuple[Quote, ...]:
        return tuple(talk.quote(sentences[i]) for i in indices)

    depths = (evidence, specific, consequence, [*remedy, *hindsight])
    return Limitations(
        level=max((depth for depth, found in enumerate(depths, start=1) if found), default=0),
        seconds=_seconds(talk, rubric, [sentences[i].span for i in evidence]),
        quotes=quoted(evidence),
        mentioned=quoted(mentioned),
        specific=quoted(specific),
        consequence=quoted(consequence),
        remedy=quoted(remedy),
        hindsight=quoted(hindsight),
        open_question=quoted(open_question),
        disguised=quoted([i for i, owner in enumerate(judged) if owner == "disguised"]),
        on_slide_unsaid=_unsaid(talk, rubric),
        candidates=quoted(_candidates(talk, prediction)) if prediction is not None and not evidence else (),
    )


def _predicted(talk: Aligned, rubric: Rubric) -> Prediction | None:
    sentences = talk.transcript.sentences
    if not is_learned(rubric, talk.transcript.language):
        return None
    return predicted(sentences, slides_up(sentences, talk.deck, talk.visits))


def _phase(talk: Aligned, rubric: Rubric, sentence: Sentence, is_learned: bool) -> Phase:
    """Where a sentence stands; in the part on limitations only where a slide or a sure section says so."""
    phase = phase_of(talk, rubric, sentence)
    if phase != "limits" or not is_learned:
        return phase
    slide, section = talk.shown_at(sentence.span.middle), talk.sections.at(sentence.span.middle)
    is_shown = slide is not None and is_on_limitations(slide, rubric)
    return phase if is_shown or (section and section.confidence >= SURE_PART) else "late"


def _sure(
    judged: tuple[Whose | None, ...],
    phases: tuple[Phase, ...],
    prediction: Prediction,
    sentences: tuple[Sentence, ...],
    cues: LimitationCues,
) -> tuple[Whose | None, ...]:
    """The owners without those limitations of the own work that are only likely: the speaker is asked about them.

    Over 55 labelled talks 0.40 of the sentences that the phrases take for an own limitation were one, and 0.53 of
    those of which the model was surest (docs/accuracy.md). So phrases count in the part on limitations and where
    the sentence itself says whose limitation it is, and the model from its bound on.
    """
    sure: list[Whose | None] = []
    for owner, phase, probability, sentence in zip(
        judged, phases, prediction.own_limitation, sentences, strict=True
    ):
        if probability >= prediction.quote_from and owner is None:
            sure.append("own")
        elif owner == "own" and phase != "limits" and not is_named_as_own(sentence.text, cues):
            sure.append(None)
        else:
            sure.append(owner)
    return tuple(sure)


def _confirmed(
    judged: tuple[Whose | None, ...], sentences: tuple[Sentence, ...], confirmed: Mapping[str, bool]
) -> tuple[Whose | None, ...]:
    """The owners, where the user said of a sentence or its like whether it states a limitation of the own work."""
    if not confirmed:
        return judged
    answers = [_answer(sentence.text, confirmed) for sentence in sentences]
    return tuple(
        owner if answer is None else ("own" if answer else (None if owner == "own" else owner))
        for owner, answer in zip(judged, answers, strict=True)
    )


def _answer(text: str, confirmed: Mapping[str, bool]) -> bool | None:
    """What the user said of the sentence that is most like a text; None where none is like it."""
    stems = content_stems(text)
    likeness = {
        known: len(stems & other) / (len(stems | other) or 1)
        for known in confirmed
        for other in [content_stems(known)]
    }
    nearest = max(likeness, key=lambda known: likeness[known])
    return confirmed[nearest] if text == nearest or likeness[nearest] >= ALIKE else None


def _candidates(talk: Aligned, prediction: Prediction) -> list[int]:
    """The sentences to ask about, best first; none where it is sure enough that no limitation is stated.

    Those that the user rejected are not asked about again.
    """
    if prediction.admits < prediction.silent_below:
        return []
    sentences = talk.transcript.sentences
    return [
        i
        for i in prediction.candidates
        if not talk.confirmed or _answer(sentences[i].text, talk.confirmed) is None
    ]


def _judged(
    sentences: tuple[Sentence, ...], phases: tuple[Phase, ...], cues: LimitationCues
) -> tuple[Whose | None, ...]:
    """Whose limitation each sentence speaks of; a further limitation has the owner of the last one."""
    judged: list[Whose | None] = []
    for sentence, phase in zip(sentences, phases, strict=True):
        judged.append(whose(sentence.text, phase, cues, after_own=judged[-1:] == ["own"]))
    return tuple(judged)


def limitation_findings(
    found: Limitations, talk: Aligned, rubric: Rubric, slot_seconds: float
) -> tuple[Finding, ...]:
    """The findings about the limitations of a talk in a slot of ``slot_seconds``; none where the rubric has no
    such part.

    Args:
        found: the limitations.
        talk: the talk.
        rubric: the structure.
        slot_seconds: how long the talk may be.
    """
    if not rubric.parts_with("limits"):
        return ()
    checks = (
        _absent(found, talk, rubric, slot_seconds),
        _on_slide_unsaid(found),
        _disguised(found),
        _shallow(found),
        _rushed(found, talk, rubric, slot_seconds),
        _no_open_question(found),
        _no_hindsight(found),
    )
    return tuple(finding for finding in checks if finding)


def _absent(found: Limitations, talk: Aligned, rubric: Rubric, slot_seconds: float) -> Finding | None:
    """No limitation at all; in a rehearsal of only a part of the talk they may come in the rest."""
    sentences = talk.transcript.sentences
    if found.level or not sentences or talk.seconds < PARTIAL * slot_seconds:
        return None
    prediction = _predicted(talk, rubric)
    if prediction is None:
        return None  # too little was understood to say so
    if found.candidates:
        return Finding(
            "limitations-unsure",
            "medium",
            "Is one of these sentences a limitation of your own work? None is clearly said to be one.",
            "If one is, begin it with “A limitation of our work is …”. If none is, say what you did not test, and "
            "what that means for your claims.",
            found.candidates,
        )
    ending = talk.sentences_in(*rubric.keys_with("outlook")) or sentences[-1:]
    return Finding(
        "limitations-absent",
        "high",
        "You never name a limitation of your own work.",
        "Before this moment, say in one sentence what you did not test, in one what that means for your claims, "
        "and in one how you would find out.",
        (talk.quote(ending[0]),),
    )


def _on_slide_unsaid(found: Limitations) -> Finding | None:
    if not found.on_slide_unsaid:
        return None
    count = len(found.on_slide_unsaid)
    first = found.on_slide_unsaid[0]
    lines = "a limitation that you never say" if count == 1 else f"{count} lines on limitations that you never say"
    return Finding(
        "limitations-on-slide-unsaid",
        "medium",
        f"Slide {first.slide} shows {lines}.",
        f"Say it in your own words: “{excerpt(first.text)}”.",
        found.on_slide_unsaid,
    )


def _disguised(found: Limitations) -> Finding | None:
    if not found.disguised:
        return None
    return Finding(
        "limitations-disguised",
        "medium",
        f"“{excerpt(found.disguised[0].text)}” is a strength in the place of a limitation.",
        "Replace it with something that your work cannot do, or that you did not test.",
        found.disguised,
    )


def _shallow(found: Limitations) -> Finding | None:
    if found.level == 0 or (found.level == 4 and found.consequence):
        return None
    severity, message, advice = SHALLOW[found.level]
    quotes = (found.mentioned, found.specific, found.consequence, found.remedy or found.hindsight)[found.level - 1]
    return Finding("limitations-shallow", severity, message, advice, quotes or found.quotes)


def _rushed(found: Limitations, talk: Aligned, rubric: Rubric, slot_seconds: float) -> Finding | None:
    if not found.level or talk.seconds < PARTIAL * slot_seconds:
        return None
    targets = rubric.targets(slot_seconds)
    least, most = zip(*(targets[key] for key in rubric.keys_with("limits")), strict=True)
    target = sum(least), sum(most)
    if verdict(found.seconds, target, rubric.tolerance) != "short":
        return None
    return Finding(
        "limitations-rushed",
        "high" if found.seconds < target[0] / 2 else "medium",
        f"Your limitations got {clock(found.seconds)} of {clock(target[0])}.",
        "Take one of them and say what it means for your claims and what you would do about it.",
        found.quotes,
    )


def _no_open_question(found: Limitations) -> Finding | None:
    if not found.level or found.open_question:
        return None
    return Finding(
        "no-open-question",
        "low",
        "You name no open question.",
        "Say one thing that you do not know yet, and why it matters.",
        found.quotes[-1:],
    )


def _no_hindsight(found: Limitations) -> Finding | None:
    if not found.level or found.hindsight:
        return None
    return Finding(
        "no-hindsight",
        "low",
        "You do not say what you would do differently with hindsight.",
        "Add one sentence that begins “If I started again, I would …”.",
        found.quotes[-1:],
    )


def _follows(index: int, judged: tuple[Whose | None, ...], phases: tuple[Phase, ...]) -> bool:
    """Whether a sentence states or closely follows an own limitation, or stands in the part on limitations."""
    if judged[index] in ("others", "disguised"):
        return False
    return phases[index] == "limits" or "own" in judged[max(index - FOLLOWS, 0) : index + 1]


def _is_specific(text: str, cues: LimitationCues) -> bool:
    """Whether a sentence says what is lacking, and not only that something is lacking."""
    text = plain(text)
    if any(has(group, text) for group in (cues.admissions, cues.failures, cues.choices)):
        return True
    named = matcher(cues.names).search(text)
    rest = text[named.end() :] if named else text
    return len(content_words(rest)) >= (SPECIFIC_WORDS if _EXPLAINS.search(rest) else 2 * SPECIFIC_WORDS)


def _unsaid(talk: Aligned, rubric: Rubric) -> tuple[Quote, ...]:
    """The lines of slides on limitations that were not spoken, neither there nor in the part on limitations."""
    rarity = _rarity(talk)
    limits = rubric.keys_with("limits")
    unsaid: list[Quote] = []
    for slide in talk.deck.slides:
        if not is_on_limitations(slide, rubric):
            continue
        spoken = [content_stems(s.text) for s in talk.transcript.sentences if _belongs(s, slide, talk, limits)]
        lines = [line.strip() for line in slide.text.splitlines() if content_words(line)]
        missing = [line for line in lines if line != slide.title and not _is_spoken(line, spoken, rarity)]
        unsaid += [talk.quote_slide(slide, line) for line in missing]
    return tuple(unsaid)


def _belongs(sentence: Sentence, slide: Slide, talk: Aligned, limits: tuple[str, ...]) -> bool:
    moment = sentence.span.middle
    return talk.slide_at(moment) == slide.number or talk.section_at(moment) in limits


def _is_spoken(line: str, spoken: list[frozenset[str]], rarity: dict[str, float]) -> bool:
    """Whether one sentence has most of the content of a line, where a rare word counts more than a common one."""
    stems = content_stems(line)
    whole = sum(rarity[stem] for stem in stems)
    return any(sum(rarity[stem] for stem in stems & each) >= SPOKEN_SHARE * whole for each in spoken)


def _rarity(talk: Aligned) -> dict[str, float]:
    """The inverse document frequency of each stem over the talk's sentences and the slides' lines."""
    texts = [s.text for s in talk.transcript.sentences]
    texts += [line for slide in talk.deck.slides for line in slide.text.splitlines()]
    counts = Counter(stem for text in texts for stem in content_stems(text))
    return {stem: log(1 + len(texts) / count) for stem, count in counts.items()}


def _seconds(talk: Aligned, rubric: Rubric, evidence: list[Span]) -> float:
    sections = [section.span for section in talk.sections.of(*rubric.keys_with("limits"))]
    return sum(span.duration for span in merged([*sections, *evidence]))
