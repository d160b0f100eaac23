"""The evidence of each sentence for each slide, from the words of both.

A speaker's words are modelled as a mixture of the slide's words and those of the whole talk and deck
(Jelinek–Mercer smoothing, as in Zhai and Lafferty, SIGIR 2001); the evidence is the log-likelihood ratio between
the mixture and the whole. There are three views: stems; pairs of neighbouring stems, which distinguish slides on
one subject; and character n-grams within words, which find names that the recogniser misspelt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from talkcoach.domain import Slide
from talkcoach.domain.words import function_words, stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ON_SLIDE = 0.1
"""The share of a speaker's words that come from the slide rather than from the whole talk."""

RUN = 4
"""Characters in an n-gram."""

IDENTIFYING = 5
"""Words from which on a slide is identified by its text, unlike one that is only a picture."""

MEMORY = 20
"""Sentences within which a repeated word counts less, for the nth time one nth: speakers repeat what they talk
about, and a repetition is no new evidence."""


@dataclass(frozen=True, slots=True)
class SlideWeights:
    """The weight of each view: less than 1, since the words of a sentence are not independent."""

    stems: float = 0.4
    pairs: float = 0.3
    runs: float = 0.1

    def together(self, views: NDArray[np.float64]) -> NDArray[np.float64]:
        """The evidence of all views (see `views`), shape ``(sentences, slides)``."""
        together: NDArray[np.float64] = self.stems * views[0] + self.pairs * views[1] + self.runs * views[2]
        return together


WEIGHTS = SlideWeights()


def views(sentences: Sequence[str], slides: Sequence[Slide], language: str = "en") -> NDArray[np.float64]:
    """The evidence of stems, pairs and n-grams for each slide, shape ``(3, sentences, slides)``.

    Scores are in nats, 0 for a sentence that shares nothing with a slide, else greater.
    """
    import numpy as np

    spoken = [_words(text) for text in sentences]
    shown = [_words(text) for text in shown_anew(slides)]
    stemmed = [[stem(word, language) for word in words] for words in spoken + shown]
    return np.array(
        [
            _view(terms[: len(spoken)], terms[len(spoken) :])
            for terms in (stemmed, list(map(_pairs, stemmed)), list(map(_runs, spoken + shown)))
        ]
    )


def shown_anew(slides: Sequence[Slide]) -> list[str]:
    """The text of every slide without the lines that stood on the slide before it, and with its notes.

    Only what a step of a build adds distinguishes it from the step before; text on every slide distinguishes none.
    """
    texts, before = [], frozenset[str]()
    for slide in slides:
        lines = {line: " ".join(re.findall(r"[^\W\d_]+", line.casefold())) for line in slide.text.splitlines()}
        texts.append("\n".join([*(line for line, plain in lines.items() if plain not in before), slide.notes]))
        before = frozenset(lines.values())
    return texts


def bareness(slides: Sequence[Slide]) -> NDArray[np.float64]:
    """How much each slide lacks words to identify it, shape ``(slides,)``: 1 without any, 0 from `IDENTIFYING`."""
    import numpy as np

    return np.array([max(1 - len(_words(text)) / IDENTIFYING, 0.0) for text in shown_anew(slides)])


def _view(spoken: Sequence[Sequence[str]], shown: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """The log-likelihood ratio of every sentence's terms on every slide, shape ``(sentences, slides)``.

    A term counts on a slide by the square root of its frequency, so that a table's repeated heading does not
    drown the rest, and at most twice in one sentence.
    """
    import numpy as np

    columns = {term: column for column, term in enumerate(dict.fromkeys(term for each in shown for term in each))}
    if not columns:
        return np.zeros((len(spoken), len(shown)))
    counts, gain = _counts(spoken, columns), _counts(shown, columns)
    total = sum(map(len, (*spoken, *shown)))
    everywhere = (np.bincount(counts.indices, counts.data, len(columns)) + gain.sum(axis=0)) / total
    gain.data = np.sqrt(gain.data)
    own = gain.data / np.repeat(np.maximum(gain.sum(axis=1), 1.0), np.diff(gain.indptr))
    gain.data = np.log1p(ON_SLIDE / (1 - ON_SLIDE) * own / everywhere[gain.indices])
    counts.data = np.minimum(counts.data, 2) / (1 + _recently(counts))
    return np.asarray((counts @ gain.T).toarray())


def _counts(texts: Sequence[Sequence[str]], columns: dict[str, int]) -> Any:
    """How often each term (column) stands in each text (row): a SciPy sparse array, of the terms with a column."""
    import numpy as np
    from scipy.sparse import csr_array

    rows = [Counter(columns[term] for term in terms if term in columns) for terms in texts]
    starts = np.cumsum([0, *map(len, rows)])
    found = [column for row in rows for column in row], [float(count) for row in rows for count in row.values()]
    return csr_array((np.array(found[1]), np.array(found[0], dtype=int), starts), shape=(len(rows), len(columns)))


def _recently(counts: Any) -> NDArray[np.int64]:
    """For every entry of a sparse array of counts, how many of the `MEMORY` rows before have one in its column."""
    import numpy as np

    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    # Apart by column, in order by row.
    moments = counts.indices.astype(np.int64) * (counts.shape[0] + MEMORY) + rows
    order = np.argsort(moments)
    moments = moments[order]
    earlier = np.empty(len(order), dtype=np.int64)
    earlier[order] = np.arange(len(order)) - np.searchsorted(moments, moments - MEMORY)
    return earlier


def _words(text: str) -> list[str]:
    """The words of a text without their clitics, function words left out."""
    found = re.findall(r"([^\W_]+)(?:['’][^\W_]+)?", text.casefold())
    return [word for word in found if word not in function_words()]


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{a} {b}" for a, b in pairwise(words)]


def _runs(words: Sequence[str]) -> list[str]:
    """Every n-gram of `RUN` characters within the words, their edges marked; words of two letters have none."""
    marked = [f"^{word}$" for word in words if len(word) > 2]
    return [word[start : start + RUN] for word in marked for start in range(len(word) - RUN + 1)]
