"""The words of the talks that were labelled for the fitting: read from clones of their repositories, never copied.

`labels/` holds numbers of sentences only, so the sentences must be cut here as the readers saw them; `said` holds
each text to the digest beside its labels.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from pathlib import Path

WORDS_PER_MINUTE = 150
"""Neither source has times; both get those of an ordinary pace."""

_UNSPOKEN = (
    "http",
    "<http",
    "![",
    "{%",
    "Video:",
    "Slides",
    "Video",
    "-->",
    "<!--",
    "Paper:",
    "Previous talk",
    "tags:",
)
_NOTES = ("Tweet:", "paper: <", "slides: <", "Disclaimer", "These are unpaid transcr", "Due to personal time")
_TITLES = (
    "ClockWork: An",
    "Erlay: Band",
    "Broken Metre",
    "Economic analysis of",
    "A secure fountain arch",
    "Daniel Perez, Benj",
    "Swanand Kadhe (",
)


def said(source: str, digest: str, vt_ssum: Path, bitcoin: Path) -> list[str]:
    """The sentences of a talk.

    Args:
        source: the talk's path in one of the two repositories, VT-SSum and bitcointranscripts.
        digest: of the sentences that the reader saw.
        vt_ssum: a clone of the first.
        bitcoin: a clone of the second.

    Raises:
        ValueError: when the sentences are not those that were labelled.
    """
    is_markdown = source.endswith(".md")
    text = ((bitcoin if is_markdown else vt_ssum) / source).read_text(encoding="utf-8")
    sentences = _of_markdown(text) if is_markdown else _of_segments(json.loads(text)["segmentation"])
    if digest_of(sentences) != digest:
        raise ValueError(f"{source} is not the text that was labelled")
    return sentences


def digest_of(sentences: list[str]) -> str:
    """What tells whether sentences are those that were labelled."""
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:16]


def _of_segments(segments: str | list[list[str]]) -> list[str]:
    parsed = ast.literal_eval(segments) if isinstance(segments, str) else segments
    return [" ".join(sentence.split()) for segment in parsed for sentence in segment if sentence.strip()]


def _of_markdown(text: str) -> list[str]:
    """What was said in a typed transcript, without its head, links, headings, notes and questions asked."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    asked = re.search(r"^#+ *(Q ?& ?A|Questions).*", body, re.MULTILINE | re.IGNORECASE)
    body = body[: asked.start()] if asked else body
    sentences, is_skipped = [], False
    for line in map(str.strip, body.split("\n")):
        if line.startswith("#"):
            is_skipped = line.strip("# ").lower() in ("see also", "abstract", "references")
        elif line and not is_skipped and not line.startswith(_UNSPOKEN) and not re.match(r"\S+ https?:", line):
            plain = (
                re.sub(r"https?://\S+", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line)).lstrip("*- ").strip()
            )
            pieces = re.split(r"(?<=[.?!])[\"”)]*\s+(?=[A-Z\"“(])", plain)
            sentences += [piece for piece in pieces if re.search("[a-zA-Z]", piece)]
    return _without_notes(sentences)


def _without_notes(sentences: list[str]) -> list[str]:
    kept = [
        sentence
        for n, sentence in enumerate(sentences)
        if not sentence.startswith(_NOTES) and not (n < 2 and sentence.startswith(_TITLES))
    ]
    begin = max((n + 1 for n, sentence in enumerate(kept[:20]) if sentence.startswith("/Disclaimer")), default=0)
    notes = (n for n, s in enumerate(kept) if n > 20 and ("Errors are possible" in s or "Sponsorship" in s))
    return kept[begin : next(notes, len(kept))]
