"""Facts of a talk for questions: its own method, baselines, data sets, results, samples and key terms.

Conventions: a fact is a short text that fits into a sentence, with the moment or slide that it comes from. A name
counts only when it is spoken and also on a slide; with no words on the slides, when it is spoken twice. So an
error of the recogniser or of a deck's reader is not asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from talkcoach.analysis.acronyms import is_spelled_out
from talkcoach.analysis.quantities import spoken_quantities
from talkcoach.domain import Aligned, Quote, Sentence, Slide
from talkcoach.domain.text import excerpt, plain
from talkcoach.domain.words import content_words, stem
from talkcoach.questions.key_terms import key_terms
from talkcoach.questions.quoting import clause
from talkcoach.rubric import Role, Rubric
from talkcoach.rubric.phrases import matcher

SEVERAL = 2
"""Mentions from which on a name counts where the slides cannot confirm it."""

AGAIN = 3
"""Sentences with a name that was never introduced from which on it is taken for the speaker's method."""

LONGEST_NAME = 24
TITLE_WORDS = 3
"""A title of at most this many words, one of them a name, is the name of the speaker's method."""

SAMPLED: tuple[Role, Role] = ("method", "results")
"""The roles of the parts in which samples are named."""

READABLE = 30
"""Words on the slides from which on the slides can confirm a name."""

MEASURE_REACH = 40
"""Characters around a number, about six words, in which the name of a measure belongs to it."""

_NAME = re.compile(r"(?<![\w@/-])(?:[A-Z][\w-]*\w|[a-z]+[A-Z][\w-]*)(?![\w@/])")
_RESULTS_OF = re.compile(r"\s*([A-Z][\w-]*\w)(?:[\s|(%)]+\d[\d.,]*%?)+")
_BEFORE_COLON = re.compile(r"\s*([A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2})\s*[:–—]\s")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to ask about, and where it comes from."""

    text: str
    quote: Quote


Facts = dict[str, tuple[Fact, ...]]
"""Facts by the placeholder that they fill, the best first."""


def facts(talk: Aligned, rubric: Rubric, limitation_quotes: tuple[Quote, ...]) -> Facts:
    """Collect facts for the placeholders of the rubric's questions.

    Raises:
        ValueError: for a talk without a transcript.
    """
    if not talk.transcript.sentences:
        raise ValueError("a talk without a transcript has no facts")
    names = _names(talk)
    terms = key_terms(talk, rubric)
    titled = _titled(talk, rubric)
    data = tuple(_data_sets(talk, rubric, _without(names, [titled] if titled else [])))
    others = _without(names, data)
    method = (
        titled
        or _introduced(talk, rubric, others)
        or _headlined(talk)
        or _repeated(talk, rubric, others)
        or _unnamed(talk, rubric, terms[0][0] if terms else "")
    )
    return {
        "method": (method,),
        "baseline": tuple(_baselines(talk, rubric, _without(others, [method]))),
        "dataset": data,
        "result": tuple(_results(talk, rubric)),
        "sample": tuple(_samples(talk, rubric)),
        "term": tuple(Fact(term, talk.quote(sentence)) for term, sentence in terms),
        "limitation": tuple(Fact(_limitation(quote, rubric), quote) for quote in limitation_quotes),
        "title": tuple(_titles(talk, rubric)),
    }


def _without(names: dict[str, str], taken: Iterable[Fact]) -> dict[str, str]:
    words = {word for fact in taken for word in fact.text.lower().split()}
    return {lower: name for lower, name in names.items() if lower not in words}


def _names(talk: Aligned) -> dict[str, str]:
    """Reliable names by their lower case, spelled as on the slides."""
    spoken = Counter(name for sentence in talk.transcript.sentences for name in _proper(sentence.text))
    shown = [name for slide in talk.deck.slides for name in _proper(slide.text)]
    lower = {name.lower() for name in spoken}
    if sum(len(slide.text.split()) for slide in talk.deck.slides) < READABLE:
        shown += [name for name, count in spoken.items() if count >= SEVERAL]
    ordinary = {word for word in re.findall(r"[^\W\d_]+", talk.transcript.text) if word.islower()}
    trusted = (name for name in shown if name.lower() in lower and name.lower() not in ordinary)
    names: dict[str, str] = {}
    for name in trusted:
        names.setdefault(name.lower(), name)
    return names


def _proper(text: str) -> Iterator[str]:
    """Words that look like names: with a capital letter that is not due to the beginning of a sentence."""
    for match in _NAME.finditer(plain(text)):
        name = match.group()
        before = text[: match.start()].rstrip(" \t\"'“(")
        begins = not before or before[-1] in ".!?:•\n"
        is_distinctive = any(letter.isupper() for letter in name[1:])
        if (is_distinctive or not begins) and len(name) <= LONGEST_NAME and content_words(name):
            yield name


def _titled(talk: Aligned, rubric: Rubric) -> Fact | None:
    """The method by its name in the talk's title."""
    slide = next((slide for slide in talk.deck.slides if slide.title), None)
    name = _name_in_title(slide.title, talk, rubric) if slide else None
    return Fact(name, talk.quote_slide(slide)) if slide and name else None


def _introduced(talk: Aligned, rubric: Rubric, names: dict[str, str]) -> Fact | None:
    """The method by the name with which it is introduced."""
    introduced = matcher(rubric.questions.names_after)
    for sentence in talk.transcript.sentences:
        for match in introduced.finditer(plain(sentence.text)):
            after = _NAME.match(sentence.text[match.end() :].lstrip(" ,"))
            if after and after.group().lower() in names:
                return Fact(names[after.group().lower()], talk.quote(sentence))
    return None


def _headlined(talk: Aligned) -> Fact | None:
    """The method by a name that begins a slide's title and, elsewhere, a line of results.

    Recognisers misspell invented names, so it need not be in the transcript; it is no ordinary word on the slides.
    """
    ordinary = {word for s in talk.deck.slides for word in re.findall(r"[\w-]+", s.text) if word.islower()}
    measured = {
        match[1]
        for slide in talk.deck.slides
        for line in _lines(slide)
        if (match := _RESULTS_OF.match(plain(line)))
    }
    for slide in talk.deck.slides[1:]:
        name = next(iter(slide.title.split()), "")
        if name in measured and name.lower() not in ordinary and content_words(name):
            return Fact(name, talk.quote_slide(slide))
    return None


def _repeated(talk: Aligned, rubric: Rubric, names: dict[str, str]) -> Fact | None:
    """The method by a name that is repeated, but not in the parts on the world and earlier work."""
    uses: dict[str, list[Sentence]] = {}
    for sentence in talk.transcript.sentences:
        for name in {found.group().lower() for found in _NAME.finditer(sentence.text)} & names.keys():
            uses.setdefault(name, []).append(sentence)
    name, sentences = max(uses.items(), key=lambda use: len(use[1]), default=("", []))
    others = rubric.keys_with("world", "earlier")
    is_of_others = any(talk.section_at(sentence.span.middle) in others for sentence in sentences)
    if len(sentences) < AGAIN or is_of_others or _is_explained(name, talk, rubric):
        return None
    return Fact(names[name], talk.quote(sentences[0]))


def _name_in_title(title: str, talk: Aligned, rubric: Rubric) -> str | None:
    """The words before the title's colon, or a whole short title, unless they are ordinary words."""
    before = _BEFORE_COLON.match(" ".join(title.split()) + " ")
    name = before[1] if before else " ".join(title.split()).strip(" .:!")
    listed = [*rubric.other.titles, *(phrase for part in rubric.parts for phrase in part.titles)]
    ordinary = {word for word in re.findall(r"[\w-]+", talk.transcript.text) if word.islower()}
    unusual = not ordinary & set(name.lower().split())
    if 1 <= len(name.split()) <= TITLE_WORDS and unusual and not matcher(listed).fullmatch(plain(name)):
        is_heading = name.isupper() and " " in name
        return name if any(map(str.isupper, name)) and not is_heading else None
    return None


def _unnamed(talk: Aligned, rubric: Rubric, topic: str) -> Fact:
    """ "Your study", "your approach": by the speaker's most frequent word for the own work."""
    own = matcher([f"{whose} {work}" for whose in ("our", "my", "this", "the") for work in rubric.questions.works])
    uses = [
        (match.group().split(maxsplit=1)[1].lower(), sentence)
        for sentence in talk.transcript.sentences
        for match in own.finditer(plain(sentence.text))
        if match.group().lower().startswith(("our", "my", "this"))
    ]
    counts = Counter(work for work, _ in uses)
    if not counts:
        sentences = talk.sentences_in(*rubric.keys_with("method")) or talk.transcript.sentences
        return Fact(f"your work on {topic}" if topic else "your work", talk.quote(sentences[0]))
    work = counts.most_common(1)[0][0]
    return Fact(f"your {work}", talk.quote(next(sentence for used, sentence in uses if used == work)))


def _baselines(talk: Aligned, rubric: Rubric, names: dict[str, str]) -> Iterator[Fact]:
    """The names that follow the word for a comparison in a sentence of the results."""
    compares = matcher(rubric.claims.comparison)
    left = dict(names)
    for sentence in talk.sentences_in(*rubric.keys_with("results")):
        if match := compares.search(plain(sentence.text)):
            for name in _proper(sentence.text[match.start() :]):
                if name.lower() in left and not _is_explained(name, talk, rubric):
                    yield Fact(left.pop(name.lower()), talk.quote(sentence))


def _data_sets(talk: Aligned, rubric: Rubric, names: dict[str, str]) -> Iterator[Fact]:
    """The names next to the word for a data set, in speech or on a slide."""
    after = matcher(rubric.questions.data_after)
    left = dict(names)
    sources = [(s.text, talk.quote(s)) for s in talk.transcript.sentences]
    sources += [(line, talk.quote_slide(slide, line)) for slide in talk.deck.slides for line in _lines(slide)]
    for text, quote in sources:
        for match in after.finditer(plain(text)):
            before = re.search(r"(?<![\w-])([\w-]+)\s*$", text[: match.start()])
            behind = re.match(r"(?: is)?(?: called| named|,)? ([A-Z][\w-]+)", text[match.end() :])
            for found in (before, behind):
                name = left.pop(found[1].lower(), "") if found else ""
                if name and not _is_explained(name, talk, rubric):
                    yield Fact(name, quote)


def _is_explained(name: str, talk: Aligned, rubric: Rubric) -> bool:
    """Whether a name is a known or explained acronym, rather than the name of a method or of data."""
    return name.upper() in rubric.acronyms.known or (name.isupper() and is_spelled_out(name, talk))


def _limitation(quote: Quote, rubric: Rubric) -> str:
    cues = rubric.limitations
    found = matcher([*cues.names, *cues.admissions, *cues.failures]).search(plain(quote.text))
    return clause(quote.text, found.start() if found else 0)


def _results(talk: Aligned, rubric: Rubric) -> Iterator[Fact]:
    """Results such as "92.3% accuracy": a number with its measure, not of an ablation or of a baseline."""
    measures = matcher(rubric.questions.measures)
    without = matcher(rubric.limitations.not_failures)
    for sentence in talk.sentences_in(*rubric.keys_with("results")):
        if without.search(plain(sentence.text)):
            continue
        for number in spoken_quantities(sentence.text):
            around = sentence.text[max(number.start - MEASURE_REACH, 0) : number.end + MEASURE_REACH]
            if (number.unit in {"%", "x"} or number.decimals) and (near := measures.search(around)):
                yield Fact(f"{number.text} {near.group().lower()}", talk.quote(sentence))


def _samples(talk: Aligned, rubric: Rubric) -> Iterator[Fact]:
    """Samples, such as "17 participants"."""
    counted = {stem(noun): noun for noun in rubric.questions.counted}
    method, results = (talk.sentences_in(*rubric.keys_with(role)) for role in SAMPLED)
    for sentence in (*method, *results):
        for number in spoken_quantities(sentence.text):
            if number.unit in counted and number.value > 1 and not number.decimals:
                yield Fact(f"{number.text.lower()} {counted[number.unit]}", talk.quote(sentence))


def _titles(talk: Aligned, rubric: Rubric) -> Iterator[Fact]:
    """Titles of shown slides whose words were spoken; no headings, and no errors of the deck's reader."""
    ordinary = matcher([*rubric.other.titles, *(title for part in rubric.parts for title in part.titles)])
    spoken = set(re.findall(r"[^\W\d_]+", plain(talk.transcript.text).lower()))
    shown = {visit.slide for visit in talk.visits}
    seen: set[str] = set()
    for slide in talk.deck.slides[1:]:
        title = " ".join(slide.title.split()).strip(" .:!?")
        words = re.findall(r"[^\W\d_]+", plain(title).lower())
        is_new = title.lower() not in seen and slide.number in shown and not slide.hidden
        if is_new and content_words(title) and spoken.issuperset(words) and not ordinary.fullmatch(plain(title)):
            seen.add(title.lower())
            yield Fact(excerpt(title, 60), talk.quote_slide(slide))


def _lines(slide: Slide) -> list[str]:
    return slide.text.splitlines()
