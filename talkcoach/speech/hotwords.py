"""Hotwords: the words of a deck that a speech model is likely to misrecognise without help."""

from __future__ import annotations

import functools
import re
from collections import Counter

from talkcoach.domain import Deck
from talkcoach.speech.weights import vocabulary

_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]", re.UNICODE)
_FEWEST_SLIDES = 2
"""Important terms recur; a word on a single slide is often a cited author or a typing error."""

_WORD_START = "Ġ"
"""How the tokenizer's vocabulary writes the space at the start of a word."""


def distinctive_terms(deck: Deck, limit: int = 12) -> tuple[str, ...]:
    """Words of the slides that are not in the speech model's vocabulary, in alphabetical order.

    Whisper's vocabulary holds the words that were common in its training data; names, acronyms and technical terms
    are composed of several tokens, and misrecognised more often. A term occurs on at least two slides. Of more
    than ``limit`` terms those on most slides are taken: a long list costs recognised words, since the prompt and
    the text share the decoder's context (measured with ``benchmarks/words.py``). No speaker says the terms in
    alphabetical order by chance, so that an echo of the list can be distinguished from speech.

    Raises:
        ModelError: when the embedded model's vocabulary is not installed.
    """
    common = _common_words()
    spelling: dict[str, str] = {}
    slides_with: Counter[str] = Counter()
    for slide in deck.slides:
        words = {word.casefold(): word for word in _WORD.findall(f"{slide.title}\n{slide.text}")}
        rare = {folded: word for folded, word in words.items() if is_rare(folded, common)}
        spelling = {**rare, **spelling}
        slides_with.update(rare.keys())
    chosen = [spelling[folded] for folded, slides in slides_with.most_common(limit) if slides >= _FEWEST_SLIDES]
    return tuple(sorted(chosen, key=str.casefold))


def is_rare(word: str, common: frozenset[str]) -> bool:
    """Whether a lower-case word, or a part of a compound, is missing from a vocabulary, also in the singular."""
    parts = re.split(r"['’-]", word)
    return not all(part in common or part.removesuffix("s") in common for part in parts)


@functools.cache
def _common_words() -> frozenset[str]:
    tokens = vocabulary().splitlines()
    return frozenset(token[1:].casefold() for token in tokens if token.startswith(_WORD_START))
