"""Captions that roll up, scroll or grow, of which each shows again what the one before it showed: said once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from talkcoach.speech.captions.caption_text import Token

_FEWEST = 3
"""Words that two captions in a row share before that may be more than a phrase said twice."""

_SHARE = 0.3
"""The share of captions that show earlier words again, from which on a file is one that rolls."""


def without_repeats(captions: Sequence[Sequence[Token]]) -> tuple[tuple[Token, ...], ...]:
    """The new words of each caption, which may be none.

    ::

        shown    so we count beds | so we count beds / and nurses | and nurses
        new      so we count beds | and nurses                    |
    """
    everything = tuple(map(tuple, captions))
    if not _rolls(everything):
        return everything
    shown: tuple[Token, ...] = ()
    new = []
    for caption in everything:
        new.append(caption[_repeated(shown, caption) :])
        shown = caption or shown
    return tuple(new)


def _rolls(captions: Sequence[Sequence[Token]]) -> bool:
    spoken = [caption for caption in captions if caption]
    pairs = list(pairwise(spoken))
    repeats = sum(_repeated(before, after) >= _FEWEST for before, after in pairs)
    is_stamped = any(token.at is not None for caption in spoken for token in caption)
    return bool(pairs) and (repeats >= max(2, _SHARE * len(pairs)) or (is_stamped and repeats > 0))


def _repeated(shown: Sequence[Token], caption: Sequence[Token]) -> int:
    """How many first words of a caption are the last ones shown before.

    Whole lines of either, or as many words as nobody repeats by chance.
    """
    old, new = [token.text for token in shown], [token.text for token in caption]
    for count in range(min(len(old), len(new)), 0, -1):
        if old[-count:] != new[:count]:
            continue
        is_whole_line = count == len(new) or caption[count].line != caption[count - 1].line
        if count == len(old) or is_whole_line or count > _FEWEST:
            return count
    return 0
