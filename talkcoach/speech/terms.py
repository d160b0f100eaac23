"""Which words of a deck a speech model should be told of: those that it could not guess from the sound."""

from __future__ import annotations

import functools
import re
from collections import Counter

from talkcoach.domain import Deck
from talkcoach.speech.weights import vocabulary

_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]", re.UNICODE)
_FEWEST_SLIDES = 2
"""A word that matters to a talk comes back; one that does not is often a cited author or a slip of the deck."""

_MARKS_A_WORD = "Ġ"
"""How the tokenizer's vocabulary writes the space before a whole word."""


def distinctive_terms(deck: Deck, limit: int = 12) -> tuple[str, ...]:
    """Words of the slides that the speech model does not know as words, in order of the alphabet.

    Whisper's vocabulary holds the words that were common in what it was trained on; names, acronyms and technical
    terms it puts together from pieces, and that is where it errs. A term stands on two slides at least, and of too
    many those on most slides are taken: a long list costs words, since it takes the room in which the model writes
    (measured with ``benchmarks/words.py``). The order of the alphabet makes a list that no speaker says by chance,
    so that an echo of it can be told from speech.

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
    """Whether a word or a part of it is missing, in singular too, from a vocabulary; both in small letters."""
    parts = re.split(r"['’-]", word)
    return not all(part in common or part.removesuffix("s") in common for part in parts)


@functools.cache
def _common_words() -> frozenset[str]:
    tokens = vocabulary().splitlines()
    return frozenset(token[1:].casefold() for token in tokens if token.startswith(_MARKS_A_WORD))
