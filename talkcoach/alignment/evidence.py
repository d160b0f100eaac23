"""How much each sentence speaks for each slide, from the words of both.

Conventions: scores are arrays of shape ``(sentences, slides)``; higher means likelier; only differences within a
row count. A sentence that shares nothing with any slide scores 0 everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from talkcoach.words import function_words, stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ON_SLIDE = 0.1
"""The share of a speaker's words that come from the slide rather than from the talk at large."""

WORD_WEIGHT = 0.2
"""Words within a sentence go together, so their evidence counts for less than if they were independent."""

SPELLING_WEIGHT = 2.0
"""How much a perfect match of spellings counts beside the words."""

NGRAM = 4
"""Characters in a run: they find names that the recogniser misspelt and inflections that stemming misses."""


def slide_evidence(sentences: Sequence[str], slides: Sequence[str], language: str = "en") -> NDArray[np.float64]:
    """Score every sentence against every slide's text."""
    words = word_evidence(sentences, slides, language)
    return WORD_WEIGHT * words + SPELLING_WEIGHT * spelling_evidence(sentences, slides)


def word_evidence(sentences: Sequence[str], slides: Sequence[str], language: str = "en") -> NDArray[np.float64]:
    """The log-likelihood ratio of a sentence's stems: spoken to this slide, or just spoken in this talk.

    A speaker's words are taken as a mixture of the slide's own, with share `ON_SLIDE`, and of those of the talk
    and deck at large (Jelinek–Mercer smoothing, as in Zhai and Lafferty, SIGIR 2001). A term counts on a slide by
    the square root of its frequency, so that a table's repeated heading does not drown the rest, and at most
    twice in one sentence.
    """
    import numpy as np

    said, shown = _counts(sentences, slides, partial(stems, language=language))
    total = sum(len(stems(text, language)) for text in (*sentences, *slides))
    everywhere = (said.sum(axis=0) + shown.sum(axis=0)) / max(total, 1)
    damped = np.sqrt(shown)
    own = damped / np.maximum(damped.sum(axis=1, keepdims=True), 1e-9)
    gain = np.log1p(ON_SLIDE / (1 - ON_SLIDE) * own / np.maximum(everywhere, 1e-12))
    return np.asarray(np.minimum(said, 2) @ gain.T)


def off_slide_evidence(sentences: Sequence[str], language: str = "en") -> NDArray[np.float64]:
    """What speaks for talking off the slides, shape ``(sentences,)``, on the scale of `slide_evidence`.

    It is the cost that the mixture of `word_evidence` puts on every word that is not on the slide.
    """
    import numpy as np

    return np.array([-WORD_WEIGHT * np.log(1 - ON_SLIDE) * len(stems(text, language)) for text in sentences])


def spelling_evidence(sentences: Sequence[str], slides: Sequence[str]) -> NDArray[np.float64]:
    """The cosine of TF-IDF vectors of the character n-grams within words, from 0 to 1."""
    import numpy as np

    said, shown = _counts(sentences, slides, _spellings)
    rarity = 1 + np.log((1 + len(slides)) / (1 + (shown > 0).sum(axis=0)))
    return np.asarray(_directions(said, rarity) @ _directions(shown, rarity).T)


def stems(text: str, language: str = "en") -> list[str]:
    """The stems of the words that carry meaning, in order; words of a language without a stemmer stay whole."""
    return [stem(word, language) for word in _words(text)]


def _counts(
    sentences: Sequence[str], slides: Sequence[str], terms: Callable[[str], list[str]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How often each term of the slides stands in each sentence, and on each slide."""
    import numpy as np

    shown = [terms(text) for text in slides]
    columns = {term: column for column, term in enumerate(dict.fromkeys(term for each in shown for term in each))}

    def table(rows: Sequence[list[str]]) -> NDArray[np.float64]:
        counts = np.zeros((len(rows), len(columns)))
        for row, each in enumerate(rows):
            np.add.at(counts[row], [columns[term] for term in each if term in columns], 1)
        return counts

    return table([terms(text) for text in sentences]), table(shown)


def _directions(counts: NDArray[np.float64], rarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """TF-IDF vectors of length 1, frequency counted by its logarithm (Salton and Buckley, 1988).

    Scikit-learn's would do the same, but takes as long to import as all of this takes to run.
    """
    import numpy as np

    weights = (1 + np.log(np.maximum(counts, 1))) * (counts > 0) * rarity
    return np.asarray(weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12))


def _spellings(text: str) -> list[str]:
    """Every run of `NGRAM` characters within the words of a text, their edges marked."""
    marked = [f"^{word}$" for word in _words(text) if len(word) > 2]
    return [word[start : start + NGRAM] for word in marked for start in range(len(word) - NGRAM + 1)]


def _words(text: str) -> list[str]:
    """The words of a text without their clitics, function words left out."""
    found = re.findall(r"([^\W_]+)(?:['’][^\W_]+)?", text.casefold())
    return [word for word in found if word not in function_words()]
