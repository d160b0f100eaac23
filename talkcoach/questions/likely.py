"""Likely questions of a panel: the rubric's archetypes filled with facts of the talk.

Conventions: every question has a moment or a slide as evidence. Questions are in order of likelihood, which is the
archetype's, a little less for its second question than for its first. A talk without a transcript has none, and a
short one fewer than a full one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talkcoach.analysis.limitations import Limitations
from talkcoach.domain import Aligned, Finding, Question, Quote
from talkcoach.domain.text import plain
from talkcoach.domain.words import content_stems, content_words
from talkcoach.questions.facts import Fact, Facts, facts
from talkcoach.questions.quoting import clause
from talkcoach.rubric import Rubric
from talkcoach.rubric.cues import Archetype, placeholders
from talkcoach.rubric.phrases import matcher

FULL = 120.0
"""Seconds of talk from which on the rubric's least number of questions is due; in a shorter talk, in
proportion."""

STEP = 0.03
"""How much less likely each further question of one archetype is."""

ALIKE = 0.6
"""Questions that share this much of their content words (Jaccard) are one question."""

PRIORITY = ("quote", "baseline", "title", "dataset", "result", "sample", "limitation", "term", "method")
"""Placeholders, the most specific to the talk first."""

LEAST_CONTENT = 3
"""Content words without which a sentence is not worth quoting."""

WORDS = range(5, 60)
"""The length in words of a sentence that can be quoted: longer ones are several sentences joined."""


def likely_questions(
    talk: Aligned, rubric: Rubric, findings: tuple[Finding, ...], limits: Limitations
) -> tuple[Question, ...]:
    """The questions that a panel is likely to ask, given the findings and limitations, the likeliest first."""
    if not talk.transcript.sentences:
        return ()
    due = round(rubric.questions.least * min(talk.seconds / FULL, 1.0))
    known = facts(talk, rubric, _named(limits, talk, rubric))
    asked: list[Question] = []
    fillers: list[Question] = []
    for kind in rubric.questions.archetypes:
        (fillers if kind.filler else asked).extend(_ask(kind, known, talk, findings))
    chosen = _distinct(_ordered(asked))[: rubric.questions.most if talk.seconds >= FULL else max(due, 1)]
    if len(chosen) < due:
        chosen = _distinct([*chosen, *_ordered(fillers)])[:due]
    return tuple(chosen)


def _named(limits: Limitations, talk: Aligned, rubric: Rubric) -> tuple[Quote, ...]:
    """The limitations, specific ones where there are any; those in the part on limitations first."""
    quotes, keys = limits.specific or limits.mentioned, rubric.keys_with("limits")
    return tuple(sorted(quotes, key=lambda quote: talk.section_at(quote.span.middle) not in keys))


def _ask(kind: Archetype, known: Facts, talk: Aligned, findings: tuple[Finding, ...]) -> Iterator[Question]:
    """The questions of one archetype, by the first of its templates that the talk can fill."""
    raised = _raised(kind, talk, findings)
    if raised is not None:
        known = {**known, "quote": raised}
        if not raised:
            return
    for template in kind.templates:
        names = placeholders(template)
        bindings = [b for b in _bindings(names, known) if "slide" not in names or _slide(_evidence(b, raised))]
        if bindings:
            for rank, binding in enumerate(bindings[: kind.most]):
                quotes = _evidence(binding, raised)
                likelihood = max(kind.likelihood - STEP * rank, 0.0)
                texts = {name: fact.text for name, fact in binding.items()}
                texts["slide"] = _slide(quotes)
                yield Question(template.format(**texts), kind.key, kind.why.format(**texts), quotes, likelihood)
            return


def _slide(quotes: tuple[Quote, ...]) -> str:
    """The number of the slide of the evidence; empty without one."""
    return str(next((quote.slide for quote in quotes if quote.slide is not None), ""))


def _raised(kind: Archetype, talk: Aligned, findings: tuple[Finding, ...]) -> tuple[Fact, ...] | None:
    """The facts to quote that raise the archetype's question; None when it needs none."""
    if kind.finding:
        found = [finding for finding in findings if finding.kind == kind.finding]
        return tuple(Fact(clause(finding.quotes[0].text, 0), finding.quotes[0]) for finding in found)
    if kind.cues:
        return tuple(_cued(kind, talk))
    return None


def _cued(kind: Archetype, talk: Aligned) -> Iterator[Fact]:
    """The sentences with a cue, those with most cues first, cut to the clause around it."""
    cues, unless = matcher(kind.cues), matcher(kind.unless)
    hits = []
    for sentence in talk.transcript.sentences:
        if kind.parts and talk.section_at(sentence.span.middle) not in kind.parts:
            continue
        text = plain(sentence.text)
        matches = list(cues.finditer(text))
        is_raised = matches and not unless.search(text)
        if is_raised and len(text.split()) in WORDS and len(content_words(text)) >= LEAST_CONTENT:
            hits.append((-len({m.group().lower() for m in matches}), sentence, matches[0].start()))
    for _, sentence, at in sorted(hits, key=lambda hit: hit[0]):
        yield Fact(clause(sentence.text, at), talk.quote(sentence))


def _bindings(names: frozenset[str], known: Facts) -> Iterator[dict[str, Fact]]:
    """Ways to fill placeholders: the first that has several facts runs through them, the rest take their best."""
    needed = sorted(names - {"slide"}, key=lambda name: PRIORITY.index(name))
    if any(not known.get(name) for name in needed):
        return
    best = {name: known[name][0] for name in needed}
    if not needed:
        yield best
    else:
        yield from ({**best, needed[0]: fact} for fact in known[needed[0]])


def _evidence(binding: dict[str, Fact], raised: tuple[Fact, ...] | None) -> tuple[Quote, ...]:
    """The moments that raise a question, the most specific first."""
    quotes = [binding[name].quote for name in PRIORITY if name in binding]
    if raised and "quote" not in binding:
        quotes.insert(0, raised[0].quote)
    return tuple(dict.fromkeys(quotes))


def _ordered(questions: Iterable[Question]) -> list[Question]:
    return sorted(questions, key=lambda question: -question.likelihood)


def _distinct(questions: list[Question]) -> list[Question]:
    """The questions without those that repeat an earlier one: much the same words, or the same sentence quoted."""
    kept: list[Question] = []
    quoted: set[Quote] = set()
    for question in questions:
        is_quoting = "“" in question.text
        if is_quoting and question.quotes[0] in quoted:
            continue
        if any(_alike(question.text, other.text) > ALIKE for other in kept):
            continue
        kept.append(question)
        if is_quoting:
            quoted.add(question.quotes[0])
    return kept


def _alike(one: str, other: str) -> float:
    """The share of content words that two questions have in common (Jaccard index)."""
    first, second = content_stems(one), content_stems(other)
    return len(first & second) / len(first | second) if first | second else 1.0
