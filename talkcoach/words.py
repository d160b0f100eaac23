"""Words as the analyses compare them: which carry content, and what stem they share."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from talkcoach.resources import shipped

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The Snowball stemmer (Porter, 2001) for a language, by its ISO 639-1 code."""


@cache
def function_words() -> frozenset[str]:
    """English words that hold a sentence together rather than carry its content, in lower case."""
    return frozenset(shipped("function_words.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=32768)
def stem(word: str, language: str = "en") -> str:
    """A word's stem, in lower case; the word itself in a language without a stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word.lower())) if stemmer else word.lower()


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None
