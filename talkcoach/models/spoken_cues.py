"""What the words of a sentence say of its part in the talk, as plain numbers beside the learned embedding.

The lists are general English of research talks. None of them was chosen on a labelled talk: how much each weighs
is learned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from talkcoach.domain import Slide

Floats = NDArray[np.float32]

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("we", r"\b(we|we're|we've|we'll|our|us)\b"),
    ("i", r"\b(i|i'm|i've|i'll|my)\b"),
    ("you", r"\b(you|your|you're)\b"),
    ("they", r"\b(they|their|people|others|researchers|et al)\b"),
    ("past", r"\b(was|were|did|had|found|used|tested|compared|measured|asked|tried|showed|\w+ed)\b"),
    ("future", r"\b(will|going to|would like|plan to|next step|next steps|in the future|future work|ongoing)\b"),
    ("modal", r"\b(can|could|should|may|might|must)\b"),
    ("negation", r"\b(not|no|never|nor|without|cannot|\w+n't)\b"),
    ("contrast", r"\b(but|however|although|though|unfortunately|yet|still|instead|only)\b"),
    ("cause", r"\b(because|therefore|since|so that|due to|hence)\b"),
    ("if", r"\b(if|suppose|assume|assuming|given|let's say|for example|for instance|such as|imagine)\b"),
    ("question", r"\?\s*$"),
    ("number", r"\d"),
    ("percent", r"\d\s?%|\bpercent\b"),
    (
        "show",
        r"\b(see here|you can see|as you see|shows|shown|figure|plot|graph|table|curve|axis|red|blue|green)\b",
    ),
    (
        "compare",
        r"\b(better|worse|best|higher|lower|faster|slower|more than|less than|compared|outperforms?"
        r"|improves?|improvement|increase[sd]?|decrease[sd]?|baselines?|state of the art)\b",
    ),
    (
        "experiment",
        r"\b(experiments?|results?|evaluat\w+|test\w*|dataset\w*|data sets?|accuracy|precision|recall"
        r"|performance|participants?|users?|measur\w+|simulations?|benchmarks?|scores?)\b",
    ),
    (
        "approach",
        r"\b(propose\w*|approach|method|idea|algorithm|model|framework|architecture|system|introduce"
        r"|design\w*|develop\w*|built|build|implement\w*|construct\w*|define|compute)\b",
    ),
    ("theorem", r"\b(theorem|lemma|proof|prove\w*|bound\w*|claim)\b"),
    (
        "earlier",
        r"\b(existing|previous\w*|prior|related work|traditional\w*|literature|so far|known|already"
        r"|state of the art|current|conventional)\b",
    ),
    (
        "trouble",
        r"\b(problem\w*|challeng\w+|issue\w*|difficult\w*|hard|expensive|costly|fails?|failed|suffers?"
        r"|lack\w*|missing|limited|drawback\w*|disadvantage\w*|bottleneck)\b",
    ),
    (
        "importance",
        r"\b(important|motivation|motivat\w+|why|interest\w*|goal|want to|need to|would like to|aim)\b",
    ),
    (
        "limits",
        r"\b(limitation\w*|caveat\w*|shortcoming\w*|weakness\w*|restrict\w+|not perfect|does not work"
        r"|doesn't work|didn't work|we assume|assumption\w*|not yet|haven't|have not|fails|cannot)\b",
    ),
    (
        "conclude",
        r"\b(conclu\w+|summar\w+|take ?away\w*|to sum up|in short|overall|contribution\w*|message"
        r"|implication\w*|finally)\b",
    ),
    ("thanks", r"\b(thank\w*|questions?|attention|acknowledg\w+|listening)\b"),
    (
        "greeting",
        r"\b(hello|hi|good morning|good afternoon|welcome|my name|i'm|joint work|colleagues?|university)\b",
    ),
    (
        "outline",
        r"\b(outline|overview|agenda|first i|i will talk|i'll talk|this talk|in this talk|today|structure"
        r"|then i|going to talk|will present)\b",
    ),
    ("open", r"^(so|now|ok|okay|and|then|next|well|alright|all right)\b"),
    ("this", r"^(this|these|that|it|here|there)\b"),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PATTERNS)

CUES = (*(name for name, _ in _PATTERNS), "words", "short")
"""The columns of `cues`."""

_TITLES: tuple[tuple[str, str], ...] = (
    ("world", r"\b(motivat\w*|background|introduc\w*|problem|context|why|preliminar\w*|setting|issues?)\b"),
    ("earlier", r"\b(related|prior|previous|existing|state of the art|challenges?|gap|literature|earlier)\b"),
    (
        "method",
        r"\b(method\w*|approach|model|algorithm\w*|architecture|framework|system|design|implementation"
        r"|proposed|overview of|dataset|data set|data collection|idea|contribution\w*|our|construction)\b",
    ),
    (
        "results",
        r"\b(experiment\w*|results?|evaluat\w*|comparison\w*|findings?|ablation|performance|analysis"
        r"|case stud\w*|benchmark\w*|baselines?|demo|user stud\w*|proof)\b",
    ),
    ("limits", r"\b(limitation\w*|caveats?|threats?|assumptions?|weakness\w*|shortcomings?)\b"),
    (
        "outlook",
        r"\b(conclusion\w*|summary|future|take ?aways?|outlook|discussion|implications?|next steps?"
        r"|wrap|concluding)\b",
    ),
    ("other", r"\b(thanks?|thank you|questions?|outline|agenda|contents|acknowledg\w*|q&a|mahalo|contact)\b"),
)
_TITLE_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _TITLES)

SLIDE_CUES = (*(name for name, _ in _TITLES), "first slide", "last slide", "few words", "many digits", "is known")
"""The columns of `slide_cues`."""

_LONG = 25.0
"""Words of a long spoken sentence; lengths are given as shares of it."""
_FEW = 12
"""A slide with fewer words than this is a picture, a title page or a farewell."""


def cues(sentences: Sequence[str]) -> Floats:
    """Which cues each sentence holds, shape (sentences, cues), in the order of `CUES`."""
    rows = np.zeros((len(sentences), len(CUES)), dtype=np.float32)
    for row, sentence in zip(rows, sentences, strict=True):
        for column, (_, pattern) in enumerate(_COMPILED):
            row[column] = pattern.search(sentence) is not None
        words = len(sentence.split())
        row[-2] = min(words / _LONG, 2.0)
        row[-1] = words <= 3
    return rows


def slide_cues(slides: Sequence[Slide | None]) -> Floats:
    """What the slide on screen says of the part, shape (sentences, cues), in the order of `SLIDE_CUES`.

    Where no slide is known the row is zero.
    """
    rows = np.zeros((len(slides), len(SLIDE_CUES)), dtype=np.float32)
    numbers = [slide.number for slide in slides if slide is not None]
    for row, slide in zip(rows, slides, strict=True):
        if slide is None:
            continue
        for column, (_, pattern) in enumerate(_TITLE_PATTERNS):
            row[column] = pattern.search(slide.title) is not None
        text = slide.text or slide.title
        row[-5] = slide.number == min(numbers)
        row[-4] = slide.number == max(numbers)
        row[-3] = len(text.split()) < _FEW
        row[-2] = sum(letter.isdigit() for letter in text) > 0.1 * max(len(text), 1)
        row[-1] = 1.0
    return rows


def is_new(slides: Sequence[Slide | None]) -> NDArray[np.bool_]:
    """Whether a sentence is the first on its slide, shape (sentences,); never so where no slide is known."""
    numbers = [None if slide is None else slide.number for slide in slides]
    return np.array(
        [number is not None and (i == 0 or number != numbers[i - 1]) for i, number in enumerate(numbers)],
        dtype=bool,
    )
