"""Strong claims that nothing backs, and rigour that the evidence lacks.

Conventions: a claim counts where the speaker speaks of the own work, in the approach, the evidence or the
implications. It is backed when a number, a pointer to a result, a citation or a proof stands within the
rubric's reach of sentences, or when the slide that was up shows results. What the evidence lacks is said only
of experiments, and only when neither the speech nor a slide says it anywhere.
"""

from __future__ import annotations

from talkcoach.analysis.quantities import quantities
from talkcoach.analysis.terms import excerpt
from talkcoach.domain import Finding, Sentence, Slide, Talk
from talkcoach.phrases import has
from talkcoach.rubric import OTHER, Rubric
from talkcoach.rubric_cues import Phrases

EVIDENCE = "evidence"
PREMISES = frozenset({"problem", "gap", "limitations", OTHER})
"""Parts in which a strong sentence is about the world or about others, not about the own work."""

MOST = 3
"""Claims reported: the first few teach what to look for in the rest."""

RESULTS = 2
"""Numbers with decimals or per cent that make a slide one of results."""

TOLD = 3
"""Results told in numbers before it is missed that none has an uncertainty."""


def claims(talk: Talk, rubric: Rubric) -> tuple[Finding, ...]:
    """Find claims without evidence, in order of time, then what the evidence lacks."""
    return (*_unbacked(talk, rubric), *_lacking(talk, rubric))


def is_claim(text: str, rubric: Rubric) -> bool:
    """Whether a sentence claims something strong, whatever backs it up."""
    cues = rubric.claims
    strong = has(cues.absolute, text) or has(cues.comparative, text)
    return strong and not has(cues.not_claims, text) and not text.rstrip().endswith("?")


def _unbacked(talk: Talk, rubric: Rubric) -> tuple[Finding, ...]:
    sentences = talk.transcript.sentences
    bare = [s for i, s in enumerate(sentences) if _is_unbacked(i, talk, rubric)]
    return tuple(_claim_finding(talk, sentence) for sentence in bare[:MOST])


def _is_unbacked(index: int, talk: Talk, rubric: Rubric) -> bool:
    cues = rubric.claims
    sentence = talk.transcript.sentences[index]
    text = sentence.text
    if talk.section_at(sentence.span.middle) in PREMISES or not is_claim(text, rubric):
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
    announced = EVIDENCE in rubric.keys and has(rubric[EVIDENCE].titles, slide.title)
    return len(numbers) >= RESULTS or announced or has(rubric.claims.backed_absolute, slide.text)


def _claim_finding(talk: Talk, sentence: Sentence) -> Finding:
    return Finding(
        "claim-without-evidence",
        "medium",
        f"“{excerpt(sentence.text)}” has no number, figure or citation beside it.",
        "Say what shows it in the same breath, or claim less.",
        (talk.quote(sentence),),
    )


def _lacking(talk: Talk, rubric: Rubric) -> tuple[Finding, ...]:
    """What an experiment should have and this one does not tell of."""
    cues = rubric.claims
    evidence = talk.sentences_in(EVIDENCE)
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
    if len(results) >= TOLD and not has(cues.uncertainty, everything):
        checks.append(_no_uncertainty(talk, tuple(results[:TOLD])))
    if experimental and compared and results and not has(cues.ablation, everything):
        checks.append(_no_ablation(talk, compared[0]))
    return tuple(checks)


def _around(sentences: tuple[Sentence, ...], chosen: list[Sentence]) -> list[Sentence]:
    """The chosen sentences with the one before and the one after each."""
    at = {i + step for i, s in enumerate(sentences) if s in chosen for step in (-1, 0, 1)}
    return [s for i, s in enumerate(sentences) if i in at]


def _unjustified(talk: Talk, sentence: Sentence) -> Finding:
    return Finding(
        "comparison-unjustified",
        "medium",
        "You never say why these are the right methods to compare with.",
        "Add one sentence here: why this baseline, and that it had the same data and tuning.",
        (talk.quote(sentence),),
    )


def _single(talk: Talk, sentence: Sentence) -> Finding:
    return Finding(
        "single-data-set",
        "medium",
        "You tell of results on one data set only.",
        "Say why one is enough, or what you expect on a second one and why.",
        (talk.quote(sentence),),
    )


def _no_uncertainty(talk: Talk, results: tuple[Sentence, ...]) -> Finding:
    return Finding(
        "no-uncertainty",
        "medium",
        "Your results have no error bars: neither you nor a slide says how much they vary.",
        "Give the spread over seeds or folds once, with the main result.",
        tuple(talk.quote(sentence) for sentence in results),
    )


def _no_ablation(talk: Talk, sentence: Sentence) -> Finding:
    return Finding(
        "no-ablation",
        "low",
        "You never show which part of your method makes the difference.",
        "Add one row or one sentence: the result without the key idea.",
        (talk.quote(sentence),),
    )
