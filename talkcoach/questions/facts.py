"""What a talk gives to ask about: its own method, baselines, data sets, results, samples and key terms.

Conventions: a fact is a short text that fits into a sentence, with the moment or slide that it comes from. A name
counts only when it is written on a slide and spoken, or met twice, so that a slip of the recogniser or of a deck's
reader is not asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from talkcoach.analysis.quantities import quantities
from talkcoach.analysis.terms import content_words, shortened, stem
from talkcoach.domain import Quote, Slide, Talk
from talkcoach.phrases import matcher, plain
from talkcoach.rubric import Rubric
from talkcoach.rubric_cues import Phrases

OWN = "your approach"
"""What to call a method that has no name."""

SEVERAL = 2
"""Mentions that make a name or a term one of the talk's, where it is not on a slide as well."""

LONGEST_NAME = 24

OUTLINE = frozenset({"introduction", "motivation", "outline", "overview", "abstract"})
"""What may stand before a colon in a first title without being a name."""

MEASURES: Phrases = (
    "accuracy", "precision", "recall", "error rate", "success rate", "error", "correlation", "speedup", "f1 score",
)  # fmt: skip
"""What results are told of, as nouns that take "of"."""

_NAME = re.compile(r"(?<![\w@/-])[A-Z][\w-]*[\w](?![\w@/])|(?<![\w@/-])[a-z]+[A-Z][\w-]*")
_TITLE_NAME = re.compile(r"\s*([A-Z][\w-]{1,20}(?:\s[A-Z][\w-]{1,20})?)\s*[:–—]\s")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to ask about, and where it comes from."""

    text: str
    quote: Quote


Facts = dict[str, tuple[Fact, ...]]
"""Facts by the placeholder that they fill."""


def facts(talk: Talk, rubric: Rubric, limitation_quotes: tuple[Quote, ...]) -> Facts:
    """Gather what the placeholders of the rubric's questions may stand for, the best of each kind first.

    Raises:
        ValueError: when nothing was said.
    """
    if not talk.transcript.sentences:
        raise ValueError("a talk in which nothing was said gives no facts")
    names = _names(talk)
    method = _method(talk, rubric, names)
    own = {method.text.lower()}
    data = _data_sets(talk, rubric, names, own)
    used = own | {fact.text.lower() for fact in data}
    return {
        "method": (method,),
        "baseline": tuple(_baselines(talk, rubric, names, used)),
        "dataset": data,
        "result": tuple(_results(talk)),
        "sample": tuple(_samples(talk, rubric)),
        "term": _terms(talk, own),
        "limitation": tuple(Fact(shortened(quote.text), quote) for quote in limitation_quotes),
    }


def slide_facts(talk: Talk, rubric: Rubric) -> tuple[Fact, ...]:
    """The titles of the slides that carry the argument, each once, in order."""
    seen: dict[str, Fact] = {}
    titles = matcher([*rubric.other.titles, *(title for part in rubric.parts for title in part.titles)])
    for slide in talk.deck.slides[1:]:
        title = " ".join(slide.title.split()).strip(" .:")
        common = titles.fullmatch(plain(title).lower())
        if not slide.hidden and content_words(title) and not common and _was_shown(talk, slide):
            seen.setdefault(title.lower(), Fact(shortened(title, 60), talk.quote_slide(slide)))
    return tuple(seen.values())


def _was_shown(talk: Talk, slide: Slide) -> bool:
    return any(visit.slide == slide.number for visit in talk.visits)


def _names(talk: Talk) -> dict[str, str]:
    """Names that can be trusted, by their lower case, spelled as on the slides."""
    said = Counter(name for sentence in talk.transcript.sentences for name in _proper(sentence.text))
    shown = Counter(name for slide in talk.deck.slides for name in _proper(slide.text))
    spoken = {name.lower() for name in said}
    heard_lower = {word for word in re.findall(r"[^\W\d_]+", talk.transcript.text) if word.islower()}
    trusted = [name for name in shown if name.lower() in spoken] + [n for n in said if said[n] >= SEVERAL]
    names: dict[str, str] = {}
    for name in trusted:
        if name.lower() not in heard_lower:
            names.setdefault(name.lower(), name)
    return names


def _proper(text: str) -> Iterator[str]:
    """Words that look like names: with a capital that does not come from beginning a sentence."""
    for match in _NAME.finditer(plain(text)):
        name = match.group()
        begins = not text[: match.start()].rstrip(" \"'“") or text[: match.start()].rstrip()[-1:] in ".!?:•\n"
        is_distinctive = any(letter.isupper() for letter in name[1:])
        if (is_distinctive or not begins) and len(name) <= LONGEST_NAME and content_words(name):
            yield name


def _method(talk: Talk, rubric: Rubric, names: dict[str, str]) -> Fact:
    first = talk.transcript.sentences[0]
    titled = next((slide for slide in talk.deck.slides if slide.title), None)
    if titled and (match := _TITLE_NAME.match(titled.title + " ")) and match[1].lower() not in OUTLINE:
        return Fact(match[1], talk.quote_slide(titled))
    for sentence in talk.transcript.sentences:
        for match in matcher(rubric.questions.names_after).finditer(plain(sentence.text)):
            after = _NAME.match(sentence.text[match.end() :].lstrip(" ,"))
            if after and after.group().lower() in names:
                return Fact(names[after.group().lower()], talk.quote(sentence))
    approach = talk.sentences_in("approach") or (first,)
    return Fact(OWN, talk.quote(approach[0]))


def _baselines(talk: Talk, rubric: Rubric, names: dict[str, str], used: set[str]) -> Iterator[Fact]:
    """Names in the sentences that compare."""
    seen = set(used)
    for sentence in talk.sentences_in("evidence"):
        if not matcher(rubric.claims.comparison).search(plain(sentence.text)):
            continue
        for name in _proper(sentence.text):
            if name.lower() in names and name.lower() not in seen and not name.isdigit():
                seen.add(name.lower())
                yield Fact(names[name.lower()], talk.quote(sentence))


def _data_sets(talk: Talk, rubric: Rubric, names: dict[str, str], own: set[str]) -> tuple[Fact, ...]:
    """Names that stand before the word for a data set."""
    found: dict[str, Fact] = {}
    after = matcher(rubric.questions.data_after)
    sources = [(s.text, talk.quote(s)) for s in talk.transcript.sentences]
    sources += [
        (line, talk.quote_slide(slide, line)) for slide in talk.deck.slides for line in slide.text.splitlines()
    ]
    for text, quote in sources:
        for match in after.finditer(plain(text)):
            before = re.search(r"([\w-]+)\W?$", text[: match.start()].rstrip())
            if before and before[1].lower() in names and before[1].lower() not in own:
                name = names[before[1].lower()]
                found.setdefault(name.lower(), Fact(name, quote))
    return tuple(found.values())


def _results(talk: Talk) -> Iterator[Fact]:
    """Results as "accuracy of 92.3%": a number with a unit and the word for what was measured."""
    measures = matcher(MEASURES)
    for sentence in talk.sentences_in("evidence"):
        for number in quantities(sentence.text):
            if number.unit not in {"%", "x"} and not number.decimals:
                continue
            near = measures.search(sentence.text[max(number.start - 60, 0) : number.end + 40])
            if near and near.group():
                yield Fact(f"{near.group().lower()} of {number.text}", talk.quote(sentence))


def _samples(talk: Talk, rubric: Rubric) -> Iterator[Fact]:
    counted = {stem(noun.split()[0]): noun for noun in rubric.questions.counted}
    for sentence in (*talk.sentences_in("approach"), *talk.sentences_in("evidence")):
        for number in quantities(sentence.text):
            if number.unit in counted and number.value > 1 and not number.decimals:
                yield Fact(f"{number.text} {counted[number.unit]}", talk.quote(sentence))


def _terms(talk: Talk, own: set[str]) -> tuple[Fact, ...]:
    """Pairs of content words that are both shown and said again and again, the most frequent first."""
    said = Counter(pair for sentence in talk.transcript.sentences for pair in _pairs(sentence.text))
    shown = {
        pair: slide for slide in reversed(talk.deck.slides) for line in _lines(slide) for pair in _pairs(line)
    }
    frequent = [pair for pair, count in said.most_common() if count >= SEVERAL and (pair in shown or not shown)]
    found: dict[frozenset[str], Fact] = {}
    for pair in frequent:
        where = next(s for s in talk.transcript.sentences if pair in set(_pairs(s.text)))
        if not set(pair) & own:
            found.setdefault(frozenset(map(stem, pair)), Fact(" ".join(pair), talk.quote(where)))
    return tuple(found.values())


def _lines(slide: Slide) -> list[str]:
    return slide.text.splitlines()


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Neighbouring content words, lower case, with nothing between them."""
    words = re.findall(r"[^\W\d_]+|[^\w\s]", plain(text).lower())
    for one, other in pairwise(words):
        if content_words(one) and content_words(other):
            yield one, other
