"""How right the rubric's phrases are about own limitations on talks that the model never saw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from figures import Judged
from talkcoach.alignment.runs import runs
from talkcoach.analysis.limitation_owner import is_named_as_own, phase_of, whose
from talkcoach.domain import Aligned, Deck, Section, Sentence, Span, Transcript
from talkcoach.rubric import OTHER, load_rubric

AGREEMENTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)


def limitations_report(judged: Sequence[Judged]) -> None:
    """Print the precision of sentences that phrases call an own limitation, by the model's least probability."""
    by_phrase = np.concatenate([_by_phrases(one) for one in judged])
    truth = np.concatenate([one.talk.own > 0 for one in judged])
    own = np.concatenate([one.own for one in judged])
    for least in AGREEMENTS:
        said = by_phrase[:, 0] & (own >= least)
        print(f"  own limitation by phrases, model at least {least}: said {said.sum()}, right {truth[said].sum()}")
    named = by_phrase[:, 1]
    print(
        f"  own limitation by phrases that name it as own: said {named.sum()}, right {truth[named].sum()}",
        flush=True,
    )


def _by_phrases(one: Judged) -> NDArray[np.bool_]:
    """Whether phrases call each sentence an own limitation, and name it as one, shape (sentences, 2)."""
    rubric = load_rubric()
    keys = (*rubric.keys, OTHER)
    sentences = tuple(
        Sentence(Span(float(start), float(max(start, end))), text)
        for start, end, text in zip(one.talk.starts, one.talk.ends, one.talk.sentences, strict=True)
    )
    sections = tuple(Section(span, key) for span, key, _ in runs(sentences, [keys[n] for n in one.labels]))
    talk = Aligned(Transcript(sentences, "en"), Deck(()), (), sections, sentences[-1].span.end)
    owners: list[str | None] = []
    for sentence in sentences:
        phase = phase_of(talk, rubric, sentence)
        owners.append(whose(sentence.text, phase, rubric.limitations, after_own=owners[-1:] == ["own"]))
    return np.array(
        [
            (owner == "own", owner == "own" and is_named_as_own(sentence.text, rubric.limitations))
            for owner, sentence in zip(owners, sentences, strict=True)
        ]
    )
