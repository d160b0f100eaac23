"""Who speaks, where captions write the name before the words: "Robin Tester: Good morning", or "ROBIN:"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from talkcoach.domain.words import function_words
from talkcoach.speech.captions.caption_text import Token

Caption = tuple[Token, ...]

_BEFORE_COLON = re.compile(r"\[?([^\W_][^:：?!\[\]]{0,48}?)\]?\s?[:：](?=\s|$)")
_MOST_WORDS = 5

_ALWAYS, _FEWEST = 0.9, 3
"""The share of captions with something before a colon from which on that is always a name, as Zoom
writes it, and how many captions that takes."""

_OFTEN = 0.3
"""The share from which on names in ordinary letters are believed; below it "First Result:" is words."""

_OWN_LINE = 0.8
"""The share of captions of several lines that begin with a name alone, from which on such a line is a name."""


def with_voices(captions: Sequence[Caption]) -> tuple[Caption, ...]:
    """Captions without the names before their words; every word has its voice, empty where nobody is named.

    A name holds to the next one, as broadcasters write it, unless the first words have none: then the others are
    exceptions, and hold for their caption.
    """
    named = _named(captions, _names(captions)) if any(captions) else tuple(captions)
    first = next((caption[0] for caption in named if caption), None)
    return _held(named) if first and first.voice else named


def _names(captions: Sequence[Caption]) -> set[str]:
    """The names that stand before words."""
    lines = [" ".join(t.text for t in line) for caption in captions for line in _lines(caption)]
    heads = [" ".join(t.text for t in caption) for caption in captions if caption]
    at_head = [name for head in heads if (name := _before_colon(head))]
    counts = Counter(name for line in lines if (name := _before_colon(line)))
    share = len(at_head) / max(len(heads), 1)
    begins = _before_colon(heads[0]) if heads else ""
    in_capitals = _in_capitals(lines)
    alone = _on_own_line(captions)

    def is_name(name: str) -> bool:
        if share >= _ALWAYS and len(heads) >= _FEWEST and name in at_head:
            return True
        if name.isupper() and not in_capitals:
            return counts[name] > 1 and sum(map(str.isalpha, name)) > 2
        return _is_titled(name) and counts[name] > 1 and (share >= _OFTEN or name == begins)

    sure = {name for name in counts if is_name(name)}
    alike = {name for name in counts if any(_alike(name, each, in_capitals) for each in sure)}
    first = {begins} if _is_titled(begins) else set()  # a lone name at the very beginning holds for all
    return sure | alike | alone | first


def _before_colon(text: str) -> str:
    found = _BEFORE_COLON.match(text)
    name = found[1].strip() if found else ""
    return name if name and len(name.split()) <= _MOST_WORDS else ""


def _alike(name: str, sure: str, in_capitals: bool) -> bool:
    """Whether something before a colon is written as a sure name is, which makes it one even when it is rare."""
    if sure.isupper() and not in_capitals:
        return name.isupper() and sum(map(str.isalpha, name)) > 2
    return _is_titled(name) and len(name.split()) > 1


def _is_titled(name: str) -> bool:
    """Whether all words begin with a capital or a digit, and the first is no word that opens a sentence."""
    words = name.replace("(", " ").replace(")", " ").split()
    return bool(words) and words[0].lower() not in function_words() and all(not w[0].islower() for w in words)


def _on_own_line(captions: Sequence[Caption]) -> set[str]:
    """Names that stand on a line of their own above the words."""
    tall = [[" ".join(t.text for t in line) for line in _lines(c)] for c in captions if c]
    tall = [lines for lines in tall if len(lines) > 1]
    heads = Counter(
        lines[0] for lines in tall if _is_titled(lines[0]) and len(lines[0].split()) <= _MOST_WORDS
        and lines[0][-1] not in ".?!,"
    )  # fmt: skip
    often = heads.most_common(1)[0][1] if heads else 0
    whole = len([c for c in captions if c])
    return set(heads) if sum(heads.values()) >= _OWN_LINE * whole and often > max(3, whole / 4) else set()


def _in_capitals(lines: Sequence[str]) -> bool:
    letters = [letter for line in lines for letter in _BEFORE_COLON.sub("", line) if letter.isalpha()]
    return sum(map(str.isupper, letters)) > len(letters) / 2


def _named(captions: Sequence[Caption], names: set[str]) -> tuple[Caption, ...]:
    return tuple(tuple(_without_names(caption, names)) for caption in captions)


def _without_names(caption: Caption, names: set[str]) -> Iterator[Token]:
    voice = ""
    for line in _lines(caption):
        text = " ".join(token.text for token in line)
        found = _BEFORE_COLON.match(text)
        if found and _before_colon(text) in names:
            voice, line = _before_colon(text), line[len(found[0].split()) :]
        elif text in names:
            voice, line = text, ()
        yield from (token if token.voice else replace(token, voice=voice) for token in line)


def _held(captions: Sequence[Caption]) -> tuple[Caption, ...]:
    held, voice = [], ""
    for caption in captions:
        tokens = []
        for token in caption:
            voice = token.voice or voice
            tokens.append(replace(token, voice=voice))
        held.append(tuple(tokens))
    return tuple(held)


def _lines(caption: Caption) -> list[Caption]:
    return [tuple(line) for _, line in groupby(caption, key=lambda token: token.line)]
