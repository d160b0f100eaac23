"""What is said about a talk, each statement with the evidence that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from talkcoach.domain.span import Span

Severity = Literal["high", "medium", "low"]


Verdict = Literal["missing", "short", "ok", "long", "unclear"]
"""``unclear``: not sure whether a part that was not found is missing, or whether one is too short or too long."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence: a moment of the talk, a slide, or both, and the words found there.

    Words that stand on a slide but were never said have an empty span at the moment when the slide was shown,
    or at the start of the recording when it never was.
    """

    span: Span
    text: str
    slide: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement: what was found (``message``), the smallest next action (``advice``), and its evidence.

    ``kind`` is a stable identifier in kebab case. ``subject`` tells findings of one kind apart from rehearsal to
    rehearsal: a part's key or an acronym; empty where a report holds at most one of its kind, or where only the
    words of the evidence differ.

    Raises:
        ValueError: without a quote, since a judgement without evidence is not shown.
    """

    kind: str
    severity: Severity
    message: str
    advice: str
    quotes: tuple[Quote, ...]
    subject: str = ""

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError(f"the finding {self.kind!r} has no evidence")


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity; those of equal severity keep their order."""
    severities = get_args(Severity)
    return tuple(sorted(findings, key=lambda finding: severities.index(finding.severity)))


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the panel may ask, with why and the moment that raises it.

    ``archetype`` is the rubric's key; ``likelihood``, 0 to 1, orders the questions and is not a probability
    that anyone measured.

    Raises:
        ValueError: without a quote.
    """

    text: str
    archetype: str
    why: str
    quotes: tuple[Quote, ...]
    likelihood: float = 0.5

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError(f"the question {self.text!r} has no evidence")


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something about the input that limits every judgement.

    ``kind`` is a stable identifier in kebab case, ``subject`` what it is about, such as a file's name. The figures
    are in seconds: for ``sound-cut-short`` how much could be read, of how much there should be. ``numbers`` are
    whole: the slides that it is about; for ``sound-track`` and ``sound-channel`` which was taken, of how many.
    ``count`` is how many there are, such as captions.
    """

    kind: str
    subject: str = ""
    seconds: float = 0.0
    of_seconds: float = 0.0
    numbers: tuple[int, ...] = ()
    count: int = 0
