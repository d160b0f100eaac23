"""Labelled talks and sentences, as the fitting needs them. The data are read where they lie and never copied."""

from __future__ import annotations

import ast
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talkcoach.domain import Slide
from texts import WORDS_PER_MINUTE, said

KEYS = ("problem", "gap", "approach", "evidence", "limitations", "implications", "other")
"""The labels' names, in the order of `talkcoach.models.talk_parts.ROLES`."""
SECTIONS = ("intro", "related", "prelim", "method", "evidence", "conclusion", "limitations")
PLACES = 10
"""The parts of a talk's length by which the place of a sentence is told."""
LABELS = Path(__file__).parent / "labels"
ABSTRACT = ("background", "objective", "method", "result", "other")


@dataclass(frozen=True, eq=False)
class Talk:
    """A talk, its labels, and which of its sets it is of."""

    name: str
    sort: str
    sentences: tuple[str, ...]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    slides: tuple[Slide | None, ...]
    parts: NDArray[np.int64]
    """Annotators by sentences."""
    own: NDArray[np.float32]
    """Whether a sentence admits a limitation of the speaker's own work: the share of annotators who say so."""
    future: NDArray[np.float32]
    fits: bool | None
    is_added: bool = False
    """Whether its labels are in `labels/` here, and its words in a repository."""

    @property
    def durations(self) -> NDArray[np.float64]:
        """Seconds of each sentence."""
        return np.maximum(self.ends - self.starts, 0.0)

    def without_slides(self) -> Talk:
        """The same from speech alone."""
        return replace(self, slides=(None,) * len(self.sentences))


def long_talks(data: Path) -> list[Talk]:
    """The talks of `sections_long`, without slides; headings of bitcoin transcripts stand for titles."""
    talks = []
    for path in sorted((data / "sections_long").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        count = len(content["sentences"])
        labels = content["annotators"]
        talks.append(
            Talk(
                name=content["id"],
                sort=content["id"].split("_")[0],
                sentences=tuple(sentence["text"] for sentence in content["sentences"]),
                starts=np.array([sentence["start"] for sentence in content["sentences"]], dtype=float),
                ends=np.array([sentence["end"] for sentence in content["sentences"]], dtype=float),
                slides=_headings(content),
                parts=np.stack([_runs(label["runs"], count) for label in labels]),
                own=_share([label["limitations_sentences"] for label in labels], count),
                future=_share([label["future_work_sentences"] for label in labels], count),
                fits=labels[0]["fits_structure"],
            )
        )
    return talks


def short_talks(data: Path) -> list[Talk]:
    """The talks of `sections`, with slides."""
    talks = []
    for path in sorted((data / "sections").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        deck = {s["number"]: Slide(s["number"], s["title"] or "", s["text"] or "") for s in content["slides"]}
        count = len(content["sentences"])
        talks.append(
            Talk(
                name=content["id"],
                sort="short",
                sentences=tuple(sentence["text"] for sentence in content["sentences"]),
                starts=np.array([sentence["start"] for sentence in content["sentences"]], dtype=float),
                ends=np.array([sentence["end"] for sentence in content["sentences"]], dtype=float),
                slides=tuple(deck.get(sentence["slide"]) for sentence in content["sentences"]),
                parts=np.array(
                    [[KEYS.index(sentence["section"][n]) for sentence in content["sentences"]] for n in (0, 1)]
                ),
                own=_share([label["limitations_sentences"] for label in content["annotators"]], count),
                future=_share([label["future_work_sentences"] for label in content["annotators"]], count),
                fits=None,
            )
        )
    return talks


def added_talks(vt_ssum: Path, bitcoin: Path) -> list[Talk]:
    """The talks whose labels are in `labels/`, from clones of the repositories that hold their words."""
    talks = []
    for path in sorted(LABELS.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        sentences = said(label["source"], label["digest"], vt_ssum, bitcoin)
        seconds = np.array([len(s.split()) for s in sentences]) / WORDS_PER_MINUTE * 60
        ends, count = np.cumsum(seconds), len(sentences)
        talks.append(
            Talk(
                name=label["id"],
                sort=label["id"].split("_")[0],
                sentences=tuple(sentences),
                starts=ends - seconds,
                ends=ends,
                slides=(None,) * count,
                parts=np.stack([_runs(label["runs"], count)]),
                own=_share([label["limitations_sentences"]], count),
                future=_share([label["future_work_sentences"]], count),
                fits=label["fits_structure"],
                is_added=True,
            )
        )
    return talks


def unlabelled_talks(folder: Path, labelled: Collection[str]) -> list[tuple[list[str], NDArray[np.float64]]]:
    """The talks of VT-SSum of some length that nobody labelled: their sentences, and each one's place, 0 to 1."""
    talks = []
    for path in sorted(folder.glob("*/*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        if f"vt_{content['id'][:10]}" in labelled:
            continue
        segments = content["segmentation"]
        segments = ast.literal_eval(segments) if isinstance(segments, str) else segments
        sentences = [
            " ".join(sentence.split()) for segment in segments for sentence in segment if sentence.strip()
        ]
        words = np.array([len(sentence.split()) for sentence in sentences], dtype=float)
        if len(segments) >= 8 and 1200 <= words.sum() <= 5000:
            talks.append((sentences, (np.cumsum(words) - words / 2) / words.sum()))
    return talks


def place_of(share: float) -> int:
    """Which tenth of a talk a share of it falls into."""
    return min(int(share * PLACES), PLACES - 1)


def paper_sentences(data: Path, each: int, seed: int = 0) -> list[tuple[str, str]]:
    """As many sentences of each section of papers, with its name; citations and numbers of equations taken out."""
    by_section: dict[str, list[str]] = defaultdict(list)
    with gzip.open(data / "corpora" / "paper_sections.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            section, _, _, sentence = json.loads(line)
            if 5 <= len(sentence.split()) <= 45:
                by_section[section].append(_as_spoken(sentence))
    draw = random.Random(seed)
    return [
        (text, section)
        for section in SECTIONS
        for text in draw.sample(by_section[section], min(each, len(by_section[section])))
    ]


def abstract_sentences(data: Path, split: str = "train") -> list[tuple[str, str]]:
    """The sentences of abstracts with their role."""
    pairs = []
    with (data / "corpora" / f"csabstruct_{split}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            content = json.loads(line)
            pairs += list(zip(content["sentences"], content["labels"], strict=True))
    return pairs


def excerpts(data: Path) -> list[dict[str, str]]:
    """Spoken sentences with neighbours and what they say of limitations."""
    return list(json.loads((data / "limitations" / "sentences.json").read_text(encoding="utf-8")))


def _as_spoken(sentence: str) -> str:
    text = re.sub(r"\[[\d,\s–-]+\]|\([^)]*\d{4}[^)]*\)", "", sentence)
    return re.sub(r"\s+([.,;:])", r"\1", re.sub(r"\s+", " ", text)).strip()


def _headings(content: dict) -> tuple[Slide | None, ...]:
    count = len(content["sentences"])
    segments = content.get("segments") or []
    if not segments or not isinstance(segments[0], dict):
        return (None,) * count
    slides: list[Slide | None] = [None] * count
    for number, segment in enumerate(segments, start=1):
        slides[segment["first"] :] = [Slide(number, segment["title"], "")] * (count - segment["first"])
    return tuple(slides)


def _runs(runs: Sequence[tuple[int, int, str]], count: int) -> NDArray[np.int64]:
    parts = np.full(count, -1)
    for first, last, key in runs:
        parts[first : last + 1] = KEYS.index(key)
    if (parts < 0).any():
        raise ValueError("the runs have holes")
    return parts


def _share(marked: Sequence[Sequence[int]], count: int) -> NDArray[np.float32]:
    share = np.zeros(count, dtype=np.float32)
    for one in marked:
        share[list(one)] += 1 / len(marked)
    return share
