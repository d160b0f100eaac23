"""Acronyms that are used but never spelled out, in speech or on a slide.

Conventions: an acronym is a short word of capitals. It counts as spelled out when the initials of successive
words, spoken or shown anywhere in the talk, make it up (after Schwartz and Hearst, 2003). Those that the audience
knows anyway are listed in the rubric; the talk's own names, which stand in its title, are not acronyms to
explain.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from talkcoach.domain import Aligned, Finding, Sentence, Slide
from talkcoach.domain.text import listed, plain
from talkcoach.domain.words import content_words
from talkcoach.rubric import OTHER, Rubric

PROSE = 3
"""Words in lower case that make a line of prose."""

SHORTEST, LONGEST = 2, 6
"""Letters that an acronym has: a longer run of capitals is a word or a product."""

BREAK = "."
"""Stands between two texts; like any punctuation, it ends a long form."""

NAMED = 5
"""Acronyms named in one message."""

KINDS = ("acronym-unexpanded",)

_TOKEN = re.compile(r"(?<![\w@./-])[A-Za-z][A-Za-z0-9]*(?:-[A-Z0-9]+)*(?![\w@/])")
_LETTERS = re.compile(r"(?<!\w)(?:[A-Z](?:\.\s?|\s|-)){1,6}[A-Z](?!\w)\.?")
_ROMAN = re.compile(r"[IVXL]+")
_NAME = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[^\W_]+|[.,;:!?|()\[\]\n]")


def acronyms(talk: Aligned, rubric: Rubric) -> tuple[Finding, ...]:
    """Find unexplained acronyms: a finding for each that is spoken, and one for all that are only on slides.

    Without any speech, as before a rehearsal, the finding is about the slides alone.
    """
    words = _words(talk)
    spoken = _spoken(talk)
    shown = _shown(talk, spoken)
    known = {name.upper() for name in rubric.acronyms.known} | {
        word.upper() for word in words if not word.isupper()
    }
    unknown = [
        name
        for name in dict.fromkeys([*spoken, *shown])
        if name.upper() not in known and not _spells_out(words, name) and name in shown
    ]
    findings = [_spoken_finding(name, spoken[name], shown[name], talk) for name in unknown if name in spoken]
    unspoken = {name: shown[name] for name in unknown if name not in spoken}
    return (*findings, *([_slides_finding(unspoken, talk)] if unspoken else []))


def _spoken(talk: Aligned) -> dict[str, list[Sentence]]:
    """The sentences in which each acronym was spoken, letter by letter or as a word."""
    found: dict[str, list[Sentence]] = {}
    for sentence in talk.transcript.sentences:
        for name in dict.fromkeys(_candidates(_joined(sentence.text))):
            found.setdefault(name, []).append(sentence)
    return found


def _joined(text: str) -> str:
    """A text with separate letters joined: "B E R T" and "B.E.R.T." become "BERT"."""
    return _LETTERS.sub(lambda match: re.sub(r"[.\s-]", "", match.group()) + " ", text)


def _shown(talk: Aligned, spoken: Container[str]) -> dict[str, Slide]:
    """The first slide of each acronym that is shown in a line of prose, on two slides, or spoken too.

    Labels in tables and figures are left out, and so are the first slide and those of thanks, which have
    affiliations.
    """
    slides: dict[str, list[Slide]] = {}
    prose: set[str] = set()
    for slide in talk.deck.slides[1:]:
        if slide.hidden or _is_other(talk, slide):
            continue
        for line in slide.text.splitlines():
            for name in _candidates(line):
                slides.setdefault(name, []).append(slide)
                if _is_prose(line):
                    prose.add(name)
    own = {name.upper() for name in _NAME.findall(talk.deck.title)}
    return {
        name: seen[0]
        for name, seen in slides.items()
        if name.upper() not in own and (name in prose or name in spoken or len({s.number for s in seen}) > 1)
    }


def _is_prose(line: str) -> bool:
    """Whether a line is a phrase of ordinary words, not a label, a table row, a heading in capitals or code."""
    words: list[str] = _NAME.findall(line)
    return sum(word.islower() for word in words) >= max(PROSE, len(words) / 2)


def _is_other(talk: Aligned, slide: Slide) -> bool:
    keys = {talk.section_at(visit.span.middle) for visit in talk.visits if visit.slide == slide.number}
    return len(talk.sections) > 0 and keys == {OTHER}


def _candidates(text: str) -> Iterator[str]:
    """The acronyms in a text: capitals throughout, a plural's s apart. Mixed cases are names (HRNet)."""
    for match in _TOKEN.finditer(plain(text)):
        name = match.group()
        name = name[:-1] if name.endswith("s") else name
        if _is_acronym(name):
            yield name


def _is_acronym(name: str) -> bool:
    if not (name.isupper() and name.isalpha() and SHORTEST <= len(name) <= LONGEST):
        return False
    is_shouted = len(name) > SHORTEST and not content_words(name)
    return not is_shouted and not _ROMAN.fullmatch(name)


def is_spelled_out(name: str, talk: Aligned) -> bool:
    """Whether an acronym's long form is spoken or shown anywhere in the talk."""
    return _spells_out(_words(talk), name)


def _spells_out(words: tuple[str, ...], name: str) -> bool:
    """Whether successive words make up the acronym, function words skipped or counted as its letters need.

    Where the acronym stands in parentheses, the words before it need only hold its letters in order.
    """
    letters = name.lower()
    starts = (start for start, word in enumerate(words) if content_words(word))
    if any(_makes_up(letters, words, start, name) for start in starts):
        return True
    closed = (at for at in range(1, len(words)) if words[at] == name and words[at - 1] == "(")
    return any(_is_short_for(letters, words[max(at - 1 - 2 * len(letters), 0) : at - 1]) for at in closed)


def _is_short_for(letters: str, words: tuple[str, ...]) -> bool:
    """Whether some end of the words begins with the first letter and holds the others in order."""
    for start, word in enumerate(words):
        rest = iter("".join(words[start:]).lower())
        if word[0].lower() == letters[0] and all(letter in rest for letter in letters):
            return True
    return False


def _makes_up(letters: str, words: tuple[str, ...], start: int, name: str) -> bool:
    if not letters:
        return True
    if start == len(words) or words[start] == name:
        return False
    word = words[start]
    initial = word[0].lower()
    if initial == letters[0] and _makes_up(letters[1:], words, start + 1, name):
        return True
    if word.isupper() and len(word) > 1 and letters.startswith(word.lower()):
        return _makes_up(letters[len(word) :], words, start + 1, name)
    if content_words(word) or not word[0].isalnum():
        return False
    return _makes_up(letters, words, start + 1, name)


def _words(talk: Aligned) -> tuple[str, ...]:
    """All words of speech and slides, a break between any two texts."""
    texts = [
        *(sentence.text for sentence in talk.transcript.sentences),
        *(slide.text for slide in talk.deck.slides),
    ]
    return tuple(word for text in texts for word in (*_PIECE.findall(_joined(plain(text))), BREAK))


def _spoken_finding(name: str, sentences: list[Sentence], slide: Slide, talk: Aligned) -> Finding:
    times = "once" if len(sentences) == 1 else f"{len(sentences)} times"
    return Finding(
        "acronym-unexpanded",
        "medium" if len(sentences) > 2 else "low",
        f"You say {name} {times} and never what it stands for.",
        f"Spell {name} out the first time, here and on slide {slide.number}.",
        (talk.quote(sentences[0]), talk.quote_slide(slide, name)),
        subject=name,
    )


def _slides_finding(shown: dict[str, Slide], talk: Aligned) -> Finding:
    """All acronyms that are only on slides; without a transcript nobody can say whether they will be explained."""
    stands, it = ("stands", "it") if len(shown) == 1 else ("stand", "them")
    message = f"Your slides never say what {listed(tuple(shown), most=NAMED)} {stands} for"
    if talk.transcript.sentences:
        message += ", nor do you"
        advice = f"Spell {it} out where the audience needs to know, or leave {it} off the slide."
    else:
        advice = f"Spell {it} out the first time, on the slide or aloud, unless everybody there knows."
    quotes = tuple(talk.quote_slide(slide, name) for name, slide in shown.items())
    return Finding("acronym-unexpanded", "low", f"{message}.", advice, quotes)
