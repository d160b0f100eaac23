"""Fillers: filled pauses (um, uh) and lexical fillers; how often, in which clusters, and before which words.

Conventions: a filled pause is a word of the transcript that the rubric lists as one, or one that was found in the
sound beside the words. A lexical filler is an ordinary expression, such as "you know", without meaning by the
words and the punctuation around it. Rates are per minute from the first word to the last, questions from the
audience and gaps in the recording left out. Nothing is found in a language other than that of the rubric's
phrases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from talkcoach.analysis.expressions import QUOTED, bare, matches, quoted, timed
from talkcoach.analysis.pace import speaking_spans
from talkcoach.analysis.pauses import left_out
from talkcoach.domain import Aligned, Finding, Quote, Span, Word
from talkcoach.domain.text import listed
from talkcoach.domain.words import content_words, stem
from talkcoach.rubric import DeliveryNorms, Rubric
from talkcoach.rubric.phrases import speak

LEAST_MINUTES = 1.0
"""Talks with less speech have no rate: two filled pauses in twenty seconds are no habit."""

GATHERED = 0.25
"""A slide with this share of all filled pauses is named."""

STALLS, STALLED_SHARE = 3, 0.2
"""Filled pauses before one word, and their share of its occurrences, from which on they are no chance."""

SOON, REACH = 2.0, 6
"""The seconds, and the number of words, within which the word comes that a filled pause was for."""

NAMED = 3
"""Words named in a message."""

KINDS = ("filled-pauses", "filled-pauses-crowd", "stalls", "lexical-fillers")


@dataclass(frozen=True, slots=True)
class OnSlide:
    """The filled pauses while a slide is up: how many, and how many a minute."""

    slide: int
    count: int
    per_minute: float


@dataclass(frozen=True, slots=True)
class Stall:
    """A word before which the speaker stalls repeatedly, as first spoken, and every filled pause before it."""

    term: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Fillers:
    """The fillers of a talk in order of time; the rates are None with too little speech.

    ``fillers`` are the filled pauses, ``filler_clusters`` the spans with many of them, ``fillers_by_slide`` the
    slides with any, most first, and ``filler_stalls`` the words that follow several.
    """

    fillers: tuple[Quote, ...] = ()
    fillers_per_minute: float | None = None
    filler_clusters: tuple[Span, ...] = ()
    fillers_by_slide: tuple[OnSlide, ...] = ()
    filler_stalls: tuple[Stall, ...] = ()
    lexical_fillers: tuple[Quote, ...] = ()
    lexical_fillers_per_minute: float | None = None


def fillers(talk: Aligned, rubric: Rubric) -> Fillers:
    """Find the fillers. Without word times there are only lexical fillers, at approximate moments."""
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


def per_minute(count: int, talk: Aligned) -> float | None:
    """A count per minute of speaking; None where there is too little speech for a rate."""
    minutes = sum(stretch.duration for stretch in speaking_spans(talk)) / 60
    return count / minutes if minutes >= LEAST_MINUTES else None


def filler_findings(talk: Aligned, found: Fillers, rubric: Rubric) -> tuple[Finding, ...]:
    """Findings about the rate of filled pauses, their clusters, stalls before a word, and lexical fillers."""
    checks = (
        _often(found, rubric.delivery),
        _crowded(talk, found),
        _stalled(found),
        _empty(found, rubric.delivery),
    )
    return tuple(finding for finding in checks if finding)


def _own_words(talk: Aligned) -> tuple[Word, ...]:
    """The speaker's words with the filled pauses among them, in order."""
    holes = left_out(talk)
    words = sorted((*talk.transcript.words, *talk.transcript.filled), key=lambda word: word.span)
    return tuple(word for word in words if not any(word.span.middle in hole for hole in holes))


def _lexical(talk: Aligned, norms: DeliveryNorms) -> tuple[Quote, ...]:
    found = []
    for sentence in talk.transcript.sentences:
        words = timed(sentence)
        for first, end in matches(words, norms.lexical_fillers, skipped=norms.fillers):
            found.append(quoted(talk, words[first:end]))
    return tuple(found)


def _clusters(filled: Sequence[Quote], norms: DeliveryNorms) -> tuple[Span, ...]:
    """Spans with at least the rubric's number of filled pauses within its seconds; overlapping ones are joined."""
    count, seconds = norms.cluster
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


def _by_slide(talk: Aligned, filled: Sequence[Quote]) -> tuple[OnSlide, ...]:
    counts = Counter(quote.slide for quote in filled if quote.slide is not None)
    seconds = {
        slide: sum(visit.span.duration for visit in talk.visits if visit.slide == slide) for slide in counts
    }
    return tuple(OnSlide(slide, count, 60 * count / seconds[slide]) for slide, count in counts.most_common())


def _stalls(words: Sequence[Word], norms: DeliveryNorms, talk: Aligned) -> tuple[Stall, ...]:
    """The content words that follow several filled pauses; those with the most first."""
    before: dict[str, tuple[str, list[Quote]]] = {}
    for at, word in enumerate(words):
        term = _next_term(words[at + 1 : at + 1 + REACH], word.span.end, norms)
        if bare(word.text) in norms.fillers and term:
            before.setdefault(stem(term), (term, []))[1].append(quoted(talk, [word]))
    times = Counter(stem(term) for word in words for term in content_words(word.text))
    found = (
        Stall(term, tuple(quotes))
        for key, (term, quotes) in before.items()
        if len(quotes) >= max(STALLS, STALLED_SHARE * times[key])
    )
    return tuple(sorted(found, key=lambda stall: -len(stall.quotes)))


def _next_term(words: Sequence[Word], moment: float, norms: DeliveryNorms) -> str:
    """The first content word soon after a moment; empty where another filled pause comes first."""
    for word in words:
        if word.span.start - moment > SOON or bare(word.text) in norms.fillers:
            break
        if content := content_words(word.text):
            return content[0]
    return ""


def _often(found: Fillers, norms: DeliveryNorms) -> Finding | None:
    if found.fillers_per_minute is None or found.fillers_per_minute <= norms.fillers_per_minute:
        return None
    worst = next((on for on in found.fillers_by_slide[:1] if on.count >= GATHERED * len(found.fillers)), None)
    where = f", {worst.count} of them on slide {worst.slide}" if worst else ""
    return Finding(
        "filled-pauses",
        "medium" if found.fillers_per_minute > 2 * norms.fillers_per_minute else "low",
        f"You fill {len(found.fillers)} pauses with um or uh, {found.fillers_per_minute:.1f} a minute{where} "
        f"(few listeners notice up to {norms.fillers_per_minute:g}).",
        "Let the pause be silent: stop, breathe, then say the next sentence.",
        found.fillers[:QUOTED],
    )


def _crowded(talk: Aligned, found: Fillers) -> Finding | None:
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
    named = [f"“{stall.term}” ({len(stall.quotes)} times)" for stall in found.filler_stalls]
    return Finding(
        "stalls",
        "low",
        f"You stall before {listed(named, NAMED)}.",
        "Write down the sentence that introduces it, and rehearse that one.",
        tuple(quote for stall in found.filler_stalls[: NAMED - 1] for quote in stall.quotes[:QUOTED]),
    )


def _empty(found: Fillers, norms: DeliveryNorms) -> Finding | None:
    rate = found.lexical_fillers_per_minute
    if rate is None or rate <= norms.lexical_fillers_per_minute:
        return None
    counts = Counter(bare(quote.text) for quote in found.lexical_fillers).most_common()
    named = [f"“{text}” {count} times" if count > 1 else f"“{text}” once" for text, count in counts]
    return Finding(
        "lexical-fillers",
        "low",
        f"You say {listed(named, NAMED)} where it means nothing, {rate:.1f} a minute in all.",
        "Listen to a few of them, choose the one that you say most, and leave that one out.",
        found.lexical_fillers[:QUOTED],
    )
