"""The numbers in a text, written in digits or spelled out, with what they count.

Conventions: ``decimals`` are the digits after the point as written; ``step`` is the size of the last place that
was meant, so that 4.2 has 0.1, 12,000 has 1000 and 85 has 1. ``unit`` is ``%``, ``x``, a unit of measurement,
or the stem of the word that follows; empty when there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from talkcoach.domain.words import content_words, stem

ROUND = 100
"""From this value on trailing zeros are taken for rounding: 12,000 may stand for 12,431, but 80 not for 83."""

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(_ONES + _TEENS)}
_TENS = {word: 10 * value for value, word in enumerate(_DECADES, start=2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "k": 1e3}
_UNITS = {
    "%": "%", "percent": "%", "percentage": "%", "per": "%", "points": "%", "point": "%",
    "x": "x", "×": "x", "times": "x", "fold": "x",
    "ms": "ms", "millisecond": "ms", "milliseconds": "ms",
    "s": "s", "sec": "s", "second": "s", "seconds": "s",
    "min": "min", "minute": "min", "minutes": "min", "h": "h", "hour": "h", "hours": "h",
    "gb": "gb", "gigabyte": "gb", "gigabytes": "gb", "mb": "mb", "megabyte": "mb", "megabytes": "mb",
    "mm": "mm", "millimeter": "mm", "millimeters": "mm", "cm": "cm", "centimeters": "cm",
    "m": "m", "meters": "m", "metres": "m", "km": "km", "kilometers": "km", "db": "db", "hz": "hz",
}  # fmt: skip

_WORDS = "|".join([*_SMALL, *_TENS, "hundred", "thousand", "million", "billion"])
_SPELLED = rf"(?:(?:{_WORDS})(?:[\s-]+(?:and\s+)?(?:{_WORDS}))*(?:\s+point(?:\s+(?:{'|'.join(_SMALL)}))+)?)"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    # Not part of a name, a version, a date or a reference: GPT-3, AP-10K, 3D, 2nd, 1.2.3, [12], 2021/22.
    rf"(?<![\w.\[/#'])(?<![A-Za-z]-)(?P<minus>[-−](?=\d))?(?:(?P<digits>{_DIGITS})|(?P<spelled>\b{_SPELLED}\b))"
    rf"(?![\d\]/'])(?!\.\d)(?!(?!(?:k|x|ms|s|gb|mb|mm|cm|km|db|hz|fold)\b)[^\W\d_])"
    rf"(?:\s*(?P<scale>thousand|million|billion|[kK])\b)?",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"\s?(%|×|x\b|ms\b|s\b|gb\b|mb\b|mm\b|cm\b|km\b|db\b|hz\b|-?fold\b)", re.IGNORECASE)
_NEXT = re.compile(r"[\s-]*([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number as it stands in a text, from character ``start`` to ``end``."""

    value: float
    decimals: int
    unit: str
    start: int
    end: int
    text: str

    @property
    def step(self) -> float:
        """The size of the last place that was meant."""
        if self.decimals or abs(self.value) < ROUND:
            return 10.0**-self.decimals
        digits = f"{abs(self.value):.0f}"
        return 10.0 ** (len(digits) - len(digits.rstrip("0")))

    @property
    def is_year(self) -> bool:
        """Whether it looks like a year: a whole number of the last or this century without a unit."""
        return not self.decimals and 1900 <= self.value < 2100 and self.unit not in {"%", "x"}

    def rounds(self, other: Quantity) -> bool:
        """Whether it is a fair way to say ``other``: the same, or within its own last place when less exact."""
        gap = abs(self.value - other.value)
        return gap < 1e-9 or (self.step > other.step and gap < self.step * (1 - 1e-9))


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number in a text, in order, except those in a name, a date or a reference."""
    return tuple(_with_unit(found, text) for found in _numbers(text))


def spoken_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a spoken text, except adjacent ones: a recogniser may split "81.3" into "81 3"."""
    spoken = quantities(text)
    split = {i for i, (one, other) in enumerate(pairwise(spoken)) if not text[one.end : other.start].strip(" -")}
    return tuple(number for i, number in enumerate(spoken) if i not in split and i - 1 not in split)


def _numbers(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        digits, spelled = match["digits"], match["spelled"]
        value = float(digits.replace(",", "")) if digits else _value(spelled)
        decimals = (
            len(digits.partition(".")[2]) if digits else len(spelled.lower().partition(" point ")[2].split())
        )
        if scale := (match["scale"] or "").lower():
            value, decimals = value * _SCALES[scale], 0
        sign = -1.0 if match["minus"] else 1.0
        yield Quantity(sign * value, decimals, "", match.start(), match.end(), match.group().strip())


def _value(spelled: str) -> float:
    whole, _, fraction = spelled.lower().replace("-", " ").partition(" point ")
    total = current = 0.0
    for word in whole.split():
        if word in _SCALES and word != "hundred":
            total, current = total + (current or 1.0) * _SCALES[word], 0.0
        elif word == "hundred":
            current = (current or 1.0) * 100
        else:
            current += _SMALL.get(word, _TENS.get(word, 0))
    digits = "".join(str(_SMALL[word]) for word in fraction.split())
    return total + current + float(f"0.{digits or 0}")


def _with_unit(number: Quantity, text: str) -> Quantity:
    if match := _ATTACHED.match(text, number.end):
        unit = match[1].lower().lstrip("-")
        return replace(number, unit=_UNITS[unit], text=text[number.start : match.end()])
    if match := _NEXT.match(text, number.end):
        word = match[1].lower()
        if unit := _UNITS.get(word, ""):
            return replace(number, unit=unit, text=text[number.start : match.end()])
        if content_words(word) and not text[number.end : match.start(1)].strip(" \t-"):
            return replace(number, unit=stem(word))
    return number
