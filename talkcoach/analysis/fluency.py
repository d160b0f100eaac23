"""Disfluency: repetitions, restarts, hedges, and a weak ending.

Conventions: only clear cases count, since a false alarm costs more than a miss. A repetition is one word, or up to
`LONGEST` words, spoken twice in a row; by the rubric, nobody repeats these words on purpose. Filled pauses between
the two are ignored. A restart is a clause begun again with another form of its verb ("we have, we had"), or
announced by the speaker. Hedges in the part on limitations do not count: doubt is honest there. Nothing is found
in a language other than that of the rubric's phrases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from talkcoach.analysis.expressions import QUOTED, bare, matches, quoted, timed
from talkcoach.analysis.fillers import per_minute
from talkcoach.domain import Aligned, Finding, Quote, Sentence, Word
from talkcoach.domain.text import listed
from talkcoach.rubric import DeliveryNorms, Rubric
from talkcoach.rubric.phrases import has, speak

LONGEST = 4
"""Words of a repetition; a longer one is more often meant, or a loop of the recogniser."""

LAST_SENTENCES = 3
"""Sentences that count as the end of a talk."""

NAMED = 3
"""Expressions named in a message."""

KINDS = ("repetitions", "hedges", "weak-ending")

_SUBJECTS = frozenset({"i", "we", "it", "they", "he", "she", "there"})

_FORMS = tuple(
    frozenset(forms.split())
    for forms in ("am is are was were be", "have has had", "do does did", "can could", "will would")
)
"""The forms of the auxiliaries."""

_CLAUSE_OPENERS = frozenset({"so", "and", "but", "because", "then", "that"})

_ENDS_CLAUSE = re.compile(r"[.,;:!?…—–-]$")

_THANKS = re.compile(r"\b(?:thank|thanks|questions?|applause)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fluency:
    """Every disfluency, in order of time.

    ``repetitions_per_minute`` counts repetitions and restarts together; the rates are None with too little speech.
    """

    repetitions: tuple[Quote, ...] = ()
    restarts: tuple[Quote, ...] = ()
    repetitions_per_minute: float | None = None
    hedges: tuple[Quote, ...] = ()
    hedges_per_minute: float | None = None
    weak_ending: Quote | None = None


def fluency(talk: Aligned, rubric: Rubric) -> Fluency:
    """Find the disfluencies of a talk; without word times their moments are approximate."""
    if not speak(talk.transcript.language):
        return Fluency()
    norms, limits = rubric.delivery, rubric.keys_with("limits")
    repetitions = _quotes(talk, lambda sentence: _repetitions(sentence, norms))
    restarts = _quotes(talk, lambda sentence: _restarts(sentence, norms))
    hedges = tuple(
        quote
        for quote in _quotes(talk, lambda sentence: _hedges(sentence, norms))
        if talk.section_at(quote.span.middle) not in limits
    )
    return Fluency(
        repetitions=repetitions,
        restarts=restarts,
        repetitions_per_minute=per_minute(len(repetitions) + len(restarts), talk),
        hedges=hedges,
        hedges_per_minute=per_minute(len(hedges), talk),
        weak_ending=_weak_ending(talk, norms),
    )


def fluency_findings(found: Fluency, rubric: Rubric) -> tuple[Finding, ...]:
    """Findings about what happens more often than in most talks, and about a weak ending."""
    checks = (
        _stumbles(found, rubric.delivery),
        _hedged(found, rubric.delivery),
        _faded(found),
    )
    return tuple(finding for finding in checks if finding)


def _quotes(talk: Aligned, find: Callable[[Sentence], Iterator[Sequence[Word]]]) -> tuple[Quote, ...]:
    return tuple(quoted(talk, words) for sentence in talk.transcript.sentences for words in find(sentence))


def _repetitions(sentence: Sentence, norms: DeliveryNorms) -> Iterator[Sequence[Word]]:
    """From the first repeated word to the last; three times in a row is one repetition."""
    words = _without_fillers(sentence, norms)
    texts = [bare(word.text) for word in words]
    at = 0
    while at < len(texts):
        size = next((n for n in range(LONGEST, 0, -1) if _is_repeated(texts[at : at + 2 * n], n, norms)), 0)
        end = at + size
        while size and texts[end : end + size] == texts[at : at + size]:
            end += size
        if size:
            yield words[at:end]
        at = max(end, at + 1)


def _is_repeated(texts: Sequence[str], size: int, norms: DeliveryNorms) -> bool:
    once = texts[:size]
    # "For and for and" is repeated on purpose.
    is_on_purpose = size > 1 and "and" in once
    return once == texts[size:] and set(once) <= norms.repeated and not is_on_purpose


def _restarts(sentence: Sentence, norms: DeliveryNorms) -> Iterator[Sequence[Word]]:
    words = _without_fillers(sentence, norms)
    for at in range(len(words) - 3):
        if _begins_clause(words, at) and _is_restart([bare(word.text) for word in words[at : at + 4]]):
            yield words[at : at + 4]
    for first, end in matches(words, norms.corrections):
        yield words[first:end]


def _begins_clause(words: Sequence[Word], at: int) -> bool:
    before = words[at - 1].text.strip() if at else "."
    return bare(before) in _CLAUSE_OPENERS or _ENDS_CLAUSE.search(before) is not None


def _is_restart(texts: Sequence[str]) -> bool:
    subject, verb, again, other = texts
    is_same_verb = any({verb, other} <= forms for forms in _FORMS)
    return subject in _SUBJECTS and subject == again and verb != other and is_same_verb


def _hedges(sentence: Sentence, norms: DeliveryNorms) -> Iterator[Sequence[Word]]:
    words = timed(sentence)
    for first, end in matches(words, norms.hedges, skipped=norms.fillers):
        yield words[first:end]


def _without_fillers(sentence: Sentence, norms: DeliveryNorms) -> tuple[Word, ...]:
    return tuple(word for word in timed(sentence) if bare(word.text) not in norms.fillers)


def _weak_ending(talk: Aligned, norms: DeliveryNorms) -> Quote | None:
    """The last sentence before any thanks, when it is a weak one."""
    last = talk.transcript.sentences[-LAST_SENTENCES:]
    substance = [sentence for sentence in last if not _THANKS.search(sentence.text)]
    if substance and has(norms.weak_endings, substance[-1].text):
        return talk.quote(substance[-1])
    return None


def _stumbles(found: Fluency, norms: DeliveryNorms) -> Finding | None:
    rate = found.repetitions_per_minute
    if rate is None or rate <= norms.repetitions_per_minute:
        return None
    quotes = sorted((*found.repetitions, *found.restarts), key=lambda quote: quote.span)
    return Finding(
        "repetitions",
        "low",
        f"You say words twice or begin again {len(quotes)} times, {rate:.1f} a minute.",
        "Pause before the sentence, not inside it: know its first words before you begin.",
        tuple(quotes[:QUOTED]),
    )


def _hedged(found: Fluency, norms: DeliveryNorms) -> Finding | None:
    rate = found.hedges_per_minute
    if rate is None or rate <= norms.hedges_per_minute:
        return None
    counts = Counter(bare(quote.text) for quote in found.hedges).most_common()
    named = [f"“{text}” {count} times" if count > 1 else f"“{text}” once" for text, count in counts]
    return Finding(
        "hedges",
        "low",
        f"You say {listed(named, NAMED)}, {rate:.1f} a minute in all; doubt about limitations is not counted.",
        "Keep the ones that you mean and say what the doubt is; leave out the others.",
        found.hedges[:QUOTED],
    )


def _faded(found: Fluency) -> Finding | None:
    if found.weak_ending is None:
        return None
    return Finding(
        "weak-ending",
        "medium",
        "Your last words give the end away.",
        "End with the one sentence that should be remembered, then say thank you.",
        (found.weak_ending,),
    )
