"""Strong claims without evidence, and rigour that the results lack.

Conventions: a claim counts in the parts about the speaker's own work: method, results and outlook. It is backed
when a number, a pointer to a result, a citation or a proof stands within the rubric's reach of sentences, or when
the slide that was up shows results. What the results lack is reported only for experiments, and only when neither
the speech nor a slide has it anywhere.
"""

from __future__ import annotations

from talkcoach.analysis.quantities import quantities
from talkcoach.domain import Aligned, Finding, Sentence, Slide
from talkcoach.domain.text import excerpt
from talkcoach.rubric import Role, Rubric
from talkcoach.rubric.cues import Phrases
from talkcoach.rubric.phrases import has

OWN_WORK: tuple[Role, ...] = ("method", "results", "outlook")
"""Elsewhere a strong sentence is about the world or about the work of others."""

MOST = 3
"""Claims reported; the rest are of the same kind."""

SLIDE_RESULTS = 2
"""A slide with at least this many numbers with decimals or per cent shows results."""

SPOKEN_RESULTS = 3
"""Spoken results in numbers from which on an uncertainty is expected."""

KINDS = (
    "claim-without-evidence",
    "comparison-unjustified",
    "single-data-set",
    "no-uncertainty",
    "no-ablation",
)


def claims(talk: Aligned, rubric: Rubric) -> tuple[Finding, ...]:
    """Find claims without evidence, in order of time, then what the results lack."""
    return (*_unbacked(talk, rubric), *_lacking(talk, rubric))


def is_claim(text: str, rubric: Rubric) -> bool:
    """Whether a sentence makes a strong claim, with or without evidence."""
    cues = rubric.claims
    strong = has(cues.absolute, text) or has(cues.comparative, text)
    return strong and not has(cues.not_claims, text) and not text.rstrip().endswith("?")


def _unbacked(talk: Aligned, rubric: Rubric) -> tuple[Finding, ...]:
    sentences = talk.transcript.sentences
    bare = [s for i, s in enumerate(sentences) if _is_unbacked(i, talk, rubric)]
    return tuple(_claim_finding(talk, sentence) for sentence in bare[:MOST])


def _is_unbacked(index: int, talk: Aligned, rubric: Rubric) -> bool:
    cues = rubric.claims
    sentence = talk.transcript.sentences[index]
    text = sentence.text
    if talk.section_at(sentence.span.middle) not in rubric.keys_with(*OWN_WORK) or not is_claim(text, rubric):
        return False
    around = talk.transcript.sentences[max(index - cues.reach, 0) : index + cues.reach + 1]
    if has(cues.absolute, text):
        return not any(has(cues.backed_absolute, near.text) for near in around)
    if any(_is_evidence(near.text, cues.backed) for near in around):
        return False
    slide = talk.shown_at(sentence.span.middle)
    return slide is None or not _shows_results(slide, rubric)


def _is_evidence(text: str, backed: Phrases) -> bool:
    return has(backed, text) or any(_is_result(number.unit, number.decimals) for number in quantities(text))


def _is_result(unit: str, decimals: int) -> bool:
    return decimals > 0 or unit in {"%", "x"}


def _shows_results(slide: Slide, rubric: Rubric) -> bool:
    """Whether a slide has numbers, a proof or a citation, or a title that announces results, as above a chart."""
    numbers = [n for n in quantities(slide.text) if _is_result(n.unit, n.decimals)]
    announced = any(has(part.titles, slide.title) for part in rubric.parts_with("results"))
    return len(numbers) >= SLIDE_RESULTS or announced or has(rubric.claims.backed_absolute, slide.text)


def _claim_finding(talk: Aligned, sentence: Sentence) -> Finding:
    return Finding(
        "claim-without-evidence",
        "medium",
        f"“{excerpt(sentence.text)}” has no number, figure or citation beside it.",
        "Say what shows it in the same breath, or claim less.",
        (talk.quote(sentence),),
    )


def _lacking(talk: Aligned, rubric: Rubric) -> tuple[Finding, ...]:
    """What an experiment should have and this talk does not mention."""
    cues = rubric.claims
    evidence = talk.sentences_in(*rubric.keys_with("results"))
    everything = "\n".join([talk.transcript.text, *(slide.text for slide in talk.deck.slides if not slide.hidden)])
    results = [s for s in evidence if has(cues.results, s.text) and quantities(s.text)]
    compared = [s for s in evidence if has(cues.comparison, s.text)]
    used = [s for s in evidence if has(cues.data_set, s.text)]
    experimental = not has(cues.not_experimental, talk.deck.title) and has(cues.own_method, talk.transcript.text)
    checks = []
    if compared and not has(cues.justified, " ".join(s.text for s in _around(evidence, compared))):
        checks.append(_unjustified(talk, compared[0]))
    if used and not has(cues.data_sets, everything) and experimental:
        checks.append(_single(talk, used[0]))
    if len(results) >= SPOKEN_RESULTS and not has(cues.uncertainty, everything):
        checks.append(_no_uncertainty(talk, tuple(results[:SPOKEN_RESULTS])))
    if experimental and compared and results and not has(cues.ablation, everything):
        checks.append(_no_ablation(talk, compared[0]))
    return tuple(checks)


def _around(sentences: tuple[Sentence, ...], chosen: list[Sentence]) -> list[Sentence]:
    """The chosen sentences with the one before and the one after each."""
    at = {i + step for i, s in enumerate(sentences) if s in chosen for step in (-1, 0, 1)}
    return [s for i, s in enumerate(sentences) if i in at]


def _unjustified(talk: Aligned, sentence: Sentence) -> Finding:
    return Finding(
        "comparison-unjustified",
        "medium",
        "You never say why these are the right methods to compare with.",
        "Add one sentence here: why this baseline, and that it had the same data and tuning.",
        (talk.quote(sentence),),
    )


def _single(talk: Aligned, sentence: Sentence) -> Finding:
    return Finding(
        "single-data-set",
        "medium",
        "You tell of results on one data set only.",
        "Say why one is enough, or what you expect on a second one and why.",
        (talk.quote(sentence),),
    )


def _no_uncertainty(talk: Aligned, results: tuple[Sentence, ...]) -> Finding:
    return Finding(
        "no-uncertainty",
        "medium",
        "Your results have no error bars: neither you nor a slide says how much they vary.",
        "Give the spread over seeds or folds once, with the main result.",
        tuple(talk.quote(sentence) for sentence in results),
    )


def _no_ablation(talk: Aligned, sentence: Sentence) -> Finding:
    return Finding(
        "no-ablation",
        "low",
        "You never show which part of your method makes the difference.",
        "Add one row or one sentence: the result without the key idea.",
        (talk.quote(sentence),),
    )
