"""Which words of a deck a speech model should be told of: those that it could not guess from the sound."""

from __future__ import annotations

import functools
import re
from collections import Counter

from talkcoach.domain import Deck
from talkcoach.speech.weights import find_model

_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]", re.UNICODE)
_MARKS_A_WORD = "Ġ"
"""How the tokenizer's vocabulary writes the space before a whole word."""


def distinctive_terms(deck: Deck, limit: int = 40) -> tuple[str, ...]:
    """Up to ``limit`` words of the slides that the speech model does not know as words, in order of the alphabet.

    Whisper's vocabulary holds the words that were common in what it was trained on; names, acronyms and
    technical terms are put together from pieces, and that is where it errs. Words on many slides come first when
    there are too many. The order of the alphabet makes a list that no speaker says by chance, so that an echo of
    it in the transcript can be told from speech.
    """
    common = _vocabulary()
    slides_with: Counter[str] = Counter()
    for slide in deck.slides:
        slides_with.update(
            {word for word in _WORD.findall(f"{slide.title}\n{slide.text}") if is_rare(word, common)}
        )
    spelling: dict[str, str] = {}
    count: Counter[str] = Counter()
    for word, slides in slides_with.most_common():
        count[spelling.setdefault(word.casefold(), word)] += slides
    return tuple(sorted((word for word, _ in count.most_common(limit)), key=str.casefold))


def is_rare(word: str, common: frozenset[str]) -> bool:
    """Whether a word, in any inflection of English, is missing from a vocabulary in small letters."""
    folded = word.casefold()
    parts = re.split(r"['’-]", folded)
    return not all(part in common or part.removesuffix("s") in common for part in parts)


@functools.cache
def _vocabulary() -> frozenset[str]:
    lines = (find_model() / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line[1:].casefold() for line in lines if line.startswith(_MARKS_A_WORD))
