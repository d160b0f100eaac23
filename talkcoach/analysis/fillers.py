"""What fills pauses: um and uh, and words said in their place; how often, where they crowd, before which words.

Conventions: a filled pause is a word of the transcript that the rubric counts as one, or one that was heard beside
the words. A lexical filler is an
ordinary word or two, such as "you know", where the words and the punctuation around it leave it no meaning. Rates
are per minute from the first word to the last, questions from the audience and gaps in the recording left out. In
a language that the rubric does not speak nothing is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from talkcoach.analysis.expressions import QUOTED, bare, quoted, said, timed
from talkcoach.analysis.pace import spoken
from talkcoach.analysis.terms import content_words, listed
from talkcoach.domain import Finding, Quote, Span, Talk, Word
from talkcoach.phrases import speak
from talkcoach.rubric import Delivery, Rubric
from talkcoach.words import stem

LEAST_MINUTES = 1.0
"""Of less speech no rate is told: two filled pauses in twenty seconds are no habit."""

GATHERED = 0.25
"""A slide is named that has this share of all filled pauses."""

STALLS, STALLED_SHARE = 3, 0.2
"""So many filled pauses before one word, and before this share of the times that it is said, are no chance."""

SOON, REACH = 2.0, 6
"""The word that a filled pause was for comes within so many seconds, and is one of the next so many."""

NAMED = 3
"""As many words are named in a message."""


@dataclass(frozen=True, slots=True)
class OnSlide:
    """How many filled pauses there are while a slide is up, and how many that is in a minute of it."""

    slide: int
    count: int
    per_minute: float


@dataclass(frozen=True, slots=True)
class Stall:
    """A word before which the speaker stalls again and again, as it first comes, and every filled pause there."""

    term: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Fillers:
    """What fills the pauses of a talk, in order of time; the rates are None with too little speech.

    ``fillers`` are the filled pauses, ``filler_clusters`` the stretches in which they crowd, ``fillers_by_slide``
    has the slides with any, those with the most first, and ``filler_stalls`` the words that follow several.
    """

    fillers: tuple[Quote, ...] = ()
    fillers_per_minute: float | None = None
    filler_clusters: tuple[Span, ...] = ()
    fillers_by_slide: tuple[OnSlide, ...] = ()
    filler_stalls: tuple[Stall, ...] = ()
    lexical_fillers: tuple[Quote, ...] = ()
    lexical_fillers_per_minute: float | None = None


def fillers(talk: Talk, rubric: Rubric) -> Fillers:
    """Find what fills the pauses. Without word times there are lexical fillers only, at moments about right."""
    if not speak(talk.transcript.language):
        return Fillers()
    words = _own_words(talk)
    filled = tuple(quoted(talk, [word]) for word in words if bare(word.text) in rubric.delivery.fillers)
    lexical = _lexical(talk, rubric.delivery)
    return Fillers(
        fillers=filled,
        fillers_per_minute=per_minute(len(filled), talk),
        filler_clusters=_clusters(filled, rubric.delivery),
        fillers_by_slide=_by_slide(talk, filled),
        filler_stalls=_stalls(words, rubric.delivery, talk),
        lexical_fillers=lexical,
        lexical_fillers_per_minute=per_minute(len(lexical), talk),
    )


def per_minute(count: int, talk: Talk) -> float | None:
    """How many that is per minute of speaking; None where there is too little to tell a habit from chance."""
    minutes = sum(stretch.duration for stretch in spoken(talk)) / 60
    return count / minutes if minutes >= LEAST_MINUTES else None


def filler_findings(talk: Talk, found: Fillers, rubric: Rubric) -> tuple[Finding, ...]:
    """What to say: how often they come, where they crowd, where the speaker stalls, and which words are empty."""
    checks = (
        _often(found, rubric.delivery),
        _crowded(talk, found),
        _stalled(found),
        _empty(found, rubric.delivery),
    )
    return tuple(finding for finding in checks if finding)


def _own_words(talk: Talk) -> tuple[Word, ...]:
    """The speaker's words with the filled pauses among them, in order."""
    left_out = (*talk.interruptions, *talk.gaps)
    words = sorted((*talk.transcript.words, *talk.transcript.filled), key=lambda word: word.span)
    return tuple(word for word in words if not any(word.span.middle in hole for hole in left_out))


def _lexical(talk: Talk, delivery: Delivery) -> tuple[Quote, ...]:
    found = []
    for sentence in talk.transcript.sentences:
        words = timed(sentence)
        for first, end in said(words, delivery.lexical_fillers, skipped=delivery.fillers):
            found.append(quoted(talk, words[first:end]))
    return tuple(found)


def _clusters(filled: Sequence[Quote], delivery: Delivery) -> tuple[Span, ...]:
    """Where so many filled pauses begin within so many seconds; clusters that share one are one."""
    count, seconds = delivery.cluster
    found: list[Span] = []
    for first, last in zip(filled, filled[count - 1 :], strict=False):
        if last.span.start - first.span.start > seconds:
            continue
        span = first.span | last.span
        if found and found[-1] & span:
            found[-1] = found[-1] | span
        else:
            found.append(span)
    return tuple(found)


def _by_slide(talk: Talk, filled: Sequence[Quote]) -> tuple[OnSlide, ...]:
    counts = Counter(quote.slide for quote in filled if quote.slide is not None)
    seconds = {
        slide: sum(visit.span.duration for visit in talk.visits if visit.slide == slide) for slide in counts
    }
    return tuple(OnSlide(slide, count, 60 * count / seconds[slide]) for slide, count in counts.most_common())


def _stalls(words: Sequence[Word], delivery: Delivery, talk: Talk) -> tuple[Stall, ...]:
    """The content words that come next after several filled pauses; those after the most first."""
    before: dict[str, tuple[str, list[Quote]]] = {}
    for at, word in enumerate(words):
        term = _next_term(words[at + 1 : at + 1 + REACH], word.span.end, delivery)
        if bare(word.text) in delivery.fillers and term:
            before.setdefault(stem(term), (term, []))[1].append(quoted(talk, [word]))
    times = Counter(stem(term) for word in words for term in content_words(word.text))
    found = (
        Stall(term, tuple(quotes))
        for key, (term, quotes) in before.items()
        if len(quotes) >= max(STALLS, STALLED_SHARE * times[key])
    )
    return tuple(sorted(found, key=lambda stall: -len(stall.quotes)))


def _next_term(words: Sequence[Word], moment: float, delivery: Delivery) -> str:
    """The first content word that begins soon after a moment; nothing where another filled pause comes first."""
    for word in words:
        if word.span.start - moment > SOON or bare(word.text) in delivery.fillers:
            break
        if content := content_words(word.text):
            return content[0]
    return ""


def _often(found: Fillers, delivery: Delivery) -> Finding | None:
    if found.fillers_per_minute is None or found.fillers_per_minute <= delivery.fillers_per_minute:
        return None
    worst = next((on for on in found.fillers_by_slide[:1] if on.count >= GATHERED * len(found.fillers)), None)
    where = f", {worst.count} of them on slide {worst.slide}" if worst else ""
    return Finding(
        "filled-pauses",
        "medium" if found.fillers_per_minute > 2 * delivery.fillers_per_minute else "low",
        f"You fill {len(found.fillers)} pauses with um or uh, {found.fillers_per_minute:.1f} a minute{where} "
        f"(few listeners notice up to {delivery.fillers_per_minute:g}).",
        "Let the pause be silent: stop, breathe, then say the next sentence.",
        found.fillers[:QUOTED],
    )


def _crowded(talk: Talk, found: Fillers) -> Finding | None:
    if not found.filler_clusters:
        return None
    places = len(found.filler_clusters)
    inside = [quote for quote in found.fillers if any(quote.span & span for span in found.filler_clusters)]
    where = "one place" if places == 1 else f"{places} places"
    quotes = [s for s in talk.transcript.sentences if any(s.span & span for span in found.filler_clusters)]
    return Finding(
        "filled-pauses-crowd",
        "low",
        f"In {where} um and uh crowd: {len(inside)} of them.",
        "Say those sentences aloud until they come without a search for words.",
        tuple(talk.quote(sentence) for sentence in quotes[:QUOTED]),
    )


def _stalled(found: Fillers) -> Finding | None:
    if not found.filler_stalls:
        return None
    told = [f"“{stall.term}” ({len(stall.quotes)} times)" for stall in found.filler_stalls]
    return Finding(
        "stalls",
        "low",
        f"You stall before {listed(told, NAMED)}.",
        "Write down the sentence that introduces it, and rehearse that one.",
        tuple(quote for stall in found.filler_stalls[: NAMED - 1] for quote in stall.quotes[:QUOTED]),
    )


def _empty(found: Fillers, delivery: Delivery) -> Finding | None:
    rate = found.lexical_fillers_per_minute
    if rate is None or rate <= delivery.lexical_fillers_per_minute:
        return None
    counts = Counter(bare(quote.text) for quote in found.lexical_fillers).most_common()
    told = [f"“{text}” {count} times" if count > 1 else f"“{text}” once" for text, count in counts]
    return Finding(
        "lexical-fillers",
        "low",
        f"You say {listed(told, NAMED)} where it means nothing, {rate:.1f} a minute in all.",
        "Listen to a few of them, choose the one that you say most, and leave that one out.",
        found.lexical_fillers[:QUOTED],
    )
